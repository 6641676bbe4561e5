"""POST /v2/notifications/letter, from a template and with a ready-made PDF, and what is read of letters (contract
public-api §2, §3)."""

import base64
import pathlib
import uuid
from datetime import datetime, timedelta, timezone

import pytest
import requests
from conftest import ADDRESS, PDF
from test_bulk import bulk
from test_cancelling import delete
from test_limits import set_limits
from test_read import KEYS
from test_send import INSTANT, VERSION_4, refused

NOT_READY = ("PDFNotReadyError", "PDF not available yet, try again later")


def stored(tenant, letter, columns):
    database = tenant.herald.database
    return database.sql(f"SELECT {columns} FROM notifications WHERE id = {database.id_literal(letter)}").split("|")


def set_status(tenant, letter, status):
    """What comes later in a letter's life is written behind the server's back."""
    database = tenant.herald.database
    database.sql(f"UPDATE notifications SET status = '{status}' WHERE id = {database.id_literal(letter)}")


def test_the_answer_to_a_letter_from_a_template(herald, tenant):
    answer = tenant.send_letter(reference="case 7", values={"name": "Am & ala"})
    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert VERSION_4.match(body["id"])
    assert body == {
        "id": body["id"],
        "reference": "case 7",
        "content": {"subject": "About Am &amp; ala", "body": "Hello Am & ala, your case is closed."},
        "uri": f"{herald.url}/v2/notifications/{body['id']}",
        "template": {
            "id": tenant.letter_template,
            "version": 1,
            "uri": f"{herald.url}/services/{tenant.service}/templates/{tenant.letter_template}",
        },
        "scheduled_for": None,
    }


def test_a_letter_waits_as_accepted_and_shows_its_address_as_it_was_given(tenant):
    address = ADDRESS | {"address_line_3": None, "address_line_4": " The  Flat ,"}
    sent = tenant.sent_id(tenant.send_letter(address=address))
    letter = tenant.read(sent)
    assert set(letter) == KEYS | {"estimated_delivery"}
    assert INSTANT.match(letter.pop("estimated_delivery"))
    assert INSTANT.match(letter.pop("created_at"))
    lines = {"line_1": "Ada Lovelace", "line_2": "12 St James’s Square", "line_4": " The  Flat ,", "postcode": "sw1y4jh"}
    nothing = dict.fromkeys(KEYS - {"created_at"})
    assert letter == nothing | lines | {
        "id": sent,
        "type": "letter",
        "status": "accepted",
        "template": letter["template"],
        "body": "Hello Amala, your case is closed.",
        "subject": "About Amala",
        "postage": "second",
        "is_cost_data_ready": False,
        "cost_details": {},
    }
    refused(tenant.get(f"/v2/notifications/{sent}/pdf"), *NOT_READY)
    reference, recipient, search, status = stored(tenant, sent, "reference, recipient, normalised_recipient, status")
    assert len(reference) == 16 and reference.isalnum() and reference.upper() == reference
    assert recipient == "Ada Lovelace\n12 St James’s Square\nThe Flat\nSW1Y 4JH"
    assert (search, status) == ("adalovelace12stjames’ssquaretheflatsw1y4jh", "created")


def test_a_letter_is_not_handed_to_anything(herald, tenant):
    sent = tenant.sent_id(tenant.send_letter())
    literal = herald.database.id_literal(sent)
    assert herald.database.sql(f"SELECT count(*) FROM deliveries WHERE notification_id = {literal}") == "0"
    # Nor do the nets under the main path take it for lost, however old it is.
    herald.database.sql(f"UPDATE notifications SET created_at = {long_ago(herald)} WHERE id = {literal}")
    herald.command("task", "run", "replay-created-notifications")
    herald.command("task", "run", "timeout-sending-notifications")
    assert herald.database.sql(f"SELECT count(*) FROM deliveries WHERE notification_id = {literal}") == "0"
    assert tenant.read(sent)["status"] == "accepted"
    assert herald.run("doctor").returncode == 0, herald.run("doctor").stdout


def long_ago(herald):
    instant = datetime.now(timezone.utc) - timedelta(days=4)
    return f"'{instant.isoformat()}'" if herald.database.url else str(int(instant.timestamp() * 1_000_000))


