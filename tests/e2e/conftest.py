"""Fixtures: a store of each engine, a running Herald, a service with templates and a key."""

import base64
import functools
import os

import pytest
import requests

from support.internal import INTERNAL_CLIENTS, Admin
from support.message_centre import MessageCentre
from support.process import Database, Herald
from support.receiver import Receiver
from support.waiting import eventually

ADDRESS = {"address_line_1": "Ada Lovelace", "address_line_2": "12 St James’s Square", "postcode": "sw1y4jh"}
PDF = b"%PDF-1.4\n%%EOF\n"

STORES = ["sqlite", "postgres"]
# Retries within seconds instead of hours, so that a test can see how they end.
FAST_RETRIES = {"send_retries": 4, "send_retry_seconds": 1, "callback_retry_seconds": 1, "callback_retry_hours": 0}


@pytest.fixture(scope="session", params=STORES)
def store(request):
    """Every test that uses a store, directly or not, runs on both engines."""
    if request.param == "postgres" and "HERALD_TEST_POSTGRES_URL" not in os.environ:
        pytest.fail("HERALD_TEST_POSTGRES_URL is not set: start the tests with ./test e2e")
    return request.param


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """With two workers (-n 2 --dist loadgroup) each has one store, and the shared server of that store. The tests wait
    more than they compute."""
    for item in items:
        store = getattr(item, "callspec", None) and item.callspec.params.get("store")
        if store:
            item.add_marker(pytest.mark.xdist_group(store))


class Tenant:
    """A service with an SMS and an email template and a normal key, and HTTP in its name."""

    def __init__(self, herald, live=True, callback=None, token="callback-token-0123456789", key_type="normal"):
        self.herald = herald
        self.service = herald.create_service(live=live, callback=callback, token=token)
        self.sms_template = herald.create_template(self.service, "sms")
        self.email_template = herald.create_template(self.service, "email")
        self.key = herald.create_key(self.service, key_type)

    def post(self, path, body, headers=None, key=None):
        headers = headers or (key or self.key).headers()
        data = {"data": body} if isinstance(body, (str, bytes)) else {"json": body}
        return requests.post(self.herald.url + path, headers=headers, timeout=30, **data)

    def get(self, path, headers=None, key=None):
        return requests.get(self.herald.url + path, headers=headers or (key or self.key).headers(), timeout=30)

    def send_sms(self, number="07700900123", key=None, **more):
        body = {"phone_number": number, "template_id": self.sms_template, "personalisation": {"name": "Amala"}, **more}
        return self.post("/v2/notifications/sms", body, key=key)

    def send_email(self, address="amala@example.com", key=None, **more):
        body = {"email_address": address, "template_id": self.email_template, "personalisation": {"name": "Amala"}, **more}
        return self.post("/v2/notifications/email", body, key=key)

    @functools.cached_property
    def letter_template(self):
        return self.herald.create_template(self.service, "letter")

    def send_letter(self, key=None, address=ADDRESS, values=None, **more):
        personalisation = {"name": "Amala", **address, **(values or {})}
        body = {"template_id": self.letter_template, "personalisation": personalisation, **more}
        return self.post("/v2/notifications/letter", body, key=key)

    def send_pdf(self, content=PDF, key=None, **more):
        body = {"reference": "a PDF", "content": base64.b64encode(content).decode(), **more}
        return self.post("/v2/notifications/letter", body, key=key)

    def new_key(self, kind):
        """Another key, once the server knows it: it may look at what it remembers of a service for two seconds."""
        key = self.herald.create_key(self.service, kind)
        eventually(lambda: self.get("/v2/notifications", key=key).status_code == 200, seconds=5, what="the new key")
        return key

    def sent_id(self, answer):
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    def read(self, notification_id):
        answer = self.get(f"/v2/notifications/{notification_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def failed_attempts(self, notification_id):
        """Why each try to hand it to a provider failed, in their order."""
        events = self.get(f"/v2/notifications/{notification_id}/events").json()["events"]
        return [event["detail"]["reason"] for event in events if event["event"] == "attempt-failed"]

    def wait_for_status(self, notification_id, *statuses, seconds=30):
        """Waits until the notification shows one of these statuses, and returns it whole."""

        def look():
            notification = self.read(notification_id)
            return notification if notification["status"] in statuses else None

        return eventually(look, seconds, what=f"{notification_id} to be {' or '.join(statuses)}")


@pytest.fixture(scope="session")
def herald(store, tmp_path_factory):
    """The server that most tests share: sandbox providers, short retries."""
    database = Database(store, tmp_path_factory.mktemp("shared-" + store))
    inbound = {"mmg_inbound_users": "mmg", "mmg_inbound_passwords": "inbound password"}
    server = Herald(database, **FAST_RETRIES, **inbound, internal_clients=INTERNAL_CLIENTS).start()
    yield server
    assert server.stop() == 0, server.log()[-4000:]


@pytest.fixture
def start(store, tmp_path):
    """Starts servers of a test's own, `start(setting=value…)`, with short retries. They share one store; all are killed
    at the end."""
    database = Database(store, tmp_path / "data")
    servers = []

    def start_server(*arguments, **settings):
        server = Herald(database, **{**FAST_RETRIES, **settings})
        servers.append(server)
        return server.start(*arguments)

    start_server.database = database
    yield start_server
    for server in servers:
        server.kill()


@pytest.fixture(scope="session")
def tenant(herald):
    """A live service that tests may share, as long as they look only at their own messages."""
    return Tenant(herald)


@pytest.fixture(scope="session")
def admin(herald):
    """The internal API of the shared server."""
    return Admin(herald)


@pytest.fixture
def new_tenant():
    return Tenant


@pytest.fixture
def receiver():
    receivers = []

    def make(answer=lambda received: 200):
        receivers.append(Receiver(answer))
        return receivers[-1]

    yield make
    for made in receivers:
        made.close()


@pytest.fixture
def centre():
    made = MessageCentre()
    yield made
    made.end()
