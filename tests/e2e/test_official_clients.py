"""The official Python, Node and Java clients, unmodified: every call that they have."""

import io
import json
import pathlib
import re
import secrets
import subprocess

import pytest
import requests
from conftest import ADDRESS, PDF
from notifications_python_client import NotificationsAPIClient, prepare_upload
from notifications_python_client.errors import HTTPError

from support.waiting import eventually

HERE = pathlib.Path(__file__).parent
BODY = "Hello Amala, your case is closed."
LETTER = {"name": "Amala", **ADDRESS}


def test_python_client(herald, tenant):
    client = NotificationsAPIClient(tenant.key.text, base_url=herald.url)
    personalisation = {"name": "Amala"}
    sms = client.send_sms_notification("07700900123", tenant.sms_template, personalisation, reference="python-sms")
    assert sms["content"]["body"] == BODY
    email = client.send_email_notification("amala@example.com", tenant.email_template, personalisation)
    assert (email["content"]["subject"], email["content"]["body"]) == ("About Amala", BODY)

    assert client.get_notification_by_id(sms["id"])["phone_number"] == "07700900123"
    assert client.get_notification_by_id(email["id"])["email_address"] == "amala@example.com"
    listed = client.get_all_notifications(reference="python-sms", include_jobs=True)
    assert [notification["id"] for notification in listed["notifications"]] == [sms["id"]]
    walked = list(client.get_all_notifications_iterator(template_type="email"))
    assert email["id"] in {notification["id"] for notification in walked}

    received = receive_texts(herald, tenant, 2)
    assert [text["content"] for text in client.get_received_texts()["received_text_messages"]][:2] == received
    assert [text["content"] for text in client.get_received_texts_iterator()][:2] == received

    with pytest.raises(HTTPError) as refused:
        client.send_sms_notification("not a number", tenant.sms_template, personalisation)
    assert refused.value.status_code == 400
    assert refused.value.message == [
        {"error": "ValidationError", "message": "phone_number Must not contain letters or symbols"}
    ]


def test_python_client_sends_letters(herald, tenant):
    client = NotificationsAPIClient(tenant.key.text, base_url=herald.url)
    letter = client.send_letter_notification(tenant.letter_template, LETTER, reference="python-letter")
    assert (letter["content"]["subject"], letter["content"]["body"]) == ("About Amala", BODY)
    own = client.send_precompiled_letter_notification("python-pdf", io.BytesIO(PDF), postage="first")
    assert (own["reference"], own["postage"]) == ("python-pdf", "first")
    read = client.get_notification_by_id(letter["id"])
    assert (read["type"], read["status"], read["line_1"]) == ("letter", "accepted", "Ada Lovelace")
    assert client.get_notification_by_id(own["id"])["status"] == "pending-virus-check"
    for one in (letter, own):
        with pytest.raises(HTTPError) as refused:
            client.get_pdf_for_letter(one["id"])
        assert refused.value.message[0]["error"] == "PDFNotReadyError"
    walked = [one["id"] for one in client.get_all_notifications_iterator(template_type="letter", status="accepted")]
    assert letter["id"] in walked


@pytest.fixture(scope="module")
def file_template(herald, tenant):
    herald.command("service", "update", tenant.service, "--contact-link", "https://example.com/ask")
    template = herald.create_template(tenant.service, "email", content="Read this: ((file))", subject="A file")
    # The server may look at what it remembers of a service for two seconds.
    wrong = {"email_address": "amala@example.com", "template_id": template, "personalisation": {"file": {"file": "x"}}}
    eventually(
        lambda: "base64" in tenant.post("/v2/notifications/email", wrong).text, seconds=10, what="the contact details"
    )
    return template


@pytest.fixture(scope="module")
def senders(herald, tenant):
    """Ids of a text message sender and of a reply-to address, once the server knows them."""
    sender = herald.command("sms-sender", "create", "--service", tenant.service, "--sender", "ADA")["id"]
    reply_to = herald.command("reply-to", "create", "--service", tenant.service, "--email", "ada@example.com")["id"]
    eventually(
        lambda: tenant.send_email(email_reply_to_id=reply_to).status_code == 201, seconds=10, what="the reply-to address"
    )
    return sender, reply_to


