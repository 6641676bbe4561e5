"""POST /v2/notifications/sms and /email: exact answers, exact refusals (contract public-api §2)."""

import re
import uuid
from datetime import datetime, timedelta, timezone

import pytest

VERSION_4 = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
INSTANT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")


def refused(answer, error, *messages, status=400):
    assert answer.status_code == status, answer.text
    assert answer.json() == {
        "status_code": status,
        "errors": [{"error": error, "message": message} for message in messages],
    }


def test_sms_answer(herald, tenant):
    answer = tenant.send_sms(reference="case 7")
    assert answer.status_code == 201
    assert answer.headers["Content-Type"] == "application/json"
    body = answer.json()
    assert VERSION_4.match(body["id"])
    from_number = body["content"].pop("from_number")
    assert from_number
    assert body == {
        "id": body["id"],
        "reference": "case 7",
        "content": {"body": "Hello Amala, your case is closed."},
        "uri": f"{herald.url}/v2/notifications/{body['id']}",
        "template": {
            "id": tenant.sms_template,
            "version": 1,
            "uri": f"{herald.url}/services/{tenant.service}/templates/{tenant.sms_template}",
        },
        "scheduled_for": None,
    }


def test_email_answer(herald, tenant):
    answer = tenant.send_email()
    assert answer.status_code == 201
    body = answer.json()
    assert VERSION_4.match(body["id"])
    from_email = body["content"].pop("from_email")
    assert re.match(r"^[a-z0-9.]+@[a-z0-9.-]+$", from_email)
    assert body == {
        "id": body["id"],
        "reference": None,
        "content": {
            "subject": "About Amala",
            "body": "Hello Amala, your case is closed.",
            "one_click_unsubscribe_url": None,
        },
        "uri": f"{herald.url}/v2/notifications/{body['id']}",
        "template": {
            "id": tenant.email_template,
            "version": 1,
            "uri": f"{herald.url}/services/{tenant.service}/templates/{tenant.email_template}",
        },
        "scheduled_for": None,
        "sanitised_content": {},
    }


def test_content_type_does_not_matter(tenant):
    body = f'{{"phone_number": "07700900123", "template_id": "{tenant.sms_template}", "personalisation": {{"NA-me": 1.5}}}}'
    headers = {"Authorization": tenant.key.headers()["Authorization"], "Content-Type": "application/text"}
    answer = tenant.post("/v2/notifications/sms", body, headers=headers)
    assert answer.status_code == 201, answer.text
    assert answer.json()["content"]["body"] == "Hello 1.5, your case is closed."


@pytest.mark.parametrize("body", ["", "{", "nonsense"])
def test_not_json(tenant, body):
    refused(tenant.post("/v2/notifications/sms", body), "BadRequestError", "Invalid JSON supplied in POST data")


def test_every_violation_in_schema_order(tenant):
    body = {
        "zebra": 1,
        "reference": 7,
        "phone_number": "077009",
        "template_id": "nope",
        "personalisation": ["a", "b"],
        "aardvark": None,
    }
    refused(
        tenant.post("/v2/notifications/sms", body),
        "ValidationError",
        "reference 7 is not of type string",
        "phone_number Not enough digits",
        "template_id is not a valid UUID",
        "personalisation [a, b] is not of type object",
        "Additional properties are not allowed (aardvark, zebra were unexpected)",
    )


def test_missing_properties(tenant):
    refused(
        tenant.post("/v2/notifications/sms", {}),
        "ValidationError",
        "phone_number is a required property",
        "template_id is a required property",
    )
    refused(
        tenant.post("/v2/notifications/email", {"email_address": None}),
        "ValidationError",
        "email_address None is not of type string",
        "template_id is a required property",
    )


def test_body_that_is_no_object(tenant):
    refused(tenant.post("/v2/notifications/sms", '[{"a": true}]'), "ValidationError", "[{a: True}] is not of type object")


