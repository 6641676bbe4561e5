"""With HERALD_SMTP_URL a mail really leaves the house: to an SMTP server that is not ours (providers §19)."""

import email
import email.policy
import ssl
import threading

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from support.certificates import make_authority
from support.process import free_port
from support.waiting import eventually


class Mailbox:
    """Takes what is sent to it; refuses the recipients of a domain that does not exist."""

    def __init__(self):
        self._lock = threading.Lock()
        self._envelopes = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.endswith("@nowhere.example"):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        with self._lock:
            self._envelopes.append((session, envelope))
        return "250 2.0.0 taken"

    def to(self, address):
        with self._lock:
            return [(session, envelope) for session, envelope in self._envelopes if address in envelope.rcpt_tos]


@pytest.fixture
def smtp(tmp_path):
    """A server that insists on STARTTLS and AUTH; its certificate is signed by an authority of the test's own."""
    authority = make_authority(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(authority.certificate, authority.key)

    def check(server, session, envelope, mechanism, data):
        good = (data.login, data.password) == (b"herald", b"mail-password")
        return AuthResult(success=good, handled=good)

    mailbox = Mailbox()
    controller = Controller(
        mailbox,
        hostname="127.0.0.1",
        port=free_port(),
        tls_context=tls,
        require_starttls=True,
        authenticator=check,
        auth_required=True,
        auth_require_tls=True,
        decode_data=False,
    )
    controller.start()
    mailbox.url = f"smtp://localhost:{controller.port}"
    mailbox.authority = authority.authority
    yield mailbox
    controller.stop()


def settings_for(smtp, **more):
    return {
        "smtp_url": smtp.url,
        "smtp_user": "herald",
        "smtp_password": "mail-password",
        "smtp_ca_file": smtp.authority,
        "email_domain": "herald.example",
        **more,
    }


def test_a_well_formed_mail_arrives(start, new_tenant, smtp):
    own = new_tenant(start(**settings_for(smtp)))
    sent = own.sent_id(
        own.send_email(
            "Zoë.B@example.com".replace("ë", "e"),
            personalisation={"name": "Zoë – “ß” ✓"},
            one_click_unsubscribe_url="https://example.com/unsubscribe?me=1",
        )
    )
    session, envelope = eventually(lambda: smtp.to("zoe.b@example.com"), what="the mail")[0]
    assert session.ssl, "the mail came without TLS"
    assert session.authenticated

    raw = envelope.original_content
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert not mail.defects
    assert mail["Subject"] == "About Zoë – “ß” ✓"
    assert mail["To"].addresses[0].addr_spec == "zoe.b@example.com"
    assert mail["From"].addresses[0].domain == "herald.example"
    assert mail["From"].addresses[0].display_name.startswith("Service ")
    assert sent in mail["Message-ID"]
    assert mail["Date"].datetime
    assert mail["List-Unsubscribe"] == "<https://example.com/unsubscribe?me=1>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert "Hello Zoë – “ß” ✓, your case is closed." in text.get_content()
    assert "Hello Zoë – “ß” ✓, your case is closed." in html.get_content()
    assert not text.defects and not html.defects

    own.wait_for_status(sent, "delivered")
    assert len(smtp.to("zoe.b@example.com")) == 1


def test_recipient_that_does_not_exist(start, new_tenant, smtp):
    own = new_tenant(start(**settings_for(smtp)))
    own.wait_for_status(own.sent_id(own.send_email("someone@nowhere.example")), "permanent-failure")


def test_wrong_password_is_tried_again_and_never_blamed_on_the_recipient(start, new_tenant, smtp):
    own = new_tenant(start(**settings_for(smtp, smtp_password="wrong", send_retries=1)))
    own.wait_for_status(own.sent_id(own.send_email()), "technical-failure")
    assert not smtp.to("amala@example.com")


def test_server_with_an_unknown_authority_gets_nothing(start, new_tenant, smtp):
    own = new_tenant(start(**settings_for(smtp, smtp_ca_file="", send_retries=1)))
    own.wait_for_status(own.sent_id(own.send_email()), "technical-failure")
    assert not smtp.to("amala@example.com")


def test_one_connection_for_many_mails(start, new_tenant, smtp):
    own = new_tenant(start(**settings_for(smtp)))
    for number in range(3):
        own.wait_for_status(own.sent_id(own.send_email(f"user{number}@example.com")), "delivered")
    sessions = {id(smtp.to(f"user{number}@example.com")[0][0]) for number in range(3)}
    assert len(sessions) == 1
