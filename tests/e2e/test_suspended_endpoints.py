"""An endpoint that is not called any more: its service's team reads about it in their mail."""

import email
import email.policy
import re

from support.waiting import eventually

OWN_SERVICE = "d6aa2c68-a2d9-4437-ab19-3ae8eb202553"
TASK = ("task", "run", "tell-of-suspended-endpoints")


def mail_in(directory):
    """The mails that were written to it, by the address that they are to."""
    mails = {}
    for path in directory.glob("**/*.eml"):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        mails.setdefault(mail["To"].addresses[0].addr_spec, []).append(mail)
    return mails


def suspend(herald, service):
    """What a day without an answer does."""
    herald.database.sql(
        "UPDATE service_callbacks SET failing_since = '2026-07-01 08:05:00Z', suspended_at = '2026-07-02 08:05:00Z'"
        f" WHERE service_id = {herald.database.id_literal(service)}"
        if herald.database.url
        else "UPDATE service_callbacks SET failing_since = 1782893100000000, suspended_at = 1782979500000000"
        f" WHERE service_id = {herald.database.id_literal(service)}"
    )


def test_a_suspended_endpoint_is_told_to_the_team_once(start, new_tenant, tmp_path):
    directory = tmp_path / "mail"
    # The schedule would also see to it, some time in the next minute: here it is run by hand.
    roles = "api,callbacks,delivery,jobs,sandbox"
    herald = start(roles=roles, message_directory=directory, message_directory_channels="email", installation_name="Post office")
    own = new_tenant(herald, callback="https://hooks.example.com:8443/secret?token=secret")
    live = own.get("/_status/live-service-and-organisation-counts").json()
    for name in ("Ada", "Grace"):
        herald.command("team", "add", "--service", own.service, "--name", name, "--email", f"{name}@example.com")
    assert herald.command(*TASK)["result"] == "0 emails"
    suspend(herald, own.service)
    assert herald.command(*TASK)["result"] == "2 emails"
    assert herald.command(*TASK)["result"] == "0 emails"

    to_both = {"ada@example.com", "grace@example.com"}
    mails = eventually(lambda: (found := mail_in(directory)).keys() >= to_both and found, what="two mails")
    assert {address: len(found) for address, found in mails.items()} == dict.fromkeys(to_both, 1)
    mail = mails["ada@example.com"][0]
    assert re.fullmatch(r"Service \w+: calls to your server have stopped", mail["Subject"])
    assert mail["From"].addresses[0].display_name == "Post office"
    assert mail["From"].addresses[0].username == "gov.uk.notify"
    for part in mail.iter_parts():
        shown = part.get_content()
        assert "Hello Ada," in shown
        assert "Post office calls hooks.example.com to tell your service" in shown
        assert "1 July 2026 at 09:05 (London time)" in shown
        assert f"herald callback resume --service {own.service} --type delivery_status" in shown
        assert f"herald callback replay --service {own.service}" in shown
        assert "secret" not in shown and "8443" not in shown

    assert own.get("/_status/live-service-and-organisation-counts").json() == live
    assert herald.run("doctor").returncode == 0
    log = herald.log()
    assert "example.com" not in log

    herald.command("callback", "resume", "--service", own.service)
    assert herald.command(*TASK)["result"] == "0 emails"
    suspend(herald, own.service)
    assert herald.command(*TASK)["result"] == "2 emails", "the next time they are told again"
    sent = f"SELECT count(*) FROM notifications WHERE service_id = {herald.database.id_literal(OWN_SERVICE)}"
    assert herald.database.sql(sent) == "4"


def test_a_service_without_a_team_is_an_event(start, new_tenant):
    herald = start(roles="api,callbacks,delivery,jobs,sandbox")
    own = new_tenant(herald, callback="https://hooks.example.com/")
    suspend(herald, own.service)
    told = herald.run(*TASK)
    assert "0 emails" in told.stdout
    assert "callback_suspended_nobody_told" in told.stderr
    assert own.service in told.stderr
    assert "callback_suspended_nobody_told" not in herald.run(*TASK).stderr
    assert OWN_SERVICE not in {service["id"] for service in herald.command("service", "list")["services"]}
