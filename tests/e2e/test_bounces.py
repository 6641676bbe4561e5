"""What comes back after mail by SMTP: bounces and complaints by LMTP (providers §19.4), and DKIM signatures (§19.2)."""

import base64
import smtplib
import subprocess
import threading
from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import HeaderParser

import dkim
import pytest
from aiosmtpd.controller import Controller
from support.process import free_port
from support.waiting import eventually


class Mailbox:
    def __init__(self):
        self.lock = threading.Lock()
        self.envelopes = []

    async def handle_DATA(self, server, session, envelope):
        with self.lock:
            self.envelopes.append(envelope)
        return "250 2.0.0 taken"

    def to(self, address):
        with self.lock:
            return [envelope for envelope in self.envelopes if address in envelope.rcpt_tos]


@pytest.fixture
def mailbox():
    made = Mailbox()
    controller = Controller(made, hostname="127.0.0.1", port=free_port(), decode_data=False)
    controller.start()
    made.url = f"smtp://127.0.0.1:{controller.port}"
    yield made
    controller.stop()


@pytest.fixture
def bouncing(start, new_tenant, mailbox, receiver):
    """A tenant whose mail has return paths of its own, and the door for what comes back."""
    endpoint = receiver()
    port = free_port()
    herald = start(
        smtp_url=mailbox.url,
        smtp_accepted_status="sending",
        smtp_bounce_domain="bounces.example",
        lmtp_listen=f"127.0.0.1:{port}",
    )
    own = new_tenant(herald, callback=endpoint.url)
    own.endpoint = endpoint

    def hand_over(recipients, message, sender=""):
        with smtplib.LMTP("127.0.0.1", port) as door:
            door.sendmail(sender, recipients, message.as_bytes() if hasattr(message, "as_bytes") else message)

    own.hand_over = hand_over

    def send(address):
        sent = own.sent_id(own.send_email(address))
        own.wait_for_status(sent, "sending")
        return sent, mailbox.to(address)[0]

    own.send = send
    return own


def dsn(action, status, address="user@example.com"):
    report = MIMEMultipart("report", report_type="delivery-status")
    report["From"] = "MAILER-DAEMON@mx.example"
    report["Subject"] = "Delivery status"
    report["Auto-Submitted"] = "auto-replied"
    report.attach(MIMEText("Your mail could not be delivered.\n\nAction: delivered\n"))
    groups = f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\n"
    part = MIMEMessage(HeaderParser().parsestr(""))
    part.set_type("message/delivery-status")
    part.set_payload([HeaderParser().parsestr(group + "\n") for group in groups.split("\n\n")])
    report.attach(part)
    return report


@pytest.mark.parametrize(
    "action, status, becomes",
    [
        ("failed", "5.1.1", "permanent-failure"),
        ("failed", "5.2.2", "temporary-failure"),
        ("failed", "4.4.7", "temporary-failure"),
        ("delivered", "2.0.0", "delivered"),
        ("relayed", "2.0.0", "delivered"),
    ],
)
def test_a_bounce(bouncing, action, status, becomes):
    sent, envelope = bouncing.send("user@example.com")
    assert envelope.mail_from.startswith("bounce+" + sent.replace("-", ""))
    assert envelope.mail_from.endswith("@bounces.example")
    # Mail systems on the way may write addresses as they like.
    bouncing.hand_over([envelope.mail_from.upper()], dsn(action, status))
    bouncing.wait_for_status(sent, becomes)
    eventually(lambda: bouncing.endpoint.about(sent), what="the callback")


def test_what_is_no_bounce_changes_nothing(bouncing):
    sent, envelope = bouncing.send("user@example.com")
    answer = EmailMessage()
    answer["Subject"] = "I am out of office"
    answer["Auto-Submitted"] = "auto-replied"
    answer.set_content("Back on Monday.")
    bouncing.hand_over([envelope.mail_from], answer)
    bouncing.hand_over([envelope.mail_from], dsn("delayed", "4.4.1"))
    bouncing.hand_over([envelope.mail_from], b"no mail at all")
    assert bouncing.read(sent)["status"] == "sending"
    bouncing.hand_over([envelope.mail_from], dsn("failed", "5.1.1"))
    bouncing.wait_for_status(sent, "permanent-failure")


def test_nobody_can_make_up_a_bounce(bouncing):
    sent, envelope = bouncing.send("user@example.com")
    path, domain = envelope.mail_from.split("@")
    other = "0" if path[-1] != "0" else "1"
    wrong = [f"{path[:-1]}{other}@{domain}", f"bounce+{sent.replace('-', '')}@{domain}", f"{path}@example.com", f"me@{domain}"]
    for address in wrong:
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            bouncing.hand_over([address], dsn("failed", "5.1.1"))
    assert bouncing.read(sent)["status"] == "sending"


