"""Files that email templates own: attached by command, carried by every message (public-api §2.6)."""

import re

import pytest
import requests

from support.waiting import eventually

LINK = re.compile(r"http\S+/d/[\w-]{22}/[\w-]{22}\?key=[\w-]{43}")
SIMULATED = "simulate-delivered@notifications.service.gov.uk"


class Owner:
    """A service without contact details, and a template that owns a file."""

    def __init__(self, tenant, directory):
        self.tenant = tenant
        self.herald = tenant.herald
        self.path = directory / "plan.txt"
        self.path.write_text("The plan is this.\n")
        self.template = self.herald.create_template(
            tenant.service, "email", content="Dear ((name)), read ((plan.txt)).", subject="The plan"
        )
        self.attach("--link-text", "the plan", "--retention-weeks", "2")

    def attach(self, *options):
        return self.herald.command("template", "attach", "--id", self.template, "--file", str(self.path), *options)

    def send(self, personalisation={"name": "Amala"}, address="amala@example.com", **more):
        body = {"email_address": address, "template_id": self.template, "personalisation": personalisation, **more}
        return self.tenant.post("/v2/notifications/email", body)

    def copies(self):
        return int(self.herald.database.sql("SELECT count(*) FROM documents"))

    def here(self, text):
        link = LINK.search(text).group()
        return self.herald.url + link[link.index("/d/") :]


@pytest.fixture
def owner(herald, new_tenant, tmp_path):
    return Owner(new_tenant(herald), tmp_path)


def test_every_message_links_to_a_copy_of_its_own(owner):
    before = owner.copies()
    answer = owner.send()
    assert answer.status_code == 201, answer.text
    body = answer.json()["content"]["body"]
    assert re.fullmatch(r"Dear Amala, read \[the plan\]\(" + LINK.pattern + r"\)\.", body)
    assert owner.copies() == before + 1
    notification = answer.json()["id"]
    assert owner.tenant.read(notification)["body"] == body
    owner.tenant.wait_for_status(notification, "delivered")
    database = owner.herald.database
    counted = database.sql(
        f"SELECT document_download_count FROM notifications WHERE id = {database.id_literal(notification)}"
    )
    assert counted == ""

    page = requests.get(owner.here(body), timeout=30)
    assert "has sent you a file" in page.text and "plan.txt" not in page.text
    page = requests.post(owner.here(body), data={"email_address": "amala@example.com"}, timeout=30)
    assert "plan.txt" in page.text
    assert owner.send().json()["content"]["body"] != body


def test_a_value_under_the_files_name_is_replaced(owner):
    for value in ("mine", {"file": "eA=="}, None):
        answer = owner.send({"name": "Amala", "PLAN.txt": value})
        assert answer.status_code == 201, answer.text
        assert LINK.search(answer.json()["content"]["body"])


def test_copies_are_made_before_the_rest_is_looked_at(owner):
    before = owner.copies()
    refused = owner.send({})
    assert refused.json()["errors"] == [{"error": "BadRequestError", "message": "Missing personalisation: name"}]
    assert owner.copies() == before + 1
    # A simulated recipient's link leads to a real copy.
    answer = owner.send(address=SIMULATED)
    assert answer.status_code == 201
    assert owner.copies() == before + 2
    assert requests.get(owner.here(answer.json()["content"]["body"]), timeout=30).status_code == 200
    assert owner.tenant.get("/v2/notifications/" + answer.json()["id"]).status_code == 404


def test_the_name_is_a_placeholder_like_others_where_nothing_is_sent(owner):
    shown = owner.tenant.get("/v2/template/" + owner.template).json()
    assert shown["personalisation"] == {"name": {"required": True}, "plan.txt": {"required": True}}
    path = f"/v2/template/{owner.template}/preview"
    missing = owner.tenant.post(path, {"personalisation": {"name": "Amala"}})
    assert missing.json()["errors"][0]["message"] == "Missing personalisation: plan.txt"
    preview = owner.tenant.post(path, {"personalisation": {"name": "Amala", "plan.txt": "HERE"}})
    assert preview.json()["body"] == "Dear Amala, read HERE."


def test_a_file_that_is_not_there_is_an_error_and_no_message(owner):
    objects = owner.herald.database.directory / "objects" / owner.tenant.service
    (stored,) = objects.iterdir()
    stored.unlink()
    answer = owner.send(reference="lost")
    assert answer.status_code == 500
    assert answer.json() == {
        "status_code": 500,
        "errors": [{"error": "Exception", "message": "Internal server error"}],
    }
    assert owner.tenant.get("/v2/notifications?reference=lost").json()["notifications"] == []


def test_what_is_detached_is_sent_no_more(owner):
    owner.herald.command("template", "detach", "--id", owner.template, "--name", "plan.txt")

    def refused():
        return owner.send().status_code == 400

    eventually(refused, seconds=10, what="the file to be forgotten")
    assert owner.send({"name": "Amala", "plan.txt": "none"}).json()["content"]["body"] == "Dear Amala, read none."


def test_rows_of_bulk_requests_jobs_and_commands_carry_it_too(owner, tmp_path):
    bulk = {
        "template_id": owner.template,
        "rows": [{"email_address": f"{name}@example.com", "personalisation": {"name": name}} for name in ("ada", "bob")],
    }
    answer = owner.tenant.post("/v2/notifications/bulk", bulk)
    assert answer.status_code == 201, answer.text
    sent = [row["id"] for row in answer.json()["results"]]
    command = owner.herald.command(
        "send", "email", "--key", owner.tenant.key.text, "--template", owner.template, "--to", "eve@example.com",
        "--personalisation", "name=Eve",
    )  # fmt: skip
    sent.append(command["id"])
    csv = tmp_path / "people.csv"
    csv.write_text("email address,name\nzoe@example.com,Zoe\n")
    job = owner.herald.command(
        "job", "send", "--service", owner.tenant.service, "--template", owner.template, str(csv), "--yes"
    )
    listed = owner.tenant.get("/v2/notifications?include_jobs=true").json()["notifications"]
    bodies = {one["id"]: one["body"] for one in listed}
    assert job and len(bodies) == 4 and set(sent) < set(bodies)
    links = [LINK.search(body).group() for body in bodies.values()]
    assert len(set(links)) == 4
