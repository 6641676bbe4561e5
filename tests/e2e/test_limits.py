"""Requests a minute and messages a day: exact, over several processes too (contract public-api §5.1, §5.2)."""

import concurrent.futures
import json

import requests
from test_send import refused

CONNECTIONS = 8


def set_limits(tenant, **limits):
    changes = ", ".join(f"{name} = {value}" for name, value in limits.items())
    service = tenant.herald.database.id_literal(tenant.service)
    tenant.herald.database.sql(f"UPDATE services SET {changes}, change_number = change_number + 1 WHERE id = {service}")


def send_many(tenants, count):
    """Statuses of that many requests, made at once and in turn to each server."""

    def send(number):
        return tenants[number % len(tenants)].send_sms().status_code

    with concurrent.futures.ThreadPoolExecutor(CONNECTIONS) as pool:
        return list(pool.map(send, range(count)))


class At:
    """The same tenant by way of another process."""

    def __init__(self, tenant, herald):
        self.tenant, self.herald = tenant, herald

    def send_sms(self):
        body = {"phone_number": "07700900123", "template_id": self.tenant.sms_template, "personalisation": {"name": "A"}}
        return requests.post(
            self.herald.url + "/v2/notifications/sms", data=json.dumps(body), headers=self.tenant.key.headers(), timeout=30
        )


def test_the_rate_limit_is_exact_and_says_how_long_to_wait(new_tenant, herald):
    tenant = new_tenant(herald)
    # One request a minute comes back, so that the test's own length does not count: a burst of 1 of a bucket of 2.
    set_limits(tenant, rate_limit=1)
    answers = [tenant.send_sms() for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 429, 429]
    refused(answers[1], "RateLimitError", "Exceeded rate limit for key type LIVE of 1 requests per 60 seconds", status=429)
    assert 1 <= int(answers[1].headers["Retry-After"]) <= 120
    assert tenant.get("/v2/notifications").status_code == 200, "reading is not limited"
    assert tenant.post("/v2/notifications/fax", {}).status_code == 429, "whatever is sent to, it counts"


def test_the_rate_limit_is_exact_over_processes(start, store, new_tenant):
    heralds = []
    # A store on SQLite belongs to one process.
    for processes in [1] if store == "sqlite" else [1, 2, 4]:
        while len(heralds) < processes:
            heralds.append(start(roles="api"))
        tenant = new_tenant(heralds[0])
        set_limits(tenant, rate_limit=6)  # a bucket of 3, so 2 pass at once and one more every 10 seconds
        statuses = send_many([At(tenant, herald) for herald in heralds], 40)
        assert 2 <= statuses.count(201) <= 3, f"{processes} processes"
        assert set(statuses) == {201, 429}


def test_daily_limits_are_exact_and_per_channel(new_tenant, herald):
    tenant = new_tenant(herald)
    set_limits(tenant, sms_message_limit=5)
    assert send_many([tenant], 30).count(201) == 5
    answer = tenant.send_sms()
    refused(answer, "TooManyRequestsError", "Exceeded send limits (sms: 5) for today", status=429)
    assert 1 <= int(answer.headers["Retry-After"]) <= 86400
    assert tenant.send_email().status_code == 201
    # The limit is asked before the request is read (§2.4 steps 3 and 4).
    assert tenant.post("/v2/notifications/sms", "no JSON").status_code == 429
    assert tenant.post("/v2/notifications/email", "no JSON").status_code == 400


def test_numbers_abroad_have_a_limit_of_their_own(new_tenant, herald):
    tenant = new_tenant(herald)
    set_limits(tenant, international_sms_message_limit=1)
    assert tenant.send_sms("+33 6 51 22 33 44").status_code == 201
    refused(
        tenant.send_sms("+33 6 51 22 33 44"),
        "TooManyRequestsError",
        "Exceeded send limits (international_sms: 1) for today",
        status=429,
    )
    assert tenant.send_sms().status_code == 201


def test_simulated_recipients_and_test_keys_are_not_counted(new_tenant, herald):
    tenant = new_tenant(herald)
    set_limits(tenant, sms_message_limit=1)
    for _ in range(3):
        assert tenant.send_sms("07700900000").status_code == 201
    test_key = tenant.new_key("test")
    for _ in range(3):
        assert tenant.send_sms(key=test_key).status_code == 201
    assert [tenant.send_sms().status_code for _ in range(2)] == [201, 429]
    assert tenant.send_sms("07700900000").status_code == 429, "they are checked all the same"
