"""What holds for every route: unknown paths and methods, headers, request ids, health and metrics (§0, §3.7)."""

import re
import socket

import pytest
import requests

NOT_FOUND = {
    "result": "error",
    "message": "The requested URL was not found on the server. If you entered the URL manually please check your "
    "spelling and try again.",
}
NOT_ALLOWED = {"result": "error", "message": "The method is not allowed for the requested URL."}


@pytest.mark.parametrize("path", ["/nothing", "/v2/nothing", "/v2/notifications/", "/notifications/sms", "/_delivery_status"])
def test_unknown_paths(herald, path):
    answer = requests.get(herald.url + path, timeout=30)
    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)


def test_unknown_channel_is_not_found_after_authentication(tenant):
    answer = tenant.post("/v2/notifications/fax", {})
    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)


def test_wrong_method(herald):
    answer = requests.delete(herald.url + "/v2/notifications", timeout=30)
    assert (answer.status_code, answer.json()) == (405, NOT_ALLOWED)
    assert "GET" in answer.headers["Allow"]


def test_preflight_needs_a_token_like_any_method(herald, tenant):
    refused = requests.options(herald.url + "/v2/notifications/sms", timeout=30)
    assert refused.status_code == 401
    assert refused.json()["errors"][0]["error"] == "AuthError"
    allowed = requests.options(herald.url + "/v2/notifications/sms", headers=tenant.key.headers(), timeout=30)
    assert allowed.status_code == 200
    assert "POST" in allowed.headers["Allow"]


def test_headers_of_every_answer(herald, tenant):
    for answer in (tenant.get("/v2/notifications"), requests.get(herald.url + "/nothing", timeout=30)):
        expected = {
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Headers": "Content-Type,Authorization",
            "Access-Control-Allow-Methods": "GET,PUT,POST,DELETE",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "SAMEORIGIN",
            "X-Permitted-Cross-Domain-Policies": "none",
            "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
            "Cache-Control": "no-store, no-cache, private, must-revalidate",
        }
        assert {name: answer.headers.get(name) for name in expected} == expected


def test_request_ids(herald):
    answer = requests.get(herald.url + "/_status", timeout=30)
    assert re.match(r"^[0-9a-f]{32}$", answer.headers["X-B3-TraceId"])
    assert re.match(r"^self-[0-9a-f]{16}$", answer.headers["X-B3-SpanId"])
    given = {"X-B3-TraceId": "trace-1", "X-B3-SpanId": "span-1"}
    answer = requests.get(herald.url + "/_status", headers=given, timeout=30)
    assert (answer.headers["X-B3-TraceId"], answer.headers["X-B3-SpanId"]) == ("trace-1", "span-1")
    answer = requests.get(herald.url + "/_status", headers={"X-Amzn-Trace-Id": "Root=1"}, timeout=30)
    assert answer.headers["X-B3-TraceId"] == "Root=1"


def test_head_is_get_without_a_body(herald):
    answer = requests.head(herald.url + "/_status", timeout=30)
    assert (answer.status_code, answer.content) == (200, b"")


def test_status(herald):
    for answer in (
        requests.get(herald.url + "/", timeout=30),
        requests.get(herald.url + "/_status", timeout=30),
        requests.post(herald.url + "/_status", timeout=30),
    ):
        assert answer.status_code == 200
        body = answer.json()
        assert body["status"] == "ok"
        assert set(body) == {"status", "git_commit", "build_time", "db_version", "db_bulk_version"}
    assert requests.get(herald.url + "/_status?simple=1", timeout=30).json() == {"status": "ok"}


def test_live_counts(herald):
    path = herald.url + "/_status/live-service-and-organisation-counts"
    before = requests.get(path, timeout=30).json()
    assert set(before) == {"organisations", "services"}
    herald.create_service(live=True)
    herald.create_service(live=False)
    after = requests.get(path, timeout=30).json()
    assert after == {"organisations": before["organisations"], "services": before["services"] + 1}


def test_health_and_metrics_have_a_listener_of_their_own(herald, tenant):
    tenant.sent_id(tenant.send_sms())
    for path in ("/healthz", "/readyz"):
        assert requests.get(herald.metrics_url + path, timeout=30).status_code == 200
    answer = requests.get(herald.metrics_url + "/metrics", timeout=30)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "herald_" in answer.text


def test_metrics_beside_the_api_need_the_token(herald, start):
    assert requests.get(herald.url + "/metrics", timeout=30).status_code == 404, "without the setting there are none"
    guarded = start(metrics_token="scraped-every-minute")
    refusals = {None: (401, "Unauthorized: authentication token must be provided")}
    for wrong in ("Bearer something-else", "scraped-every-minute", "Basic scraped-every-minute"):
        refusals[wrong] = (403, "Forbidden: invalid authentication token provided")
    for header, (status, message) in refusals.items():
        answer = requests.get(guarded.url + "/metrics", headers={"Authorization": header} if header else {}, timeout=30)
        assert (answer.status_code, answer.json()) == (status, {"result": "error", "message": message})
    answer = requests.get(guarded.url + "/metrics", headers={"Authorization": "Bearer scraped-every-minute"}, timeout=30)
    assert answer.status_code == 200
    assert "herald_http_requests_total" in answer.text
    assert "scraped-every-minute" not in guarded.log()


def raw(herald, data):
    """What the server says to these bytes, until it closes."""
    with socket.create_connection(("127.0.0.1", herald.port), timeout=15) as connection:
        connection.sendall(data)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
        return answer


def test_pipelined_requests_are_answered_in_order(herald):
    request = "GET /_status?simple=1 HTTP/1.1\r\nHost: a\r\nX-B3-TraceId: {}\r\n{}\r\n"
    both = request.format("first", "") + request.format("second", "Connection: close\r\n")
    answer = raw(herald, both.encode())
    assert answer.count(b"HTTP/1.1 200") == 2
    assert answer.index(b"first") < answer.index(b"second")


def test_nonsense_is_not_served(herald):
    answer = raw(herald, b"\x16\x03\x01 this is not HTTP\r\n\r\n")
    assert b" 200 " not in answer
    assert requests.get(herald.url + "/_status", timeout=30).status_code == 200


def test_too_large_headers_are_refused(herald):
    answer = raw(herald, b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + b"x" * 1_000_000 + b"\r\n\r\n")
    assert b" 200 " not in answer
