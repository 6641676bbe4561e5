"""Providers that an installation brings itself: files in a directory, an HTTP interface by description, Twilio's."""

import email
import email.policy
import json

import pytest
import requests
from support.process import CommandFailed, free_port
from support.waiting import eventually

STATUSES = {"07700900123": "delivered", "07700900003": "temporary-failure", "07700900002": "permanent-failure"}


def test_messages_as_files(start, new_tenant, tmp_path):
    directory = tmp_path / "messages"
    own = new_tenant(start(message_directory=directory, email_domain="herald.example"))
    text = own.sent_id(own.send_sms())
    mail = own.sent_id(own.send_email("zoe@example.com"))
    own.wait_for_status(text, "delivered")
    own.wait_for_status(mail, "delivered")

    written = json.loads((directory / "sms" / f"{text}.json").read_text())
    assert written == {
        "id": text,
        "to": "447700900123",
        "from": "HERALD",
        "text": own.read(text)["body"],
        "international": False,
    }
    parsed = email.message_from_bytes((directory / "email" / f"{mail}.eml").read_bytes(), policy=email.policy.default)
    assert not parsed.defects
    assert parsed["To"].addresses[0].addr_spec == "zoe@example.com"
    assert parsed["Message-ID"] == f"<{mail}@herald.example>"
    left = {str(path.relative_to(directory)) for path in directory.rglob("*") if path.is_file()}
    assert left == {f"sms/{text}.json", f"email/{mail}.eml"}


def test_only_the_channels_that_are_named_go_to_files(start, new_tenant, tmp_path):
    own = new_tenant(start(message_directory=tmp_path / "messages", message_directory_channels="email"))
    text = own.sent_id(own.send_sms())
    own.wait_for_status(own.sent_id(own.send_email()), "delivered")
    own.wait_for_status(text, "delivered")
    assert not (tmp_path / "messages" / "sms").exists()


def test_a_directory_that_fails_is_tried_again(start, new_tenant, tmp_path):
    directory = tmp_path / "messages"
    own = new_tenant(start(message_directory=directory, send_retries=20))
    (directory / "sms").write_text("a file where a directory is to be")
    sent = own.sent_id(own.send_sms())
    eventually(lambda: "delivery_failed" in own.herald.log(), what="the first failure")
    (directory / "sms").unlink()
    own.wait_for_status(sent, "delivered")


ADAPTER = {
    "request": {
        "url": "http://localhost/http-sms",
        "authentication": "bearer",
        "json": {"to": "+((to))", "text": "((text))", "from": "((sender))", "reference": "((reference))"},
    },
    "answer": {"reference": "/id", "pointer": "/status", "equals": "accepted"},
}
RECEIPTS = {"id": {"id": "/reference", "status": "/status"}, "reference": {"reference": "/id", "status": "/status"}}


@pytest.mark.parametrize("key", RECEIPTS)
def test_an_http_interface_by_description(start, new_tenant, tmp_path, key):
    file = tmp_path / "adapter.json"
    sandbox = f"127.0.0.1:{free_port()}"
    adapter = json.loads(json.dumps(ADAPTER)) | {"receipts": RECEIPTS[key]}
    adapter["request"]["url"] = f"http://{sandbox}/http-sms"
    file.write_text(json.dumps(adapter))
    herald = start(
        http_sms_adapter=file, http_sms_secret="s3cret-of-the-provider", sandbox_listen=sandbox, receipts_user="sms", receipts_password="pw"
    )
    own = new_tenant(herald)
    sent = {number: own.sent_id(own.send_sms(number)) for number in STATUSES}
    for number, status in STATUSES.items():
        own.wait_for_status(sent[number], status)
    assert "s3cret-of-the-provider" not in herald.log()
    receipt = {"id": "x", "reference": sent["07700900123"], "status": "failed"}
    assert requests.post(herald.url + "/notifications/sms/http-sms", json=receipt, timeout=10).status_code == 401


def test_a_description_with_a_mistake_is_refused_at_the_start(start, tmp_path):
    file = tmp_path / "adapter.json"
    file.write_text('{"request": {"url": "http://localhost", "json": {"a": "((nobody))"}}}')
    with pytest.raises(AssertionError, match="there is no such value: .*nobody"):
        start(http_sms_adapter=file)


def test_twilio(start, new_tenant, receiver):
    """The sandbox plays Twilio; its callbacks come to a stand-in for our public address, from where they go on."""
    public = receiver()
    sandbox = f"127.0.0.1:{free_port()}"
    herald = start(
        twilio_url=f"http://{sandbox}",
        twilio_account="AC00000000000000000000000000000001",
        twilio_token="token-of-the-account",
        sandbox_listen=sandbox,
        api_base_url=public.url,
    )
    own = new_tenant(herald)
    sent = {number: own.sent_id(own.send_sms(number)) for number in STATUSES}
    posted = eventually(lambda: len(public.requests()) == 3 and public.requests(), what="the callbacks")
    for one in posted:
        assert one.path == "/notifications/sms/twilio"
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        url = herald.url + one.path
        assert requests.post(url, data=one.body, headers=headers, timeout=10).status_code == 403
        headers["X-Twilio-Signature"] = one.headers["X-Twilio-Signature"]
        assert requests.post(url, data=one.body + b"&x=y", headers=headers, timeout=10).status_code == 403
        assert requests.post(url, data=one.body, headers=headers, timeout=10).status_code == 200
    for number, status in STATUSES.items():
        own.wait_for_status(sent[number], status)
    assert "token-of-the-account" not in herald.log()


def test_credentials_in_the_store(start, new_tenant, tmp_path):
    sandbox = f"127.0.0.1:{free_port()}"
    file = tmp_path / "adapter.json"
    adapter = json.loads(json.dumps(ADAPTER)) | {"receipts": RECEIPTS["id"]}
    adapter["request"]["url"] = f"http://{sandbox}/http-sms"
    adapter["request"]["headers"] = {"X-Key": "((secret))"}
    file.write_text(json.dumps(adapter))
    before = start(sandbox_listen=sandbox)
    secret = tmp_path / "secret"
    secret.write_text("a-stored-secret\n")
    before.command("provider-credentials", "set", "http-sms-secret", "--file", str(secret))
    listed = before.run("provider-credentials", "list", "--json").stdout
    assert [one["name"] for one in json.loads(listed)["credentials"]] == ["http-sms-secret"]
    assert "a-stored-secret" not in listed
    with pytest.raises(CommandFailed, match="is none of"):
        before.command("provider-credentials", "set", "secret", "--file", str(secret))
    assert before.stop() == 0
    own = new_tenant(start(http_sms_adapter=file, sandbox_listen=sandbox))
    own.wait_for_status(own.sent_id(own.send_sms()), "delivered")
    own.herald.command("provider-credentials", "remove", "http-sms-secret")
    assert json.loads(own.herald.run("provider-credentials", "list", "--json").stdout)["credentials"] == []