@pytest.mark.parametrize(
    "lines, postage, recipient",
    [
        (["Ada", "1 Street", "Bhutan"], "rest-of-world", "Ada\n1 Street\nBhutan"),
        (["Ada", "Musterstraße 1", "Berlin", "Deutschland"], "europe", "Ada\nMusterstraße 1\nBerlin\nGermany"),
        (["Ada", "BFPO 58"], "second", "Ada\nBFPO 58"),
        (["Ada", "Regiment", "bfpo c/o 58"], "second", "Ada\nRegiment\nBFPO 58"),
        (["Ada", "1 Street", "Douglas", "IM1 1AA", "Isle of Man"], "second", "Ada\n1 Street\nDouglas\nIM1 1AA"),
    ],
)
def test_the_postage_follows_from_the_address(tenant, lines, postage, recipient):
    address = {f"address_line_{number}": line for number, line in enumerate(lines, 1)}
    answer = tenant.send_letter(address=address)
    if len(lines) < 3:
        return refused(answer, "ValidationError", "Address must be at least 3 lines")
    sent = tenant.sent_id(answer)
    assert tenant.read(sent)["postage"] == postage
    international, stored_recipient = stored(tenant, sent, "international, recipient")
    assert international in (("1", "t") if postage != "second" else ("0", "f"))
    assert stored_recipient == recipient


def test_a_letter_counts_as_two_requests(herald, new_tenant):
    tenant = new_tenant(herald)
    tenant.letter_template
    set_limits(tenant, rate_limit=12)  # a bucket of 5: 4 pass at once, and one comes back every 5 seconds
    assert [tenant.send_letter().status_code for _ in range(3)] == [201, 201, 429]
    other = new_tenant(herald)
    set_limits(other, rate_limit=12)
    assert [other.send_pdf().status_code for _ in range(5)] == [201] * 4 + [429], "a ready-made PDF counts as one"


def test_the_limit_of_letters_a_day(herald, new_tenant):
    tenant = new_tenant(herald)
    set_limits(tenant, letter_message_limit=1)
    # A letter abroad is no text message abroad.
    abroad = {"address_line_1": "Ada", "address_line_2": "1 Street", "address_line_3": "Bhutan"}
    assert tenant.send_letter(address=abroad).status_code == 201
    no_room = ("TooManyRequestsError", "Exceeded send limits (letter: 1) for today")
    refused(tenant.send_letter(), *no_room, status=429)
    refused(tenant.send_pdf(), *no_room, status=429)
    assert tenant.send_sms().status_code == 201


@pytest.mark.parametrize(
    "body, messages",
    [
        ({}, ["template_id is a required property", "personalisation is a required property"]),
        (
            {"reference": 1, "template_id": 2, "personalisation": None, "postage": "first", "letter_contact_id": "x"},
            [
                "reference 1 is not of type string",
                "template_id is not a valid UUID",
                "personalisation None is not of type object",
                "Additional properties are not allowed (letter_contact_id, postage were unexpected)",
            ],
        ),
        ({"content": None}, ["content None is not of type string", "reference is a required property"]),
        (
            {"content": "", "reference": "x", "postage": "europe", "template_id": "x"},
            [
                "postage invalid. It must be either first, second or economy.",
                "Additional properties are not allowed (template_id was unexpected)",
            ],
        ),
        ({"content": "", "reference": "x", "postage": 1}, ["postage 1 is not of type string"]),
    ],
)
def test_every_violation_of_the_schemas(tenant, body, messages):
    refused(tenant.post("/v2/notifications/letter", body), "ValidationError", *messages)


def test_a_code_that_holds_too_much(herald, tenant):
    template = herald.create_template(tenant.service, "letter", "QR: ((link))")
    link = "https://example.com/" + "x" * 490
    answer = tenant.send_letter(template_id=template, values={"link": link})
    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {
            "error": "ValidationError",
            "message": "Cannot create a usable QR code - the link is too long",
            "data": link,
            "num_bytes": 510,
            "max_bytes": 504,
        }
    ]
    assert tenant.send_letter(template_id=template, values={"link": link[:504]}).status_code == 201


def test_the_return_address_is_part_of_the_letter(herald, new_tenant):
    tenant = new_tenant(herald)
    block = ["--block", "The ((office))\nSW1A 1AA"]
    contact = herald.command("letter-contact", "create", "--service", tenant.service, *block)["id"]
    herald.command("template", "update", "--id", tenant.letter_template, "--letter-contact", contact)
    refused(tenant.send_letter(), "BadRequestError", "Missing personalisation: office")
    sent = tenant.sent_id(tenant.send_letter(values={"office": "Office"}))
    assert stored(tenant, sent, "reply_to_text") == ["The ((office))\nSW1A 1AA"]
    template = tenant.get("/v2/template/" + tenant.letter_template).json()
    assert template["letter_contact_block"] == "The ((office))\nSW1A 1AA"
    assert (template["postage"], list(template["personalisation"])) == ("second", ["office", "name"])


