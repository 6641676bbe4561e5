"""What each way of a mail server to fail means for an email: it is never lost, and goes out twice only where nobody
knows what became of the first try, which is then marked in its history and in the metrics (contract providers §19)."""

import pytest
from support import faulty_mail_server as faults
from support.process import Database, Herald, free_port
from support.waiting import eventually

GARBAGE = faults.says("\x01garbage")
# Where it happens, what, and what the first try comes to: the reason in the message's history; None: it was accepted.
FAULTS = {
    "reset_at_once": ("connect", faults.reset, "retryable"),
    "silent_banner": ("connect", faults.silence, "retryable"),
    "slow_banner": ("connect", faults.slow("220 peer.example"), "retryable"),
    "busy_banner": ("connect", faults.says("421 4.3.2 busy"), "retryable"),
    "garbage_banner": ("connect", GARBAGE, "retryable"),
    "reset_greeting": ("EHLO", faults.reset, "retryable"),
    "slow_down": ("MAIL", faults.says("451 4.7.1 slow down"), "throttled"),
    "our_credentials": ("MAIL", faults.says("530 5.7.0 authenticate first"), "retryable"),
    "recipient_later": ("RCPT", faults.says("450 4.2.1 busy"), "retryable"),
    "silent_recipient": ("RCPT", faults.silence, "retryable"),
    "reset_recipient": ("RCPT", faults.reset, "retryable"),
    "garbage_recipient": ("RCPT", GARBAGE, "retryable"),
    "no_data_now": ("DATA", faults.says("451 4.3.0 later"), "retryable"),
    "reset_before_the_message": ("DATA", faults.reset, "retryable"),
    # After the final dot the server has the message.
    "disk_full": (".", faults.says("452 4.3.1 disk full"), "retryable"),
    "silent_end": (".", faults.silence, "unknown"),
    "slow_end": (".", faults.slow("250 2.0.0 taken"), "unknown"),
    "reset_end": (".", faults.reset, "unknown"),
    "garbage_end": (".", GARBAGE, "unknown"),
    "accepted_then_reset": (".", faults.accepts_then_resets, None),
}
REFUSALS = {
    "go_away": ("connect", "554 5.3.2 go away", "technical-failure"),
    "no_such_mailbox": ("RCPT", "550 5.1.1 unknown", "permanent-failure"),
    "mailbox_full": ("RCPT", "552 5.2.2 full", "temporary-failure"),
    "policy": ("DATA", "554 5.7.1 policy", "technical-failure"),
    "too_big": (".", "552 5.3.4 too big", "technical-failure"),
}
SETTINGS = {"smtp_timeout_seconds": 1, "send_retry_seconds": 1, "email_domain": "herald.example"}
UNKNOWN = 'herald_delivery_outcomes_total{outcome="unknown"}'


@pytest.fixture(scope="module")
def sender(store, tmp_path_factory):
    from conftest import Tenant

    server = faults.FaultyMailServer()
    herald = Herald(Database(store, tmp_path_factory.mktemp("mail-faults")), smtp_url=server.url, **SETTINGS)
    herald.start()
    yield server, herald, Tenant(herald)
    herald.kill()
    server.close()


@pytest.mark.parametrize("fault", FAULTS)
def test_no_email_is_lost(sender, fault):
    server, herald, tenant = sender
    word, misbehave, expected = FAULTS[fault]
    before = herald.metric(UNKNOWN)
    server.misbehave(word, misbehave)
    sent = tenant.sent_id(tenant.send_email())
    tenant.wait_for_status(sent, "delivered")
    assert tenant.failed_attempts(sent) == ([expected] if expected else []), herald.log()[-3000:]
    assert server.fault is None, "it was met"
    came = 2 if word == "." and expected else 1
    assert server.taken[sent] == came, "it goes out twice only where the server had it and did not say so"
    assert herald.metric(UNKNOWN) - before == (1 if expected == "unknown" else 0)


@pytest.mark.parametrize("refusal", REFUSALS)
def test_what_is_refused_for_good_is_not_tried_again(sender, refusal):
    server, herald, tenant = sender
    word, reply, status = REFUSALS[refusal]
    server.misbehave(word, faults.says(reply))
    sent = tenant.sent_id(tenant.send_email())
    tenant.wait_for_status(sent, status)
    assert server.taken.get(sent, 0) == (1 if word == "." else 0)
    # The next one is none the worse for it.
    tenant.wait_for_status(tenant.sent_id(tenant.send_email()), "delivered")


def test_a_mail_server_that_is_not_there_yet(start, new_tenant):
    port = free_port()
    herald = start(smtp_url=f"smtp://127.0.0.1:{port}", send_retries=30, **SETTINGS)
    tenant = new_tenant(herald)
    sent = tenant.sent_id(tenant.send_email())
    eventually(lambda: tenant.failed_attempts(sent), what="the first failure")
    server = faults.FaultyMailServer(port)
    try:
        tenant.wait_for_status(sent, "delivered")
        assert set(tenant.failed_attempts(sent)) == {"retryable"}
        assert server.taken == {sent: 1}
        assert herald.metric(UNKNOWN) == 0, "nothing can have gone out"
    finally:
        server.close()
