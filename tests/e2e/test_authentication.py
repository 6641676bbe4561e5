"""The ladder of contract public-api §1.3 over HTTP; each row is also a unit test of its own."""

import time
import uuid

import pytest
import requests

from support import tokens
from support.waiting import eventually

GENERAL = (
    "Invalid token: make sure your API token matches the example at "
    "https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header"
)
CLOCK = "Error: Your system clock must be accurate to within 30 seconds"


def refused(answer, status, message):
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/json"
    assert "WWW-Authenticate" not in answer.headers
    assert answer.json() == {"status_code": status, "errors": [{"error": "AuthError", "message": message}]}


def ask(herald, authorization=None):
    headers = {} if authorization is None else {"Authorization": authorization}
    return requests.get(herald.url + "/v2/notifications", headers=headers, timeout=30)


@pytest.mark.parametrize(
    "authorization, status, message",
    [
        (None, 401, "Unauthorized: authentication token must be provided"),
        ("", 401, "Unauthorized: authentication token must be provided"),
        ("Basic abc", 401, "Unauthorized: authentication bearer scheme must be used"),
        ("Bearer", 401, "Unauthorized: authentication bearer scheme must be used"),
        ("Bearer not-a-token", 403, GENERAL),
        ("Bearer a.b.c", 403, GENERAL),
        ("Bearer " + tokens.make("s", {"iat": 1}), 403, "Invalid token: iss field not provided"),
        ("Bearer " + tokens.make("s", {"iss": "me"}), 403, "Invalid token: service id is not the right data type"),
        ("Bearer " + tokens.make("s", {"iss": 7}), 403, "Invalid token: service id is not the right data type"),
        ("Bearer " + tokens.make("s", {"iss": str(uuid.uuid4())}), 403, "Invalid token: service not found"),
    ],
)
def test_tokens_of_nobody(herald, authorization, status, message):
    refused(ask(herald, authorization), status, message)


def test_service_without_keys(herald):
    service = herald.create_service()
    token = tokens.make("s" * 36, {"iss": service, "iat": int(time.time())})
    refused(ask(herald, "Bearer " + token), 403, "Invalid token: service has no API keys")


@pytest.mark.parametrize(
    "change, message",
    [
        (lambda now: {"iat": now - 60}, CLOCK),
        (lambda now: {"iat": now + 60}, CLOCK),
        (lambda now: {"iat": "soon"}, CLOCK),
        (lambda now: {"iat": now, "aud": "me"}, GENERAL),
        (lambda now: {"iat": now, "exp": now - 60}, GENERAL),
        (lambda now: {}, "Invalid token: API key not found"),
    ],
)
def test_claims_of_a_good_signature(herald, tenant, change, message):
    token = tokens.make(tenant.key.secret, {"iss": tenant.service, **change(int(time.time()))})
    refused(ask(herald, "Bearer " + token), 403, message)


def test_algorithm_is_checked_before_the_signature(herald, tenant):
    token = tokens.make("whatever", {"iss": tenant.service, "iat": int(time.time())}, {"typ": "JWT", "alg": "none"})
    refused(ask(herald, "Bearer " + token), 403, "Invalid token: algorithm used is not HS256")


def test_wrong_secret(herald, tenant):
    token = tokens.make(str(uuid.uuid4()), {"iss": tenant.service, "iat": int(time.time())})
    refused(ask(herald, "Bearer " + token), 403, "Invalid token: API key not found")


@pytest.mark.parametrize("shape", [int, float, str])
def test_issue_time_may_be_a_number_or_its_text(herald, tenant, shape):
    token = tokens.make(tenant.key.secret, {"iss": tenant.service, "iat": shape(int(time.time()))})
    assert ask(herald, "Bearer " + token).status_code == 200


def test_scheme_in_any_case(herald, tenant):
    assert ask(herald, "bEARER " + tenant.key.token()).status_code == 200


def test_revoked_key_is_named_as_revoked(herald, tenant):
    made = herald.command("api-key", "create", "--service", tenant.service, "--name", "leaked", "--type", "normal")
    key = tokens.ApiKey(made["key"])
    # The server may go on believing what it knows of the service for two seconds, with every change.
    answers = lambda status: ask(herald, "Bearer " + key.token()).status_code == status  # noqa: E731
    eventually(lambda: answers(200), seconds=5, what="the new key to be known")
    herald.command("api-key", "revoke", made["id"])
    eventually(lambda: answers(403), seconds=5, what="the key to be revoked")
    refused(ask(herald, "Bearer " + key.token()), 403, "Invalid token: API key revoked")


def test_authentication_comes_before_the_body_and_the_parameters(herald):
    answer = requests.post(herald.url + "/v2/notifications/sms", data="{", timeout=30)
    refused(answer, 401, "Unauthorized: authentication token must be provided")
    answer = requests.get(herald.url + "/v2/notifications/not-an-id", timeout=30)
    refused(answer, 401, "Unauthorized: authentication token must be provided")
