"""SES and SNS as moto's server speaks them, an implementation that is not ours (providers §6, §7)."""

import json

import boto3
import pytest
import requests
from moto.server import ThreadedMotoServer
from support.process import free_port
from support.waiting import eventually

REGION = "eu-west-1"


@pytest.fixture
def aws():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=free_port(), verbose=False)
    server.start()
    host, port = server.get_host_and_port()

    def client(service):
        return boto3.client(
            service, region_name=REGION, endpoint_url=f"http://{host}:{port}", aws_access_key_id="a", aws_secret_access_key="b"
        )

    client.url = f"http://{host}:{port}"
    requests.post(client.url + "/moto-api/reset", timeout=10)
    client("ses").verify_domain_identity(Domain="herald.example")
    yield client
    server.stop()


def test_mail_through_ses_and_events_through_sns(start, new_tenant, aws):
    herald = start(
        ses_url=aws.url, ses_access_key="a", ses_secret_key="b", sns_verify="off", email_domain="herald.example"
    )
    own = new_tenant(herald)
    sent = own.sent_id(own.send_email("zoe@example.com"))
    own.wait_for_status(sent, "sending")
    assert aws("ses").get_send_quota()["SentLast24Hours"] == 1
    reference = herald.database.sql(f"SELECT reference FROM notifications WHERE id = {herald.database.id_literal(sent)}")
    assert reference

    sns = aws("sns")
    topic = sns.create_topic(Name="ses-events")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=herald.url + "/notifications/email/ses")
    event = {
        "notificationType": "Delivery",
        "mail": {"messageId": reference, "timestamp": "2026-02-03T10:15:02.123Z", "destination": ["zoe@example.com"]},
        "delivery": {"timestamp": "2026-02-03T10:15:03.456Z", "recipients": ["zoe@example.com"]},
    }
    sns.publish(TopicArn=topic, Message=json.dumps(event))
    own.wait_for_status(sent, "delivered")


def test_a_sender_that_ses_does_not_know_is_rejected(start, new_tenant, aws):
    own = new_tenant(
        start(ses_url=aws.url, ses_access_key="a", ses_secret_key="b", email_domain="other.example", send_retries=1)
    )
    own.wait_for_status(own.sent_id(own.send_email()), "technical-failure")
    assert aws("ses").get_send_quota()["SentLast24Hours"] == 0


def test_an_unsigned_event_is_refused(start, new_tenant, aws):
    """moto signs with a certificate of its own, which no authority vouches for."""
    herald = start(ses_url=aws.url, ses_access_key="a", ses_secret_key="b", email_domain="herald.example")
    own = new_tenant(herald)
    sent = own.sent_id(own.send_email("zoe@example.com"))
    own.wait_for_status(sent, "sending")
    sns = aws("sns")
    topic = sns.create_topic(Name="ses-events")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=herald.url + "/notifications/email/ses")
    sns.publish(TopicArn=topic, Message="{}")
    eventually(lambda: "/notifications/email/ses" in herald.metrics(), what="the refusal")
    assert own.read(sent)["status"] == "sending"
