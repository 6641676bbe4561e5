"""Two processes on one PostgreSQL share the work and send nothing twice (claims, leases, wake-ups)."""

import pytest

from support.process import Herald, Sandbox
from support.waiting import eventually

pytestmark = pytest.mark.parametrize("store", ["postgres"], indirect=True)


@pytest.fixture
def sandbox(start):
    sandbox = Sandbox(start.database)
    yield sandbox
    sandbox.kill()


def send_by_turns(tenant, servers, count):
    """Sends through each server in turn; returns the ids."""
    sent = []
    for i in range(count):
        tenant.herald = servers[i % len(servers)]
        sent.append(tenant.sent_id(tenant.send_sms() if i % 3 else tenant.send_email()))
    return sent


def all_delivered_once(tenant, sandbox, sent):
    for notification_id in sent:
        tenant.wait_for_status(notification_id, "delivered")
    seen = sandbox.seen()
    assert {notification_id: seen.get(notification_id) for notification_id in sent} == dict.fromkeys(sent, 1)


def test_same_roles(start, new_tenant, sandbox):
    roles = "api,delivery,callbacks,scheduler"
    first = start(roles=roles, **sandbox.provider_settings())
    sandbox.start(receipts_url=first.url)
    second = start(roles=roles, **sandbox.provider_settings())
    own = new_tenant(first)
    sent = send_by_turns(own, [first, second], 200)
    all_delivered_once(own, sandbox, sent)
    assert first.run("doctor").returncode == 0


def test_different_roles(start, new_tenant, sandbox):
    api = start(roles="api", **sandbox.provider_settings())
    sandbox.start(receipts_url=api.url)
    start(roles="delivery,callbacks,scheduler", **sandbox.provider_settings())
    own = new_tenant(api)
    sent = send_by_turns(own, [api], 100)
    all_delivered_once(own, sandbox, sent)


def test_a_dead_process_leaves_nothing_behind(start, new_tenant, sandbox):
    roles = "api,delivery,callbacks,scheduler"
    # The first has no provider to talk to: what it accepts stays with it until it is killed.
    doomed = start(roles=roles, mmg_url="http://127.0.0.1:1/", firetext_url="http://127.0.0.1:1/", lease_seconds=5, provider_timeout_seconds=2, callback_timeout_seconds=2,
                   send_retry_seconds=1, send_retries=48)  # fmt: skip
    own = new_tenant(doomed)
    sent = [own.sent_id(own.send_sms()) for _ in range(50)]
    doomed.kill()
    survivor = start(roles=roles, lease_seconds=5, provider_timeout_seconds=2, callback_timeout_seconds=2, **sandbox.provider_settings())
    sandbox.start(receipts_url=survivor.url)
    own.herald = survivor
    all_delivered_once(own, sandbox, sent)


def test_a_change_made_by_one_process_reaches_the_other(start, new_tenant):
    first = start(roles="api")
    second = Herald(first.database, roles="api").start()
    try:
        own = new_tenant(first)
        own.sent_id(own.send_sms())
        own.herald = second
        own.sent_id(own.send_sms())
        first.command("template", "update", own.sms_template, "--content", "Newer ((name))")
        newer = lambda: own.send_sms().json()["content"]["body"] == "Newer Amala"  # noqa: E731
        eventually(newer, seconds=5, every=0.2, what="the new version in the other process")
    finally:
        second.kill()
