"""What providers post to us (contract public-api §6.1, providers §2, §3, §7)."""

import json
import uuid

import pytest
import requests

from support.waiting import eventually

SUCCESS = {"result": "success"}


def post_mmg(herald, body):
    data = body if isinstance(body, str) else json.dumps(body)
    return requests.post(herald.url + "/notifications/sms/mmg", data=data, timeout=30)


def post_firetext(herald, **fields):
    return requests.post(herald.url + "/notifications/sms/firetext", data=fields, timeout=30)


def test_missing_fields(herald):
    answer = post_mmg(herald, {})
    assert answer.status_code == 400
    assert answer.json() == {
        "result": "error",
        "message": ["MMG callback failed: status missing", "MMG callback failed: CID missing"],
    }
    answer = post_mmg(herald, {"status": 3, "CID": ""})
    assert answer.json()["message"] == ["MMG callback failed: CID missing"]
    answer = post_firetext(herald)
    assert answer.status_code == 400
    assert answer.json() == {
        "result": "error",
        "message": ["Firetext callback failed: status missing", "Firetext callback failed: reference missing"],
    }


@pytest.mark.parametrize("body", ["", "{", "[]", '"x"'])
def test_mmg_body_that_is_no_object(herald, body):
    assert post_mmg(herald, body).status_code == 500


def test_unknown_references_and_statuses_are_accepted(herald):
    for reference in (str(uuid.uuid4()), "not-an-id"):
        answer = post_mmg(herald, {"status": "3", "CID": reference})
        assert (answer.status_code, answer.json()) == (200, SUCCESS)
        answer = post_firetext(herald, status="0", reference=reference)
        assert (answer.status_code, answer.json()) == (200, SUCCESS)
    assert post_mmg(herald, {"status": 77, "CID": str(uuid.uuid4())}).status_code == 200


@pytest.fixture
def waiting(start, new_tenant):
    """A tenant whose receipts come so late that the test itself plays the provider."""
    herald = start(sandbox_receipt_delay_ms_min=600_000, sandbox_receipt_delay_ms_max=600_000)
    return new_tenant(herald)


@pytest.mark.parametrize(
    "receipt, status",
    [
        ({"status": "2"}, "permanent-failure"),
        ({"status": 3, "substatus": "5"}, "delivered"),
        ({"status": "4", "deliverytime": "2026-02-03 10:15:02"}, "temporary-failure"),
        ({"status": "5", "deliverytime": "nonsense"}, "permanent-failure"),
        ({"status": "9"}, "technical-failure"),
    ],
)
def test_mmg_statuses(waiting, receipt, status):
    sent = waiting.sent_id(waiting.send_sms())
    waiting.wait_for_status(sent, "sending")
    assert post_mmg(waiting.herald, {"CID": sent, **receipt}).json() == SUCCESS
    waiting.wait_for_status(sent, status)


def test_firetext_pending_then_delivered(waiting):
    sent = waiting.sent_id(waiting.send_sms())
    waiting.wait_for_status(sent, "sending")
    assert post_firetext(waiting.herald, status="2", reference=sent).json() == SUCCESS
    waiting.wait_for_status(sent, "pending")
    assert post_firetext(waiting.herald, status="0", reference=sent).json() == SUCCESS
    waiting.wait_for_status(sent, "delivered")


def test_first_final_status_wins_and_is_told_once(start, new_tenant, receiver):
    herald = start(sandbox_receipt_delay_ms_min=600_000, sandbox_receipt_delay_ms_max=600_000)
    endpoint = receiver()
    own = new_tenant(herald, callback=endpoint.url)
    sent = own.sent_id(own.send_sms())
    own.wait_for_status(sent, "sending")
    for status in ("3", "3", "2"):
        assert post_mmg(herald, {"CID": sent, "status": status}).status_code == 200
    own.wait_for_status(sent, "delivered")

    after = own.sent_id(own.send_sms())
    own.wait_for_status(after, "sending")
    post_mmg(herald, {"CID": after, "status": "3"})
    eventually(lambda: endpoint.about(after), what="a callback that comes after all the others")
    assert len(endpoint.about(sent)) == 1
    assert own.read(sent)["status"] == "delivered"


