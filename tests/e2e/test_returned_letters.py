"""POST /letters/returned: what came back is marked, and its service told (contract tasks.md §6.4)."""

from support.internal import Admin
from support.waiting import eventually
from test_letters import stored


def test_what_came_back_is_shown_and_told(herald, new_tenant, receiver):
    tenant, endpoint = new_tenant(herald), receiver()
    options = ["--returned-letter-callback-url", endpoint.url, "--returned-letter-callback-token", "a token of the tests"]
    herald.command("service", "update", tenant.service, *options)
    sent = tenant.sent_id(tenant.send_letter(reference="theirs"))
    (reference,) = stored(tenant, sent, "reference")
    answer = Admin(herald).post("/letters/returned", {"references": [reference, "0123456789ABCDEF"]})
    assert (answer.status_code, answer.json()) == (200, {"references": [reference, "0123456789ABCDEF"]})
    letter = tenant.read(sent)
    assert letter["status"] == "received"
    assert letter["completed_at"] is not None
    (told,) = eventually(endpoint.requests, what="the callback")
    assert told.headers["Authorization"] == "Bearer a token of the tests"
    assert told.json == {
        "notification_id": sent,
        "reference": "theirs",
        "date_sent": letter["created_at"],
        "sent_by": "API",
        "template_name": "A letter template",
        "template_id": tenant.letter_template,
        "template_version": 1,
        "spreadsheet_file_name": None,
        "spreadsheet_row_number": None,
        "upload_letter_file_name": None,
    }

    def events():
        return [event["event"] for event in tenant.get(f"/v2/notifications/{sent}/events").json()["events"]]

    # The call is recorded after it was answered.
    eventually(lambda: events() == ["accepted", "status", "callback"], what="what happened to the letter")
    assert [letter["id"] for letter in tenant.get("/v2/notifications?status=returned-letter").json()["notifications"]] == [sent]


def test_who_may_tell_and_what(herald):
    admin = Admin(herald)
    answer = admin.post("/letters/returned", {"references": ["abc", "ABCDEFGHIJKLMNOP"]})
    message = "references abc does not match ^[0-9A-Z]{16}$"
    assert answer.status_code == 400
    assert answer.json() == {"status_code": 400, "errors": [{"error": "ValidationError", "message": message}]}
    assert admin.post("/letters/returned", "{").status_code == 400
    unsigned = admin.post("/letters/returned", {}, headers={"Authorization": ""})
    assert unsigned.status_code == 401
