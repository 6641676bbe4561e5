"""Spreadsheets that become messages, and what is asked about them meanwhile and afterwards."""

import datetime
import http.client
import json
import pathlib
import statistics
import time

from support.internal import admin_headers


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def send(product, rows, *more):
    """Sends a spreadsheet of so many rows; the job as it is when it is over."""
    # A file of the same name is not sent twice on one day.
    file = product.database.directory / f"people-{time.monotonic_ns()}.csv"
    with open(file, "w") as out:
        out.write("phone number,name\r\n")
        for row in range(rows):
            out.write(f"07701{row:06},Person {row}\r\n")
    sending = ["job", "send", "--service", product.service, "--template", product.sms_template, str(file), "--yes"]
    completed = product.herald.run(*sending, *more, "--json", timeout=600)
    if completed.returncode != 0:
        raise RuntimeError(completed.stderr)
    return json.loads(completed.stdout)


def rows_a_second(job):
    took = instant(job["processing_finished"]) - instant(job["processing_started"])
    return job["rows"] / took.total_seconds()


def send_watched(product, rows):
    """The same, and the bytes of memory that the process took for it at its peak."""
    process = pathlib.Path(f"/proc/{product.herald.process.pid}")
    before = product.herald.resident_bytes()
    (process / "clear_refs").write_text("5")  # The peak is counted anew.
    job = send(product, rows)
    return job, peak_bytes(product.herald.process.pid) - before


def peak_bytes(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def answer_seconds(product, path, rounds=200):
    """What the internal API takes to answer: 99 in 100 are quicker."""
    connection = http.client.HTTPConnection("127.0.0.1", product.herald.port, timeout=60)
    taken = []
    for _ in range(rounds):
        headers = admin_headers()
        began = time.perf_counter()
        connection.request("GET", f"/service/{product.service}{path}", headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        taken.append(time.perf_counter() - began)
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {body[:200]}")
    connection.close()
    return statistics.quantiles(taken, n=100)[-1]
