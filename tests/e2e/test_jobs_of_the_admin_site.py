"""Jobs, uploads and contact lists over the internal API, in the order in which the admin site asks (contract
admin-api-messages §0.6, §0.7, §6, §8)."""

import json
import uuid
from datetime import datetime, timedelta, timezone

import pytest
import requests
from test_limits import set_limits

from support.bucket import Bucket
from support.internal import INTERNAL_CLIENTS, Admin
from support.waiting import eventually

NOT_FOUND = {"result": "error", "message": "No result found"}
CSV = "phone number,name\r\n07700900123,Amala\r\n07700900124,Bola\r\n07700900125,Chidi\r\n"


class FileStore:
    """The admin site's hand in the object store, where that is a directory: an object, and its metadata beside it."""

    def __init__(self, herald):
        self.directory = herald.database.directory / "objects"

    def path(self, service, upload):
        return self.directory / f"service-{service}-notify" / f"{upload}.csv"

    def write(self, service, upload, content, **metadata):
        path = self.path(service, upload)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, newline="")
        (path.parent / f".{path.name}.metadata").write_text(json.dumps(metadata))

    def holds(self, service, upload):
        return self.path(service, upload).exists()


class BucketStore:
    """The same in a bucket: as S3 takes it, metadata in headers."""

    def __init__(self, bucket):
        self.bucket = bucket

    def url(self, service, upload):
        return f"http://127.0.0.1:{self.bucket.port}/herald-files/live/service-{service}-notify/{upload}.csv"

    def write(self, service, upload, content, **metadata):
        headers = {"x-amz-meta-" + name: value for name, value in metadata.items()}
        answer = requests.put(self.url(service, upload), data=content.encode(), headers=headers, timeout=30)
        assert answer.status_code == 200, answer.text

    def holds(self, service, upload):
        return f"live/service-{service}-notify/{upload}.csv" in self.bucket.objects()


@pytest.fixture(scope="module")
def files(herald):
    return FileStore(herald)


def new_member(tenant):
    """A member of the service's team."""
    address = f"grace.{uuid.uuid4().hex[:8]}@example.gov.uk"
    made = tenant.herald.command("team", "add", "--service", tenant.service, "--name", "Grace", "--email", address)
    return made["id"]


@pytest.fixture
def author(tenant):
    return new_member(tenant)


def checked(tenant, **changes):
    """What the site writes beside a file once its check page has found nothing wrong."""
    metadata = {
        "original_file_name": "people.csv",
        "template_id": tenant.sms_template,
        "notification_count": "3",
        "valid": "True",
        **changes,
    }
    return {name: value for name, value in metadata.items() if value is not None}


