"""What each way of a provider to fail means for a message: it is never lost, and goes out twice only where nobody knows
what became of the first try, which is then marked in its history and in the metrics (contract providers §1 to §6)."""

import json
import uuid

import pytest

from support import faulty_provider as faults
from support.waiting import eventually

PROVIDERS = {
    "mmg": {"acceptance": json.dumps({"Reference": 48213}), "others": ["firetext"]},
    "firetext": {"acceptance": json.dumps({"code": 0, "description": "SMS successfully queued"}), "others": ["mmg"]},
    "ses": {"acceptance": json.dumps({"MessageId": "0102019-000000"}), "others": []},
    "twilio": {"acceptance": json.dumps({"sid": "SM00000000000000000000000000000001"}), "others": ["mmg", "firetext"]},
    "http-sms": {"acceptance": json.dumps({"id": "48213"}), "others": ["mmg", "firetext"]},
}
ADAPTER = {
    "request": {"json": {"to": "((to))", "text": "((text))", "reference": "((reference))"}},
    "answer": {"reference": "/id"},
    "receipts": {"id": "/id", "status": "/status"},
}
OF_TEXTS = {"mmg": "retryable", "firetext": "retryable"}
# What the first try comes to: the reason in the message's history; None: it was accepted, there is no second.
FAULTS = {
    "reset": (faults.reset, "unknown"),
    "silence": (faults.silence, "unknown"),
    "slow_headers": (faults.slow_headers, "unknown"),
    "slow_body": (faults.slow_body, "unknown"),
    "cut_short": (faults.cut_short, "unknown"),
    "accepted_then_reset": (faults.accepted_then_reset, None),
    # A provider of texts that tells us too little is asked again, whatever it says.
    "400": (faults.answers(400), {"ses": "retryable", **OF_TEXTS, "twilio": "rejected", "http-sms": "rejected"}),
    "401": (faults.answers(401), "retryable"),
    "404": (faults.answers(404), {"ses": "retryable", **OF_TEXTS, "twilio": "retryable", "http-sms": "rejected"}),
    "429": (faults.answers(429), {"ses": "throttled", **OF_TEXTS, "twilio": "throttled", "http-sms": "throttled"}),
    "500": (faults.answers(500), "retryable"),
    "503": (faults.answers(503, "busy"), "retryable"),
    # A 200 whose words we cannot read: of MMG and Firetext it is no acceptance, of the others it may have been one.
    "garbage": (
        faults.answers(200, "\x01garbage"),
        {"ses": "unknown", **OF_TEXTS, "twilio": "unknown", "http-sms": "unknown"},
    ),
}


def settings_of(name, url, directory):
    if name == "twilio":
        return {"twilio_url": url, "twilio_account": "AC00000000000000000000000000000001", "twilio_token": "a-token"}
    if name != "http-sms":
        return {f"{name}_url": url}
    adapter = ADAPTER | {"request": {**ADAPTER["request"], "url": url + "/messages"}}
    file = directory / "adapter.json"
    file.write_text(json.dumps(adapter))
    return {"http_sms_adapter": file}


@pytest.fixture(scope="module", params=PROVIDERS)
def sender(request, store, tmp_path_factory):
    """A server that sends by one provider only, which fails as the test wants."""
    from conftest import Tenant
    from support.process import Database, Herald

    name = request.param
    provider = faults.FaultyProvider(PROVIDERS[name]["acceptance"])
    directory = tmp_path_factory.mktemp("faults")
    settings = {"provider_timeout_seconds": 1, "send_retry_seconds": 1, "sms_errors_max": 1000}
    herald = Herald(Database(store, directory), **settings, **settings_of(name, provider.url, directory))
    herald.start()
    for other in PROVIDERS[name]["others"]:
        herald.command("provider", "set", other, "--state", "off", "--reason", "only one is looked at")
    tenant = Tenant(herald)
    send = tenant.send_email if name == "ses" else tenant.send_sms

    def draws_no_other():
        before = sum(provider.met.values())
        for notification_id in [tenant.sent_id(send()) for _ in range(10)]:
            tenant.wait_for_status(notification_id, "sending", "delivered")
        return sum(provider.met.values()) == before + 10

    eventually(draws_no_other, 30, every=1, what="the choice between providers to follow the change")
    yield name, provider, herald, tenant, send
    herald.kill()
    provider.close()


@pytest.mark.parametrize("fault", FAULTS)
def test_no_message_is_lost(sender, fault):
    name, provider, herald, tenant, send = sender
    misbehave, expected = FAULTS[fault]
    expected = expected[name] if isinstance(expected, dict) else expected
    unknown = 'herald_delivery_outcomes_total{outcome="unknown"}'
    before = herald.metric(unknown)
    provider.fault = misbehave
    # Twilio is not told our id: there the text says which message it is.
    tag = str(uuid.uuid4()) if name == "twilio" else "Amala"
    sent = tenant.sent_id(send(personalisation={"name": tag}))
    seen = tag if name == "twilio" else sent
    if expected == "rejected":
        tenant.wait_for_status(sent, "technical-failure")
        assert provider.met[seen] == 1
        assert herald.metric(unknown) == before
        return
    tenant.wait_for_status(sent, "sending", "delivered")
    reasons = tenant.failed_attempts(sent)
    assert reasons == ([expected] if expected else []), herald.log()[-3000:]
    assert provider.met[seen] == len(reasons) + 1
    marked = herald.metric(unknown) - before
    assert marked == (1 if expected == "unknown" else 0)
    if misbehave is faults.accepted_then_reset:
        # The connection that was reset while it was idle is the next message's, which it costs a try at most.
        eventually(lambda: not provider.misbehaving, what="the reset")
        provider.fault = None
        tenant.wait_for_status(tenant.sent_id(send()), "sending", "delivered")


def test_nobody_there(start, new_tenant):
    herald = start(mmg_url="http://127.0.0.1:9", firetext_url="http://127.0.0.1:9", send_retries=1, send_retry_seconds=0)
    own = new_tenant(herald)
    sent = own.sent_id(own.send_sms())
    own.wait_for_status(sent, "technical-failure")
    assert herald.metric('herald_delivery_outcomes_total{outcome="unknown"}') == 0, "nothing can have gone out"


def test_a_provider_that_is_down_is_left_alone_and_comes_back(start, new_tenant):
    """Messages wait in the table while every breaker is open; none is lost, and nothing spins."""
    provider = faults.FaultyProvider(json.dumps({"Reference": 1}))
    provider.acceptance = faults.reply(503, "{}")
    herald = start(mmg_url=provider.url, firetext_url=provider.url, provider_breaker_failures=5,
                   provider_breaker_seconds=1, send_retries=50)  # fmt: skip
    own = new_tenant(herald)
    sent = [own.sent_id(own.send_sms()) for _ in range(30)]
    breakers = ['herald_provider_breaker{provider="mmg"}', 'herald_provider_breaker{provider="firetext"}']
    eventually(lambda: all(herald.metric(one) == 1 for one in breakers), what="both breakers open")
    tried = sum(provider.met.values())
    assert tried < 60, "most of the messages have not been tried"
    # A body that both take for acceptance.
    provider.acceptance = faults.reply(200, json.dumps({"code": 0}))
    for notification_id in sent:
        own.wait_for_status(notification_id, "sending", seconds=60)
    assert all(herald.metric(one) == 0 for one in breakers)
    provider.close()