def assert_templates(seen, tenant):
    for which in ("latest", "version"):
        one = seen[which]
        assert (one["id"], one["type"], one["version"]) == (tenant.email_template, "email", 1)
        assert (one["body"], one["subject"]) == ("Hello ((name)), your case is closed.", "About ((name))")
        assert list(one["personalisation"]) == ["name"]
    assert {tenant.sms_template, tenant.email_template, tenant.letter_template} <= set(seen["all"])
    assert set(seen["letter_types"]) == {"letter"}
    preview = seen["preview"]
    assert (preview["id"], preview["body"], preview["subject"]) == (tenant.email_template, BODY, "About Amala")
    assert BODY in preview["html"]


def test_python_client_reads_templates(herald, tenant):
    client = NotificationsAPIClient(tenant.key.text, base_url=herald.url)
    assert_templates(
        {
            "latest": client.get_template(tenant.email_template),
            "version": client.get_template_version(tenant.email_template, 1),
            "all": [one["id"] for one in client.get_all_templates()["templates"]],
            "letter_types": [one["type"] for one in client.get_all_templates("letter")["templates"]],
            "preview": client.post_template_preview(tenant.email_template, {"name": "Amala"}),
        },
        tenant,
    )
    # This one calls a route of the internal API (§1.5).
    with pytest.raises(HTTPError) as refused:
        client.get_all_template_versions(tenant.email_template)
    assert refused.value.status_code == 401
    assert refused.value.message == {"token": ["Unauthorized: not allowed to perform this action"]}


def test_python_client_names_senders(herald, tenant, senders):
    client = NotificationsAPIClient(tenant.key.text, base_url=herald.url)
    sender, reply_to = senders
    personalisation = {"name": "[Amala](https://example.com)"}
    sms = client.send_sms_notification("07700900123", tenant.sms_template, personalisation, sms_sender_id=sender)
    assert sms["content"]["from_number"] == "ADA"
    email = client.send_email_notification(
        "amala@example.com",
        tenant.email_template,
        personalisation,
        email_reply_to_id=reply_to,
        one_click_unsubscribe_url="https://example.com/unsubscribe",
        sanitise_content_for=["name"],
    )
    assert email["content"]["one_click_unsubscribe_url"] == "https://example.com/unsubscribe"
    assert email["sanitised_content"]["name"]["sanitised"] == "\\[Amala\\]\\(\\)"
    assert client.get_received_texts(older_than=sms["id"])["received_text_messages"] == []


def downloaded(herald, body):
    """The file behind the link in a message."""
    path = re.search(r"/d/[\w-]+/[\w-]+\?key=[\w-]+", body).group()
    return requests.get(herald.url + path.replace("?", "/download?"), timeout=30)


def test_python_client_sends_files(herald, tenant, file_template):
    client = NotificationsAPIClient(tenant.key.text, base_url=herald.url)
    for options in ({}, {"filename": "a.csv", "retention_period": "4 weeks"}):
        upload = prepare_upload(io.BytesIO(b"a,b\n1,2\n"), confirm_email_before_download=False, **options)
        sent = client.send_email_notification("amala@example.com", file_template, {"file": upload})
        assert downloaded(herald, sent["content"]["body"]).content == b"a,b\n1,2\n"
    with pytest.raises(HTTPError) as refused:
        upload = prepare_upload(io.BytesIO(b"abc"), filename="a.exe")
        client.send_email_notification("amala@example.com", file_template, {"file": upload})
    assert refused.value.message[0]["message"].startswith("Unsupported file type '.exe'.")


def receive_texts(herald, tenant, count):
    """Texts to the service, newest first. Only the list is looked at here, so they are put where the server puts them."""
    number = "07700900" + str(secrets.randbelow(900) + 100)
    if not herald.command("service", "show", tenant.service)["sms_senders"][0]["sms_sender"].startswith("07"):
        herald.command("inbound-number", "create", "--provider", "mmg", "--number", number, "--service", tenant.service)
    number = herald.command("service", "show", tenant.service)["sms_senders"][0]["sms_sender"]
    texts = [f"text {i} {secrets.token_hex(4)}" for i in range(count)]
    for text in texts:
        body = {"MSISDN": "447700900123", "Number": number, "Message": text, "ID": text}
        answer = requests.post(
            herald.url + "/notifications/sms/receive/mmg", json=body, auth=("mmg", "inbound password"), timeout=30
        )
        assert answer.json() == {"status": "ok"}
    return texts[::-1]