def in_an_hour():
    """As the site writes it: UTC, without saying so."""
    return (datetime.now(timezone.utc) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:00:00")


def send_later(admin, tenant, author, files, **more):
    """Uploads and schedules; returns the job's id."""
    upload = str(uuid.uuid4())
    files.write(tenant.service, upload, CSV, **checked(tenant))
    body = {"id": upload, "created_by": author, "scheduled_for": in_an_hour(), **more}
    answer = admin.post(f"/service/{tenant.service}/job", body)
    assert answer.status_code == 201, answer.text
    return upload


def walk(admin, tenant, author, files):
    """From the upload to the cancelled job, the site's calls one after the other."""
    jobs = f"/service/{tenant.service}/job"
    upload = str(uuid.uuid4())
    files.write(tenant.service, upload, CSV)
    files.write(tenant.service, upload, CSV, original_file_name="people.csv")
    assert admin.get(f"/service/{tenant.service}/contact-list").json() == []
    # A job that is there would send the person away from the check page.
    answer = admin.get(f"{jobs}/{upload}")
    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)
    assert admin.get(f"{jobs}?page=1&limit_days=0").json()["data"] == []
    early = admin.post(jobs, {"id": upload, "created_by": author})
    assert (early.status_code, early.json()["message"]) == (400, "File is not valid, can't create job")

    files.write(tenant.service, upload, CSV, **checked(tenant))
    body = {"id": upload, "created_by": author, "scheduled_for": in_an_hour()}
    answer = admin.post(jobs, body)
    assert answer.status_code == 201, answer.text
    job = answer.json()["data"]
    created_at = job.pop("created_at")
    assert datetime.strptime(created_at, "%Y-%m-%dT%H:%M:%S.%fZ")
    assert job == {
        "id": upload,
        "service": tenant.service,
        "service_name": {"name": admin.herald.database.sql(
            f"SELECT name FROM services WHERE id = {admin.herald.database.id_literal(tenant.service)}")},
        "template": tenant.sms_template,
        "template_name": "A sms template",
        "template_type": "sms",
        "template_version": 1,
        "original_file_name": "people.csv",
        "notification_count": 3,
        "job_status": "scheduled",
        "created_by": {"id": author, "name": "Grace"},
        "updated_at": None,
        "scheduled_for": body["scheduled_for"] + ".000000Z",
        "processing_started": None,
        "processing_finished": None,
        "archived": False,
        "contact_list_id": None,
        "statistics": [],
    }
    # A second press of the button.
    again = admin.post(jobs, body)
    assert (again.status_code, again.json()["data"]["id"]) == (201, upload)
    listed = admin.get(f"{jobs}?statuses=scheduled").json()
    assert [one["id"] for one in listed["data"]] == [upload]
    assert (listed["total"], listed["page_size"], listed["links"]) == (1, 50, {})
    stats = admin.get(f"{jobs}/scheduled-job-stats").json()
    assert stats == {"count": 1, "soonest_scheduled_for": body["scheduled_for"] + ".000000+00:00"}
    assert admin.get(f"/service/{tenant.service}/upload").json()["data"] == []
    rows = admin.get(f"{jobs}/{upload}/notifications?status=sending").json()
    assert rows == {"notifications": [], "page_size": 50, "total": 0, "links": {}}

    cancelled = admin.post(f"{jobs}/{upload}/cancel")
    assert (cancelled.status_code, cancelled.json()["data"]["job_status"]) == (200, "cancelled")
    again = admin.post(f"{jobs}/{upload}/cancel")
    assert (again.status_code, again.json()) == (404, NOT_FOUND)
    assert admin.get(f"{jobs}/scheduled-job-stats").json() == {"count": 0, "soonest_scheduled_for": None}


def test_a_scheduled_job_as_the_site_makes_it(herald, admin, new_tenant, files):
    tenant = new_tenant(herald)
    walk(admin, tenant, new_member(tenant), files)


def test_a_scheduled_job_of_a_file_in_a_bucket(start, new_tenant, tmp_path):
    bucket = Bucket(tmp_path / "bucket")
    try:
        herald = start(internal_clients=INTERNAL_CLIENTS, **bucket.settings())
        tenant = new_tenant(herald)
        member = new_member(tenant)
        store = BucketStore(bucket)
        walk(Admin(herald), tenant, member, store)
        contact_lists(Admin(herald), tenant, member, store)
        put_through_herald(Admin(herald), tenant, member, store)
    finally:
        bucket.kill()


def test_another_services_job_is_not_there(admin, herald, tenant, author, files):
    """S-062"""
    upload = send_later(admin, tenant, author, files)
    other = herald.create_service()
    for path in ("", "/notification_count"):
        answer = admin.get(f"/service/{other}/job/{upload}{path}")
        assert (answer.status_code, answer.json()) == (404, NOT_FOUND)
        assert admin.get(f"/service/{tenant.service}/job/{upload}{path}").status_code == 200
    assert admin.post(f"/service/{other}/job/{upload}/cancel").json() == NOT_FOUND
    assert admin.get(f"/service/{other}/job/{upload}/notifications").json()["total"] == 0


def contact_lists(admin, tenant, author, files):
    lists = f"/service/{tenant.service}/contact-list"
    made = str(uuid.uuid4())
    files.write(tenant.service, made, "phone number\r\n07700900123\r\n", original_file_name="team.csv", row_count="1",
                template_type="sms", valid="True")
    body = {"id": made, "original_file_name": "team.csv", "row_count": 1, "template_type": "sms", "created_by": author}
    answer = admin.post(lists, body)
    assert answer.status_code == 201, answer.text
    shown = answer.json()
    assert shown == {
        "id": made,
        "original_file_name": "team.csv",
        "row_count": 1,
        "template_type": "sms",
        "service_id": tenant.service,
        "created_at": shown["created_at"],
        "created_by": "Grace",
        "has_jobs": False,
        "recent_job_count": 0,
    }
    assert admin.post(lists, body).json() == shown
    assert admin.get(lists).json() == [shown]
    # The site copies the list's file to the upload that it sends.
    upload = send_later(admin, tenant, author, files, contact_list_id=made)
    one = admin.get(f"{lists}/{made}").json()
    assert (one["has_jobs"], one["recent_job_count"]) == (True, 1)
    of_list = admin.get(f"/service/{tenant.service}/job?contact_list_id={made}").json()
    assert [job["id"] for job in of_list["data"]] == [upload]
    assert of_list["data"][0]["contact_list_id"] == made

    assert files.holds(tenant.service, made)
    gone = admin.delete(f"{lists}/{made}")
    assert (gone.status_code, gone.content) == (204, b"")
    assert not files.holds(tenant.service, made)
    assert files.holds(tenant.service, upload)
    assert admin.get(lists).json() == []
    for answer in (admin.get(f"{lists}/{made}"), admin.delete(f"{lists}/{made}")):
        assert (answer.status_code, answer.json()) == (404, NOT_FOUND)


