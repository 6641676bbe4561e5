"""How long services wait for their callbacks, with and without one among them whose endpoint swallows every call."""

import concurrent.futures
import http.client
import json
import socket
import threading
import time

SERVICES = 99
PER_SECOND = 200
SENDERS = 4


class BlackHole:
    """Takes connections and says nothing, ever."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=4096)
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/told"

    def close(self):
        self.socket.close()


class Service:
    def __init__(self, herald, callback):
        self.id = herald.create_service(callback=callback, unlimited=True)
        self.template = herald.create_template(self.id, "sms")
        self.key = herald.create_key(self.id)


def make_services(herald, callback, count=SERVICES):
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda _: Service(herald, callback), range(count)))


def send(port, services, seconds):
    """Text messages of all of them in turns, `PER_SECOND` together."""
    begin = time.monotonic()
    lock = threading.Lock()
    numbers = iter(range(int(seconds * PER_SECOND)))

    def work():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return connection.close()
            time.sleep(max(0, begin + number / PER_SECOND - time.monotonic()))
            service = services[number % len(services)]
            body = {"phone_number": "07700900300", "template_id": service.template, "personalisation": {"name": "Amala"}}
            connection.request("POST", "/v2/notifications/sms", json.dumps(body), service.key.headers())
            answer = connection.getresponse()
            if answer.read() and answer.status != 201:
                raise RuntimeError(f"a message was answered {answer.status}")

    with concurrent.futures.ThreadPoolExecutor(SENDERS) as pool:
        for future in [pool.submit(work) for _ in range(SENDERS)]:
            future.result()


def seconds_to_answer(database, hole, share):
    """From the event to its endpoint's answer, of all services but `hole`: the call below which `share` of them are. The
    log is empty afterwards."""
    apart = "attempted_at - created_at"
    micros = f"CAST(EXTRACT(EPOCH FROM {apart}) * 1000000 AS BIGINT)" if database.url else apart
    of_others = f"FROM callback_log WHERE status = 'delivered' AND service_id <> {database.id_literal(hole)}"
    count = int(database.sql(f"SELECT count(*) {of_others}"))
    found = database.sql(f"SELECT {micros} {of_others} ORDER BY 1 LIMIT 1 OFFSET {int(count * share)}")
    database.sql("DELETE FROM callback_log")
    return int(found) / 1e6
