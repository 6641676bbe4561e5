"""A service's own endpoint hears of each final status once (contract public-api §7)."""

import threading
import time

from support.waiting import eventually
from test_send import INSTANT

KEYS = {
    "id", "reference", "to", "status", "created_at", "completed_at", "sent_at", "notification_type", "template_id",
    "template_version",
}  # fmt: skip


def test_request_of_a_delivery_callback(herald, new_tenant, receiver):
    endpoint = receiver()
    own = new_tenant(herald, callback=endpoint.url + "/told?by=herald", token="bearer-token-of-the-service")
    sms = own.sent_id(own.send_sms("+44 7700 900123", reference="case 7"))
    email = own.sent_id(own.send_email("perm-fail@simulator.notify"))

    told = eventually(lambda: endpoint.about(sms), what="the callback for the text")[0]
    assert told.path == "/told?by=herald"
    assert told.headers["Content-Type"] == "application/json"
    assert told.headers["Authorization"] == "Bearer bearer-token-of-the-service"
    body = told.json
    assert set(body) == KEYS
    assert (body["reference"], body["to"], body["status"]) == ("case 7", "+44 7700 900123", "delivered")
    assert (body["notification_type"], body["template_id"], body["template_version"]) == ("sms", own.sms_template, 1)
    for instant in ("created_at", "completed_at", "sent_at"):
        assert INSTANT.match(body[instant]), instant

    body = eventually(lambda: endpoint.about(email), what="the callback for the email")[0].json
    assert (body["reference"], body["to"], body["status"]) == (None, "perm-fail@simulator.notify", "permanent-failure")


def test_test_keys_are_called_back_too(herald, new_tenant, receiver):
    endpoint = receiver()
    own = new_tenant(herald, callback=endpoint.url, key_type="test")
    sent = own.sent_id(own.send_sms())
    assert eventually(lambda: endpoint.about(sent))[0].json["status"] == "delivered"


def test_server_errors_are_tried_again(herald, new_tenant, receiver):
    answers = iter([500, 429, 503, 200])
    endpoint = receiver(lambda received: next(answers, 200))
    own = new_tenant(herald, callback=endpoint.url)
    sent = own.sent_id(own.send_sms())
    told = eventually(lambda: len(endpoint.about(sent)) >= 4 and endpoint.about(sent), what="the fourth try")
    assert len({received.body for received in told}) == 1, "the snapshot changed between tries"
    eventually(lambda: stored_callbacks(herald, sent) == 0, what="the callback to be done")


def test_client_errors_are_final(herald, new_tenant, receiver):
    endpoint = receiver(lambda received: 404)
    own = new_tenant(herald, callback=endpoint.url)
    sent = own.sent_id(own.send_sms())
    eventually(lambda: endpoint.about(sent), what="the first try")
    eventually(lambda: stored_callbacks(herald, sent) == 0, what="the callback to be dropped")
    assert len(endpoint.about(sent)) == 1


def test_retries_end(start, new_tenant, receiver):
    endpoint = receiver(lambda received: 500)
    herald = start(callback_retries=2)
    own = new_tenant(herald, callback=endpoint.url)
    sent = own.sent_id(own.send_sms())
    eventually(lambda: len(endpoint.about(sent)) == 3, what="the last try")
    eventually(lambda: stored_callbacks(herald, sent) == 0, what="the callback to be given up")
    kept = herald.database.sql(
        f"SELECT count(*) FROM failed_callbacks WHERE notification_id = {herald.database.id_literal(sent)}"
    )
    assert kept == "1"


def test_slow_endpoint_delays_only_itself(herald, new_tenant, receiver):
    release = threading.Event()

    def hang(received):
        release.wait(20)
        return 200

    slow, quick = receiver(hang), receiver()
    slow_tenant = new_tenant(herald, callback=slow.url)
    quick_tenant = new_tenant(herald, callback=quick.url)
    try:
        for _ in range(100):
            slow_tenant.sent_id(slow_tenant.send_sms())
        eventually(lambda: slow.requests(), what="the slow endpoint to hang")
        began = time.monotonic()
        sent = quick_tenant.sent_id(quick_tenant.send_sms())
        eventually(lambda: quick.about(sent), seconds=4, what="the quick service's callback")
        assert time.monotonic() - began < 4  # Less than the time-out of one hanging call.
    finally:
        release.set()


def test_plain_http_elsewhere_is_refused(herald):
    completed = herald.run(
        "service", "create", "--name", "Far away", "--callback-url", "http://example.com/x", "--callback-token", "0123456789"
    )
    assert completed.returncode != 0
    assert "https" in completed.stderr


def stored_callbacks(herald, notification_id):
    """How many callbacks for this notification still wait in the store."""
    literal = herald.database.id_literal(notification_id)
    return int(herald.database.sql(f"SELECT count(*) FROM callbacks WHERE notification_id = {literal}"))
