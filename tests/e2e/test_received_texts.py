"""Texts that people send back: from the provider's request to the service's list and callback (public-api §3.6, §6.4)."""

import base64
import hashlib
import hmac
import secrets

import pytest
import requests
from support.waiting import eventually

MMG, FIRETEXT = ("mmg", "mmg password"), ("notify", "firetext password")


@pytest.fixture
def inbound(start, new_tenant, receiver):
    """A server that takes texts, and a service with a number and an endpoint."""
    herald = start(mmg_inbound_users=MMG[0], mmg_inbound_passwords=f"old,{MMG[1]}", firetext_inbound_passwords=FIRETEXT[1])
    tenant = new_tenant(herald)
    tenant.endpoint = receiver()
    tenant.number = "07700900" + str(secrets.randbelow(900) + 100)
    herald.command("inbound-number", "create", "--provider", "mmg", "--number", tenant.number, "--service", tenant.service)
    changed = herald.command(
        "service", "update", tenant.service, "--inbound-callback-url", tenant.endpoint.url,
        "--inbound-callback-token", "token-for-texts-0123",
    )  # fmt: skip
    tenant.signing_secret = changed["signing_secrets"]["inbound_sms"]
    return tenant


def mmg(tenant, message, id="1", auth=MMG):
    body = {"MSISDN": "447700900123", "Number": "44" + tenant.number[1:], "Message": message, "ID": id,
            "DateRecieved": "2026-11-22+10%3A15%3A02"}  # fmt: skip
    return requests.post(tenant.herald.url + "/notifications/sms/receive/mmg", json=body, auth=auth, timeout=30)


def firetext(tenant, message, auth=FIRETEXT):
    form = {"source": "07700900123", "destination": tenant.number, "message": message, "time": "2026-11-22 10:15:02"}
    return requests.post(tenant.herald.url + "/notifications/sms/receive/firetext", data=form, auth=auth, timeout=30)


def test_texts_are_listed_and_told(inbound):
    assert mmg(inbound, "Yes%2C+please").json() == {"status": "ok"}
    assert mmg(inbound, "Yes%2C+please").json() == {"status": "ok"}  # A repeat.
    assert firetext(inbound, "100%, I'm ✓").json() == {"status": "ok"}
    listed = inbound.get("/v2/received-text-messages").json()
    assert [text["content"] for text in listed["received_text_messages"]] == ["100%, I'm ✓", "Yes, please"]
    first = listed["received_text_messages"][1]
    assert (first["user_number"], first["notify_number"]) == ("447700900123", inbound.number)
    assert listed["links"]["current"] == inbound.herald.url + "/v2/received-text-messages"
    older = inbound.get("/v2/received-text-messages?older_than=" + first["id"]).json()
    assert older["received_text_messages"] == []
    assert "next" not in older["links"]

    told = eventually(lambda: inbound.endpoint.about(first["id"]), what="the callback")[0]
    assert told.headers["Authorization"] == "Bearer token-for-texts-0123"
    assert told.json == {
        "id": first["id"], "source_number": "447700900123", "destination_number": inbound.number,
        "message": "Yes, please", "date_received": "2026-11-22T10:15:02.000000Z",
    }  # fmt: skip
    eventually(lambda: len(inbound.endpoint.requests()) == 2, what="both callbacks")


def test_who_may_hand_texts_over(inbound):
    missing = mmg(inbound, "x", auth=None)
    assert (missing.status_code, missing.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert missing.json()["message"] == "Unauthorized: authentication token must be provided"
    assert mmg(inbound, "x", auth=("mmg", "wrong")).status_code == 403
    assert firetext(inbound, "x", auth=("mmg", FIRETEXT[1])).status_code == 403
    inbound.number = "07700900099"
    unwanted = mmg(inbound, "x")
    assert (unwanted.status_code, unwanted.text) == (200, "RECEIVED")
    assert firetext(inbound, "x").json() == {"status": "ok"}


def test_callbacks_are_signed(inbound):
    """As https://www.standardwebhooks.com says, with the secret that was shown when the endpoint was set."""
    mmg(inbound, "signed")
    told = eventually(lambda: inbound.endpoint.requests(), what="the callback")[0]
    key = base64.b64decode(inbound.signing_secret.removeprefix("whsec_"))
    signed = f"{told.headers['webhook-id']}.{told.headers['webhook-timestamp']}.{told.body.decode()}"
    expected = "v1," + base64.b64encode(hmac.new(key, signed.encode(), hashlib.sha256).digest()).decode()
    assert told.headers["webhook-signature"] == expected


def test_failed_callbacks_are_listed_and_replayed(start, new_tenant, receiver):
    answers = {"status": 404}
    endpoint = receiver(lambda received: answers["status"])
    herald = start()
    own = new_tenant(herald, callback=endpoint.url)
    sent = own.sent_id(own.send_sms())

    def failed():
        return herald.command("callback", "list", "--service", own.service, "--status", "failed")["callbacks"]

    entry = eventually(failed, what="the call to be given up")[0]
    assert (entry["notification_id"], entry["attempts"], entry["http_status"]) == (sent, 1, 404)
    answers["status"] = 200
    assert herald.command("callback", "replay", "--service", own.service, "--id", entry["id"])["replayed"] == 1
    eventually(lambda: len(endpoint.about(sent)) == 2, what="the call to be made again")
    eventually(lambda: not failed(), what="the log to say that it was delivered")