def test_contact_lists_from_upload_to_archive(herald, admin, new_tenant, files):
    tenant = new_tenant(herald)
    contact_lists(admin, tenant, new_member(tenant), files)


def test_a_contact_list_says_what_it_lacks(admin, tenant):
    answer = admin.post(f"/service/{tenant.service}/contact-list", {"row_count": "1", "template_type": "letter"})
    messages = [
        "row_count 1 is not of type integer",
        "template_type letter is not one of [email, sms]",
        "id is a required property",
        "original_file_name is a required property",
        "created_by is a required property",
    ]
    assert answer.status_code == 400
    errors = [{"error": "ValidationError", "message": message} for message in messages]
    assert answer.json() == {"status_code": 400, "errors": errors}
    assert admin.post(f"/service/{uuid.uuid4()}/contact-list", {}).json() == NOT_FOUND


def put_through_herald(admin, tenant, author, files):
    upload = str(uuid.uuid4())
    target = f"/service/{tenant.service}/upload/{upload}?template_id={tenant.sms_template}&file_name=people.tsv"
    table = "phone number\tname\n07700900123\tAmala\n07700\tBola\n".encode()
    answer = admin.put(target, table, headers={"Content-Type": "text/tab-separated-values"})
    assert answer.status_code == 200, answer.text
    report = answer.json()["data"]
    assert (report["valid"], report["notification_count"], report["original_file_name"]) == (False, 2, "people.tsv")
    assert report["summary"]["heading"] == "There’s a problem with people.tsv"
    assert [row["number"] for row in report["rows"]] == [3]
    body = {"id": upload, "created_by": author}
    refused = admin.post(f"/service/{tenant.service}/job", body)
    assert (refused.status_code, refused.json()["message"]) == (400, "File is not valid, can't create job")

    answer = admin.put(target, table.replace(b"07700\t", b"07700900124\t"))
    report = answer.json()["data"]
    assert (report["valid"], report["summary"], report["error"], len(report["rows"])) == (True, None, None, 2)
    assert [cell["values"] for cell in report["rows"][0]["cells"]] == [["07700900123"], ["Amala"]]
    assert files.holds(tenant.service, upload)
    made = admin.post(f"/service/{tenant.service}/job", {**body, "scheduled_for": in_an_hour()}).json()["data"]
    assert (made["notification_count"], made["original_file_name"]) == (2, "people.tsv")
    late = admin.put(target, table)
    assert (late.status_code, late.json()["message"]) == (400, "A job has been made of this upload already")


def test_a_file_put_through_herald(admin, tenant, author, files):
    put_through_herald(admin, tenant, author, files)


def test_a_file_that_is_none(admin, tenant):
    target = f"/service/{tenant.service}/upload/{uuid.uuid4()}?template_id={tenant.sms_template}&file_name="
    for name, content, message in (
        ("letter.docx", b"PK", "The file must be a spreadsheet that Notify can read"),
        ("a.csv", b"phone number\r\n" + b"x" * (10 * 1024 * 1024), "The file must be smaller than 10MB"),
    ):
        answer = admin.put(target + name, content)
        assert (answer.status_code, answer.json()) == (400, {"result": "error", "message": message})
    answer = admin.put(target.replace(tenant.sms_template, str(uuid.uuid4())) + "a.csv", b"phone number\r\n")
    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)
    answer = admin.put(f"/service/{tenant.service}/upload/{uuid.uuid4()}?sender_id=x", b"")
    missing = ["Missing data for required field."]
    assert answer.json()["message"] == {"template_id": missing, "sender_id": ["Not a valid UUID."], "file_name": missing}


