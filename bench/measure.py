"""The measurements. Each starts its own servers on an empty store and ends them by id."""

import concurrent.futures
import http.client
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import time

import endpoints
import jobs
import pages
import stages
from support.internal import INTERNAL_CLIENTS
from support.process import BINARY, REPOSITORY, Database, Herald, Sandbox, fetch, free_port
from support.waiting import eventually

PROGRAMS = REPOSITORY / "build" / "bench"
DATA = REPOSITORY / "build" / "bench-data"
CONNECTIONS = 64
# A key of the right form for the bare server, which does not look at it.
ANY_KEY = "bare-00000000-0000-4000-8000-000000000000-00000000-0000-4000-8000-000000000000"
ROLES = "api,delivery,callbacks,scheduler"


def needs_build():
    """The first program that is not there."""
    for program in (BINARY, PROGRAMS / "load", PROGRAMS / "bare_server", PROGRAMS / "bare_store"):
        if not program.exists():
            return program.relative_to(REPOSITORY)
    return None


def load(*arguments):
    """Runs the load generator and returns what it measured."""
    completed = subprocess.run([PROGRAMS / "load", *map(str, arguments)], capture_output=True, text=True)
    if completed.returncode != 0:
        raise RuntimeError("load: " + completed.stderr)
    return json.loads(completed.stdout)


