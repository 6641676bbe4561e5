"""GET /v2/notifications/{id}/events: the life of a message. An addition to the contract."""

import uuid

from support.waiting import eventually
from test_send import INSTANT, refused


def events_of(tenant, notification_id):
    answer = tenant.get(f"/v2/notifications/{notification_id}/events")
    assert answer.status_code == 200, answer.text
    return answer.json()["events"]


def test_a_message_from_acceptance_to_callback(herald, new_tenant, receiver):
    tenant = new_tenant(herald, callback=receiver().url)
    sent = tenant.sent_id(tenant.send_sms())

    def told():
        events = events_of(tenant, sent)
        return events if events[-1]["event"] == "callback" else None

    events = eventually(told, seconds=15, what="the callback among the events")
    assert [event["event"] for event in events] == ["accepted", "handed-over", "status", "callback"]
    assert all(INSTANT.match(event["at"]) for event in events)
    assert events == sorted(events, key=lambda event: event["at"])
    accepted, handed_over, status, callback = (event["detail"] for event in events)
    assert accepted == {"type": "sms"}
    assert handed_over["provider"] in ("mmg", "firetext")
    assert status == {"status": "delivered"}
    assert callback == {"status": "delivered", "attempts": 1, "http_status": 200}
    assert "7700900" not in str(events)


def test_what_cannot_be_found(tenant, herald, new_tenant):
    refused(tenant.get("/v2/notifications/7/events"), "ValidationError", "notification_id is not a valid UUID")
    unknown = f"/v2/notifications/{uuid.uuid4()}/events"
    refused(tenant.get(unknown), "NoResultFound", "No result found", status=404)
    theirs = tenant.sent_id(tenant.send_sms())
    stranger = new_tenant(herald)
    refused(stranger.get(f"/v2/notifications/{theirs}/events"), "NoResultFound", "No result found", status=404)