def test_a_ready_made_pdf_waits_to_be_looked_at(herald, tenant):
    answer = tenant.send_pdf(reference="r" * 1001, postage="first")
    assert answer.status_code == 201, answer.text
    sent = answer.json()["id"]
    assert answer.json() == {"id": sent, "reference": "r" * 1001, "postage": "first"}
    assert tenant.send_pdf().json()["postage"] == "second"
    letter = tenant.read(sent)
    assert letter["template"].pop("version") == 1
    addresses = [letter[key] for key in ("line_1", "line_2", "line_6", "postcode")]
    assert addresses == ["Provided as PDF", None, None, None]
    assert (letter["status"], letter["postage"]) == ("pending-virus-check", "first")
    assert (letter["subject"], letter["body"]) == ("Pre-compiled PDF", "")
    assert letter["is_cost_data_ready"] is False
    refused(tenant.get(f"/v2/notifications/{sent}/pdf"), *NOT_READY)
    # The template is nobody's to see, and the same for all.
    refused(tenant.get("/v2/template/" + letter["template"]["id"]), "NoResultFound", "No result found", status=404)
    again = tenant.read(tenant.sent_id(tenant.send_pdf()))
    assert again["template"]["id"] == letter["template"]["id"]
    reference, recipient = stored(tenant, sent, "reference, recipient")
    assert recipient == "Provided as PDF"
    kept = list(pathlib.Path(herald.settings["data"]).glob(f"objects/letters-scan/NOTIFY.{reference}.D.1.C.*.PDF"))
    assert [file.read_bytes() for file in kept] == [PDF]


def test_what_is_no_pdf_is_taken_and_looked_at_later(tenant):
    for content in (b"", b"not a PDF"):
        assert tenant.send_pdf(content).status_code == 201
    body = {"reference": "r", "content": "aGVs*bG8="}
    assert tenant.post("/v2/notifications/letter", body).status_code == 201, "what is no base64 is skipped"
    for wrong in ("a", "é"):
        answer = tenant.post("/v2/notifications/letter", body | {"content": wrong})
        refused(answer, "BadRequestError", "Cannot decode letter content (invalid base64 encoding)")


def test_a_pdf_of_five_megabytes(tenant):
    assert tenant.send_pdf(PDF + b"x" * 5_242_880).status_code == 201


def test_a_pdf_is_sent_once_however_often_it_is_asked_for(herald, new_tenant):
    tenant = new_tenant(herald)
    body = {"reference": "r", "content": base64.b64encode(PDF).decode()}
    headers = tenant.key.headers() | {"Idempotency-Key": "one letter"}
    before = objects(herald)
    first = tenant.post("/v2/notifications/letter", body, headers=headers)
    again = tenant.post("/v2/notifications/letter", body, headers=headers)
    assert (first.status_code, again.content, again.headers["Idempotent-Replay"]) == (201, first.content, "true")
    assert len(objects(herald)) == len(before) + 1
    templated = {"template_id": tenant.letter_template, "personalisation": {"name": "A", **ADDRESS}}
    headers["Idempotency-Key"] = "another"
    first = tenant.post("/v2/notifications/letter", templated, headers=headers)
    assert tenant.post("/v2/notifications/letter", templated, headers=headers).content == first.content
    assert len(tenant.get("/v2/notifications").json()["notifications"]) == 2


def objects(herald):
    return set(pathlib.Path(herald.settings["data"]).glob("objects/letters-scan/*"))


def test_who_may_send_letters(herald, new_tenant):
    live, trial = new_tenant(herald), new_tenant(herald, live=False)
    team = live.new_key("team")
    for send in (live.send_letter, live.send_pdf):
        refused(send(key=team), "BadRequestError", "Cannot send letters with a team api key", status=403)
    for send in (trial.send_letter, trial.send_pdf):
        refused(send(), "BadRequestError", "Cannot send letters when service is in trial mode", status=403)
    test = trial.new_key("test")
    assert trial.send_letter(key=test).status_code == trial.send_pdf(key=test).status_code == 201
    # Either rule comes after the template and before the address and the PDF.
    nowhere = {"template_id": str(uuid.uuid4())}
    refused(trial.send_letter(**nowhere), "BadRequestError", "Template not found")
    refused(trial.send_letter(address={}), "BadRequestError", "Cannot send letters when service is in trial mode", status=403)
    body = {"reference": "r", "content": "a"}
    refused(trial.post("/v2/notifications/letter", body), "BadRequestError", "Cannot send letters when service is in trial mode", status=403)


