"""Files in a bucket whose server recomputes the signature of every request (Signature Version 4)."""

import pytest
import requests
from conftest import PDF
from support.signed_bucket import SignedBucket
from test_files_by_email import Files, encoded


@pytest.fixture
def bucket(tmp_path):
    made = SignedBucket(tmp_path / "bucket")
    yield made
    made.kill()


def test_every_kind_of_request_is_signed_as_the_server_expects(bucket, start, new_tenant):
    herald = start(**bucket.settings())
    files = Files(new_tenant(herald))
    content = b"bytes that nobody else can read\n"
    link = files.link(content, confirm_email_before_download=False)
    assert {name.split("/")[1] for name in bucket.objects()} == {"documents"}
    assert files.download(requests.get(link, timeout=30)).content == content
    herald.database.sql("UPDATE documents SET available_until = created_at")
    herald.command("task", "run", "delete-expired-documents")
    assert bucket.objects() == {}
    letter = files.tenant.sent_id(files.tenant.send_pdf())
    assert list(bucket.objects().values()) == [PDF]
    assert files.tenant.get(f"/v2/notifications/{letter}/pdf").json()["errors"][0]["error"] == "PDFNotReadyError"


def test_a_wrong_secret_is_found_out(bucket, start, new_tenant):
    tenant = new_tenant(start(**bucket.settings(objects_secret_key="x" * 40)))
    files = Files(tenant)
    assert files.send(encoded(b"never stored")).status_code == 500
    assert tenant.send_pdf().status_code == 500
    assert tenant.get("/v2/notifications").json()["notifications"] == []
    assert "SignatureDoesNotMatch" in tenant.herald.log()
    assert bucket.objects() == {}