def ses_envelope(message, **more):
    return {
        "Type": "Notification",
        "MessageId": str(uuid.uuid4()),
        "TopicArn": "arn:aws:sns:eu-west-1:000000000000:ses",
        "Timestamp": "2026-02-03T10:15:04.000Z",
        "SignatureVersion": "1",
        "Signature": "bm90IGEgc2lnbmF0dXJl",
        "SigningCertURL": "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0.pem",
        "Message": json.dumps(message),
        **more,
    }


def post_ses(herald, envelope):
    headers = {"Content-Type": "text/plain; charset=UTF-8", "x-amz-sns-message-type": envelope["Type"]}
    return requests.post(
        herald.url + "/notifications/email/ses", data=json.dumps(envelope), headers=headers, timeout=30
    )


def test_ses_bounce_for_an_email(waiting):
    herald = waiting.herald
    sent = waiting.sent_id(waiting.send_email())
    waiting.wait_for_status(sent, "sending")
    literal = herald.database.id_literal(sent)
    reference = eventually(lambda: herald.database.sql(f"SELECT reference FROM notifications WHERE id = {literal}"))
    bounce = {
        "notificationType": "Bounce",
        "mail": {"messageId": reference, "timestamp": "2026-02-03T10:15:02.123Z", "destination": ["a@example.com"]},
        "bounce": {"bounceType": "Permanent", "bounceSubType": "General", "bouncedRecipients": []},
    }
    assert post_ses(herald, ses_envelope(bounce)).status_code == 200
    waiting.wait_for_status(sent, "permanent-failure")


def test_unsigned_events_are_refused_when_signatures_are_checked(start, new_tenant):
    herald = start(sns_verify="on")
    delivery = {"notificationType": "Delivery", "mail": {"messageId": "1", "timestamp": "2026-02-03T10:15:02.123Z"}}
    assert post_ses(herald, ses_envelope(delivery)).status_code in (400, 403)
    elsewhere = ses_envelope(delivery, SigningCertURL="https://evil.example/cert.pem")
    assert post_ses(herald, elsewhere).status_code in (400, 403)
    confirmation = ses_envelope(
        {}, Type="SubscriptionConfirmation", SubscribeURL="https://sns.eu-west-1.amazonaws.com/?Action=x", Token="t"
    )
    assert post_ses(herald, confirmation).status_code in (400, 403)


def test_unsigned_events_are_refused_where_email_does_not_go_through_ses(start, tmp_path):
    delivery = {"notificationType": "Delivery", "mail": {"messageId": "1", "timestamp": "2026-02-03T10:15:02.123Z"}}
    elsewhere = [{"smtp_url": "smtp://127.0.0.1:9"}, {"message_directory": tmp_path / "messages"}]
    for way in elsewhere:
        herald = start(**way)
        assert post_ses(herald, ses_envelope(delivery)).status_code == 403
        herald.stop()


def test_receipt_credentials(start, new_tenant):
    herald = start(receipts_user="provider", receipts_password="secret-password")
    receipt = {"status": "3", "CID": str(uuid.uuid4())}
    assert post_mmg(herald, receipt).status_code == 401
    url = herald.url + "/notifications/sms/mmg"
    assert requests.post(url, json=receipt, auth=("provider", "wrong"), timeout=30).status_code == 403
    assert requests.post(url, json=receipt, auth=("provider", "secret-password"), timeout=30).status_code == 200
    own = new_tenant(herald)  # The sandbox knows the credentials and gets its receipts through.
    own.wait_for_status(own.sent_id(own.send_sms()), "delivered")
