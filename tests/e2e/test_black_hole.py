"""One endpoint that takes every call and never answers, beside others that do."""

import threading

from support.waiting import eventually

SERVICES = 8
MESSAGES = 10
AT_ONCE = 4


def test_an_endpoint_that_swallows_every_call_holds_up_nobody_else(start, new_tenant, receiver):
    # A call is not given up while this test runs, so that whatever waits for the black hole would wait to the end.
    herald = start(callback_timeout_seconds=300, lease_seconds=900, callback_concurrency=AT_ONCE, shutdown_seconds=2)
    done = threading.Event()

    def swallow(received):
        done.wait(120)
        return 200

    hole, ear = receiver(swallow), receiver()
    try:
        swallowed = new_tenant(herald, callback=hole.url)
        healthy = [new_tenant(herald, callback=ear.url) for _ in range(SERVICES)]
        for number in range(50):
            swallowed.sent_id(swallowed.send_sms(reference=str(number)))
        eventually(lambda: len(hole.requests()) == AT_ONCE, seconds=30, what="calls that are swallowed")
        sent = [tenant.sent_id(tenant.send_sms()) for tenant in healthy for _ in range(MESSAGES)]
        eventually(
            lambda: {call.json["id"] for call in ear.requests()} == set(sent), seconds=60, what="everybody else's calls"
        )
        assert len(hole.requests()) == AT_ONCE, "it has its own bound"
    finally:
        done.set()


def test_what_an_endpoint_has_missed_is_shown_and_made_again(start, new_tenant, receiver):
    herald = start(callback_retries=0)
    refusing = receiver(lambda received: 503)
    tenant = new_tenant(herald, callback=refusing.url)
    for _ in range(25):
        tenant.sent_id(tenant.send_sms())
    literal = herald.database.id_literal(tenant.service)
    failing = f"SELECT count(*) FROM service_callbacks WHERE failing_since IS NOT NULL AND service_id = {literal}"
    eventually(lambda: herald.database.sql(failing) == "1", seconds=30, what="the endpoint to be held back")
    herald.database.sql(f"UPDATE service_callbacks SET suspended_at = created_at WHERE service_id = {literal}")

    def failed():
        listed = herald.command("callback", "list", "--service", tenant.service, "--status", "failed")["callbacks"]
        return listed if len(listed) == 25 else None

    errors = {call["last_error"] for call in eventually(failed, seconds=30, what="all calls to have failed")}
    assert errors <= {"status 503", "suspended"}
    before = len(refusing.requests())
    refusing.answer = lambda received: 200
    herald.command("callback", "resume", "--service", tenant.service)
    assert herald.command("callback", "replay", "--service", tenant.service) == {"replayed": 25}
    eventually(lambda: len(refusing.requests()) == before + 25, seconds=30, what="the calls that were missed")
