"""Spreadsheets on the command line, beside a server that makes messages of their rows."""

import datetime
import os
import random
import uuid

import pytest
from job_crash_loop import JobCrashLoop
from support.process import Sandbox
from support.waiting import eventually

JOB_ROLES = "api,delivery,jobs,callbacks,scheduler"


def write(tmp_path, name, lines):
    file = tmp_path / name
    file.write_text("\n".join(lines) + "\n")
    return str(file)


def texts(count):
    return ["phone number,name"] + [f"07700{900_100 + row:06},Person {row}" for row in range(count)]


@pytest.mark.crash
@pytest.mark.timeout(900)
def test_each_row_becomes_a_message_once_whoever_is_killed(store, tmp_path):
    """S-064. HERALD_TEST_JOB_ROWS=100000 makes it as large as a job can be."""
    rows = int(os.environ.get("HERALD_TEST_JOB_ROWS", "20000"))
    seed = int(os.environ.get("HERALD_TEST_CRASH_SEED", random.SystemRandom().randrange(1_000_000)))
    report = JobCrashLoop(store, seed, tmp_path / "data", rows).run()
    print("job crash loop:", ", ".join(f"{name} {value}" for name, value in report.items()))
    assert report["kills"] > 0


def test_a_file_is_checked_shown_and_sent(herald, tenant, tmp_path):
    file = write(tmp_path, "people.csv", texts(7))
    sending = ["job", "send", "--service", tenant.service, "--template", tenant.sms_template, file]
    unasked = herald.run(*sending)
    assert unasked.returncode == 2 and "--yes is needed" in unasked.stderr
    assert "Person 4" in unasked.stdout and "Person 5" not in unasked.stdout and "and 2 more" in unasked.stdout

    job = herald.command(*sending, "--yes")
    assert job["status"] == "finished all notifications created"
    assert (job["rows"], job["stored"], job["skipped"]) == (7, 7, 0)
    assert sum(job["statistics"].values()) == 7
    again = herald.run(*sending, "--yes")
    assert again.returncode == 1 and "already been sent today" in again.stderr

    status = ["job", "status", "--service", tenant.service, "--job", job["id"]]
    eventually(lambda: herald.command(*status)["statistics"] == {"delivered": 7}, what="every row to be delivered")
    assert "7 delivered" in herald.run(*status).stdout
    assert job["id"] in [one["id"] for one in herald.command("job", "list", "--service", tenant.service)["jobs"]]
    assert "people.csv" in herald.run("job", "list", "--service", tenant.service).stdout


def test_a_file_with_errors_is_refused_in_the_words_of_the_website(herald, tenant, tmp_path):
    file = write(tmp_path, "wrong.csv", ["phone number,name", "not a number,Ada", "07700900002,"])
    sending = ["job", "send", "--service", tenant.service, "--template", tenant.sms_template, file, "--yes"]
    refused = herald.run(*sending)
    assert refused.returncode == 1
    assert "There are some problems with wrong.csv" in refused.stderr
    assert "fix 1 phone number" in refused.stderr and "enter missing data in 1 row" in refused.stderr
    assert "<- Missing" in refused.stdout

    job = herald.command(*sending, "--despite-errors")
    assert (job["stored"], job["skipped"]) == (1, 1)
    assert job["statistics"] == {"validation-failed": 2}


def test_mistakes_on_the_command_line_send_nothing(herald, tenant, tmp_path):
    file = write(tmp_path, "mistakes.csv", texts(1))
    sending = ["job", "send", "--service", tenant.service, "--template", tenant.sms_template, "--yes"]
    unknown = str(uuid.uuid4())
    for mistake, status, why in [
        ([file, "--schedule", ""], 2, "must not be empty"),
        ([file, "--sender", ""], 2, "must not be empty"),
        ([file, "--sender", unknown], 1, f"the service has no SMS sender {unknown}"),
        ([str(tmp_path)], 1, "it is a directory"),
    ]:
        refused = herald.run(*sending, *mistake)
        assert refused.returncode == status and why in refused.stderr, refused.stderr
    inactive = herald.create_service()
    template = herald.create_template(inactive, "sms")
    herald.database.sql(f"UPDATE services SET active = FALSE WHERE id = {herald.database.id_literal(inactive)}")
    refused = herald.run("job", "send", "--service", inactive, "--template", template, file, "--yes")
    assert refused.returncode == 1 and "the service is inactive" in refused.stderr


def test_the_preview_shows_a_line_for_each_row_whatever_is_in_it(herald, tenant, tmp_path):
    # What a file holds must not give orders to the terminal.
    file = tmp_path / "hostile.csv"
    file.write_text(f'phone number,name,\x1b[2Jother\n07700900100,"Ada\nLove\x1b[31mlace",{"x" * 1000}\n')
    sending = ["job", "send", "--service", tenant.service, "--template", tenant.sms_template, str(file)]
    asked = herald.run(*sending)
    heading, row, *rest = asked.stdout.splitlines()
    assert rest == [] and "\x1b" not in asked.stdout
    assert "Ada  Love\ufffd[31mlace" in row and "x" * 59 + "…" in row and "x" * 60 not in row


def test_a_file_without_the_column_is_refused(herald, tenant, tmp_path):
    file = write(tmp_path, "columns.csv", ["name", "Ada"])
    refused = herald.run("job", "send", "--service", tenant.service, "--template", tenant.sms_template, file, "--yes",
                         "--despite-errors")  # fmt: skip
    assert refused.returncode == 1 and "column" in refused.stderr


def test_a_scheduled_job_can_be_cancelled(herald, tenant, tmp_path):
    file = write(tmp_path, "later.csv", texts(3))
    sending = ["job", "send", "--service", tenant.service, "--template", tenant.sms_template, file, "--yes"]
    assert herald.run(*sending, "--schedule", "2001-01-01T09:00").returncode == 2
    assert herald.run(*sending, "--schedule", "soon").returncode == 2
    later = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=2)).strftime("%Y-%m-%dT%H:%MZ")
    job = herald.command(*sending, "--schedule", later)
    assert job["status"] == "scheduled" and job["stored"] == 0
    cancelling = ["job", "cancel", "--service", tenant.service, "--job", job["id"]]
    assert herald.command(*cancelling)["status"] == "cancelled"
    again = herald.run(*cancelling)
    assert again.returncode == 1 and "cancelled" in again.stderr


def test_a_single_message_overtakes_the_rows_of_a_job(store, start, new_tenant, tmp_path):
    """The provider takes 40 messages a second, so a thousand rows wait when the single one comes."""
    sandbox = Sandbox(start.database, sandbox_latency_ms_min=200, sandbox_latency_ms_max=200)
    herald = start(roles=JOB_ROLES, delivery_concurrency=8, **sandbox.provider_settings())
    sandbox.start(herald.url)
    try:
        tenant = new_tenant(herald)
        file = write(tmp_path, "many.csv", texts(900))
        job = herald.command("job", "send", "--service", tenant.service, "--template", tenant.sms_template, file, "--yes")
        assert job["stored"] == 900
        urgent = tenant.sent_id(tenant.send_sms())
        literal = start.database.id_literal(urgent)
        handed_over = f"SELECT count(*) FROM notifications WHERE id = {literal} AND sent_at IS NOT NULL"
        eventually(lambda: start.database.sql(handed_over) == "1", what="the single message to be handed over")
        waiting = int(start.database.sql("SELECT count(*) FROM notifications WHERE status = 'created'"))
        assert waiting > 100, "it waited for the job"
    finally:
        sandbox.kill()
