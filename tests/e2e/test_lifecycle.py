"""Starting, stopping and refusing to start; the command line beside a running server."""

import signal
import socket
import threading
import time

import pytest
import requests

from support.certificates import make_authority
from support.process import Herald, Sandbox, free_port
from support.waiting import eventually


def test_sigterm_finishes_what_is_under_way(start, new_tenant):
    # The sandbox is a process of its own: the receipts that it has still to post must survive the server.
    sandbox = Sandbox(start.database, sandbox_latency_ms_min=100, sandbox_latency_ms_max=100)
    herald = start(roles="api,delivery,callbacks,scheduler", **sandbox.provider_settings())
    sandbox.start(receipts_url=herald.url)
    own = new_tenant(herald)
    accepted, failures = [], []

    def keep_sending():
        while True:
            try:
                answer = own.send_sms()
            except requests.ConnectionError:
                return
            (accepted if answer.status_code == 201 else failures).append(answer)

    senders = [threading.Thread(target=keep_sending) for _ in range(4)]
    for sender in senders:
        sender.start()
    eventually(lambda: len(accepted) > 20, what="some load")
    began = time.monotonic()
    assert herald.stop(seconds=12) == 0
    assert time.monotonic() - began < 10
    for sender in senders:
        sender.join()
    assert all(answer.status_code == 503 for answer in failures)

    herald.start()
    for answer in accepted:
        own.wait_for_status(answer.json()["id"], "delivered")
    assert set(sandbox.seen().values()) == {1}
    sandbox.kill()


def test_second_signal_ends_at_once(start, new_tenant, receiver):
    release = threading.Event()
    hanging = receiver(lambda received: 200 if release.wait(30) else 200)
    herald = start(mmg_url=hanging.url, firetext_url=hanging.url, provider_timeout_seconds=30, lease_seconds=90)
    own = new_tenant(herald)
    own.sent_id(own.send_sms())
    try:
        eventually(hanging.requests, what="a provider call that hangs")
        herald.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)  # Long enough for the first signal to be seen as such.
        began = time.monotonic()
        herald.process.send_signal(signal.SIGTERM)
        herald.process.wait(5)
        assert time.monotonic() - began < 2
    finally:
        release.set()


def test_port_in_use_is_said_in_one_line(store, start):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        herald = Herald(start.database, listen=f"127.0.0.1:{port}").launch()
        assert herald.process.wait(20) != 0
    assert f"127.0.0.1:{port}" in herald.log()
    assert "in use" in herald.log()


@pytest.mark.parametrize("arguments", [("--no-such-flag", "1"), ("extra",)])
def test_unknown_flags_are_refused(start, arguments):
    completed = Herald(start.database).run("serve", *arguments)
    assert completed.returncode == 2
    assert arguments[0] in completed.stderr


def test_unknown_settings_are_refused(start, tmp_path):
    completed = Herald(start.database, databse_url="x").run("check-config")
    assert completed.returncode != 0
    assert "HERALD_DATABSE_URL" in completed.stderr + completed.stdout
    file = tmp_path / "herald.toml"
    file.write_text('listne = "127.0.0.1:1"\n')
    completed = Herald(start.database, config=str(file)).run("check-config")
    assert completed.returncode != 0
    assert "listne" in completed.stderr + completed.stdout


def test_secrets_are_not_shown(start):
    completed = Herald(start.database, mmg_key="do-not-show").run("check-config")
    assert completed.returncode == 0, completed.stderr
    assert "do-not-show" not in completed.stdout + completed.stderr


def test_tls(start, tmp_path):
    authority = make_authority(tmp_path)
    herald = start(tls_certificate=authority.certificate, tls_key=authority.key, roles="api")
    answer = requests.get(herald.url + "/_status?simple=1", verify=authority.authority, timeout=10)
    assert answer.json() == {"status": "ok"}
    with pytest.raises(requests.RequestException):
        requests.get(herald.url.replace("https", "http") + "/_status", timeout=5)


def test_command_line_beside_a_running_server(herald):
    service = herald.create_service("A service with a name of its own " + herald.database.engine)
    assert service in herald.run("service", "list").stdout
    assert herald.command("service", "show", service)["name"].startswith("A service with a name")
    sms = herald.create_template(service, "sms")
    listed = herald.run("template", "list", "--service", service)
    assert sms in listed.stdout
    key = herald.create_key(service)
    assert key.service_id == service
    keys = herald.run("api-key", "list", "--service", service)
    assert keys.returncode == 0
    assert key.secret not in keys.stdout
    answer = requests.get(
        herald.url + "/v2/notifications", headers={"Authorization": "Bearer " + made_token(herald, key)}, timeout=10
    )
    assert answer.status_code == 200
    sent = herald.command("send", "sms", "--key", key.text, "--template", sms, "--to", "07700900123",
                          "--personalisation", "name=Amala")  # fmt: skip
    assert sent["content"]["body"] == "Hello Amala, your case is closed."
    tasks = herald.run("task", "list")
    assert tasks.returncode == 0 and tasks.stdout


def made_token(herald, key):
    return herald.run("token", "--api-key", key.text).stdout.strip()


def test_time_out_task_by_hand(start, new_tenant):
    herald = start(sandbox_receipt_delay_ms_min=600_000, sandbox_receipt_delay_ms_max=600_000)
    own = new_tenant(herald)
    sent = own.sent_id(own.send_sms())
    own.wait_for_status(sent, "sending")
    in_four_days = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 4 * 86400))
    completed = herald.run("task", "run", "timeout-sending-notifications", "--at", in_four_days)
    assert completed.returncode == 0, completed.stderr
    own.wait_for_status(sent, "temporary-failure")


def test_doctor_says_what_is_wrong(start, new_tenant):
    herald = start()
    own = new_tenant(herald)
    sent = own.sent_id(own.send_sms())
    own.wait_for_status(sent, "delivered")
    healthy = herald.run("doctor")
    assert healthy.returncode == 0, healthy.stdout + healthy.stderr
    literal = herald.database.id_literal(sent)
    herald.database.sql(f"UPDATE notifications SET status = 'created' WHERE id = {literal}")
    ill = herald.run("doctor")
    assert ill.returncode != 0
    assert ill.stdout != healthy.stdout


def test_demo_ends_well(store, start):
    herald = Herald(start.database)
    completed = herald.run("demo", "--once", timeout=120)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    assert "delivered" in completed.stdout
    assert "curl" in completed.stdout
    again = herald.run("demo", "--once", timeout=120)
    assert again.returncode == 0, again.stdout + again.stderr


def test_migrating_twice_at_once(start):
    """The store is empty, so both processes find that they have to create everything."""
    database = start.database
    results = []
    processes = [threading.Thread(target=lambda: results.append(Herald(database).run("migrate"))) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [completed.returncode for completed in results] == [0, 0], [completed.stderr for completed in results]


def test_metrics_listener_can_be_switched_off(start):
    port = free_port()
    herald = Herald(start.database, listen=f"127.0.0.1:{port}", metrics_listen="off", roles="api").launch()
    try:
        eventually(lambda: answers(f"http://127.0.0.1:{port}/_status?simple=1"), what="the server")
        assert requests.get(f"http://127.0.0.1:{port}/readyz", timeout=5).status_code in (200, 404)
    finally:
        herald.kill()


def answers(url):
    try:
        return requests.get(url, timeout=1).status_code == 200
    except requests.ConnectionError:
        return False
