"""POST /v2/notifications/bulk: many messages in one request (docs/api.md)."""

import json

import requests
from support.waiting import eventually
from test_limits import set_limits
from test_send import refused


def bulk(tenant, template=None, headers=None, **body):
    return requests.post(
        tenant.herald.url + "/v2/notifications/bulk",
        data=json.dumps({"template_id": template or tenant.sms_template, **body}),
        headers=tenant.key.headers() | (headers or {}),
        timeout=60,
    )


def row(number="07700900123", **more):
    return {"phone_number": number, "personalisation": {"name": "Amala"}, **more}


def listed(tenant):
    return tenant.get("/v2/notifications").json()["notifications"]


def test_each_row_is_accepted_or_refused_by_itself(new_tenant, herald):
    tenant = new_tenant(herald)
    answer = bulk(tenant, rows=[row(reference="a"), row("07700"), {"phone_number": "07700900124"}, row("07700900000"), row(x=1)])
    assert answer.status_code == 201
    body = answer.json()
    assert (body["accepted"], body["refused"]) == (2, 3)
    results = body["results"]
    assert [result["row"] for result in results] == [0, 1, 2, 3, 4]
    assert results[0]["reference"] == "a"
    error = results[1]["errors"][0]
    assert (results[1]["status_code"], error["error"], error["message"]) == (400, "ValidationError", "phone_number Not enough digits")
    assert results[2]["errors"][0]["message"] == "Missing personalisation: name"
    assert "id" in results[3], "a simulated recipient is answered like any other"
    assert results[4]["errors"][0]["message"] == "Additional properties are not allowed (x was unexpected)"
    assert [message["id"] for message in listed(tenant)] == [results[0]["id"]]
    eventually(lambda: listed(tenant)[0]["status"] == "delivered", what="the message to be delivered")


def test_rows_may_come_as_csv(new_tenant, herald):
    tenant = new_tenant(herald)
    csv = "Phone Number,name,reference\r\n07700 900123,Amala,a\r\n\"07700900124\",\"Ben, the second\",\r\n07700900125,,c\r\n"
    body = bulk(tenant, csv=csv).json()
    assert (body["accepted"], body["refused"]) == (2, 1)
    assert body["results"][2]["errors"][0]["message"] == "Missing personalisation: name"
    messages = {message["id"]: message for message in listed(tenant)}
    assert messages[body["results"][0]["id"]]["reference"] == "a"
    assert messages[body["results"][1]["id"]]["body"] == "Hello Ben, the second, your case is closed."
    emails = bulk(tenant, template=tenant.email_template, csv="email address,name\nada@example.com,Ada\n").json()
    assert emails["accepted"] == 1


def test_what_is_no_bulk_request_is_refused(new_tenant, herald):
    tenant = new_tenant(herald)
    refused(bulk(tenant), "ValidationError", "Give either rows or csv")
    refused(bulk(tenant, rows=[row()], csv="x"), "ValidationError", "Give either rows or csv")
    refused(bulk(tenant, rows=[]), "BadRequestError", "A bulk request needs at least one row")
    refused(bulk(tenant, rows={}), "ValidationError", "rows {} is not of type array")
    refused(bulk(tenant, csv="name\nAmala"), "ValidationError", "csv needs a column called ‘phone number’")
    two = "phone number,Phone_Number,name\n07700900123,07700900124,Amala"
    refused(bulk(tenant, csv=two), "ValidationError", "csv has more than one column called ‘phone number’")
    refused(bulk(tenant, rows=[row()], template=tenant.service), "BadRequestError", "Template not found")
    answer = bulk(tenant, rows=[row("1")])
    assert (answer.status_code, answer.json()["refused"]) == (400, 1)
    refused(bulk(tenant, rows=[row()] * 10_001), "BadRequestError", "A bulk request can have at most 10000 rows")
    assert listed(tenant) == []


def test_ten_thousand_rows_count_against_the_day_and_are_repeatable(new_tenant, herald):
    tenant = new_tenant(herald)
    set_limits(tenant, sms_message_limit=9_990)
    rows = [row(reference=str(number)) for number in range(10_000)]
    first = bulk(tenant, rows=rows, headers={"Idempotency-Key": "the whole list"})
    assert first.status_code == 201
    body = first.json()
    assert (body["accepted"], body["refused"]) == (9_990, 10)
    assert body["results"][9_990]["errors"][0]["message"] == "Exceeded send limits (sms: 9990) for today"
    assert len({result["id"] for result in body["results"] if "id" in result}) == 9_990
    again = bulk(tenant, rows=rows, headers={"Idempotency-Key": "the whole list"})
    assert again.content == first.content
    assert again.headers["Idempotent-Replay"] == "true"
    stored = tenant.herald.database.sql(
        f"SELECT count(*) FROM notifications WHERE service_id = {tenant.herald.database.id_literal(tenant.service)}"
    )
    assert stored == "9990"


def test_rows_may_be_scheduled(new_tenant, herald):
    tenant = new_tenant(herald)
    answer = bulk(tenant, rows=[row(scheduled_for="2001-01-01")]).json()
    assert answer["results"][0]["errors"][0]["message"] == "scheduled_for datetime can not be in the past"
