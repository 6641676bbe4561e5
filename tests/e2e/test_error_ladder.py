"""Every refusal of contract public-api §2.4, and their order: of two faults in one request
the earlier step answers (§10, item 1)."""

import itertools
import uuid

import pytest
from conftest import ADDRESS
from test_limits import set_limits
from test_send import refused

UNKNOWN = str(uuid.UUID("11111111-2222-4333-8444-555555555555"))
TEAM_ONLY = "Can’t send to this recipient using a team-only API key"


class Ladder:
    """A tenant with something to go wrong at each step. What the commands cannot do is written into the store before the
    server has looked at this service."""

    def __init__(self, herald, new_tenant, channel):
        self.channel = channel
        self.tenant = tenant = new_tenant(herald)
        create = lambda content: herald.create_template(tenant.service, channel, content)  # noqa: E731
        self.templates = {
            "good": getattr(tenant, channel + "_template"),
            "unsuitable": tenant.email_template if channel == "sms" else tenant.sms_template,
            "archived": create("Archived ((name))"),
            "hidden": create("Hidden ((name))"),
            "blank": create("((name))"),
            "unknown": UNKNOWN,
        }
        if channel == "letter":
            self.templates["code"] = create("((name))\n\nQR: ((link))")
        sql, literal = herald.database.sql, herald.database.id_literal
        for kind in ("archived", "hidden"):
            sql(f"UPDATE templates SET {kind} = TRUE WHERE id = {literal(self.templates[kind])}")
        sql(f"DELETE FROM service_permissions WHERE permission LIKE 'international%' AND service_id = {literal(tenant.service)}")
        self.team_key = herald.create_key(tenant.service, "team")

    def send(self, faults):
        recipient = {"sms": {"phone_number": "07700900123"}, "email": {"email_address": "amala@example.com"}, "letter": {}}
        body = recipient[self.channel] | {"template_id": self.templates["good"], "personalisation": {"name": "Amala"}}
        address = dict(ADDRESS) if self.channel == "letter" else {}
        key = None
        # The earlier fault has the last word about what both would change.
        for fault in reversed(faults):
            changes = dict(fault.changes)
            if "template" in changes:
                body["template_id"] = self.templates[changes.pop("template")]
            if changes.pop("team", False):
                key = self.team_key
            if "raw" in changes:
                return self.tenant.post(f"/v2/notifications/{self.channel}", changes["raw"])
            address = changes.pop("address", address)
            body |= changes
        if isinstance(body["personalisation"], dict):
            body["personalisation"] = address | body["personalisation"]
        return self.tenant.post(f"/v2/notifications/{self.channel}", body, key=key)


class Fault:
    def __init__(self, name, message, error="BadRequestError", status=400, details=None, **changes):
        self.name, self.message, self.error, self.changes = name, message, error, changes
        self.status, self.details = status, details

    def check(self, answer, service):
        if self.details:
            assert answer.json()["errors"] == [{"error": self.error, "message": self.message, **self.details}]
            return
        refused(answer, self.error, self.message.replace("SERVICE", service), status=self.status)


NOT_JSON = Fault("4 JSON", "Invalid JSON supplied in POST data", raw="{")
NO_TEMPLATE = Fault("8 unknown", "Template not found", template="unknown")
HIDDEN = Fault("8 hidden", "Template not found", template="hidden")
ARCHIVED = Fault("10 archived", "Template has been deleted", template="archived")
MISSING = Fault("12 missing", "Missing personalisation: name", personalisation={})
EMPTY = Fault("13 empty", "Your message is empty.", template="blank", personalisation={"name": " "})
TEAM = Fault("16 recipient", TEAM_ONLY, team=True)

LINES = ["address_line_1", "address_line_2", "address_line_3", "address_line_4"]
LINES += ["address_line_5", "address_line_6", "address_line_7"]


def address_fault(name, message, *lines):
    return Fault(f"address {name}", message, "ValidationError", address=dict(zip(LINES, lines)))


LONG_LINK = "x" * 505
STARTS = "Address lines must not start with any of the following characters: @ ( ) = [ ] ” \\ / , < >"
POSTCODE = "Must be a real UK postcode"
TWO_LINES = "The first 2 lines of the address must both include at least one alphanumeric character"

