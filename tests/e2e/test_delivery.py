"""From 201 to a final status: through the sandbox, through failing providers, and back (tasks §4, providers §1.3)."""

import json
import socket

from support.waiting import eventually


def test_both_channels_reach_delivered(tenant):
    sent = [tenant.sent_id(tenant.send_sms()) for _ in range(10)] + [tenant.sent_id(tenant.send_email()) for _ in range(10)]
    for notification_id in sent:
        tenant.wait_for_status(notification_id, "delivered")


def test_what_the_sandbox_says_of_a_number_becomes_its_status(tenant):
    sent = {
        tenant.sent_id(tenant.send_sms("07700900002")): "permanent-failure",
        tenant.sent_id(tenant.send_sms("07700900003")): "temporary-failure",
        tenant.sent_id(tenant.send_email("perm-fail@simulator.notify")): "permanent-failure",
        tenant.sent_id(tenant.send_email("temp-fail@simulator.notify")): "temporary-failure",
    }
    for notification_id, status in sent.items():
        tenant.wait_for_status(notification_id, status)


def test_provider_that_is_down_means_technical_failure_after_the_retries(start, new_tenant, receiver):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"  # Closed at the end of the block: connections are refused.
    herald = start(mmg_url=nobody, firetext_url=nobody, send_retries=2)
    endpoint = receiver()
    own = new_tenant(herald, callback=endpoint.url)
    sent = own.sent_id(own.send_sms())
    assert own.wait_for_status(sent, "technical-failure")["completed_at"]
    told = eventually(lambda: endpoint.about(sent), what="the callback")
    assert told[0].json["status"] == "technical-failure"


def test_provider_that_recovers_within_the_retries_delivers(start, new_tenant, receiver):
    failures = []

    def fail_twice(received):
        failures.append(received)
        return 500 if len(failures) <= 2 else 200

    provider = receiver(fail_twice)
    herald = start(ses_url=provider.url)
    own = new_tenant(herald)
    # The stand-in answers 200 without a MessageId, which is no acceptance either, so every try is seen here.
    sent = own.sent_id(own.send_email())
    eventually(lambda: len(provider.requests()) >= 3, what="three tries")
    assert own.read(sent)["status"] in ("created", "technical-failure")


def test_mmg_wire_format(start, new_tenant, receiver):
    provider = receiver()
    herald = start(mmg_url=provider.url + "/jsonv2a/api.php", firetext_url=provider.url + "/firetext", mmg_key="a2V5")
    own = new_tenant(herald)
    sent = [own.sent_id(own.send_sms()) for _ in range(16)]  # Enough that the draw gives MMG at least one.
    mmg = eventually(lambda: provider.requests("/jsonv2a/api.php"), what="a request to MMG")[0]
    assert mmg.headers["Authorization"] == "Basic a2V5"
    assert mmg.headers["Content-Type"].startswith("application/json")
    body = json.loads(mmg.body)
    assert body["cid"] in sent
    assert (body["reqType"], body["MSISDN"], body["multi"]) == ("BULK", "447700900123", True)
    assert body["msg"].endswith("Hello Amala, your case is closed.")
    assert body["sender"]


def test_one_services_backlog_does_not_hold_up_another(start, new_tenant):
    # Two connections at 0.2 s an answer take 15 seconds for the large service's messages, which are accepted in one.
    herald = start(sandbox_latency_ms_min=200, sandbox_latency_ms_max=200, delivery_concurrency=2)
    large, small = new_tenant(herald), new_tenant(herald)
    backlog = [large.sent_id(large.send_sms()) for _ in range(150)]
    only_one = small.sent_id(small.send_sms())
    small.wait_for_status(only_one, "delivered", "sending", seconds=10)
    waiting = [notification_id for notification_id in backlog if large.read(notification_id)["status"] == "created"]
    assert waiting, "the backlog was gone before the small service's message was sent: the test shows nothing"


def test_provider_errors_and_duplicate_receipts_change_nothing_in_the_end(start, new_tenant):
    herald = start(sandbox_error_rate=0.2, sandbox_duplicate_rate=0.3, send_retries=20)
    own = new_tenant(herald)
    sent = [own.sent_id(own.send_sms() if i % 2 else own.send_email()) for i in range(60)]
    for notification_id in sent:
        own.wait_for_status(notification_id, "delivered")
    doctor = herald.run("doctor")
    assert doctor.returncode == 0, doctor.stdout + doctor.stderr