def test_a_file_with_more_rows_than_are_left_of_the_day(admin, herald, new_tenant):
    tenant = new_tenant(herald)
    set_limits(tenant, sms_message_limit=2)
    target = f"/service/{tenant.service}/upload/{uuid.uuid4()}?template_id={tenant.sms_template}&file_name=people.csv"

    def refusal():
        return admin.put(target, CSV).json()["data"]["error"]

    # The limit was changed behind the server's back; it looks again after two seconds.
    assert eventually(refusal, seconds=10, what="the new limit to be known") == {
        "heading": "Too many recipients",
        "text": ["You can only send 2 text messages per day.", "‘people.csv’ contains 3 phone numbers."],
    }


def test_a_job_from_a_contact_list_without_the_site(admin, herald, new_tenant, files):
    tenant = new_tenant(herald)
    template = herald.create_template(tenant.service, "sms", content="Hello")
    made = str(uuid.uuid4())
    files.write(tenant.service, made, "phone number\r\n07700900123\r\n", original_file_name="team.csv")
    upload = str(uuid.uuid4())
    target = f"/service/{tenant.service}/upload/{upload}?template_id={template}&contact_list_id="
    assert admin.put(target + str(uuid.uuid4())).status_code == 404
    report = admin.put(target + made).json()["data"]
    assert (report["original_file_name"], report["valid"], report["notification_count"]) == ("team.csv", True, 1)
    assert files.path(tenant.service, upload).read_bytes() == b"phone number\r\n07700900123\r\n"


def test_a_job_from_the_button_to_the_download(admin, herald, new_tenant, files):
    """The job page's calls while the rows are sent, and the site's download after it."""
    tenant = new_tenant(herald)
    jobs = f"/service/{tenant.service}/job"
    upload = str(uuid.uuid4())
    files.write(tenant.service, upload, CSV, **checked(tenant))
    created = admin.post(jobs, {"id": upload, "created_by": new_member(tenant)})
    assert (created.status_code, created.json()["data"]["job_status"]) == (201, "pending")

    def page():
        job = admin.get(f"{jobs}/{upload}").json()["data"]
        counts = {one["status"]: one["count"] for one in job["statistics"]}
        return job if counts == {"delivered": 3} else None

    job = eventually(page, seconds=60, what="all rows to be delivered")
    assert job["job_status"] == "finished all notifications created"
    assert job["processing_started"] <= job["processing_finished"]
    assert admin.get(f"{jobs}/{upload}/notification_count").json() == {"count": 3}
    rows = admin.get(f"{jobs}/{upload}/notifications?status=delivered&status=sent&status=returned-letter").json()
    assert (rows["total"], rows["page_size"], rows["links"]) == (3, 50, {})
    assert [row["job_row_number"] for row in rows["notifications"]] == [0, 1, 2]
    assert [row["to"] for row in rows["notifications"]] == ["07700900123", "07700900124", "07700900125"]
    assert [row["personalisation"] for row in rows["notifications"]] == [
        {"name": name} for name in ("Amala", "Bola", "Chidi")
    ]
    for row in rows["notifications"]:
        assert row["job"] == {"id": upload, "original_file_name": "people.csv"}
        assert (row["api_key"], row["created_by"], row["key_type"]) == (None, None, "normal")

    found, number = [], 1
    while True:
        answer = admin.get(f"{jobs}/{upload}/notifications?format_for_csv=True&page_size=2&page={number}")
        if answer.status_code == 404:
            break
        found += answer.json()["notifications"]
        number += 1
    assert [(row["row_number"], row["recipient"], row["status"], row["job_name"]) for row in found] == [
        (row, f"0770090012{row + 2}", "Delivered", "people.csv") for row in (1, 2, 3)
    ]
    uploads = admin.get(f"/service/{tenant.service}/upload").json()["data"]
    assert [(one["id"], one["statistics"]) for one in uploads] == [(upload, [{"status": "delivered", "count": 3}])]
    # Sent twice on one day with one file: the check says so.
    again = f"/service/{tenant.service}/upload/{uuid.uuid4()}?template_id={tenant.sms_template}&file_name=people.csv"
    report = admin.put(again, CSV).json()["data"]
    assert (report["valid"], report["error"]["heading"]) == (False, "These messages have already been sent today")
