"""GET /v2/notifications/{id} and GET /v2/notifications (contract public-api §3.1, §3.2)."""

import uuid
from urllib.parse import parse_qsl, urlsplit

import pytest

from test_send import INSTANT, refused

KEYS = {
    "id", "reference", "email_address", "phone_number", "line_1", "line_2", "line_3", "line_4", "line_5", "line_6",
    "postcode", "type", "status", "template", "body", "subject", "created_at", "created_by_name", "sent_at",
    "completed_at", "scheduled_for", "postage", "one_click_unsubscribe_url", "is_cost_data_ready", "cost_in_pounds",
    "cost_details",
}  # fmt: skip


def test_sms_by_id(herald, tenant):
    sent = tenant.sent_id(tenant.send_sms("+(44) 77009-00855", reference="as typed"))
    body = tenant.wait_for_status(sent, "delivered")
    assert set(body) == KEYS
    assert body["phone_number"] == "+(44) 77009-00855"
    assert body["email_address"] is None
    assert body["reference"] == "as typed"
    assert body["type"] == "sms"
    assert body["body"] == "Hello Amala, your case is closed."
    assert body["subject"] is None
    assert body["template"] == {
        "id": tenant.sms_template,
        "version": 1,
        "uri": f"{herald.url}/v2/template/{tenant.sms_template}/version/1",
    }
    for instant in ("created_at", "sent_at", "completed_at"):
        assert INSTANT.match(body[instant]), instant
    assert body["created_at"] <= body["sent_at"] <= body["completed_at"]
    for absent in ("line_1", "postcode", "created_by_name", "scheduled_for", "postage", "one_click_unsubscribe_url"):
        assert body[absent] is None
    assert body["is_cost_data_ready"] is True
    assert body["cost_details"]["billable_sms_fragments"] == 1


def test_email_by_id(tenant):
    sent = tenant.sent_id(tenant.send_email("Amala.B@Example.com"))
    body = tenant.wait_for_status(sent, "delivered")
    assert set(body) == KEYS
    assert body["email_address"] == "Amala.B@Example.com"
    assert body["phone_number"] is None
    assert body["subject"] == "About Amala"
    assert (body["is_cost_data_ready"], body["cost_in_pounds"], body["cost_details"]) == (True, 0.0, {})


@pytest.mark.parametrize("shape", [str.upper, lambda i: i.replace("-", ""), lambda i: "{" + i + "}"])
def test_ids_in_lenient_forms(tenant, shape):
    sent = tenant.sent_id(tenant.send_sms())
    assert tenant.get("/v2/notifications/" + shape(sent)).json()["id"] == sent


def test_unreadable_ids(herald, tenant, new_tenant):
    refused(tenant.get("/v2/notifications/7"), "ValidationError", "notification_id is not a valid UUID")
    refused(tenant.get(f"/v2/notifications/{uuid.uuid4()}"), "NoResultFound", "No result found", status=404)
    stranger = new_tenant(herald)
    foreign = stranger.sent_id(stranger.send_sms())
    refused(tenant.get("/v2/notifications/" + foreign), "NoResultFound", "No result found", status=404)


def test_list_and_its_links(herald, new_tenant):
    own = new_tenant(herald)
    empty = own.get("/v2/notifications").json()
    assert empty == {"notifications": [], "links": {"current": f"{herald.url}/v2/notifications"}}

    sent = [own.sent_id(own.send_sms(reference=f"r{i}")) for i in range(3)]
    page = own.get("/v2/notifications").json()
    assert [n["id"] for n in page["notifications"]] == sent[::-1]
    assert set(page["notifications"][0]) == KEYS
    assert page["links"]["next"] == f"{herald.url}/v2/notifications?older_than={sent[0]}"

    older = own.get(f"/v2/notifications?older_than={sent[2]}").json()
    assert [n["id"] for n in older["notifications"]] == [sent[1], sent[0]]
    last = own.get(f"/v2/notifications?older_than={sent[0]}").json()
    assert last["notifications"] == [] and "next" not in last["links"]
    assert own.get(f"/v2/notifications?older_than={uuid.uuid4()}").json()["notifications"] == []


def test_list_filters(herald, new_tenant):
    own = new_tenant(herald)
    sms = own.sent_id(own.send_sms(reference="one"))
    email = own.sent_id(own.send_email(reference="two"))
    own.wait_for_status(sms, "delivered")
    own.wait_for_status(email, "delivered")

    def listed(query):
        return {n["id"] for n in own.get("/v2/notifications?" + query).json()["notifications"]}

    assert listed("template_type=sms") == {sms}
    assert listed("template_type=sms&template_type=email") == {sms, email}
    assert listed("status=delivered") == {sms, email}
    assert listed("status=failed") == set()
    assert listed("status=received") == {sms, email}
    assert listed("reference=two") == {email}
    assert listed("include_jobs=True") == {sms, email}
    assert listed("reference=%ff") == set(), "what is not UTF-8"
    assert own.get("/v2/notifications?reference=a%20b").json()["links"]["current"].endswith("?reference=a+b")


def test_list_refusals(tenant):
    statuses = (
        "cancelled, created, sending, sent, delivered, pending, failed, technical-failure, temporary-failure, "
        "permanent-failure, pending-virus-check, validation-failed, virus-scan-failed, returned-letter, accepted, received"
    )
    refused(
        tenant.get("/v2/notifications?page=2&older_than=x&template_type=fax&status=lost&include_jobs=no"),
        "ValidationError",
        f"status lost is not one of [{statuses}]",
        "template_type fax is not one of [sms, email, letter]",
        "include_jobs no is not one of [true, True]",
        "older_than is not a valid UUID",
        "Additional properties are not allowed (page was unexpected)",
    )


def test_pages_of_250(herald, new_tenant):
    own = new_tenant(herald)
    sent = [own.sent_id(own.send_sms()) for _ in range(251)]
    page = own.get("/v2/notifications?template_type=sms").json()
    assert len(page["notifications"]) == 250
    assert parse_qsl(urlsplit(page["links"]["next"]).query) == [("template_type", "sms"), ("older_than", sent[1])]
    rest = own.get("/v2/notifications?" + urlsplit(page["links"]["next"]).query).json()
    assert [n["id"] for n in rest["notifications"]] == [sent[0]]


def test_only_messages_of_the_same_key_type_are_listed(herald, new_tenant):
    own = new_tenant(herald)
    test_key = own.new_key("test")
    live = own.sent_id(own.send_sms())
    test = own.sent_id(own.send_sms(key=test_key))
    assert [n["id"] for n in own.get("/v2/notifications").json()["notifications"]] == [live]
    assert [n["id"] for n in own.get("/v2/notifications", key=test_key).json()["notifications"]] == [test]
    assert own.get("/v2/notifications/" + live, key=test_key).status_code == 200
