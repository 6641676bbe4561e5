"""What each way of a message centre to fail means for a text message: it is never lost, and goes out twice only where
nobody knows what became of the first try, which is then marked in its history and in the metrics (contract providers
§20)."""

import pytest
from support.message_centre import MessageCentre
from support.process import Database, Herald, free_port
from support.waiting import eventually

# What the first try comes to: the reason in the message's history; None: there is no failure to tell of.
FAULTS = {
    "silence": "unknown",
    "hang up": "unknown",
    "garbage": "unknown",
    "nack": "retryable",
    "error": "retryable",
    "throttle": None,  # The line waits and asks again by itself.
    "accept, then hang up": None,
}
BINDS = ["hang up", "silence", "garbage", "refuse"]
SETTINGS = {"provider_timeout_seconds": 1, "send_retry_seconds": 1, "send_retries": 60, "sms_errors_max": 1000}
UNKNOWN = 'herald_delivery_outcomes_total{outcome="unknown"}'


@pytest.fixture(scope="module")
def line(store, tmp_path_factory):
    from conftest import Tenant

    centre = MessageCentre()
    database = Database(store, tmp_path_factory.mktemp("smpp-faults"))
    herald = Herald(database, **centre.settings(**SETTINGS))
    herald.start()
    yield centre, herald, Tenant(herald)
    herald.kill()
    centre.end()


@pytest.mark.parametrize("fault", FAULTS)
def test_no_text_is_lost(line, fault):
    centre, herald, tenant = line
    # The line is up, so that it is the message that meets the fault.
    tenant.wait_for_status(tenant.sent_id(tenant.send_sms()), "sending", seconds=60)
    seen, before = len(centre.all("submit")), herald.metric(UNKNOWN)
    centre.order(answers=[fault])
    sent = tenant.sent_id(tenant.send_sms())
    tenant.wait_for_status(sent, "sending", seconds=60)
    # What could not be sent because the line was down has seen nobody.
    reasons = [reason for reason in tenant.failed_attempts(sent) if FAULTS[fault] == "retryable" or reason != "retryable"]
    assert reasons[:1] == ([FAULTS[fault]] if FAULTS[fault] else []), herald.log()[-3000:]
    met = [one["submit"] for one in centre.all("submit")[seen:]]
    assert met == ([fault] if fault.startswith("accept") else [fault, "accept"])
    assert herald.metric(UNKNOWN) - before == (1 if FAULTS[fault] == "unknown" else 0)
    if fault.startswith("accept"):
        tenant.wait_for_status(tenant.sent_id(tenant.send_sms()), "sending", seconds=60)


@pytest.mark.parametrize("fault", BINDS)
def test_what_waits_for_the_line_is_sent_once(start, new_tenant, centre, fault):
    centre.order(binds=[fault])
    herald = start(**centre.settings(**SETTINGS))
    tenant = new_tenant(herald)
    sent = tenant.sent_id(tenant.send_sms())
    eventually(lambda: centre.all("bind_met"), what="the bind")
    tenant.wait_for_status(sent, "sending", seconds=90)
    assert [one["submit"] for one in centre.all("submit")] == ["accept"]
    assert set(tenant.failed_attempts(sent)) <= {"retryable"}
    assert herald.metric(UNKNOWN) == 0, "nothing can have gone out"


def test_nobody_there(start, new_tenant):
    herald = start(smpp_url=f"smpp://127.0.0.1:{free_port()}", smpp_user="herald", smpp_password="secret",
                   provider_timeout_seconds=1, send_retry_seconds=0, send_retries=1)  # fmt: skip
    tenant = new_tenant(herald)
    tenant.wait_for_status(tenant.sent_id(tenant.send_sms()), "technical-failure", seconds=60)
    assert herald.metric(UNKNOWN) == 0