def test_a_complaint(bouncing):
    sent, envelope = bouncing.send("user@example.com")
    bouncing.hand_over([envelope.mail_from], dsn("delivered", "2.0.0"))
    bouncing.wait_for_status(sent, "delivered")
    complaints = bouncing.endpoint.url + "/complaint"
    bouncing.herald.command(
        "service", "update", bouncing.service, "--complaint-callback-url", complaints, "--complaint-callback-token", "t" * 20
    )
    original = HeaderParser().parsestr(envelope.content.decode().split("\r\n\r\n")[0].replace("\r\n", "\n") + "\n\n")
    report = MIMEMultipart("report", report_type="feedback-report")
    report["From"] = "fbl@mailbox.example"
    report["Message-ID"] = "<report-1@mailbox.example>"
    report.attach(MIMEText("Somebody has pressed a button."))
    feedback = MIMEMessage(HeaderParser().parsestr(""))
    feedback.set_type("message/feedback-report")
    feedback.set_payload([HeaderParser().parsestr("Feedback-Type: abuse\nUser-Agent: x\nVersion: 1\n\n")])
    report.attach(feedback)
    report.attach(MIMEMessage(original))
    for _ in range(2):
        bouncing.hand_over(["complaints@bounces.example"], report, sender="fbl@mailbox.example")
    told = eventually(lambda: bouncing.endpoint.requests("/complaint"), what="the complaint callback")
    assert told[0].json["notification_id"] == sent
    assert told[0].json["to"] == "user@example.com"
    assert len(told) == 1
    assert bouncing.read(sent)["status"] == "delivered"


def test_mail_without_a_bounce_settles(start, new_tenant, mailbox):
    herald = start(
        smtp_url=mailbox.url, smtp_accepted_status="sending", smtp_bounce_domain="bounces.example", smtp_settle_hours=24
    )
    own = new_tenant(herald)
    sent = own.sent_id(own.send_email())
    own.wait_for_status(sent, "sending")
    herald.command("task", "run", "settle-sent-mail")
    assert own.read(sent)["status"] == "sending"
    herald.command("task", "run", "settle-sent-mail", "--at", "2099-01-01T00:00:00Z")
    assert own.read(sent)["status"] == "delivered"


def new_key(kind, path):
    """A private key in PEM, and the public one as it stands in the DNS."""
    options = {"rsa": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"], "ed25519": ["-algorithm", "ED25519"]}
    subprocess.run(["openssl", "genpkey", *options[kind], "-out", str(path)], check=True, capture_output=True)
    public = subprocess.run(
        ["openssl", "pkey", "-in", str(path), "-pubout", "-outform", "DER"], check=True, capture_output=True
    ).stdout
    # RFC 8463: of an Ed25519 key only its 32 bytes.
    return base64.b64encode(public if kind == "rsa" else public[-32:]).decode()


def test_dkim_signatures_hold(start, new_tenant, mailbox, tmp_path):
    """Verified by a program that is not ours."""
    records = {
        b"one._domainkey.herald.example.": f"v=DKIM1; k=rsa; p={new_key('rsa', tmp_path / 'rsa.pem')}",
        b"two._domainkey.herald.example.": f"v=DKIM1; k=ed25519; p={new_key('ed25519', tmp_path / 'ed25519.pem')}",
    }
    herald = start(
        smtp_url=mailbox.url,
        email_domain="herald.example",
        dkim_selector="one",
        dkim_key_file=tmp_path / "rsa.pem",
        dkim_second_selector="two",
        dkim_second_key_file=tmp_path / "ed25519.pem",
    )
    own = new_tenant(herald)
    own.wait_for_status(
        own.sent_id(
            own.send_email(
                "user@example.com",
                personalisation={"name": "Zoë  with   spaces and a very long name " + "ß" * 200},
                one_click_unsubscribe_url="https://example.com/unsubscribe?me=1",
            )
        ),
        "delivered",
    )
    message = mailbox.to("user@example.com")[0].original_content

    def look_up(name, timeout=5):
        return records[name].encode()

    for index in (0, 1):
        assert dkim.DKIM(message).verify(idx=index, dnsfunc=look_up)
    for changed in (message.replace(b"Subject:", b"Subject: x"), message + b"more\r\n", b"From: evil@example.com\r\n" + message):
        for index in (0, 1):
            try:
                assert not dkim.DKIM(changed).verify(idx=index, dnsfunc=look_up)
            except dkim.DKIMException:
                pass


def test_a_key_that_is_none_is_refused_at_the_start(start):
    with pytest.raises(AssertionError, match="not a private key"):
        start(dkim_selector="one", dkim_key="hello")
