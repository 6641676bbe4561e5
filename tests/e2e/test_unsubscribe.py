"""Links to unsubscribe, from the template to the request (contract public-api §3.1, §6.5)."""

import re

import pytest
import requests


@pytest.fixture
def mail(herald, new_tenant):
    """An email whose template asks for a link, as the API shows it."""
    own = new_tenant(herald)
    own.email_template = herald.command(
        "template", "create", "--service", own.service, "--type", "email", "--name", "With a link", "--subject", "News",
        "--content", "Hello ((name))", "--unsubscribe-link",
    )["id"]  # fmt: skip
    sent = own.send_email()
    assert sent.json()["content"]["one_click_unsubscribe_url"] is None
    own.mail = own.read(own.sent_id(sent))
    return own


def requests_of(own):
    literal = own.herald.database.id_literal(own.mail["id"])
    return own.herald.database.sql(f"SELECT email_address FROM unsubscribe_requests WHERE notification_id = {literal}")


def path_of(url):
    return re.sub(r"^https?://[^/]+", "", url)


def test_one_click(mail):
    link = mail.mail["one_click_unsubscribe_url"]
    again = mail.read(mail.mail["id"])["one_click_unsubscribe_url"]
    assert link != again  # A fresh token on each read, and all of them hold.
    assert link.startswith(f"{mail.herald.url}/unsubscribe/{mail.mail['id']}/")
    for url in (link, again):
        answer = requests.post(mail.herald.url + path_of(url), data="List-Unsubscribe=One-Click", timeout=30)
        assert answer.status_code == 200
        assert answer.json() == {"result": "success", "message": "Unsubscribe successful"}
    assert requests_of(mail) == "amala@example.com"


def test_refusals(mail):
    url = mail.herald.url + path_of(mail.mail["one_click_unsubscribe_url"])
    broken = requests.post(url[:-2], timeout=30)
    assert broken.status_code == 404
    assert broken.json() == {
        "result": "error", "message": {"unsubscribe request": "This is not a valid unsubscribe link."}
    }  # fmt: skip
    unknown = requests.post(url.replace(mail.mail["id"], "11111111-1111-4111-8111-111111111111"), timeout=30)
    assert unknown.status_code == 404
    assert unknown.json()["message"] == {"unsubscribe request": "This unsubscribe link is invalid or expired."}
    assert requests.post(url.replace(mail.mail["id"], "x"), timeout=30).status_code == 404
    wrong_method = requests.get(url, timeout=30)
    assert (wrong_method.status_code, wrong_method.headers["Allow"]) == (405, "POST")


def test_page_for_people(mail):
    url = mail.herald.url + path_of(mail.mail["one_click_unsubscribe_url"]).replace("/unsubscribe/", "/unsubscribe/page/")
    shown = requests.get(url, timeout=30)
    assert shown.status_code == 200
    assert shown.headers["Content-Type"] == "text/html; charset=utf-8"
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert "<h1>Unsubscribe from these emails</h1>" in shown.text
    assert requests_of(mail) == ""
    done = requests.post(url, timeout=30)
    assert "<h1>You have unsubscribed</h1>" in done.text
    assert requests_of(mail) == "amala@example.com"
    assert requests.get(url[:-2], timeout=30).status_code == 404


def test_callers_own_link_comes_first(mail):
    sent = mail.send_email(one_click_unsubscribe_url="https://example.com/out")
    assert mail.read(mail.sent_id(sent))["one_click_unsubscribe_url"] == "https://example.com/out"