class Product:
    """A server, a sandbox beside it, and a service that may send as much as it likes."""

    def __init__(self, engine, directory, callback_port=None, roles=ROLES, sandbox=None, **settings):
        self.database = Database(engine, directory)
        self.sandbox = Sandbox(self.database, **(sandbox or {}))
        self.herald = Herald(
            self.database, roles=roles, **self.sandbox.provider_settings(), **settings
        )
        self.herald.start()
        self.sandbox.start(self.herald.url, record=False)
        callback = f"http://127.0.0.1:{callback_port}/told" if callback_port else None
        self.service = self.herald.create_service(callback=callback, unlimited=True)
        self.sms_template = self.herald.create_template(self.service, "sms")
        self.email_template = self.herald.create_template(self.service, "email")
        self.key = self.herald.create_key(self.service)
        time.sleep(2.5)  # The limits were lifted behind the server's back; it looks again after two seconds.

    def load(self, *arguments, ports=None):
        ports = ports or [self.herald.port]
        return load("--port", *ports, "--key", self.key.text, "--sms-template", self.sms_template,
                    "--email-template", self.email_template, *arguments)  # fmt: skip

    def accepted(self, seconds, ports=None):
        """Messages a second that are accepted."""
        measured = self.load("--connections", CONNECTIONS, "--seconds", seconds, ports=ports)
        only_accepted(measured)
        return measured["per_second"]

    def read(self, seconds, ids):
        """Messages a second that are read by their id."""
        measured = self.load("--connections", CONNECTIONS, "--seconds", seconds, "--kind", "get", "--ids", ids)
        only_accepted(measured, "200")
        return measured["per_second"]

    def cpu_seconds(self):
        """What the program and, on PostgreSQL, the server's processes have used so far."""
        pids = [self.herald.process.pid]
        if self.database.url:
            pids += postgres_processes(DATA / "postgres")
        return sum(map(cpu_seconds_of, pids))

    def urgent_seconds(self):
        """From the acceptance of a single message to its provider's answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.herald.port, timeout=60)
        body = {"phone_number": "07700900300", "template_id": self.sms_template, "personalisation": {"name": "Amala"}}
        connection.request("POST", "/v2/notifications/sms", json.dumps(body), self.key.headers())
        path = "/v2/notifications/" + json.loads(connection.getresponse().read())["id"]

        def handed_over():
            connection.request("GET", path, headers=self.key.headers())
            message = json.loads(connection.getresponse().read())
            return message if message["sent_at"] else None

        message = eventually(handed_over, 60, what="the single message to be handed over")
        connection.close()
        return (jobs.instant(message["sent_at"]) - jobs.instant(message["created_at"])).total_seconds()

    def wait_until_idle(self, seconds=600):
        """Until nothing is left to deliver, hear of or call back."""
        left = {
            "deliveries": "SELECT count(*) FROM deliveries",
            "receipts still to come": "SELECT count(*) FROM notifications WHERE status IN ('created', 'sending', 'pending')",
            "callbacks": "SELECT count(*) FROM callbacks",
        }
        for what, query in left.items():
            eventually(lambda: self.database.sql(query) == "0", seconds, every=0.5, what=f"no {what}")

    def end(self):
        self.herald.kill()
        self.sandbox.kill()


class Bench:
    def __init__(self, options):
        self.options = options
        self.results = {"rows": [], "stages": {}, "cores": os.cpu_count()}
        self.accept_rate = {}
        self.postgres_directory = None
        shutil.rmtree(DATA, ignore_errors=True)
        DATA.mkdir(parents=True)

    def close(self):
        if self.postgres_directory:
            subprocess.run([REPOSITORY / "tests/support/postgres.sh", "stop", self.postgres_directory])
        shutil.rmtree(DATA, ignore_errors=True)

    # --- helpers -----------------------------------------------------------------------------------------------------

    def say(self, text):
        print(text, flush=True)

    def row(self, name, value, unit="/s", **more):
        ratio = f", {more['ratio']:.3f} of the bare server" if "ratio" in more else ""
        self.say(f"  {name}: {value:,.2f}{unit}{ratio}")
        self.results["rows"].append({"name": name, "value": value, "unit": unit, **more})

    def beside_bare(self, name, measure, must=None, aim=None, rounds=5):
        """A rate against the bare server's, both measured in turns: what else the machine does slows both. The middle of
        the rates and of the ratios; `measure` takes seconds."""
        seconds = self.options.seconds / rounds
        pairs = [(self.bare_once(seconds), measure(seconds)) for _ in range(rounds)]
        rate = statistics.median(rate for _, rate in pairs)
        limits = {"must": must, "aim": aim} if must else {}
        self.row(name, rate, bare=statistics.median(bare for bare, _ in pairs),
                 ratio=statistics.median(rate / bare for bare, rate in pairs), **limits)  # fmt: skip
        return rate

    def product(self, engine, name, **settings):
        if engine == "postgres":
            self.start_postgres()
        return Product(engine, DATA / name, **settings)

    def start_postgres(self):
        """A PostgreSQL of the bench's own, with fsync, on the same disk."""
        if self.postgres_directory:
            return
        self.postgres_directory = str(DATA / "postgres")
        environment = os.environ | {"HERALD_TEST_POSTGRES_FSYNC": "on"}
        script = REPOSITORY / "tests/support/postgres.sh"
        started = subprocess.run([script, "start", self.postgres_directory], env=environment, check=True,
                                 stdout=subprocess.PIPE, text=True)  # fmt: skip
        os.environ["HERALD_TEST_POSTGRES_URL"] = started.stdout.strip()

    def stages(self, title, before, after):
        self.results["stages"][title] = stages.spent(before, after)

    def bare_once(self, seconds):
        """Requests a second of the bare server. Every row has a measurement of its own beside it: what else the machine
        does makes one a third faster than the next."""
        port = free_port()
        server = subprocess.Popen([PROGRAMS / "bare_server", str(port)])
        try:
            eventually(lambda: fetch(f"http://127.0.0.1:{port}/")[0] != 0, what="the bare server")
            return load("--port", port, "--key", ANY_KEY, "--sms-template", ANY_KEY[5:41],
                        "--connections", CONNECTIONS, "--seconds", seconds)["per_second"]  # fmt: skip
        finally:
            server.kill()
            server.wait()

    # --- the rows ----------------------------------------------------------------------------------------------------

    def accept(self):
        self.accept_on("sqlite", "POST …/sms accepted, SQLite", 0.20, 0.35)

    def accept_postgres(self):
        self.accept_on("postgres", "POST …/sms accepted, PostgreSQL", 0.10, 0.20)

    def accept_on(self, engine, name, must, aim):
        """Accepting alone, in a process with the role `api`; then with delivery, receipts, callbacks and the sandbox on
        the same two cores, which is what the latency and the two-processes rows compare with."""
        self.accepted_by("api", engine, name, must, aim)
        self.accept_rate[engine] = self.accepted_by(ROLES, engine, name + ", delivering meanwhile")

    def accepted_by(self, roles, engine, name, must=None, aim=None):
        self.say(name)
        product = self.product(engine, f"accept-{engine}-{len(roles)}", roles=roles)
        try:
            product.accepted(1)
            before, spent = product.herald.metrics(), product.cpu_seconds()
            rate = self.beside_bare(name, product.accepted, must, aim)
            after = product.herald.metrics()
            self.stages(name, before, after)
            messages = stages.difference(before, after, "herald_notifications_accepted_total")
            self.row("CPU of the program and its database for each", (product.cpu_seconds() - spent) / messages * 1e6, " µs")
        finally:
            product.end()
        return rate

    def deliver(self):
        engine, count = self.options.store, self.options.messages
        name = f"accepted → delivered with callbacks, {count:,}, {engine}"
        self.say(name)
        bare_before = self.bare_once(2)
        port = free_port()
        product = self.product(engine, "deliver", callback_port=port)
        try:
            before = product.herald.metrics()
            measured = product.load("--connections", CONNECTIONS, "--count", count, "--kind", "both", "--callback-port", port,
                                    "--undelivered-max", min(20_000, count // 5))  # fmt: skip
            self.stages(name, before, product.herald.metrics())
        finally:
            product.end()
        only_accepted(measured)
        if measured["callbacks"] < count:
            raise RuntimeError(f"only {measured['callbacks']} of {count} callbacks came")
        at = measured["callback_seconds"]  # One time for each twentieth.
        bare = (bare_before + self.bare_once(2)) / 2
        self.row(name, count / at[-1], bare=bare, ratio=count / at[-1] / bare, must=0.035, aim=0.07)
        first, last = at[2] - at[0], at[20] - at[18]
        self.row("its last tenth ÷ its first tenth", first / last, "", must=0.85, aim=0.95)

    def receipts(self):
        """What providers tell, one receipt for each of the messages that wait for theirs."""
        self.receipts_on("sqlite", 0.15, 0.25)
        self.receipts_on("postgres", 0.08, 0.15)

    def receipts_on(self, engine, must, aim):
        count = int(self.options.seconds * 4_000)
        name = f"receipts, {engine}"
        self.say(name)
        hour = 3_600_000  # The sandbox's own receipts come after the end.
        never = {"sandbox_receipt_delay_ms_min": hour, "sandbox_receipt_delay_ms_max": hour}
        product = self.product(engine, f"receipts-{engine}", sandbox=never)
        ids = DATA / "receipt-ids"
        try:
            product.load("--connections", CONNECTIONS, "--count", count, "--ids-out", ids)
            left = "SELECT count(*) FROM notifications WHERE status = 'created'"
            eventually(lambda: product.database.sql(left) == "0", 120, every=0.5, what="all are sent")
            bare_before = self.bare_once(2)
            before = product.herald.metrics()
            measured = product.load("--connections", CONNECTIONS, "--count", count, "--kind", "receipt", "--ids", ids)
            self.stages(name, before, product.herald.metrics())
            bare = (bare_before + self.bare_once(2)) / 2
            delivered = product.database.sql("SELECT count(*) FROM notifications WHERE status = 'delivered'")
        finally:
            product.end()
        only_accepted(measured, "200")
        if int(delivered) != count:
            raise RuntimeError(f"only {delivered} of {count} messages have their receipt")
        rate = measured["per_second"]
        self.row(name, rate, bare=bare, ratio=rate / bare, must=must, aim=aim)

    def black_hole(self):
        """The time from an event to the answer of its endpoint, of 99 services: alone, and with a hundredth whose
        endpoint takes every call and never answers, in turns. It is set anew for each of its turns, so that it is tried
        each time as if it had always answered."""
        engine, rounds = self.options.store, 5
        name = f"p99 of the callbacks of 99 services beside a black hole ÷ without, {engine}"
        self.say(name)
        healthy_port, hole = free_port(), endpoints.BlackHole()
        healthy = subprocess.Popen([PROGRAMS / "bare_server", str(healthy_port)])
        product = self.product(engine, "black-hole", callback_retry_hours=0)
        try:
            callback = f"http://127.0.0.1:{healthy_port}/v2/notifications/sms"  # What it takes, whatever it is about.
            services = endpoints.make_services(product.herald, callback)
            swallowed = endpoints.Service(product.herald, hole.url)
            time.sleep(2.5)
            pairs = []
            for _ in range(rounds + 1):
                alone = self.told(product, services, swallowed)
                product.herald.command("service", "update", swallowed.id, "--callback-url", hole.url,
                                       "--callback-token", "callback-token-0123456789")  # fmt: skip
                pairs.append((alone, self.told(product, [*services, swallowed], swallowed)))
                product.database.sql("DELETE FROM callbacks")
        finally:
            product.end()
            healthy.kill()
            healthy.wait()
            hole.close()
        measured = pairs[1:]  # The first warmed up.
        self.row("p99 of the callbacks of 99 services", statistics.median(alone for alone, _ in measured) * 1e3, " ms")
        self.row("beside a black hole", statistics.median(beside for _, beside in measured) * 1e3, " ms")
        self.row(name, statistics.median(beside / alone for alone, beside in measured), "", must=1.1,
                 smaller_is_better=True)  # fmt: skip

    def told(self, product, services, swallowed):
        """Seconds below which 99 % of the healthy ones' callbacks are answered."""
        endpoints.send(product.herald.port, services, self.options.seconds)
        sent = int(self.options.seconds * endpoints.PER_SECOND)
        own = sent // len(services) if swallowed in services else 0
        delivered = "SELECT count(*) FROM callback_log WHERE status = 'delivered'"
        eventually(lambda: int(product.database.sql(delivered)) >= sent - own, 60, every=0.5, what="the healthy ones' calls")
        return endpoints.seconds_to_answer(product.database, swallowed.id, 0.99)

    def read(self):
        engine = self.options.store
        name = f"GET /v2/notifications/{{id}}, {engine}"
        self.say(name)
        product = self.product(engine, "read")
        ids = DATA / "ids"
        try:
            product.load("--connections", CONNECTIONS, "--count", 20_000, "--kind", "both", "--ids-out", ids)
            product.wait_until_idle()
            before = product.herald.metrics()
            self.beside_bare(name, lambda seconds: product.read(seconds, ids), 0.5, 0.7)
            self.stages(name, before, product.herald.metrics())
        finally:
            product.end()

    def pages(self):
        engine, small, large = self.options.store, 50_000, self.options.page_rows
        name = f"a page of 250 of {large:,} ÷ one of {small:,}, {engine}"
        self.say(name)
        product = self.product(engine, "pages")
        try:
            few = self.reader(product, product.service, product.sms_template, small)
            service = product.herald.create_service()
            many = self.reader(product, service, product.herald.create_template(service, "sms"), large)
            for filters in "", "&status=permanent-failure":
                of_few, of_many = pages.medians(few, many, filters)
                filtered = ", by status" if filters else ""
                self.row(name + filtered, of_many / of_few, "", must=1.5, smaller_is_better=True)
                self.row(f"one of {large:,}{filtered}", of_many * 1e3, " ms")
        finally:
            product.end()

    def reader(self, product, service, template, count):
        id_of = pages.fill(product.database, service, template, count)
        return pages.Reader(product.herald.port, product.herald.create_key(service), count, id_of)

    def latency(self):
        engine = self.options.store
        if engine not in self.accept_rate:
            self.accept() if engine == "sqlite" else self.accept_postgres()
        rate = self.accept_rate[engine] / 4
        name = f"p99 of a POST at {rate:,.0f}/s, {engine}"
        self.say(name)
        product = self.product(engine, "latency")
        try:
            product.load("--connections", CONNECTIONS, "--seconds", 1, "--rate", rate)
            measured = product.load("--connections", CONNECTIONS, "--seconds", self.options.seconds * 2, "--rate", rate)
        finally:
            product.end()
        only_accepted(measured)
        self.row(name, measured["p99_ms"], " ms", must=20, aim=5, smaller_is_better=True)
        self.row("its median", measured["p50_ms"], " ms")
        self.row("its maximum", measured["max_ms"], " ms")

    def memory(self):
        engine, count = self.options.store, self.options.stored
        name = f"resident memory, {count:,} messages stored, {engine}"
        self.say(name)
        product = self.product(engine, "memory")
        try:
            measured = product.load("--connections", CONNECTIONS, "--count", count, "--kind", "both")
            under_load = product.load("--connections", CONNECTIONS, "--seconds", self.options.seconds)
            resident = product.herald.resident_bytes()
            peak = jobs.peak_bytes(product.herald.process.pid)
        finally:
            product.end()
        only_accepted(measured)
        only_accepted(under_load)
        self.row(name, resident / 1e6, " MB", must=200, aim=100, smaller_is_better=True)
        self.row("its peak since the start", peak / 1e6, " MB")

    def two_processes(self):
        self.two_beside_one("api", "", must=1.0)
        self.two_beside_one(ROLES, ", delivering meanwhile")

    def two_beside_one(self, roles, meanwhile, must=None):
        """One process and two, each with a database of their own, in turns; what the one has accepted is delivered
        before the others are asked."""
        name = "two processes on one PostgreSQL ÷ one" + meanwhile
        self.say(name)
        one, two = (self.product("postgres", f"{count}-{roles}", roles=roles) for count in ("one", "two"))
        second = Herald(two.database, roles=roles, **two.sandbox.provider_settings()).start()
        rounds, pairs = 5, []
        try:
            for _ in range(rounds + 1):
                pair = []
                for product, ports in (one, None), (two, [two.herald.port, second.port]):
                    # Twice as long as other rows: the two differ by less than one round from the next.
                    pair.append(product.accepted(2 * self.options.seconds / rounds, ports))
                    if roles != "api":
                        product.wait_until_idle()
                pairs.append(pair)
        finally:
            second.kill()
            one.end()
            two.end()
        rates = pairs[1:]  # The first warmed up.
        self.row("POST …/sms accepted by one" + meanwhile, statistics.median(alone for alone, _ in rates))
        self.row("by two", statistics.median(together for _, together in rates))
        limits = {"must": must} if must else {}
        self.row(name, statistics.median(together / alone for alone, together in rates), "", **limits)

    def idempotency(self):
        """What a key on every request costs: the same process, without and with."""
        engine = self.options.store
        name = f"POST …/sms with an Idempotency-Key ÷ without, {engine}"
        self.say(name)
        product = self.product(engine, "idempotency", roles="api")
        try:
            timed = ["--connections", CONNECTIONS, "--seconds", self.options.seconds]
            product.load("--connections", CONNECTIONS, "--seconds", 1)
            without = product.load(*timed)
            keyed = product.load(*timed, "--idempotency-keys")
        finally:
            product.end()
        only_accepted(without)
        only_accepted(keyed)
        self.row("with a key on each", keyed["per_second"])
        self.row(name, keyed["per_second"] / without["per_second"], "", must=0.8)

    def bulk(self):
        engine = self.options.store
        name = f"rows of bulk requests accepted, {engine}, of the bare store's"
        alone = max(self.store_rates(engine).values())
        self.say(name)
        product = self.product(engine, "bulk", roles="api")
        try:
            rate = bulk_rows_a_second(product, self.options.seconds)
        finally:
            product.end()
        must = 0.35 if engine == "sqlite" else 0.3
        self.row(name, rate, bare=alone, ratio=rate / alone, must=must)

    def jobs(self):
        """A job's rows read, checked, rendered and stored by a process that does nothing else; what is asked about it then;
        and single messages while one that also delivers has such a job before it."""
        for engine in ("sqlite", "postgres"):
            self.jobs_on(engine, self.options.job_rows)
            self.urgent_messages(engine)

    def jobs_on(self, engine, rows):
        name = f"rows of a job stored, {engine}, of the bare store's"
        alone = max(self.store_rates(engine).values())
        self.say(name)
        product = self.product(engine, f"jobs-{engine}", roles="api,jobs", internal_clients=INTERNAL_CLIENTS)
        try:
            jobs.send(product, 1_000)
            _, small = jobs.send_watched(product, rows // 10)
            job, large = jobs.send_watched(product, rows)
            asked = {what: jobs.answer_seconds(product, path) for what, path in (
                ("notification_count", f"/job/{job['id']}/notification_count"),
                ("a job with its statistics", f"/job/{job['id']}"),
            )}  # fmt: skip
        finally:
            product.end()
        rate = jobs.rows_a_second(job)
        self.row(name, rate, bare=alone, ratio=rate / alone, must=0.3)
        self.row(f"memory at its peak beyond that of a job of {rows // 10:,}, {engine}", (large - small) / 2**20, " MiB",
                 must=32, smaller_is_better=True)  # fmt: skip
        for what, seconds in asked.items():
            self.row(f"{what}, p99, {engine}", seconds * 1e3, " ms", must=5, smaller_is_better=True)

    def urgent_messages(self, engine, messages=10):
        product = self.product(engine, f"urgent-{engine}", roles=ROLES + ",jobs")
        try:
            jobs.send(product, self.options.job_rows, "--no-wait")
            taken = [product.urgent_seconds() for _ in range(messages)]
            left = product.database.sql("SELECT count(*) FROM notifications WHERE status = 'created'")
        finally:
            product.end()
        self.say(f"  {left} rows of the job were still waiting at the end")
        self.row(f"a single message to its provider during a job, worst of {messages}, {engine}", max(taken), " s", must=1, smaller_is_better=True)

    def store(self):
        for engine in ("sqlite", "postgres"):
            for batch, rate in self.store_rates(engine).items():
                self.row(f"store alone, {batch} a transaction, {engine}", rate)

    def store_rates(self, engine):
        """Rows a second that the store takes by itself, by the size of the batch."""
        self.say(f"bare store, {engine}")
        if engine == "postgres":
            self.start_postgres()
        database = Database(engine, DATA / ("store-" + engine))
        address = database.url or str(database.directory / "herald.db")
        completed = subprocess.run([PROGRAMS / "bare_store", address, str(self.options.seconds / 3)], check=True,
                                   stdout=subprocess.PIPE, text=True)  # fmt: skip
        return json.loads(completed.stdout)

    def content(self):
        self.say("content, one core")
        rates = self.pure("content_bench")
        self.row("500-character text messages rendered and counted", rates["sms_render_and_count"], must=300_000)
        self.row("10 kB emails rendered, the HTML part", rates["email_html"], must=3_000)
        self.row("the plain text part", rates["email_plain_text"])

    def recipients(self):
        self.say("recipients, one core")
        rates = self.pure("recipients_bench")
        self.row("UK mobile numbers checked", rates["uk_numbers"], must=1_000_000)
        self.row("international numbers", rates["international_numbers"])
        self.row("email addresses", rates["email_addresses"])
        self.row("postal addresses tidied and checked", rates["postal_addresses"])

    def spreadsheets(self):
        self.say("spreadsheets, one core")
        rates = self.pure("csv_bench")
        self.row("CSV cells read", rates["csv_cells_read"], must=1_000_000)
        self.row("CSV cells read, checked and reported on", rates["csv_cells_checked"], must=1_000_000)
        self.row("rows of six cells, checked", rates["csv_cells_checked"] / 6)
        self.row("CSV cells of an upload put into the stored form", rates["csv_cells_uploaded"])

    def smpp(self):
        """One session and the emulated message centre in one process, a thread each, receipts included."""
        self.say("SMPP, one bind")
        for window in (10, 50):
            completed = subprocess.run([PROGRAMS / "smpp_bench", str(window), str(self.options.seconds / 2)], check=True,
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # fmt: skip
            measured = json.loads(completed.stdout)
            must = {"must": 2_000} if window == 10 else {}
            self.row(f"submit_sm answered, window {window}", measured["submits"], **must)
            self.row("receipts meanwhile", measured["receipts"])

    def pure(self, program):
        """What a program of pure rules does a second, by the name of its benchmarks."""
        command = [PROGRAMS / program, "--benchmark_format=json", f"--benchmark_min_time={self.options.seconds / 10}"]
        completed = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        return {one["name"]: one["items_per_second"] for one in json.loads(completed.stdout)["benchmarks"]}


def only_accepted(measured, status="201"):
    """A rate is only worth something when every request was answered as it should."""
    others = {code: count for code, count in measured["answers"].items() if code != status}
    if others:
        raise RuntimeError(f"unexpected answers: {others}")


def postgres_processes(directory):
    """The server and its sessions."""
    server = (directory / "data" / "postmaster.pid").read_text().split()[0]
    return [server, *pathlib.Path(f"/proc/{server}/task/{server}/children").read_text().split()]


def cpu_seconds_of(pid):
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:  # A session that has just ended, and was none of the program's.
        return 0
    # The name in parentheses may hold spaces; user and system time are the 14th and 15th field of the whole.
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def bulk_rows_a_second(product, seconds, rows=1_000, senders=4):
    """Requests of that many rows, made by a few senders without a pause."""
    body = json.dumps({
        "template_id": product.sms_template,
        "rows": [{"phone_number": f"07700900{300 + i % 700}", "personalisation": {"name": f"Person {i}"}} for i in range(rows)],
    })  # fmt: skip
    began = time.monotonic()

    def send(_):
        accepted = 0
        connection = http.client.HTTPConnection("127.0.0.1", product.herald.port, timeout=60)
        while time.monotonic() < began + seconds:
            connection.request("POST", "/v2/notifications/bulk", body, product.key.headers())
            answer = connection.getresponse()
            content = answer.read()
            if answer.status != 201:
                raise RuntimeError(f"bulk: {answer.status} {content[:200]}")
            accepted += rows
        connection.close()
        return accepted

    with concurrent.futures.ThreadPoolExecutor(senders) as pool:
        accepted = sum(pool.map(send, range(senders)))
    return accepted / (time.monotonic() - began)
