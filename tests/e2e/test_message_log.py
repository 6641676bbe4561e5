"""A service's messages over the internal API (contract admin-api-messages §7.1 to 7.5)."""

import uuid

import pytest

from support.waiting import eventually

ALL_TABS = "created pending sending pending-virus-check delivered sent returned-letter failed temporary-failure"


@pytest.fixture(scope="module")
def sent(herald, new_module_tenant):
    """A service with five messages: ids, the newest first."""
    tenant = new_module_tenant
    ids = [tenant.sent_id(tenant.send_sms(reference=f"case {number}")) for number in range(4)]
    ids.append(tenant.sent_id(tenant.send_email()))
    for one in ids:
        tenant.wait_for_status(one, "delivered")
    return ids[::-1]


@pytest.fixture(scope="module")
def new_module_tenant(herald):
    from conftest import Tenant

    return Tenant(herald)


def log_of(tenant, query=""):
    return f"/service/{tenant.service}/notifications{query}"


def ids_in(answer):
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["notifications"]]


def test_one_message_with_every_field(admin, new_module_tenant, sent):
    tenant = new_module_tenant
    shown = admin.get(log_of(tenant, "/" + sent[1])).json()
    times = [shown.pop(name) for name in ("created_at", "sent_at", "updated_at")]
    assert all(time.endswith("Z") and len(time) == 27 for time in times)
    assert shown.pop("sent_by") in ("mmg", "firetext")
    key_name = shown.pop("key_name")
    assert tenant.key.text.startswith(key_name + "-")
    assert uuid.UUID(shown.pop("api_key"))
    assert shown.pop("reply_to_text")
    template = shown.pop("template")
    assert template.pop("reply_to_text")
    assert template == {
        "id": tenant.sms_template,
        "service": tenant.service,
        "version": 1,
        "name": "A sms template",
        "template_type": "sms",
        "content": "Hello ((name)), your case is closed.",
        "subject": None,
        "redact_personalisation": False,
        "is_precompiled_letter": False,
        "letter_attachment": None,
        "letter_languages": None,
        "letter_welsh_subject": None,
        "letter_welsh_content": None,
        "has_unsubscribe_link": False,
    }
    assert shown == {
        "id": sent[1],
        "service": tenant.service,
        "to": "07700900123",
        "normalised_to": "447700900123",
        "notification_type": "sms",
        "status": "delivered",
        "personalisation": {"name": "Amala"},
        "job": None,
        "job_row_number": None,
        "key_type": "normal",
        "created_by": None,
        "reference": None,
        "client_reference": "case 3",
        "billable_units": 1,
        "international": False,
        "phone_prefix": "44",
        "rate_multiplier": 1.0,
        "postage": None,
        "document_download_count": None,
        "unsubscribe_link": None,
    }


def test_pages_without_counting(admin, new_module_tenant, sent):
    tenant = new_module_tenant
    whole = admin.get(log_of(tenant))
    assert ids_in(whole) == sent
    assert {name: whole.json()[name] for name in ("page_size", "links", "total")} == {
        "page_size": 50, "links": {}, "total": None
    }
    first, second = (admin.get(log_of(tenant, f"?page_size=3&page={page}")) for page in (1, 2))
    assert (ids_in(first), first.json()["links"]) == (sent[:3], {"next": True})
    assert (ids_in(second), second.json()["links"]) == (sent[3:], {"prev": True})
    assert admin.get(log_of(tenant, "?page_size=5")).json()["links"] == {}
    assert admin.get(log_of(tenant, "?page_size=5&page=2")).status_code == 404
    # S-058: the page of the API's log asks for no links.
    api_log = "?include_jobs=False&include_from_test_key=True&include_one_off=False&count_pages=False&page_size=1"
    answer = admin.get(log_of(tenant, api_log))
    assert (ids_in(answer), answer.json()["links"], answer.json()["total"]) == (sent[:1], {}, None)
    nobody = admin.get(f"/service/{uuid.uuid4()}/notifications")
    assert (nobody.status_code, nobody.json()["notifications"]) == (200, [])


