"""Idempotency-Key: a request may be repeated and makes one message (docs/api.md)."""

import concurrent.futures
import json
import uuid

import requests
from support.waiting import eventually
from test_bulk import bulk
from test_limits import set_limits
from test_send import refused


def post(tenant, key, number="07700900123", name="Amala", path="sms"):
    body = {"phone_number": number, "template_id": tenant.sms_template, "personalisation": {"name": name}}
    headers = tenant.key.headers() | {"Idempotency-Key": key}
    return requests.post(f"{tenant.herald.url}/v2/notifications/{path}", data=json.dumps(body), headers=headers, timeout=30)


def count(tenant):
    return len(tenant.get("/v2/notifications").json()["notifications"])


def test_a_repetition_gets_the_same_answer(new_tenant, herald):
    tenant = new_tenant(herald)
    first, again = post(tenant, "order 7"), post(tenant, "order 7")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert "Idempotent-Replay" not in first.headers
    assert again.headers["Idempotent-Replay"] == "true"
    assert count(tenant) == 1
    other = post(tenant, "order 7", name="Ben")
    refused(other, "IdempotencyKeyReused", "This Idempotency-Key was used for another request in the last 24 hours", status=422)
    assert post(tenant, "order 8").json()["id"] != first.json()["id"]
    assert count(tenant) == 2


def test_the_last_message_of_the_day_may_be_repeated(new_tenant, herald):
    tenant = new_tenant(herald)
    set_limits(tenant, sms_message_limit=1)
    first = post(tenant, "order 7")
    assert post(tenant, "order 8").status_code == 429
    again = post(tenant, "order 7")
    assert (again.status_code, again.content) == (201, first.content)


def test_a_simulated_recipient_gets_the_same_answer(new_tenant, herald):
    tenant = new_tenant(herald)
    first, again = post(tenant, "order 7", number="07700900000"), post(tenant, "order 7", number="07700900000")
    assert (first.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotent-Replay"] == "true"
    assert post(tenant, "order 7").status_code == 422
    rows, name = [{"phone_number": "07700900000", "personalisation": {"name": "Amala"}}], {"Idempotency-Key": "list"}
    assert bulk(tenant, rows=rows, headers=name).content == bulk(tenant, rows=rows, headers=name).content
    assert count(tenant) == 0


def test_a_bad_key_is_refused(new_tenant, herald):
    tenant = new_tenant(herald)
    refused(post(tenant, "x" * 256), "ValidationError", "Idempotency-Key must be 1 to 255 printable ASCII characters")
    assert count(tenant) == 0


def test_what_was_refused_may_be_mended_under_the_same_key(new_tenant, herald):
    tenant = new_tenant(herald)
    assert post(tenant, "order 7", number="1").status_code == 400
    assert post(tenant, "order 7").status_code == 201


def test_a_repetition_is_answered_though_it_could_not_be_sent_any_more(new_tenant, herald):
    tenant = new_tenant(herald)
    first = post(tenant, "order 7")
    template = tenant.herald.database.id_literal(tenant.sms_template)
    service = tenant.herald.database.id_literal(tenant.service)
    tenant.herald.database.sql(f"UPDATE templates SET archived = TRUE WHERE id = {template}")
    tenant.herald.database.sql(f"UPDATE services SET change_number = change_number + 1 WHERE id = {service}")
    eventually(lambda: post(tenant, str(uuid.uuid4())).status_code == 400, what="the template to be gone")
    assert post(tenant, "order 7").content == first.content
    assert post(tenant, "order 7", name="Ben").status_code == 422


def test_many_requests_with_one_key_and_kills_between_make_one_message(start, new_tenant):
    herald = start()
    tenant = new_tenant(herald)
    ids = set()

    def send(_):
        try:
            return post(tenant, "order 7")
        except requests.ConnectionError:
            return None  # The server was killed; the client does not know, and asks again.

    for kill in (True, True, False):
        with concurrent.futures.ThreadPoolExecutor(200) as pool:
            answers = [pool.submit(send, i) for i in range(200)]
            if kill:
                answers[20].result()
                herald.kill()
            answers = [answer.result() for answer in answers]
        for answer in answers:
            if answer is not None and answer.status_code == 201:
                ids.add(answer.json()["id"])
            elif answer is not None:
                assert answer.status_code in (409, 503), answer.text
        if kill:
            herald.start()
    assert len(ids) == 1
    assert count(tenant) == 1
