"""Who looks after the providers: the commands and the internal API (contract admin-api-messages §15.2)."""

import re
import uuid

import pytest

from support import faulty_provider as faults
from support.waiting import eventually

HTTP_DATE = re.compile(r"^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$")


@pytest.fixture
def own(start):
    """A server whose providers a test may change, and the admin site's view of it."""
    from support.internal import INTERNAL_CLIENTS, Admin

    herald = start(internal_clients=INTERNAL_CLIENTS)
    return herald, Admin(herald)


def listed(admin):
    return {one["identifier"]: one for one in admin.get("/provider-details").json()["provider_details"]}


def test_the_list(own):
    _, admin = own
    answer = admin.get("/provider-details")
    assert answer.status_code == 200
    rows = answer.json()["provider_details"]
    assert [row["notification_type"] for row in rows] == sorted(row["notification_type"] for row in rows)
    mmg = listed(admin)["mmg"]
    assert uuid.UUID(mmg.pop("id"))
    expected = {
        "display_name": "MMG",
        "identifier": "mmg",
        "priority": 51,
        "notification_type": "sms",
        "active": True,
        "supports_international": True,
        "reason": None,
        "updated_at": None,
        "created_by_name": None,
        "current_month_billable_sms": 0,
    }
    assert mmg == expected


def test_a_change_is_kept_with_author_and_reason(own):
    herald, admin = own
    mmg = listed(admin)["mmg"]["id"]
    answer = admin.post(f"/provider-details/{mmg}", {"priority": 30, "reason": "trying it out", "created_by": str(uuid.uuid4())})
    assert answer.status_code == 200, answer.text
    changed = answer.json()["provider_details"]
    assert (changed["priority"], changed["version"], changed["reason"]) == (30, 2, "trying it out")
    assert changed["updated_at"].endswith("Z")
    assert admin.get(f"/provider-details/{mmg}").json()["provider_details"] == changed
    versions = admin.get(f"/provider-details/{mmg}/versions").json()["data"]
    assert [(one["version"], one["priority"]) for one in versions] == [(2, 30), (1, 51)]
    assert HTTP_DATE.match(listed(admin)["mmg"]["updated_at"])
    table = herald.command("provider", "history", "mmg")
    assert [one["priority"] for one in table["versions"]] == [30, 51]


@pytest.mark.parametrize(
    "body, message",
    [
        ({"identifier": "other"}, {"identifier": ["Not permitted to be updated"]}),
        ({"priority": 10, "supports_international": False}, {"supports_international": ["Not permitted to be updated"]}),
        ({"priority": "ten"}, {"priority": ["Not a valid integer."]}),
        ({"active": "yes"}, {"active": ["Not a valid boolean."]}),
    ],
)
def test_what_may_not_be_changed(own, body, message):
    _, admin = own
    mmg = listed(admin)["mmg"]
    answer = admin.post(f"/provider-details/{mmg['id']}", body)
    assert answer.status_code == 400
    assert answer.json() == {"result": "error", "message": message}
    assert listed(admin)["mmg"] == mmg


def test_unknown_providers(own):
    _, admin = own
    unknown = f"/provider-details/{uuid.uuid4()}"
    assert admin.get(unknown).json() == {"provider_details": {}}
    assert admin.get(unknown + "/versions").json() == {"data": []}
    answer = admin.post(unknown, {"priority": 10})
    assert (answer.status_code, answer.json()["message"]) == (404, "No result found")
    assert admin.get("/provider-details/no-id").status_code == 404


def test_the_commands(own):
    herald, admin = own
    done = herald.run("provider", "set", "firetext", "--priority", "70", "--state", "off", "--reason", "maintenance")
    assert done.returncode == 0, done.stderr
    firetext = listed(admin)["firetext"]
    assert (firetext["priority"], firetext["active"], firetext["reason"]) == (70, False, "maintenance")
    assert firetext["created_by_name"].startswith("command line")
    text = herald.run("provider", "list").stdout
    assert re.search(r"firetext +sms +70 +off", text), text
    assert herald.run("provider", "set", "firetext").returncode == 2
    assert herald.run("provider", "set", "nobody", "--state", "on").returncode == 1
    assert herald.run("provider", "set", "firetext", "--priority", "101").returncode == 2
    assert herald.run("provider", "history", "nobody").returncode == 1


def test_errors_move_weight_and_a_person_is_left_in_peace(start, new_tenant):
    """Contract providers §1.2: more than 50 failed requests in 60 s. S-077: not within the quiet time of a change."""
    provider = faults.FaultyProvider("{}")
    provider.acceptance = faults.reply(500, "{}")
    herald = start(mmg_url=provider.url, provider_breaker_failures=0, sms_errors_quiet_seconds=3600)
    own = new_tenant(herald)

    def priorities():
        rows = herald.command("provider", "list")["providers"]
        return {row["identifier"]: row["priority"] for row in rows}

    def reasons(name):
        return [one["reason"] for one in herald.command("provider", "history", name)["versions"]]

    def send_many():
        before = sum(provider.met.values())
        while sum(provider.met.values()) <= before + 55:
            for notification_id in [own.sent_id(own.send_sms()) for _ in range(20)]:
                own.wait_for_status(notification_id, "sending", "delivered")

    send_many()
    eventually(lambda: priorities()["mmg"] == 41, what="less for MMG")
    assert priorities()["firetext"] == 59
    assert reasons("mmg")[0] == "Reduced due to reduced reliability"
    assert reasons("firetext")[0] == "Increased due to reduced reliability in other provider"
    herald.command("provider", "set", "mmg", "--priority", "50")
    send_many()
    assert priorities()["mmg"] == 50
    provider.close()
