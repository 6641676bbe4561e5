"""Files by email, from the request to the download: real files, a real bucket, a real virus scanner."""

import base64
import html
import io
import re
import zipfile

import pytest
import requests

from support.bucket import Bucket
from support.clamd import SIGNED, Clamd
from support.waiting import eventually

CONTACT = "https://example.com/ask"
RECIPIENT = "amala@example.com"
LINK = re.compile(r"http\S+/d/[\w-]{22}/[\w-]{22}\?key=[\w-]{43}")
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xdb\x00C\x00"


def encoded(content):
    return base64.b64encode(content).decode()


def archive(*parts):
    """A zip archive with these names in it; the first may be stored as it is, as OpenDocument wants its type."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts:
            made.writestr(name, content)
    return out.getvalue()


OFFICE = ("[Content_Types].xml", "<Types/>"), ("_rels/.rels", "<Relationships/>")
DOCX = archive(*OFFICE, ("word/document.xml", "<w:document/>"))
XLSX = archive(*OFFICE, ("xl/workbook.xml", "<workbook/>"))
ODT = archive(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<office/>"))
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Files:
    """A service that may send files, and a template with a place for one."""

    def __init__(self, tenant):
        self.tenant = tenant
        self.herald = tenant.herald
        self.herald.command("service", "update", tenant.service, "--contact-link", CONTACT)
        self.template = self.herald.create_template(
            tenant.service, "email", content="Hello ((name)), read this: ((file))", subject="A file"
        )
        # The server may look at what it remembers of a service for two seconds.
        eventually(lambda: "set up" not in self.send(encoded(b"wait")).text, seconds=10, what="contact details")

    def send(self, content, address=RECIPIENT, key=None, reference=None, **options):
        body = {
            **({"reference": reference} if reference else {}),
            "email_address": address,
            "template_id": self.template,
            "personalisation": {"name": "Amala", "file": {"file": content, **options}},
        }
        return self.tenant.post("/v2/notifications/email", body, key=key)

    def link(self, content, **options):
        answer = self.send(encoded(content), **options)
        assert answer.status_code == 201, answer.text
        return self.here(LINK.search(answer.json()["content"]["body"]).group())

    def here(self, link):
        """The same link on the port of the server under test."""
        return self.herald.url + link[link.index("/d/") :]

    def download(self, page):
        """Follows the button of a page."""
        path = html.unescape(re.search(r'class="button" href="([^"]+)"', page.text).group(1))
        return requests.get(self.herald.url + path, timeout=30)


@pytest.fixture(scope="module")
def files(herald):
    from conftest import Tenant

    return Files(Tenant(herald))


def refusal(answer):
    assert answer.status_code == 400, answer.text
    return [(error["error"], error["message"]) for error in answer.json()["errors"]]


def test_a_file_is_downloaded_by_whoever_names_its_recipient(files):
    answer = files.send(encoded(PDF), filename="your letter é.pdf", retention_period="4 weeks")
    assert answer.status_code == 201, answer.text
    link = files.here(LINK.search(answer.json()["content"]["body"]).group())

    page = requests.get(link, timeout=30)
    assert page.status_code == 200
    assert "has sent you a file" in page.text and CONTACT in page.text
    assert "your letter" not in page.text
    assert requests.post(link, data={"email_address": "eve@example.com"}, timeout=30).status_code == 403
    assert requests.post(link, data={"email_address": "eve"}, timeout=30).status_code == 400

    page = requests.post(link, data={"email_address": "AMALA@example.com "}, timeout=30)
    assert page.status_code == 200
    assert "your letter é.pdf" in page.text
    file = files.download(page)
    assert (file.status_code, file.content) == (200, PDF)
    assert file.headers["Content-Type"] == "application/pdf"
    assert file.headers["Content-Disposition"].startswith("attachment; filename=")
    assert file.headers["X-Robots-Tag"].startswith("noindex")
    assert file.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in file.headers["Cache-Control"]

    # Without the confirmation the download leads back to the question.
    back = requests.get(link.replace("?", "/download?"), timeout=30, allow_redirects=False)
    assert back.status_code == 303
    assert link.endswith(back.headers["Location"])


def test_the_message_carries_the_link_and_counts_its_files(files):
    answer = files.send(encoded(PDF), confirm_email_before_download=False)
    notification = answer.json()["id"]
    link = LINK.search(answer.json()["content"]["body"]).group()
    assert files.tenant.read(notification)["body"] == f"Hello Amala, read this: {link}"
    files.tenant.wait_for_status(notification, "delivered")
    database = files.herald.database
    counted = database.sql(
        f"SELECT document_download_count FROM notifications WHERE id = {database.id_literal(notification)}"
    )
    assert counted == "1"
    plain = files.tenant.sent_id(files.tenant.send_email())
    none = database.sql(f"SELECT document_download_count FROM notifications WHERE id = {database.id_literal(plain)}")
    assert none == ""
    assert files.download(requests.get(files.here(link), timeout=30)).content == PDF


@pytest.mark.parametrize(
    "content, options, media_type",
    [
        (PDF, {"filename": "a.pdf"}, "application/pdf"),
        (PNG, {}, "image/png"),
        (JPEG, {"filename": "a.jpeg"}, "image/jpeg"),
        (b"name,age\nada,36\ngrace,85\n", {}, "text/csv"),
        (b"just one column\n", {"is_csv": True}, "text/csv"),
        (b"just text\n", {"is_csv": False}, "text/plain"),
        (b'{"a": [1, 2]}', {}, "application/json"),
        (b"{\\rtf1\\ansi Hello}", {}, "text/rtf"),
        (DOCX, {}, WORD),
        (XLSX, {"filename": "a.XLSX"}, EXCEL),
        (ODT, {}, "application/vnd.oasis.opendocument.text"),
        (b"x" * (2 * 1024 * 1024 + 1024), {}, "text/plain"),
    ],
    ids="pdf png jpeg csv one-column text json rtf docx xlsx odt largest".split(),
)
def test_every_kind_of_file_comes_out_as_it_went_in(files, content, options, media_type):
    link = files.link(content, confirm_email_before_download=False, **options)
    file = files.download(requests.get(link, timeout=30))
    assert file.status_code == 200
    assert file.headers["Content-Type"] == media_type
    assert file.content == content


TYPES = (
    "Supported types are: '.csv', '.doc', '.docx', '.jpeg', '.jpg', '.json', '.odt', '.pdf', '.png', '.rtf', '.txt',"
    " '.xlsx'"
)


@pytest.mark.parametrize(
    "content, options, error, message",
    [
        (7, {}, "ValidationError", "file 7 is not of type string"),
        ("", {"k": 1}, "ValidationError", "Additional properties are not allowed (k was unexpected)"),
        (
            "eA==",
            {"filename": "report"},
            "ValidationError",
            "filename `filename` must end with a file extension. For example, filename.csv",
        ),
        (
            "eA==",
            {"retention_period": "79 weeks"},
            "ValidationError",
            "retention_period Unsupported value for retention_period: 79 weeks. Supported periods are from 1 to 78"
            " weeks.",
        ),
        (
            "eA==",
            {"is_csv": None, "filename": None},
            "ValidationError",
            "Do not set a value for `is_csv` if `filename` is set.",
        ),
        ("eA", {}, "BadRequestError", "Document is not base64 encoded"),
        ("", {}, "BadRequestError", "Document must not be empty"),
        ("eA==", {"filename": "a" * 97 + ".pdf"}, "BadRequestError", "`filename` cannot be longer than 100 characters"),
        ("eA==", {"filename": "a.exe"}, "BadRequestError", f"Unsupported file type '.exe'. {TYPES}"),
        ("A" * (3 * 1024 * 1024 + 4), {}, "BadRequestError", "Uploaded file exceeds file size limit"),
        (encoded(b"x" * (2 * 1024 * 1024 + 1025)), {}, "BadRequestError", "Uploaded file exceeds file size limit"),
        (
            encoded(b"<!DOCTYPE html><html><body>Hello</body></html>"),
            {"filename": "a.pdf"},
            "BadRequestError",
            f"Unsupported file type 'text/html'. {TYPES}",
        ),
        (
            encoded(archive(("a.txt", "abc"))),
            {},
            "BadRequestError",
            f"Unsupported file type 'application/zip'. {TYPES}",
        ),
    ],
    ids="type extra-key filename retention pair base64 empty long-name extension long-request long-file html zip".split(),
)
def test_every_refusal_has_its_message(files, content, options, error, message):
    assert refusal(files.send(content, **options)) == [(error, message)]


def test_a_service_without_contact_details_sends_no_files(herald, tenant):
    body = {
        "email_address": RECIPIENT,
        "template_id": tenant.email_template,
        "personalisation": {"name": {"file": "eA"}},
    }
    assert refusal(tenant.post("/v2/notifications/email", body)) == [
        (
            "BadRequestError",
            "Send files by email has not been set up - add contact details for your service at"
            f" http://127.0.0.1:6011/services/{tenant.service}/service-settings/send-files-by-email",
        )
    ]


def test_a_text_message_carries_no_file(tenant):
    answer = tenant.send_sms(personalisation={"name": {"file": "eA=="}})
    assert refusal(answer) == [("BadRequestError", "Can only send a file by email")]


def test_simulated_recipients_get_a_link_to_nothing(files):
    answer = files.send(encoded(PDF), address="simulate-delivered@notifications.service.gov.uk")
    assert answer.status_code == 201
    link = re.search(r"http\S+", answer.json()["content"]["body"]).group()
    assert link.endswith(f"/services/{files.tenant.service}/documents/test-document")
    assert requests.get(files.herald.url + "/services" + link.split("/services")[1], timeout=30).status_code == 200


def test_what_is_not_there_is_a_page_with_contact_details(files):
    link = files.link(PDF)
    for wrong in (link[:-4] + "AAAA", link.split("?")[0], link[:-10]):
        page = requests.get(wrong, timeout=30)
        assert page.status_code == 404
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        assert CONTACT in page.text
    assert requests.get(files.herald.url + "/d/a/b?key=c", timeout=30).status_code == 404


def test_expired_files_are_gone_and_cleared_away(files):
    link = files.link(b"short lived\n", retention_period="1 week", confirm_email_before_download=False)
    before = {path for path in (files.herald.database.directory / "objects").rglob("*") if path.is_file()}
    ran = files.herald.command("task", "run", "delete-expired-documents")
    assert ran["result"] == "0 removed"
    files.herald.database.sql("UPDATE documents SET available_until = created_at")
    page = requests.get(link, timeout=30)
    assert page.status_code == 410
    assert CONTACT in page.text
    ran = files.herald.command("task", "run", "delete-expired-documents")
    assert ran["result"] == f"{len(before)} removed"
    assert requests.get(link, timeout=30).status_code == 404
    assert not [path for path in (files.herald.database.directory / "objects").rglob("*") if path.is_file()]


def test_files_lie_in_a_bucket(start, new_tenant, tmp_path):
    bucket = Bucket(tmp_path / "bucket")
    try:
        files = Files(new_tenant(start(documents_base_url="https://files.example.com/", **bucket.settings())))
        content = b"bytes that nobody else can read\n"
        link = files.link(content, confirm_email_before_download=False)
        assert "https://files.example.com/d/" in files.send(encoded(content)).json()["content"]["body"]
        assert all(name.startswith("live/documents/") for name in bucket.objects())
        assert not any(content in stored for stored in bucket.objects().values())
        assert files.download(requests.get(link, timeout=30)).content == content
        files.herald.database.sql("UPDATE documents SET available_until = created_at")
        files.herald.command("task", "run", "delete-expired-documents")
        assert bucket.objects() == {}
        bucket.kill()
        assert files.send(encoded(b"nowhere to put it")).status_code == 500
    finally:
        bucket.kill()


def test_a_wrong_key_of_the_bucket_is_an_error_and_no_message(start, new_tenant, tmp_path):
    bucket = Bucket(tmp_path / "bucket")
    try:
        tenant = new_tenant(start(**{**bucket.settings(), "objects_access_key": "ANOTHER"}))
        files = Files(tenant)
        answer = files.send(encoded(b"never stored"), reference="lost")
        assert answer.status_code == 500
        assert answer.json()["errors"][0]["message"] == "Internal server error"
        assert tenant.get("/v2/notifications?reference=lost").json()["notifications"] == []
        assert "InvalidAccessKeyId" in files.herald.log()
        assert Bucket.SECRET_KEY not in files.herald.log()
    finally:
        bucket.kill()


def test_viruses_are_refused_and_nothing_is_taken_unseen(start, new_tenant, tmp_path):
    clamd = Clamd(tmp_path / "clamd")
    try:
        files = Files(new_tenant(start(clamd=clamd.socket)))
        assert '"antivirus_on"' in files.herald.log()
        assert files.send(encoded(b"clean\n")).status_code == 201
        infected = files.send(encoded(b"before " + SIGNED + b" after"))
        assert refusal(infected) == [("BadRequestError", "File did not pass the virus scan")]
        assert "Herald.Test.Signature" in files.herald.log()
        clamd.kill()
        answer = files.send(encoded(b"clean\n"))
        assert answer.status_code == 500
        assert answer.json()["errors"] == [{"error": "Exception", "message": "Internal server error"}]
    finally:
        clamd.kill()


def test_without_a_scanner_the_log_says_so(herald):
    assert '"antivirus_off"' in herald.log()
