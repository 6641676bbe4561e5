"""What the reference takes and answers in its own way (contract public-api §0, §2.1 and §2.2)."""

import base64
import json
import uuid

import pytest
import requests

from test_send import refused

NOT_FOUND = "No result found"


def body_of(tenant, **changes):
    body = {"phone_number": "07700900123", "template_id": tenant.sms_template, "personalisation": {"name": "Amala"}}
    return body | changes


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_bodies_in_every_unicode_encoding(tenant, encoding):
    body = json.dumps(body_of(tenant, reference="é"), ensure_ascii=False).encode(encoding)
    answer = tenant.post("/v2/notifications/sms", body)
    assert (answer.status_code, answer.json().get("reference")) == (201, "é")


def test_numbers_that_json_does_not_have_and_keys_that_come_twice(tenant):
    text = json.dumps(body_of(tenant, personalisation={"name": float("nan"), "x": float("inf")}))
    assert "NaN" in text and "Infinity" in text
    assert tenant.post("/v2/notifications/sms", text).json()["content"]["body"] == "Hello nan, your case is closed."
    twice = '{"phone_number": "1", ' + json.dumps(body_of(tenant))[1:]
    assert tenant.post("/v2/notifications/sms", twice).status_code == 201


def test_text_that_cannot_be_stored(tenant):
    nul = "reference must not contain the character U+0000"
    refused(tenant.post("/v2/notifications/sms", body_of(tenant, reference="a\0b")), "ValidationError", nul)
    refused(tenant.get("/v2/notifications?reference=a%00b"), "ValidationError", nul)
    for surrogate in (body_of(tenant, reference="\ud800"), body_of(tenant, personalisation={"name": "\ud800"})):
        assert tenant.post("/v2/notifications/sms", surrogate).status_code == 400


@pytest.mark.parametrize("body", ["null", "{}", "[]", "0", '""', "false"])
def test_bodies_that_are_as_good_as_empty(tenant, body):
    required = [f"{name} is a required property" for name in ("phone_number", "template_id")]
    refused(tenant.post("/v2/notifications/sms", body), "ValidationError", *required)
    required = [f"{name} is a required property" for name in ("template_id", "personalisation")]
    refused(tenant.post("/v2/notifications/letter", body), "ValidationError", *required)
    preview = tenant.post(f"/v2/template/{tenant.sms_template}/preview", body)
    refused(preview, "BadRequestError", "Missing personalisation: name")


@pytest.mark.parametrize("body, shown", [("true", "True"), ("7", "7"), ('"x"', "x"), ("[1]", "[1]")])
def test_bodies_that_are_no_object(tenant, body, shown):
    for path in ("/v2/notifications/sms", "/v2/notifications/letter", f"/v2/template/{tenant.sms_template}/preview"):
        refused(tenant.post(path, body), "ValidationError", f"{shown} is not of type object")


def test_ids_that_no_row_can_have(tenant):
    unknown = "urn:uuid:" + str(uuid.uuid4())
    email = {"email_address": "amala@example.com", "template_id": tenant.email_template, "personalisation": {"name": "A"}}
    answers = [
        tenant.post("/v2/notifications/sms", body_of(tenant, template_id=unknown)),
        tenant.post("/v2/notifications/sms", body_of(tenant, sms_sender_id=unknown)),
        tenant.post("/v2/notifications/email", email | {"email_reply_to_id": unknown}),
        tenant.post(f"/v2/template/{unknown}/preview", {}),
        *(
            tenant.get(path + unknown)
            for path in (
                "/v2/notifications/",
                "/v2/notifications?older_than=",
                "/v2/received-text-messages?older_than=",
                "/v2/template/",
            )
        ),
        tenant.get(f"/v2/template/{unknown}/version/1"),
        tenant.get(f"/v2/notifications/{unknown}/pdf"),
    ]
    for answer in answers:
        refused(answer, "DataError", NOT_FOUND, status=404)
    for padded in (" " + tenant.sms_template, tenant.sms_template + "\n"):
        answer = tenant.post("/v2/notifications/sms", body_of(tenant, template_id=padded))
        refused(answer, "ValidationError", "template_id is not a valid UUID")


def test_versions_of_templates(tenant):
    path = f"/v2/template/{tenant.sms_template}/version/"
    assert tenant.get(path + "0").json()["version"] == 1
    refused(tenant.get(path + "9" * 30), "NoResultFound", NOT_FOUND, status=404)
    for version in ("-1", "x"):
        assert tenant.get(path + version).json()["result"] == "error"


def test_values_are_shown_as_the_reference_prints_them(tenant):
    for value, shown in [
        ([], "[]"), (["a", "b"], "[a, b]"), ({"k": 1}, "{k: 1}"), (True, "True"), (None, "None"), (1.0, "1.0"),
        (1e22, "1e+22"), (7700900001, "7700900001"),
    ]:  # fmt: skip
        answer = tenant.post("/v2/notifications/sms", body_of(tenant, phone_number=value))
        refused(answer, "ValidationError", f"phone_number {shown} is not of type string")
    answer = tenant.post("/v2/notifications/sms", body_of(tenant, **{"it's": 1, "a\\b": 2}))
    names = 'a\\\\b, "its"'
    refused(answer, "ValidationError", f"Additional properties are not allowed ({names} were unexpected)")


def test_every_get_answers_head(tenant):
    sent = tenant.sent_id(tenant.send_sms())
    for path in (
        "/v2/notifications",
        "/v2/notifications/" + sent,
        "/v2/templates",
        "/v2/template/" + tenant.sms_template,
        f"/v2/template/{tenant.sms_template}/version/1",
        "/v2/received-text-messages",
    ):
        answer = requests.head(tenant.herald.url + path, headers=tenant.key.headers(), timeout=30)
        assert (answer.status_code, answer.content) == (200, b""), path
        assert answer.headers["Content-Type"] == "application/json"


def test_a_large_pdf_is_taken(tenant):
    content = base64.b64encode(b"%PDF-1.4\n" + b"x" * 5 * 1024 * 1024).decode()
    answer = tenant.post("/v2/notifications/letter", {"reference": "r" * 2000, "content": content})
    assert answer.status_code == 201
    assert answer.json() == {"id": answer.json()["id"], "reference": "r" * 2000, "postage": "second"}


def test_urls_have_the_proxys_scheme_and_the_callers_host(tenant):
    headers = tenant.key.headers() | {"X-Forwarded-Proto": "https", "Host": "api.example.org"}
    answer = tenant.post("/v2/notifications/sms", body_of(tenant), headers=headers).json()
    assert answer["uri"] == "https://api.example.org/v2/notifications/" + answer["id"]
    assert answer["template"]["uri"].startswith("https://api.example.org/services/")


def test_a_letters_preview_wants_what_its_return_address_wants(herald, new_tenant):
    tenant = new_tenant(herald)
    template = herald.create_template(tenant.service, "letter", content="Dear ((name))", subject="About ((case))")
    contact = herald.command("letter-contact", "create", "--service", tenant.service, "--block", "The ((office))")["id"]
    herald.command("template", "update", template, "--letter-contact", contact)
    path = f"/v2/template/{template}"
    assert list(tenant.get(path).json()["personalisation"]) == ["office", "case", "name"]
    refused(tenant.post(path + "/preview", {}), "BadRequestError", "Missing personalisation: office, case, name")
    values = {"office": "X", "case": "<7>", "name": "Ada"}
    preview = tenant.post(path + "/preview", {"personalisation": values})
    assert preview.status_code == 200
    assert (preview.json()["subject"], preview.json()["html"]) == ("About &lt;7&gt;", None)
