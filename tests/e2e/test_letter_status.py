"""POST /notifications/letter/status: the printer tells what became of a letter (contract public-api §6.3, providers §9),
with our own tokens and with those of a former installation, whose links to unsubscribe hold too (§6.5)."""

import re

import pytest
import requests
from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer
from test_letters import set_status, stored

REFUSED = {
    "status_code": 403,
    "errors": [{"error": "InvalidRequest", "message": "A valid token must be provided in the query string"}],
}


def body(letter, status="DESPATCHED", properties=None, **data):
    if properties is None:
        properties = {"totalSheets": "2", "postageClass": "2ND", "mailingProduct": "MM", "productionRunDate": "any"}
    told = {"jobId": letter, "jobType": "NOTIFY", "jobStatus": status, "transitionDate": "2026-07-05T23:15:07Z"}
    if status == "DESPATCHED":
        told["despatchProperties"] = [{"key": key, "value": value} for key, value in properties.items()]
    return {
        "specVersion": "1",
        "id": "evt-1",
        "time": "2026-07-06T09:00:00Z",
        "dataContentType": "application/json",
        "data": told | data,
        "metadata": {"correlationId": "c-1"},
    }


def address(herald, letter):
    """Where the printer tells of a letter, as somebody who connects one is told."""
    url = herald.command("letter", "token", "--id", letter)["url"]
    return herald.url + re.sub(r"^https?://[^/]+", "", url)


def tell(url, said):
    return requests.post(url, **({"data": said} if isinstance(said, str | bytes) else {"json": said}), timeout=30)


def despatch(tenant, letter):
    database = tenant.herald.database
    return database.sql(
        "SELECT despatched_on, cost_threshold FROM notifications_letter_despatch"
        f" WHERE notification_id = {database.id_literal(letter)}"
    )


@pytest.fixture
def letter(tenant):
    return tenant.sent_id(tenant.send_letter(reference="for the printer"))


def test_a_despatched_letter_is_received(herald, tenant, letter):
    url = address(herald, letter)
    answer = tell(url, body(letter))
    assert (answer.status_code, answer.content) == (204, b"")
    shown = tenant.read(letter)
    assert shown["status"] == "received"
    assert shown["completed_at"] is not None
    assert despatch(tenant, letter) == "2026-07-06|sorted"
    # The first word stays.
    assert tell(url, body(letter, "REJECTED")).status_code == 204
    assert tenant.read(letter) == shown | {"one_click_unsubscribe_url": None}
    events = [event["event"] for event in tenant.get(f"/v2/notifications/{letter}/events").json()["events"]]
    assert events == ["accepted", "status"]


def test_a_rejected_letter_is_a_technical_failure(herald, tenant, letter):
    assert tell(address(herald, letter), body(letter, "REJECTED")).status_code == 204
    assert tenant.read(letter)["status"] == "technical-failure"
    assert despatch(tenant, letter) == ""


def test_a_letter_may_be_despatched_when_it_was_handed_over_or_given_up_here(start, new_tenant):
    # On a server of its own, because counters do not follow what is written behind its back.
    own = new_tenant(start())
    for status in ("sending", "technical-failure"):
        sent = own.sent_id(own.send_letter())
        set_status(own, sent, status)
        assert tell(address(own.herald, sent), body(sent)).status_code == 204
        assert own.read(sent)["status"] == "received"


def test_the_token_comes_before_the_body(herald, tenant, letter):
    url = address(herald, letter)
    bare = url.split("?")[0]
    for wrong in (bare, bare + "?token=", bare + "?token=" + letter, url[:-3], url + "x"):
        for said in ("{", body(letter)):
            answer = tell(wrong, said)
            assert (answer.status_code, answer.json()) == (403, REFUSED)
    assert tenant.read(letter)["status"] == "accepted"
    wrong_method = requests.get(url, timeout=30)
    assert (wrong_method.status_code, wrong_method.headers["Allow"]) == (405, "POST")


def refusal(answer):
    said = answer.json()
    assert set(said) == {"status_code", "errors"} and said["status_code"] == answer.status_code
    return answer.status_code, [(error["error"], error["message"]) for error in said["errors"]]


def test_bodies_that_are_refused(herald, tenant, letter):
    url = address(herald, letter)
    assert refusal(tell(url, "{")) == (500, [("Exception", "Internal server error")])
    missing = [("ValidationError", f"{name} is a required property") for name in ("id", "time", "data", "metadata")]
    assert refusal(tell(url, {})) == (400, missing)
    assert refusal(tell(url, body(letter, "PRINTED"))) == (
        400, [("ValidationError", "data PRINTED is not one of [DESPATCHED, REJECTED]")]
    )  # fmt: skip
    assert refusal(tell(url, body(letter, properties={"a": "1", "b": "2", "c": "3"}))) == (
        400,
        [
            ("ValidationError", f"data {key} is a required property")
            for key in ("totalSheets", "postageClass", "mailingProduct")
        ],
    )
    for other in (letter.upper(), tenant.sent_id(tenant.send_letter())):
        message = "Notification ID in letter callback data does not match ID in token"
        assert refusal(tell(url, body(other))) == (400, [("InvalidRequest", message)])
    assert tenant.read(letter)["status"] == "accepted"
    (units,) = stored(tenant, letter, "billable_units")
    assert units == "0"


def test_only_letters_have_such_an_address(herald, tenant):
    text = tenant.sent_id(tenant.send_sms())
    for other in (text, "11111111-1111-4111-8111-111111111111"):
        refused = herald.run("letter", "token", "--id", other)
        assert refused.returncode == 1
        assert f"there is no letter {other}" in refused.stderr
    assert herald.run("letter", "token", "--id", "x").returncode == 2


def test_tokens_of_a_former_installation(start, new_tenant):
    secret, salt = "the former installation's key", "its salt"
    server = start(old_secret_key=secret, old_salt=salt)
    own = new_tenant(server)
    sent = own.sent_id(own.send_letter())
    url = server.url + "/notifications/letter/status?token="
    token = URLSafeSerializer(secret).dumps(sent, salt=salt)
    assert refusal(tell(url + URLSafeSerializer("another key").dumps(sent, salt=salt), body(sent)))[0] == 403
    assert tell(url + token, body(sent)).status_code == 204
    assert own.read(sent)["status"] == "received"
    # Our own hold beside them.
    again = own.sent_id(own.send_letter())
    assert tell(address(server, again), body(again)).status_code == 204

    mail = own.sent_id(own.send_email())
    link = URLSafeTimedSerializer(secret).dumps("amala@example.com", salt=salt)
    for path in (link, link.replace(".", "%2E")):
        answer = requests.post(f"{server.url}/unsubscribe/{mail}/{path}", timeout=30)
        assert (answer.status_code, answer.json()["result"]) == (200, "success")
    assert requests.post(f"{server.url}/unsubscribe/{mail}/{token}", timeout=30).status_code == 404
    doctor = server.run("doctor")
    assert doctor.returncode == 0, doctor.stdout + doctor.stderr


def test_they_are_not_taken_where_nobody_has_named_its_keys(herald, tenant, letter):
    token = URLSafeSerializer("the former installation's key").dumps(letter, salt="its salt")
    assert tell(f"{herald.url}/notifications/letter/status?token={token}", body(letter)).status_code == 403
