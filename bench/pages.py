"""A page of a service's messages: as quick for one with millions of them as for one with a few."""

import http.client
import random
import sqlite3
import statistics
import time
import uuid

DELIVERED_EACH = 4  # Every fourth row has failed; the others were delivered.
STEP_MICROS = 10_000
COLUMNS = (
    "id, service_id, template_id, template_version, key_type, notification_type, status, recipient,"
    " normalised_recipient, billable_units, international, created_at, updated_at"
)


def fill(database, service, template, count):
    """Writes `count` messages of the last hours behind the server's back; their ids, the newest last, by number."""
    now = int(time.time() * 1e6)
    # Ids grow with time, as those that the server makes.
    prefix = uuid.uuid4().int >> 112
    if database.url:
        fill_postgres(database, service, template, count, now, prefix)
    else:
        fill_sqlite(database, service, template, count, now, prefix)
    return lambda number: str(uuid.UUID(int=prefix << 112 | number))


def fill_sqlite(database, service, template, count, now, prefix):
    service, template = uuid.UUID(service).bytes, uuid.UUID(template).bytes

    def rows():
        for i in range(count):
            status = "permanent-failure" if i % DELIVERED_EACH == 0 else "delivered"
            at = now - (count - i) * STEP_MICROS
            number = (prefix << 112 | i).to_bytes(16, "big")
            yield number, service, template, 1, "normal", "sms", status, "07700900123", "447700900123", 1, 0, at, at

    connection = sqlite3.connect(database.directory / "herald.db", timeout=60)
    with connection:
        connection.executemany(f"INSERT INTO notifications ({COLUMNS}) VALUES ({', '.join('?' * 13)})", rows())
    connection.close()


def fill_postgres(database, service, template, count, now, prefix):
    at = f"to_timestamp({now / 1e6}) - ({count} - i) * interval '{STEP_MICROS} microseconds'"
    database.sql(
        f"INSERT INTO notifications ({COLUMNS}) SELECT ('{prefix:04x}' || lpad(to_hex(i), 28, '0'))::uuid, '{service}',"
        f" '{template}', 1, 'normal', 'sms', CASE WHEN i % {DELIVERED_EACH} = 0 THEN 'permanent-failure' ELSE 'delivered' END,"
        f" '07700900123', '447700900123', 1, FALSE, {at}, {at} FROM generate_series(0, {count - 1}) AS i"
    )
    database.sql("ANALYZE notifications")


class Reader:
    """Asks for pages of 250 anywhere in what a service has sent."""

    def __init__(self, port, key, count, id_of):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.key, self.count, self.id_of = key, count, id_of
        self.random = random.Random(7)

    def seconds(self, filters=""):
        """What one page takes."""
        older_than = self.id_of(self.random.randrange(1_000, self.count))
        began = time.perf_counter()
        self.connection.request("GET", f"/v2/notifications?older_than={older_than}{filters}", headers=self.key.headers())
        answer = self.connection.getresponse()
        body = answer.read()
        taken = time.perf_counter() - began
        if answer.status != 200 or body.count(b'"reference"') != 250:
            raise RuntimeError(f"page: {answer.status} {body[:200]}")
        return taken


def medians(small, large, filters, rounds=200):
    """Of a page of each, read in turns."""
    pairs = [(small.seconds(filters), large.seconds(filters)) for _ in range(rounds)]
    return [statistics.median(times) for times in zip(*pairs)]
