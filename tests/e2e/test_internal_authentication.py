"""The ladder of contract admin-api-services-users §1.1 over HTTP; each row is also a unit test of its own."""

import time
import uuid

import pytest
import requests

from support import tokens
from support.internal import ADMIN_SECRETS, admin_headers

NOBODY = "9a1c1d9e-54a5-4cf1-8f4f-0c0b6a4a3f1e"

GENERAL = (
    "Invalid token: make sure your API token matches the example at "
    "https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header"
)
CLOCK = "Error: Your system clock must be accurate to within 30 seconds"
NOT_ALLOWED = "Unauthorized: not allowed to perform this action"
SECRET = ADMIN_SECRETS[0]


def ask(herald, authorization=None, path=None, method="GET", **more):
    headers = {} if authorization is None else {"Authorization": authorization}
    path = path or f"/service/{uuid.uuid4()}/statistics"
    return requests.request(method, herald.url + path, headers=headers, timeout=30, **more)


def refused(answer, status, message):
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json() == {"result": "error", "message": {"token": [message]}}


def now(**claims):
    return {"iss": "notify-admin", "iat": int(time.time()), **claims}


@pytest.mark.parametrize(
    "authorization, status, message",
    [
        (lambda: None, 401, "Unauthorized: authentication token must be provided"),
        (lambda: "Basic abc", 401, "Unauthorized: authentication bearer scheme must be used"),
        (lambda: "Bearer not-a-token", 403, GENERAL),
        (lambda: "Bearer " + tokens.make(SECRET, {"iat": 1}), 403, "Invalid token: iss field not provided"),
        (lambda: "Bearer " + tokens.make(SECRET, now(iss="notify-functional-tests")), 401, NOT_ALLOWED),
        (lambda: "Bearer " + tokens.make("x", now(), {"alg": "none"}), 403, "Invalid token: algorithm used is not HS256"),
        (lambda: "Bearer " + tokens.make("guessed", now()), 403, "Invalid token: API key not found"),
        (lambda: "Bearer " + tokens.make(SECRET, {"iss": "notify-admin"}), 403, "Invalid token: API key not found"),
        (lambda: "Bearer " + tokens.make(SECRET, now(iat=int(time.time()) - 60)), 403, CLOCK),
        (lambda: "Bearer " + tokens.make(SECRET, now(iat=int(time.time()) + 60)), 403, CLOCK),
        (lambda: "Bearer " + tokens.make(SECRET, now(exp=int(time.time()) - 60)), 403, GENERAL),
    ],
)
def test_who_is_let_in(herald, authorization, status, message):
    refused(ask(herald, authorization()), status, message)


@pytest.mark.parametrize("secret", ADMIN_SECRETS)
def test_any_of_the_secrets_is_good(herald, secret):
    answer = ask(herald, "bEARER " + tokens.make(secret, now()))
    assert answer.status_code == 501
    assert answer.json() == {"result": "error", "message": "This is not available yet"}


def test_a_services_key_is_not_the_admin_sites(herald, tenant):
    refused(ask(herald, "Bearer " + tenant.key.token()), 401, NOT_ALLOWED)


def test_the_admin_client_is_no_service(herald):
    answer = requests.get(herald.url + "/v2/notifications", headers=admin_headers(), timeout=30)
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["message"] == "Invalid token: service id is not the right data type"


def test_authentication_comes_before_the_body(herald):
    path = f"/service/{uuid.uuid4()}/contact-list"
    refused(ask(herald, path=path, method="POST", data="{"), 401, "Unauthorized: authentication token must be provided")


@pytest.mark.parametrize(
    "method, path, status, message",
    [
        ("GET", "/service/not-an-id/job", 404, "The requested URL was not found on the server. "),
        ("GET", f"/service/{NOBODY}/nothing", 404, "The requested URL was not found on the server. "),
        ("GET", f"/service/{NOBODY}/job/", 404, "The requested URL was not found on the server. "),
        ("DELETE", f"/service/{NOBODY}/job", 405, "The method is not allowed for the requested URL."),
    ],
)
def test_unmatched_urls_are_answered_before_authentication(herald, method, path, status, message):
    answer = ask(herald, path=path, method=method)
    assert answer.status_code == status
    assert answer.json()["result"] == "error"
    assert answer.json()["message"].startswith(message)


def test_without_the_setting_nobody_is_let_in(start):
    herald = start()
    refused(ask(herald, admin_headers()["Authorization"]), 403, "Invalid token: API key not found")