def test_a_service_without_letters(herald, new_tenant):
    tenant = new_tenant(herald)
    literal = herald.database.id_literal(tenant.service)
    herald.database.sql(f"DELETE FROM service_permissions WHERE permission = 'letter' AND service_id = {literal}")
    not_allowed = ("BadRequestError", "Service is not allowed to send letters")
    refused(tenant.send_letter(template_id=str(uuid.uuid4())), *not_allowed)
    refused(tenant.post("/v2/notifications/letter", {"reference": "r", "content": "a"}), *not_allowed)


# Contract tasks.md §9.9, as far as no PDF is needed.
def test_letters_of_a_test_key(tenant):
    key = tenant.new_key("test")
    templated = tenant.sent_id(tenant.send_letter(key=key))
    letter = tenant.read(templated)
    assert (letter["status"], letter["cost_in_pounds"]) == ("received", 0.0)
    assert letter["completed_at"] == letter["created_at"]
    assert letter["cost_details"] == {"billable_sheets_of_paper": 0, "postage": "second"}
    refused(tenant.get(f"/v2/notifications/{templated}/pdf"), *NOT_READY)
    assert tenant.read(tenant.sent_id(tenant.send_pdf(key=key)))["status"] == "pending-virus-check"


# Every row of §3.3; a letter whose PDF lies where it belongs shows it.
def test_the_pdf_of_a_letter(herald, tenant):
    path = "/v2/notifications/{}/pdf"
    refused(tenant.get(path.format("7")), "ValidationError", "notification_id is not a valid UUID")
    refused(tenant.get(path.format(uuid.uuid4())), "NoResultFound", "No result found", status=404)
    text = tenant.sent_id(tenant.send_sms())
    refused(tenant.get(path.format(text)), "BadRequestError", "Notification is not a letter")
    letter = tenant.sent_id(tenant.send_letter())
    scan_failed = "File did not pass the virus scan"
    given_up = "PDF not available for letters in status technical-failure"
    for status, refusal in [
        ("virus-scan-failed", ("BadRequestError", scan_failed)),
        ("technical-failure", ("BadRequestError", given_up)),
        ("pending-virus-check", NOT_READY),
        ("validation-failed", NOT_READY),
        ("delivered", NOT_READY),
    ]:
        set_status(tenant, letter, status)
        refused(tenant.get(path.format(letter)), *refusal)
    (reference,) = stored(tenant, letter, "reference")
    created = datetime.fromisoformat(tenant.read(letter)["created_at"])
    name = f"NOTIFY.{reference}.D.2.C.{created:%Y%m%d%H%M%S}.PDF"
    invalid = pathlib.Path(herald.settings["data"]) / "objects" / "invalid-pdf" / name
    invalid.parent.mkdir(parents=True, exist_ok=True)
    invalid.write_bytes(PDF)
    refused(tenant.get(path.format(letter)), *NOT_READY)
    set_status(tenant, letter, "validation-failed")
    answer = tenant.get(path.format(letter))
    assert (answer.status_code, answer.headers["Content-Type"], answer.content) == (200, "application/pdf", PDF)
    assert "Content-Disposition" not in answer.headers


def test_a_list_names_letters_as_it_shows_them(herald, new_tenant):
    tenant = new_tenant(herald)
    for status in ("created", "sending", "delivered", "returned-letter", "cancelled", "technical-failure"):
        letter = tenant.sent_id(tenant.send_letter(reference=status))
        set_status(tenant, letter, status)
    tenant.send_pdf(reference="pending-virus-check")
    tenant.send_sms(reference="text")

    def listed(query):
        page = tenant.get("/v2/notifications?" + query).json()["notifications"]
        return {letter["reference"]: letter["status"] for letter in page}

    assert listed("template_type=letter") == {
        "created": "accepted",
        "sending": "accepted",
        "delivered": "received",
        "returned-letter": "received",
        "cancelled": "cancelled",
        "technical-failure": "technical-failure",
        "pending-virus-check": "pending-virus-check",
    }
    letters = "template_type=letter&status="
    assert set(listed(letters + "accepted")) == {"created", "sending"}
    assert set(listed(letters + "created")) == {"created"}
    assert set(listed(letters + "received")) == {"delivered"}, "not those returned, though they are shown as received"
    assert set(listed(letters + "failed")) == {"technical-failure", "returned-letter"}
    assert set(listed(letters + "cancelled&status=pending-virus-check")) == {"cancelled", "pending-virus-check"}
    assert set(listed(letters + "accepted&reference=created")) == {"created"}
    newest = tenant.get("/v2/notifications?template_type=letter").json()["notifications"][0]["id"]
    assert set(listed(f"template_type=letter&older_than={newest}")) == set(listed("template_type=letter")) - {
        "pending-virus-check"
    }