@pytest.mark.parametrize(
    "number, message",
    [
        ("", "Not enough digits"),
        ("07700", "Not enough digits"),
        ("+44 7912 345678 99", "Too many digits"),
        ("0770090012", "Number is not valid – double check the phone number you entered"),
        ("07700 9oo 123", "Must not contain letters or symbols"),
    ],
)
def test_bad_numbers(tenant, number, message):
    refused(tenant.send_sms(number), "ValidationError", "phone_number " + message)


@pytest.mark.parametrize("address", ["", "nobody", "a@b", "a b@example.com", "a..b@example.com", "a@-example.com"])
def test_bad_addresses(tenant, address):
    refused(tenant.send_email(address), "ValidationError", "email_address Not a valid email address")


def test_long_reference(tenant):
    assert tenant.send_sms(reference="é" * 1000).status_code == 201
    long = "é" * 1001
    refused(tenant.send_sms(reference=long), "ValidationError", f"reference {long} is too long")


def test_a_scheduled_message_waits_and_says_until_when(tenant):
    assert tenant.send_sms(scheduled_for=None).json()["scheduled_for"] is None
    tomorrow = datetime.now(timezone.utc) + timedelta(days=1)
    answer = tenant.send_sms(scheduled_for=tomorrow.isoformat())
    assert answer.status_code == 201
    expected = tomorrow.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert answer.json()["scheduled_for"] == expected
    message = tenant.get("/v2/notifications/" + answer.json()["id"]).json()
    assert (message["scheduled_for"], message["status"]) == (expected, "created")
    assert message["sent_at"] is None


def test_scheduled_for_is_checked(tenant):
    week = datetime.now(timezone.utc) + timedelta(days=7, minutes=1)
    refused(
        tenant.send_sms(scheduled_for=week.isoformat()),
        "ValidationError",
        "scheduled_for datetime can only be 7 days in the future",
    )
    refused(
        tenant.send_sms(scheduled_for="2001-01-01T00:00:00Z"),
        "ValidationError",
        "scheduled_for datetime can not be in the past",
    )


def test_template_rules(herald, tenant, new_tenant):
    refused(
        tenant.send_sms(template_id=str(uuid.uuid4())),
        "BadRequestError",
        "Template not found",
    )
    stranger = herald.create_service()
    foreign = herald.create_template(stranger, "sms")
    refused(tenant.send_sms(template_id=foreign), "BadRequestError", "Template not found")
    refused(
        tenant.send_sms(template_id=tenant.email_template),
        "BadRequestError",
        "email template is not suitable for sms notification",
    )
    refused(tenant.send_sms(personalisation={}), "BadRequestError", "Missing personalisation: name")
    refused(tenant.send_sms(personalisation={"name": None}), "BadRequestError", "Missing personalisation: name")


def test_sender_must_belong_to_the_service(tenant):
    unknown = str(uuid.uuid4())
    refused(
        tenant.send_sms(sms_sender_id=unknown),
        "BadRequestError",
        f"sms_sender_id {unknown} does not exist in database for service id {tenant.service}",
    )
    refused(
        tenant.send_email(email_reply_to_id=unknown),
        "BadRequestError",
        f"email_reply_to_id {unknown} does not exist in database for service id {tenant.service}",
    )


def test_too_long_text(tenant):
    refused(
        tenant.send_sms(personalisation={"name": "x" * 918}),
        "BadRequestError",
        "Your message is too long. Text messages cannot be longer than 918 characters. "
        "Your message is 946 characters long.",
    )


def test_new_template_version_is_used(herald, new_tenant):
    own = new_tenant(herald)
    herald.command("template", "update", own.sms_template, "--content", "Second ((name))")
    answer = own.send_sms()
    assert answer.json()["template"]["version"] == 2
    assert answer.json()["content"]["body"] == "Second Amala"


def test_curly_quotes_survive(tenant):
    answer = tenant.send_email(personalisation={"name": "Zoë – “the one” ✓"})
    assert answer.json()["content"]["body"] == "Hello Zoë – “the one” ✓, your case is closed."
