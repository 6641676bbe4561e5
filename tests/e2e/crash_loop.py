#!/usr/bin/env python3
"""Kills the server at random moments under load, starts it again, and checks that nothing was lost or sent twice.

    tests/e2e/crash_loop.py --rounds 500 --store postgres --seed 7

A client notes every 201. The sandbox and the callback receiver are processes and threads of their own that outlive the
server. At the end every noted message must exist once and be delivered, the sandbox must have seen none of them more than
once except those that were on their way at a kill, and `herald doctor` must find every invariant holding.
"""

import argparse
import http.client
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from support.process import REPOSITORY, Database, Herald, Sandbox
from support.receiver import Receiver
from support.waiting import eventually

SETTINGS = {
    "roles": "api,delivery,callbacks,scheduler",
    "send_retry_seconds": 1,
    "callback_retry_seconds": 1,
    "callback_retry_hours": 0,
    # A lease must outlast the calls that are made under it, and short leases make short rounds.
    "lease_seconds": 5,
    "provider_timeout_seconds": 2,
    "ses_timeout_seconds": 2,
    "callback_timeout_seconds": 2,
    # Longer than a receipt of the sandbox takes.
    "restart_wait_seconds": 2,
}


class Client(threading.Thread):
    """Sends texts and emails without a pause, whether a server is there or not, and notes every 201."""

    def __init__(self, herald, key, templates, seed):
        super().__init__(daemon=True)
        self.herald, self.key, self.templates = herald, key, templates
        self.random = random.Random(seed)
        self.acknowledged = []
        self.refused = []
        self.ended = threading.Event()

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.herald.port, timeout=10)
        while not self.ended.is_set():
            try:
                connection.request("POST", *self.message(), headers=self.key.headers())
                answer = connection.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException):
                connection.close()
                self.ended.wait(0.01)  # The server is down; it will be back.
                continue
            if answer.status == 201:
                self.acknowledged.append(json.loads(body)["id"])
            elif answer.status != 503:
                self.refused.append((answer.status, body))
                return
        connection.close()

    def message(self):
        personalisation = {"name": "Amala"}
        if self.random.random() < 0.7:
            number = f"07700900{self.random.randrange(300, 1000)}"
            body = {"phone_number": number, "template_id": self.templates["sms"], "personalisation": personalisation}
            return "/v2/notifications/sms", json.dumps(body)
        address = f"someone-{self.random.randrange(1000)}@example.com"
        body = {"email_address": address, "template_id": self.templates["email"], "personalisation": personalisation}
        return "/v2/notifications/email", json.dumps(body)