def in_an_hour():
    return (datetime.now(timezone.utc) + timedelta(hours=1)).isoformat()


def test_a_letter_is_taken_back(herald, new_tenant):
    tenant = new_tenant(herald)
    set_limits(tenant, letter_message_limit=3)
    # Scheduled ones, so that the hour at which the test runs does not matter.
    letters = [tenant.sent_id(send(scheduled_for=in_an_hour())) for send in (tenant.send_letter, tenant.send_pdf)]
    for letter in letters:
        answer = delete(tenant, letter)
        assert answer.status_code == 200, answer.text
        assert (answer.json()["status"], answer.json()["cost_in_pounds"]) == ("cancelled", 0.0)
        assert answer.json() == delete(tenant, letter).json() == tenant.read(letter)
    assert [tenant.send_letter().status_code for _ in range(3)] == [201] * 3, "what is cancelled counts no more"
    assert tenant.send_letter().status_code == 429
    printed = tenant.get("/v2/notifications?template_type=letter").json()["notifications"][0]["id"]
    set_status(tenant, printed, "sending")
    answer = delete(tenant, printed)
    assert (answer.status_code, answer.json()["errors"][0]["error"]) == (409, "ConflictError")
    assert "cancel" in answer.json()["errors"][0]["message"]


def test_a_scheduled_letter_says_until_when(tenant):
    then = in_an_hour()
    answer = tenant.send_letter(scheduled_for=then)
    assert answer.json()["scheduled_for"] == tenant.read(answer.json()["id"])["scheduled_for"] != None  # noqa: E711
    past = tenant.send_pdf(scheduled_for="2001-01-01")
    refused(past, "ValidationError", "scheduled_for datetime can not be in the past")


def test_many_letters_in_one_request(herald, new_tenant):
    tenant = new_tenant(herald)
    row = {"personalisation": {"name": "Amala", **ADDRESS}}
    nowhere = {"personalisation": {"name": "Amala"}}
    body = bulk(tenant, tenant.letter_template, rows=[row | {"reference": "a"}, nowhere, row | {"postage": "first"}]).json()
    assert (body["accepted"], body["refused"]) == (1, 2)
    assert body["results"][1]["errors"] == [{"error": "ValidationError", "message": "Address must be at least 3 lines"}]
    unexpected = "Additional properties are not allowed (postage was unexpected)"
    assert body["results"][2]["errors"] == [{"error": "ValidationError", "message": unexpected}]
    assert tenant.read(body["results"][0]["id"])["status"] == "accepted"

    csv = "Address Line 1,address_line_2,Address line 3,Postcode,name,reference\nAda,1 Street,,SW1A 1AA,Ada,b\nBen,,,,Ben,c\n"
    body = bulk(tenant, tenant.letter_template, csv=csv).json()
    assert (body["accepted"], body["refused"]) == (1, 1)
    letter = tenant.read(body["results"][0]["id"])
    assert [letter[key] for key in ("line_1", "line_2", "line_3", "postcode")] == ["Ada", "1 Street", None, "SW1A 1AA"]
    missing = bulk(tenant, tenant.letter_template, csv="name\nAda\n")
    refused(missing, "ValidationError", "csv needs a column called ‘address line 1’")


def test_the_life_of_a_letter(tenant):
    sent = tenant.sent_id(tenant.send_letter(key=tenant.new_key("test")))
    events = requests.get(
        f"{tenant.herald.url}/v2/notifications/{sent}/events", headers=tenant.key.headers(), timeout=30
    ).json()["events"]
    assert [(event["event"], event["detail"]) for event in events] == [
        ("accepted", {"type": "letter"}),
        ("status", {"status": "delivered"}),
    ]