def test_filters_in_the_query_and_in_a_body(admin, new_module_tenant, sent):
    tenant = new_module_tenant
    assert ids_in(admin.get(log_of(tenant, "?template_type=email"))) == sent[:1]
    assert ids_in(admin.get(log_of(tenant, "?status=created&status=sending"))) == []
    tabs = "&".join("status=" + word for word in ALL_TABS.split())
    assert ids_in(admin.get(log_of(tenant, "?limit_days=7&" + tabs))) == sent
    assert ids_in(admin.post(log_of(tenant), {"template_type": "sms", "status": ["delivered"]})) == sent[1:]
    refused = admin.get(log_of(tenant, "?page=0&limit_days=x"))
    message = {"page": ["Not a positive integer"], "limit_days": ["Not a valid integer."]}
    assert (refused.status_code, refused.json()["message"]) == (400, message)


def test_a_search_by_recipient_or_reference(admin, new_module_tenant, sent):
    """S-055; the site posts what is searched, so that it stays out of logs."""
    tenant = new_module_tenant
    found = admin.post(log_of(tenant), {"to": "07700 900123", "template_type": "sms"})
    assert ids_in(found) == sent[1:]
    assert sorted(found.json()) == ["links", "notifications"]
    assert found.json()["links"] == {}
    assert found.json()["notifications"][0]["to"] == "07700900123"
    assert ids_in(admin.get(log_of(tenant, "?to=CASE%201"))) == [sent[3]]
    assert ids_in(admin.post(log_of(tenant), {"to": "case", "status": ["sending"]})) == []
    assert ids_in(admin.post(log_of(tenant), {"to": "", "template_type": []})) == sent, "an empty one is no search"
    null = admin.post(log_of(tenant), {"to": None})
    assert (null.status_code, null.json()["message"]) == (400, {"to": ["Field may not be null."]})


def test_the_count_beside_the_download_button(admin, new_module_tenant, sent):
    tenant = new_module_tenant
    assert admin.get(log_of(tenant, "/count?limit_days=7")).json() == {"notifications_sent_count": 5}
    assert admin.get(log_of(tenant, "/count?template_type=email")).json() == {"notifications_sent_count": 1}
    refused = admin.get(log_of(tenant, "/count?limit_days=x"))
    assert (refused.status_code, refused.json()["message"]) == (400, {"limit_days": ["Not a valid integer."]})
    assert admin.get(f"/service/{uuid.uuid4()}/notifications/count").json() == {"notifications_sent_count": 0}


def test_messages_of_a_test_key(admin, herald, new_module_tenant, sent):
    tenant = new_module_tenant
    key = tenant.new_key("test")
    made = tenant.sent_id(tenant.send_sms(key=key))
    assert made not in ids_in(admin.get(log_of(tenant)))
    eventually(lambda: made in ids_in(admin.get(log_of(tenant, "?include_from_test_key=True"))), what="the message")
    assert admin.get(log_of(tenant, "/" + made)).json()["key_type"] == "test"
    assert made not in ids_in(admin.get(log_of(tenant, "/csv?include_from_test_key=True")))


def test_the_download_goes_on_where_it_stopped(admin, new_module_tenant, sent):
    tenant = new_module_tenant
    found, older_than = [], ""
    while True:
        answer = admin.get(log_of(tenant, "/csv?page_size=2" + older_than)).json()
        assert sorted(answer) == ["notifications", "page_size"]
        found += answer["notifications"]
        if len(answer["notifications"]) < 2:
            break
        older_than = "&older_than=" + found[-1]["id"]
    assert [row["id"] for row in found] == sent
    row = found[1]
    assert row.pop("created_at") and row.pop("api_key_name")
    assert row == {
        "id": sent[1],
        "row_number": "",
        "recipient": "07700900123",
        "client_reference": "case 3",
        "template_name": "A sms template",
        "template_type": "sms",
        "job_name": "",
        "status": "Delivered",
        "created_by_name": None,
        "created_by_email_address": None,
    }
    unknown = admin.get(log_of(tenant, f"/csv?older_than={uuid.uuid4()}"))
    assert (unknown.status_code, unknown.json()["notifications"]) == (200, [])


def test_another_services_message_is_not_there(admin, herald, sent):
    answer = admin.get(f"/service/{herald.create_service()}/notifications/{sent[0]}")
    assert (answer.status_code, answer.json()["message"]) == (404, "No result found")