class CrashLoop:
    def __init__(self, engine, seed, directory):
        self.random = random.Random(seed)
        self.seed = seed
        self.database = Database(engine, directory)
        self.sandbox = Sandbox(self.database, sandbox_latency_ms_min=3, sandbox_latency_ms_max=3)
        self.herald = Herald(self.database, **self.sandbox.provider_settings(), **SETTINGS)
        self.receiver = Receiver()
        self.under_way = set()

    def run(self, rounds, clients_max=3):
        """Returns a report; raises AssertionError when a promise was broken."""
        began = time.monotonic()
        try:
            clients = self.set_up(clients_max)
            for _ in range(rounds):
                self.one_round()
            self.settle(clients)
            return self.verify(clients, rounds, time.monotonic() - began)
        finally:
            if self.herald.process:
                self.herald.kill()
            self.sandbox.kill()
            self.receiver.close()

    def set_up(self, clients_max):
        self.herald.start()
        self.sandbox.start(self.herald.url)
        service = self.herald.create_service(callback=self.receiver.url, unlimited=True)
        templates = {kind: self.herald.create_template(service, kind) for kind in ("sms", "email")}
        self.key = self.herald.create_key(service)
        clients = [Client(self.herald, self.key, templates, self.seed + i) for i in range(clients_max)]
        for client in clients:
            client.start()
        return clients

    def one_round(self):
        time.sleep(self.random.uniform(0.05, 0.7))
        self.herald.kill()
        self.under_way |= self.on_their_way()
        self.herald.start()

    def on_their_way(self):
        """What the sandbox has taken and the store does not know to be sent: what a kill may cause to be sent again."""
        seen, before = self.sandbox.seen(), None
        while seen != before:  # Requests that the dead server had sent may still be read.
            time.sleep(0.05)
            before, seen = seen, self.sandbox.seen()
        return self.unrecorded() & set(seen)

    def unrecorded(self):
        if self.database.url:
            return set(self.database.sql("SELECT notification_id FROM deliveries").split())
        # A copy, so that it is the server itself that has to recover the log of the database when it starts.
        with tempfile.TemporaryDirectory() as copy:
            for name in os.listdir(self.database.directory):
                if name.startswith("herald.db") and not name.endswith("-shm"):
                    shutil.copy(self.database.directory / name, copy)
            with sqlite3.connect(os.path.join(copy, "herald.db")) as connection:
                rows = connection.execute("SELECT lower(hex(notification_id)) FROM deliveries").fetchall()
            connection.close()
        return {f"{i[:8]}-{i[8:12]}-{i[12:16]}-{i[16:20]}-{i[20:]}" for (i,) in rows}

    def settle(self, clients):
        for client in clients:
            client.ended.set()
        for client in clients:
            client.join()
        count = "SELECT count(*) FROM notifications WHERE status IN ('created', 'sending', 'pending')"
        eventually(lambda: self.database.sql(count) == "0", seconds=180, every=0.5, what="every message to be final")
        left = "SELECT count(*) FROM callbacks"
        eventually(lambda: self.database.sql(left) == "0", seconds=60, every=0.5, what="every callback to be made")

    def listed(self):
        """Every notification of the service, by way of the public list."""
        found = {}
        path = "/v2/notifications"
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self.herald.port, timeout=60)
            connection.request("GET", path, headers=self.key.headers())
            page = json.loads(connection.getresponse().read())
            connection.close()
            for notification in page["notifications"]:
                assert notification["id"] not in found, f"{notification['id']} is listed twice"
                found[notification["id"]] = notification["status"]
            if not page["notifications"]:
                return found
            path = page["links"]["next"].removeprefix(self.herald.url)

    def verify(self, clients, rounds, seconds):
        refused = [refusal for client in clients for refusal in client.refused]
        assert not refused, f"unexpected answers: {refused[:3]}"
        acknowledged = [notification_id for client in clients for notification_id in client.acknowledged]
        assert len(set(acknowledged)) == len(acknowledged), "an id was given twice"

        stored = self.listed()
        lost = set(acknowledged) - set(stored)
        assert not lost, f"{len(lost)} acknowledged messages are gone, such as {sorted(lost)[:3]}"
        unfinished = {i: status for i, status in stored.items() if status != "delivered"}
        assert not unfinished, f"{len(unfinished)} messages are not delivered, such as {list(unfinished.items())[:3]}"

        seen = self.sandbox.seen()
        unsent = set(stored) - set(seen)
        assert not unsent, f"{len(unsent)} messages are delivered and were never sent, such as {sorted(unsent)[:3]}"
        twice = {i for i, times in seen.items() if times > 1}
        unexplained = twice - self.under_way
        assert not unexplained, f"sent twice without a kill in between: {sorted(unexplained)[:3]}"

        told = {received.json["id"] for received in self.receiver.requests()}
        untold = set(stored) - told
        assert not untold, f"the service was never told of {len(untold)} messages, such as {sorted(untold)[:3]}"

        doctor = self.herald.run("doctor", timeout=300)
        assert doctor.returncode == 0, doctor.stdout + doctor.stderr
        return {
            "store": self.database.engine,
            "seed": self.seed,
            "kills": rounds,
            "acknowledged": len(acknowledged),
            "stored": len(stored),
            "on their way at a kill": len(self.under_way),
            "sent twice, all of them on their way at a kill": len(twice),
            "seconds": round(seconds, 1),
        }


def start_postgres():
    """A server of this run's own; it ends and takes its data with it when this process ends."""
    script = REPOSITORY / "tests" / "support" / "postgres.sh"
    directory = os.path.join(tempfile.gettempdir(), f"herald-crash-loop-postgres-{os.getpid()}")
    started = subprocess.run([script, "start", directory, str(os.getpid())], check=True, stdout=subprocess.PIPE, text=True)
    os.environ["HERALD_TEST_POSTGRES_URL"] = started.stdout.strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--store", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--data", help="where the store is kept; a temporary directory when not given")
    options = parser.parse_args()
    if options.store == "postgres" and "HERALD_TEST_POSTGRES_URL" not in os.environ:
        start_postgres()
    with tempfile.TemporaryDirectory(prefix="herald-crash-loop-") as temporary:
        loop = CrashLoop(options.store, options.seed, options.data or temporary)
        try:
            report = loop.run(options.rounds)
        except AssertionError as broken:
            print(f"seed {options.seed}, store {options.store}: {broken}", file=sys.stderr)
            return 1
    for name, value in report.items():
        print(f"{name}: {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
