"""The published description of the API, and requests made up from it: no 5xx, and every answer as it says.

The examples are the same in every run (`derandomize`). Half of them get what the tenant really has in place of made-up
ids, so that requests pass the checks that a schema cannot express; the other half stay as they were made.
"""

import warnings
from datetime import datetime, timedelta, timezone

import pytest
import requests
import schemathesis
from conftest import ADDRESS
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

EXAMPLES = 60
AS_DOCUMENTED = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
# A letter's PDF is not made yet: no example gets one.
NO_SUCCESS = {"getLetterPdf"}

NUMBERS = ["07700900123", "+44 7700 900 123", "0044(0)7700-900123", "+33612345678", "020 7946 0018", "12", "07700900x"]
schemathesis.openapi.format("phone-number", st.sampled_from(NUMBERS))


@pytest.fixture(scope="module")
def described(herald, new_module_tenant):
    """The document as schemathesis reads it, and a tenant whose messages may be anything."""
    return schemathesis.openapi.from_url(herald.url + "/openapi.json"), new_module_tenant


@pytest.fixture(scope="module")
def new_module_tenant(herald):
    from conftest import Tenant

    tenant = Tenant(herald)
    herald.lift_limits(tenant.service)
    tenant.message = tenant.sent_id(tenant.send_sms())
    return tenant


def fill_in(case, tenant):
    """What the tenant really has, wherever the example names something of that kind."""
    operation = case.operation.definition.raw["operationId"]
    if "notification_id" in case.path_parameters:
        case.path_parameters["notification_id"] = tenant.message
    if "id" in case.path_parameters:
        case.path_parameters["id"] = tenant.email_template
    if "version" in case.path_parameters:
        case.path_parameters["version"] = 1
    body = case.body
    if not isinstance(body, dict):
        return
    if "template_id" in body:
        kinds = {"sendEmail": tenant.email_template, "sendLetter": tenant.letter_template}
        body["template_id"] = kinds.get(operation, tenant.sms_template)
    for one in [body, *[row for row in body.get("rows") or [] if isinstance(row, dict)]]:
        for sender in ("sms_sender_id", "email_reply_to_id"):
            one.pop(sender, None)
        if isinstance(one.get("scheduled_for"), str):
            one["scheduled_for"] = (datetime.now(timezone.utc) + timedelta(hours=1)).isoformat()
        if isinstance(one.get("personalisation"), dict):
            one["personalisation"]["name"] = "Amala"
            if operation == "sendLetter":
                one["personalisation"] |= ADDRESS


def try_examples(operation, mode, tenant, session):
    """Statuses that were seen. Raises when an answer is not as documented."""
    seen = set()

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), real=st.booleans())
    def call(case, real):
        if real:
            fill_in(case, tenant)
        headers = {"Authorization": tenant.key.headers()["Authorization"]}
        answer = case.call(headers=headers, session=session, timeout=30)
        case.validate_response(answer, checks=AS_DOCUMENTED, headers=headers)
        seen.add(answer.status_code)

    try:
        call()
    except Unsatisfiable:
        # Nothing can be wrong with a request that takes nothing.
        assert mode is GenerationMode.NEGATIVE
    return seen


@pytest.mark.timeout(120)
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_answer_is_as_documented(described, mode):
    schema, tenant = described
    seen = {}
    with requests.Session() as session, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for result in schema.get_all_operations():
            operation = result.ok()
            name = operation.definition.raw["operationId"]
            seen[name] = try_examples(operation, mode, tenant, session)
    assert len(seen) >= 13
    if mode is GenerationMode.POSITIVE:
        for name, statuses in seen.items():
            if name in NO_SUCCESS:
                continue
            assert statuses & {200, 201, 409}, f"no example of {name} came through: {statuses}"
    else:
        assert 400 in seen["sendSms"] and 400 in seen["sendBulk"]


def test_the_document_is_for_everybody(herald):
    answer = requests.get(herald.url + "/openapi.json", timeout=30)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    document = answer.json()
    assert document["openapi"] == "3.1.0"
    assert document["security"] == [{"token": []}]
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_every_described_route_asks_who_calls(herald):
    document = requests.get(herald.url + "/openapi.json", timeout=30).json()
    for path, operations in document["paths"].items():
        for method in operations:
            url = herald.url + path.replace("{version}", "1").replace("{", "").replace("}", "")
            answer = requests.request(method, url, timeout=30)
            assert answer.status_code == 401, (method, path)
            assert answer.json()["errors"][0]["error"] == "AuthError"
