#!/usr/bin/env python3
"""Kills whoever processes a job at random moments, and checks that each row became a message exactly once.

    tests/e2e/job_crash_loop.py --rows 100000 --store postgres --seed 7

On PostgreSQL two processes work on the same store and either is killed; on SQLite the one process is killed and started
again. The file has every kind of row that goes wrong.
"""

import argparse
import pathlib
import random
import sys
import tempfile
import time

from crash_loop import SETTINGS, start_postgres
from support.process import Database, Herald, Sandbox
from support.waiting import eventually

ROLES = "api,delivery,jobs,callbacks,scheduler"
OPEN = "('pending', 'in progress', 'error', 'scheduled')"


def row_of_file(row):
    """A row, and what becomes of it: a message, an invalid one, or the reason why it is skipped."""
    number = f"07900{row:06}"
    if row % 997 == 500:
        return f"not a number {row},Person {row}", "validation-failed"
    if row % 991 == 501:
        return f",Person {row}", "validation-failed"
    if row % 983 == 502:
        return f"{number},", "missing-data"
    if row % 977 == 503:
        return f"{number},{'x' * 1000}", "message-too-long"
    return f"{number},Person {row}", "message"


class JobCrashLoop:
    def __init__(self, engine, seed, directory, rows):
        self.random = random.Random(seed)
        self.seed = seed
        self.rows = rows
        self.directory = directory
        self.database = Database(engine, directory)
        self.sandbox = Sandbox(self.database, sandbox_latency_ms_min=1, sandbox_latency_ms_max=1)
        settings = {**self.sandbox.provider_settings(), **SETTINGS, "roles": ROLES}
        count = 2 if engine == "postgres" else 1
        self.processes = [Herald(self.database, **settings) for _ in range(count)]

    def run(self):
        """Returns a report; raises AssertionError when a promise was broken."""
        try:
            for process in self.processes:
                process.start()
            herald = self.processes[0]
            self.sandbox.start(herald.url)
            self.service = herald.create_service(unlimited=True)
            template = herald.create_template(self.service, "sms")
            expected = self.write_file()
            time.sleep(2.5)  # The limits were lifted behind the servers' backs; they look again after two seconds.
            file = str(self.directory / "people.csv")
            self.job = herald.command("job", "send", "--service", self.service, "--template", template, file,
                                      "--despite-errors", "--yes", "--no-wait")["id"]  # fmt: skip
            kills = self.kill_until_done()
            self.settle()
            return self.verify(expected, kills)
        finally:
            for process in self.processes:
                if process.process:
                    process.kill()
            self.sandbox.kill()

    def write_file(self):
        expected = {}
        with open(self.directory / "people.csv", "w") as file:
            file.write("phone number,name\r\n")
            for row in range(self.rows):
                line, expected[row] = row_of_file(row)
                file.write(line + "\r\n")
        return expected

    def of_job(self, columns, table="jobs", key="id"):
        return self.database.sql(f"SELECT {columns} FROM {table} WHERE {key} = {self.database.id_literal(self.job)}")

    def kill_until_done(self):
        kills = 0
        while self.of_job(f"status IN {OPEN}") in ("1", "t"):
            # Longer and longer, so that a slow machine comes to the end, too.
            time.sleep(self.random.uniform(0.05, 0.5) * (1 + kills / 20))
            process = self.random.choice(self.processes)
            process.kill()
            kills += 1
            process.start()
        return kills

    def settle(self):
        count = "SELECT count(*) FROM notifications WHERE status IN ('created', 'sending', 'pending')"
        eventually(lambda: self.database.sql(count) == "0", seconds=300, every=0.5, what="every message to be final")

    def verify(self, expected, kills):
        stored = self.stored_rows()
        messages = {row for row, what in expected.items() if what in ("message", "validation-failed")}
        assert len(stored) == len(set(stored)), "a row is stored twice"
        assert set(stored) == messages, f"rows differ: {sorted(set(stored) ^ messages)[:5]}"
        invalid = {row for row, (_, status) in stored.items() if status == "validation-failed"}
        assert invalid == {row for row, what in expected.items() if what == "validation-failed"}
        unsent = {row: status for row, (_, status) in stored.items() if status not in ("delivered", "validation-failed")}
        assert not unsent, f"not delivered: {list(unsent.items())[:5]}"

        skipped = dict(line.split("|") for line in self.of_job("row_number, reason", "job_skipped_rows", "job_id").split("\n"))
        assert {int(row): reason for row, reason in skipped.items()} == {
            row: what for row, what in expected.items() if row not in messages
        }
        self.verify_order(stored)
        self.verify_counters(stored, len(skipped))
        seen = self.sandbox.seen()
        sent = {id for id, status in stored.values() if status == "delivered"}
        assert sent == set(seen), f"{len(sent ^ set(seen))} messages are known to one side only"
        doctor = self.processes[0].run("doctor", timeout=300)
        assert doctor.returncode == 0, doctor.stdout + doctor.stderr
        return {"store": self.database.engine, "seed": self.seed, "rows": self.rows, "kills": kills,
                "stored": len(stored), "skipped": len(skipped),
                "sent twice": sum(times > 1 for times in seen.values())}  # fmt: skip

    def stored_rows(self):
        """`{row: (id, status)}`."""
        id_text = "id" if self.database.url else "lower(hex(id))"
        lines = self.of_job(f"job_row_number, {id_text}, status", "notifications", "job_id").split("\n")
        rows = {}
        for line in lines:
            row, id, status = line.split("|")
            id = id if "-" in id else f"{id[:8]}-{id[8:12]}-{id[12:16]}-{id[16:20]}-{id[20:]}"
            assert int(row) not in rows, f"row {row} is stored twice"
            rows[int(row)] = (id, status)
        return rows

    def verify_order(self, stored):
        ids = [stored[row][0] for row in sorted(stored)]
        assert ids == sorted(ids), "ids do not grow with the rows"
        later = (f"SELECT count(*) FROM (SELECT created_at < lag(created_at) OVER (ORDER BY job_row_number) AS is_earlier "
                 f"FROM notifications WHERE job_id = {self.database.id_literal(self.job)}) AS pairs WHERE is_earlier")  # fmt: skip
        assert self.database.sql(later) == "0", "a row was made before the one above it"

    def verify_counters(self, stored, skipped):
        status = self.of_job("status, next_row, stored_rows, skipped_rows")
        assert status == f"finished all notifications created|{self.rows}|{len(stored)}|{skipped}", status
        by_status = {}
        for _, message_status in stored.values():
            by_status[message_status] = by_status.get(message_status, 0) + 1
        counts = self.database.sql(
            "SELECT status, SUM(count) FROM job_counts "
            f"WHERE job_id = {self.database.id_literal(self.job)} GROUP BY status HAVING SUM(count) <> 0"
        )
        assert dict(line.split("|") for line in counts.split("\n")) == {s: str(n) for s, n in by_status.items()}
        day = self.database.sql("SELECT SUM(count) FROM daily_totals WHERE kind = 'sms'")
        assert day == str(len(stored)), f"{day} counted against the day's limit, {len(stored)} stored"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--store", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    options = parser.parse_args()
    if options.store == "postgres":
        start_postgres()
    with tempfile.TemporaryDirectory(prefix="herald-job-crash-loop-") as temporary:
        report = JobCrashLoop(options.store, options.seed, pathlib.Path(temporary), options.rows).run()
    print(", ".join(f"{name} {value}" for name, value in report.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
