"""DELETE /v2/notifications/{id}: a message that still waits is not sent. An addition to the contract."""

import uuid
from datetime import datetime, timedelta, timezone

import requests

from support.waiting import eventually
from test_send import refused


def in_seconds(seconds):
    return (datetime.now(timezone.utc) + timedelta(seconds=seconds)).isoformat()


def delete(tenant, notification_id):
    url = f"{tenant.herald.url}/v2/notifications/{notification_id}"
    return requests.delete(url, headers=tenant.key.headers(), timeout=30)


def test_a_scheduled_message_is_cancelled_and_never_sent(tenant):
    sent = tenant.sent_id(tenant.send_sms(scheduled_for=in_seconds(3)))
    answer = delete(tenant, sent)
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "cancelled"
    assert answer.json()["completed_at"] is not None
    assert answer.json() == tenant.read(sent) == delete(tenant, sent).json()
    later = tenant.sent_id(tenant.send_sms(scheduled_for=in_seconds(4)))
    tenant.wait_for_status(later, "delivered")
    assert tenant.read(sent) == answer.json()
    listed = tenant.get("/v2/notifications?status=cancelled").json()["notifications"]
    assert sent in [one["id"] for one in listed]


def test_a_message_on_its_way_is_not_cancelled(tenant):
    sent = tenant.sent_id(tenant.send_sms())
    tenant.wait_for_status(sent, "delivered")
    message = "Notification cannot be cancelled - it is already being sent"
    refused(delete(tenant, sent), "ConflictError", message, status=409)
    assert tenant.read(sent)["status"] == "delivered"


def test_what_cannot_be_found(tenant, new_tenant, herald):
    refused(delete(tenant, "7"), "ValidationError", "notification_id is not a valid UUID")
    refused(delete(tenant, uuid.uuid4()), "NoResultFound", "No result found", status=404)
    refused(delete(tenant, f"urn:uuid:{uuid.uuid4()}"), "DataError", "No result found", status=404)
    theirs = tenant.sent_id(tenant.send_sms(scheduled_for=in_seconds(60)))
    refused(delete(new_tenant(herald), theirs), "NoResultFound", "No result found", status=404)
    assert requests.delete(f"{herald.url}/v2/notifications/{theirs}", timeout=30).status_code == 401


def test_another_process_cancels_what_this_one_accepted(start, new_tenant, store):
    first = start()
    tenant = new_tenant(first)
    if store == "sqlite":
        other = first
    else:
        other = start()
    sent = [tenant.sent_id(tenant.send_sms(scheduled_for=in_seconds(3))) for _ in range(20)]
    for one in sent:
        url = f"{other.url}/v2/notifications/{one}"
        assert requests.delete(url, headers=tenant.key.headers(), timeout=30).status_code == 200
    later = tenant.sent_id(tenant.send_sms(scheduled_for=in_seconds(4)))
    tenant.wait_for_status(later, "delivered")
    assert {tenant.read(one)["status"] for one in sent} == {"cancelled"}


def test_the_day_s_limit_is_given_back(herald, new_tenant):
    tenant = new_tenant(herald)
    literal = herald.database.id_literal(tenant.service)
    herald.database.sql(
        f"UPDATE services SET sms_message_limit = 2, change_number = change_number + 1 WHERE id = {literal}"
    )

    def limited():
        first = [tenant.send_sms(scheduled_for=in_seconds(600)) for _ in range(3)]
        accepted = [answer.json()["id"] for answer in first if answer.status_code == 201]
        if first[-1].status_code == 429:
            return accepted
        for one in accepted:
            delete(tenant, one)
        return None

    accepted = eventually(limited, seconds=10, what="the limit to be known")
    assert delete(tenant, accepted[0]).status_code == 200
    assert tenant.send_sms(scheduled_for=in_seconds(600)).status_code == 201
    assert tenant.send_sms(scheduled_for=in_seconds(600)).status_code == 429