LADDERS = {
    "sms": [
        NOT_JSON,
        Fault("5 schema", "phone_number Not enough digits", "ValidationError", phone_number="0789"),
        NO_TEMPLATE,
        HIDDEN,
        Fault("9 type", "email template is not suitable for sms notification", template="unsuitable"),
        ARCHIVED,
        MISSING,
        EMPTY,
        Fault("14 file", "Can only send a file by email", personalisation={"name": {"file": "aGVsbG8="}}),
        Fault(
            "15 sender",
            f"sms_sender_id {UNKNOWN} does not exist in database for service id SERVICE",
            sms_sender_id=UNKNOWN,
        ),
        TEAM,
        Fault("17 abroad", "Cannot send to international mobile numbers", phone_number="+33612345678"),
        Fault("17 landline", "Not a UK mobile number", "InvalidPhoneError", phone_number="020 7946 0018"),
        Fault(
            "21 length",
            "Your message is too long. Text messages cannot be longer than 918 characters. "
            "Your message is 946 characters long.",
            personalisation={"name": "x" * 918},
        ),
    ],
    "email": [
        NOT_JSON,
        Fault("5 schema", "email_address Not a valid email address", "ValidationError", email_address="x"),
        NO_TEMPLATE,
        HIDDEN,
        Fault("9 type", "sms template is not suitable for email notification", template="unsuitable"),
        ARCHIVED,
        MISSING,
        Fault(
            "15 reply-to",
            f"email_reply_to_id {UNKNOWN} does not exist in database for service id SERVICE",
            email_reply_to_id=UNKNOWN,
        ),
        TEAM,
        Fault(
            "21 length",
            "Your message is too long. Emails cannot be longer than 2000000 bytes. Your message is 2000028 bytes.",
            personalisation={"name": "x" * 2_000_000},
        ),
    ],
    "letter": [
        NOT_JSON,
        Fault("5 schema", "reference 7 is not of type string", "ValidationError", reference=7),
        NO_TEMPLATE,
        HIDDEN,
        Fault("9 type", "sms template is not suitable for letter notification", template="unsuitable"),
        ARCHIVED,
        Fault(
            "11 code",
            "Cannot create a usable QR code - the link is too long",
            "ValidationError",
            details={"data": LONG_LINK, "num_bytes": 505, "max_bytes": 504},
            template="code",
            personalisation={"link": LONG_LINK},
        ),
        MISSING,
        EMPTY,
        Fault("14 file", "Can only send a file by email", personalisation={"name": {"file": "aGVsbG8="}}),
        Fault("team", "Cannot send letters with a team api key", status=403, team=True),
        address_fault("1", "Address must be at least 3 lines", "Ada", "SW1A 1AA"),
        address_fault("2", "Address must be no more than 7 lines", "a\nb", "b", "c", "d", "e", "f", "SW1A 1AA"),
        address_fault("3", TWO_LINES, "Ada", "é", "SW1A 1AA"),
        address_fault("4", "The last line of a BFPO address must not be a country.", "Ada", "1 Street", "BFPO 5", "France"),
        address_fault("5 abroad", POSTCODE, "Ada", "1 Street", "France"),
        address_fault("5", POSTCODE, "Ada", "1 Street", "Nowhere"),
        address_fault("6", STARTS, "Ada", "1 Street", "~ House", "SW1A 1AA"),
        address_fault("7", "Must be a real address", "Ada", "1 Street", "nfa", "SW1A 1AA"),
    ],
}


@pytest.fixture(scope="module", params=["sms", "email", "letter"])
def ladder(request, herald):
    from conftest import Tenant

    return Ladder(herald, Tenant, request.param)


def test_each_fault_has_its_message(ladder):
    for fault in LADDERS[ladder.channel]:
        fault.check(ladder.send([fault]), ladder.tenant.service)


def test_of_two_faults_the_earlier_step_answers(ladder):
    for earlier, later in itertools.combinations(LADDERS[ladder.channel], 2):
        answer = ladder.send([earlier, later])
        try:
            earlier.check(answer, ladder.tenant.service)
        except AssertionError as failure:
            raise AssertionError(f"{earlier.name} before {later.name}: {answer.text[:300]}") from failure


def test_a_channel_that_the_service_may_not_use(herald, new_tenant):
    tenant = new_tenant(herald)
    database = herald.database
    literal = database.id_literal(tenant.service)
    database.sql(f"DELETE FROM service_permissions WHERE permission IN ('sms', 'email') AND service_id = {literal}")
    # Step 6 comes before the template (8) and after the schema (5).
    for send, named in ((tenant.send_sms, "text messages"), (tenant.send_email, "emails")):
        refused(send(template_id=UNKNOWN), "BadRequestError", f"Service is not allowed to send {named}")
        refused(send(reference=1), "ValidationError", "reference 1 is not of type string")


def test_limits_come_before_the_body_and_after_authentication(herald, new_tenant):
    tenant = new_tenant(herald)
    set_limits(tenant, rate_limit=1, sms_message_limit=0)
    no_room = "Exceeded send limits (sms: 0) for today"
    refused(tenant.post("/v2/notifications/sms", "{"), "TooManyRequestsError", no_room, status=429)
    too_fast = "Exceeded rate limit for key type LIVE of 1 requests per 60 seconds"
    refused(tenant.post("/v2/notifications/sms", "{"), "RateLimitError", too_fast, status=429)
    unauthorised = tenant.post("/v2/notifications/sms", "{", headers={"Content-Type": "application/json"})
    refused(unauthorised, "AuthError", "Unauthorized: authentication token must be provided", status=401)