def run_client(command, herald, tenant, cwd, *more):
    arguments = [herald.url, tenant.key.text, tenant.sms_template, tenant.email_template, *more]
    completed = subprocess.run(command + arguments, cwd=cwd, capture_output=True, text=True, timeout=120)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    return json.loads(completed.stdout.splitlines()[-1])


def assert_letters(seen, client):
    letter, own = seen["letter"], seen["own_letter"]
    assert (letter["reference"], letter["body"], letter["subject"]) == (client + "-letter", BODY, "About Amala")
    assert (own["reference"], own["postage"]) == (client + "-pdf", "first")
    assert (seen["read_letter"]["type"], seen["read_letter"]["status"]) == ("letter", "accepted")
    assert seen["read_letter"]["line_1"] == "Ada Lovelace"
    assert seen["read_own_letter"]["status"] == "pending-virus-check"
    assert "PDFNotReadyError" in seen["pdf_refusal"]


def test_node_client(herald, tenant, file_template, senders):
    assert (HERE / "node" / "node_modules").is_dir(), "./test e2e installs the Node client (npm ci)"
    received = receive_texts(herald, tenant, 2)
    seen = run_client(["node", "send_and_read.js"], herald, tenant, HERE / "node", tenant.letter_template, file_template, *senders)
    assert seen["received"][:2] == received
    assert seen["older"][0] == received[1]
    assert_templates(seen["templates"], tenant)
    assert seen["from_sender"]["content"]["from_number"] == "ADA"
    assert seen["file"]["content"]["one_click_unsubscribe_url"] == "https://example.com/unsubscribe"
    assert seen["sms"]["content"]["body"] == BODY
    assert seen["sms"]["reference"] == "node-sms"
    assert seen["email"]["content"]["subject"] == "About Amala"
    assert seen["read_sms"]["id"] == seen["sms"]["id"]
    assert seen["read_email"]["email_address"] == "amala@example.com"
    assert seen["sms"]["id"] in seen["listed"]
    assert seen["refusal"]["errors"][0]["message"] == "phone_number Must not contain letters or symbols"
    assert_letters(seen, "node")
    file = downloaded(herald, seen["file"]["content"]["body"])
    assert (file.headers["Content-Type"], file.content) == ("text/csv", b"a,b\n1,2\n")


def test_java_client(herald, tenant, file_template, senders):
    target = HERE / "java" / "target"
    assert (target / "official-java-client.jar").is_file(), "./test e2e builds the Java client (mvn package)"
    class_path = f"{target / 'official-java-client.jar'}:{target / 'lib'}/*"
    received = receive_texts(herald, tenant, 2)
    command = ["java", "-cp", class_path, "SendAndRead"]
    seen = run_client(command, herald, tenant, HERE, tenant.letter_template, file_template, *senders)
    assert seen["received"][:2] == received
    assert seen["older"] == received[1]
    assert_templates(seen["templates"], tenant)
    assert (seen["from_sender"], seen["default_postage"]) == ("ADA", "second")
    assert downloaded(herald, seen["file"]).content == b"a,b\n1,2\n"
    # The client itself looks for it beside `content`.
    assert tenant.read(seen["file_id"])["one_click_unsubscribe_url"] == "https://example.com/unsubscribe"
    assert seen["sms"]["body"] == BODY
    assert seen["sms"]["reference"] == "java-sms"
    assert seen["subject"] == "About Amala"
    assert seen["read_sms"]["id"] == seen["sms"]["id"]
    assert seen["read_email"]["type"] == "email"
    assert seen["sms"]["id"] in seen["listed"]
    assert_letters(seen, "java")
    assert seen["refusal"].startswith("400 ")
    assert "Must not contain letters or symbols" in seen["refusal"]
