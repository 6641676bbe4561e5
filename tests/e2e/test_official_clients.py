"""The official Python, Node and Java clients, unmodified, send and read a text and an email."""

import json
import pathlib
import secrets
import subprocess

import pytest
import requests
from notifications_python_client import NotificationsAPIClient
from notifications_python_client.errors import HTTPError

HERE = pathlib.Path(__file__).parent
BODY = "Hello Amala, your case is closed."


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


def run_client(command, herald, tenant, cwd):
    arguments = [herald.url, tenant.key.text, tenant.sms_template, tenant.email_template]
    completed = subprocess.run(command + arguments, cwd=cwd, capture_output=True, text=True, timeout=120)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    return json.loads(completed.stdout.splitlines()[-1])


def test_node_client(herald, tenant):
    assert (HERE / "node" / "node_modules").is_dir(), "./test e2e installs the Node client (npm ci)"
    received = receive_texts(herald, tenant, 2)
    seen = run_client(["node", "send_and_read.js"], herald, tenant, HERE / "node")
    assert seen["received"][:2] == received
    assert seen["sms"]["content"]["body"] == BODY
    assert seen["sms"]["reference"] == "node-sms"
    assert seen["email"]["content"]["subject"] == "About Amala"
    assert seen["read_sms"]["id"] == seen["sms"]["id"]
    assert seen["read_email"]["email_address"] == "amala@example.com"
    assert seen["sms"]["id"] in seen["listed"]
    assert seen["refusal"]["errors"][0]["message"] == "phone_number Must not contain letters or symbols"


def test_java_client(herald, tenant):
    target = HERE / "java" / "target"
    assert (target / "official-java-client.jar").is_file(), "./test e2e builds the Java client (mvn package)"
    class_path = f"{target / 'official-java-client.jar'}:{target / 'lib'}/*"
    received = receive_texts(herald, tenant, 2)
    seen = run_client(["java", "-cp", class_path, "SendAndRead"], herald, tenant, HERE)
    assert seen["received"][:2] == received
    assert seen["sms"]["body"] == BODY
    assert seen["sms"]["reference"] == "java-sms"
    assert seen["subject"] == "About Amala"
    assert seen["read_sms"]["id"] == seen["sms"]["id"]
    assert seen["read_email"]["type"] == "email"
    assert seen["sms"]["id"] in seen["listed"]
    assert seen["refusal"].startswith("400 ")
    assert "Must not contain letters or symbols" in seen["refusal"]
