"""Herald as a process: started on free ports, spoken to over HTTP and by its command line, ended by its id.

Standard library only, because the benchmarks use it too.
"""

import json
import os
import pathlib
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from .tokens import ApiKey

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
BINARY = pathlib.Path(os.environ.get("HERALD_BINARY", REPOSITORY / "build" / "herald"))


def free_port():
    """A port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(url, timeout=5):
    """Status and body of a GET; 0 when nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=timeout) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()
    except (urllib.error.URLError, OSError):
        return 0, ""


class CommandFailed(Exception):
    def __init__(self, arguments, completed):
        super().__init__(f"herald {' '.join(arguments)}: exit {completed.returncode}\n{completed.stdout}{completed.stderr}")
        self.returncode = completed.returncode
        self.stdout = completed.stdout
        self.stderr = completed.stderr


class Database:
    """A store of its own for one test: a directory, and for PostgreSQL a new database on the test server."""

    def __init__(self, engine, directory):
        self.engine = engine
        self.directory = pathlib.Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.url = None
        if engine == "postgres":
            server = os.environ["HERALD_TEST_POSTGRES_URL"]
            name = "e2e_" + secrets.token_hex(6)
            subprocess.run(["psql", "-qX", server, "-c", f"CREATE DATABASE {name}"], check=True, capture_output=True)
            base, _, options = server.partition("?")
            self.url = base.rsplit("/", 1)[0] + "/" + name + ("?" + options if options else "")

    def settings(self):
        settings = {"data": str(self.directory)}
        if self.url:
            settings["database_url"] = self.url
            settings["secret"] = "a-secret-of-the-tests-that-every-process-shares"
        return settings

    def sql(self, text):
        """Runs SQL behind the server's back: for what has no command, and to look at what is stored."""
        if self.url:
            command = ["psql", "-qXtA", "-v", "ON_ERROR_STOP=1", self.url, "-c", text]
        else:
            command = ["sqlite3", "-cmd", ".timeout 5000", str(self.directory / "herald.db"), text]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def id_literal(self, uuid):
        """How an id is written in SQL for this engine."""
        return f"'{uuid}'" if self.url else f"x'{uuid.replace('-', '')}'"


class Herald:
    """One `herald serve` and the command line on the same store. Settings are `HERALD_*` names in lower case."""

    def __init__(self, database, **settings):
        self.database = database
        self.port = free_port()
        self.metrics_port = free_port()
        self.settings = {
            "listen": f"127.0.0.1:{self.port}",
            "metrics_listen": f"127.0.0.1:{self.metrics_port}",
            "sandbox_listen": f"127.0.0.1:{free_port()}",
            **database.settings(),
            **settings,
        }
        self.scheme = "https" if settings.get("tls_certificate") else "http"
        self.process = None
        self.log_path = database.directory / f"serve-{self.port}.log"

    @property
    def url(self):
        return f"{self.scheme}://127.0.0.1:{self.port}"

    @property
    def metrics_url(self):
        return f"http://127.0.0.1:{self.metrics_port}"

    @property
    def sandbox_url(self):
        return "http://" + self.settings["sandbox_listen"]

    def environment(self):
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("HERALD_")}
        if "HERALD_STATEMENT_COVERAGE" in os.environ:
            inherited["HERALD_STATEMENT_COVERAGE"] = os.environ["HERALD_STATEMENT_COVERAGE"]
        return inherited | {"HERALD_" + name.upper(): str(value) for name, value in self.settings.items()}

    def launch(self, *arguments):
        """Starts `herald serve` and does not wait for it."""
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [BINARY, "serve", *arguments], env=self.environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        return self

    def start(self, *arguments, seconds=30):
        """Starts `herald serve` and waits until it says that it is ready."""
        self.launch(*arguments)
        end = time.monotonic() + seconds
        while fetch(self.metrics_url + "/readyz", timeout=1)[0] != 200:
            if self.process.poll() is not None:
                raise AssertionError(f"herald serve ended with {self.process.returncode}:\n{self.log()}")
            if time.monotonic() > end:
                raise AssertionError(f"herald serve was not ready within {seconds} s:\n{self.log()}")
            time.sleep(0.02)
        return self

    def log(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def running(self):
        return self.process is not None and self.process.poll() is None

    def stop(self, seconds=15):
        """Asks it to end, as an operator would, and returns its exit status."""
        if self.running():
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"herald serve did not end within {seconds} s of SIGTERM:\n{self.log()[-4000:]}")

    def kill(self):
        """SIGKILL: what a power cut looks like from the outside."""
        if self.running():
            self.process.kill()
        self.process.wait()

    def run(self, *arguments, timeout=60):
        """Runs another command of the binary on the same store."""
        return subprocess.run(
            [BINARY, *arguments], env=self.environment(), capture_output=True, text=True, timeout=timeout
        )

    def command(self, *arguments):
        """The same with --json; returns the object that it printed."""
        completed = self.run(*arguments, "--json")
        if completed.returncode != 0:
            raise CommandFailed(arguments, completed)
        return json.loads(completed.stdout)

    def metrics(self):
        """The metrics as text."""
        return fetch(self.metrics_url + "/metrics")[1]

    def metric(self, name):
        """The sum of all series whose name, with the labels that are given, begins so; 0 while there is none."""
        return sum(float(line.rsplit(" ", 1)[1]) for line in self.metrics().splitlines() if line.startswith(name))

    def resident_bytes(self):
        """Memory that the process holds right now."""
        with open(f"/proc/{self.process.pid}/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def create_service(self, name=None, live=True, callback=None, token="callback-token-0123456789", unlimited=False):
        arguments = ["service", "create", "--name", name or "Service " + secrets.token_hex(6)]
        if live:
            arguments.append("--live")
        if callback:
            arguments += ["--callback-url", callback, "--callback-token", token]
        service = self.command(*arguments)["id"]
        if unlimited:
            self.lift_limits(service)
        return service

    def lift_limits(self, service):
        """For load: as many messages a day and a minute as anybody can send."""
        self.database.sql(
            "UPDATE services SET rate_limit = 1000000000, sms_message_limit = 1000000000,"
            " email_message_limit = 1000000000, change_number = change_number + 1"
            f" WHERE id = {self.database.id_literal(service)}"
        )

    def create_template(self, service, kind, content="Hello ((name)), your case is closed.", subject=None):
        arguments = ["template", "create", "--service", service, "--type", kind, "--name", f"A {kind} template"]
        arguments += ["--content", content]
        if kind != "sms":
            arguments += ["--subject", subject or "About ((name))"]
        return self.command(*arguments)["id"]

    def create_key(self, service, kind="normal", name=None):
        name = name or "key" + secrets.token_hex(4)
        return ApiKey(self.command("api-key", "create", "--service", service, "--name", name, "--type", kind)["key"])


class Sandbox:
    """`herald sandbox` in a process of its own, which outlives the servers that talk to it and counts what it takes."""

    def __init__(self, database, **settings):
        self.database = database
        self.port = free_port()
        self.settings = {"sandbox_listen": f"127.0.0.1:{self.port}", "data": str(database.directory / "sandbox"), **settings}
        self.process = None
        self.log_path = database.directory / "sandbox.log"

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def provider_settings(self):
        """Settings of a server that sends through this sandbox."""
        return {
            "mmg_url": self.url + "/mmg",
            "firetext_url": self.url + "/firetext",
            "ses_url": self.url,
            "sns_verify": "off",
        }

    def start(self, receipts_url, record=True, seconds=20):
        """Starts it; it posts receipts to the server at `receipts_url`, and remembers what it took when it is to."""
        settings = {**self.settings, "api_base_url": receipts_url, "sandbox_record": "true" if record else "false"}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HERALD_")}
        environment |= {"HERALD_" + name.upper(): str(value) for name, value in settings.items()}
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [BINARY, "sandbox"],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + seconds
        while fetch(self.url + "/", timeout=1)[0] != 200:
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"herald sandbox did not start:\n{self.log_path.read_text()}")
            time.sleep(0.02)
        return self

    def seen(self):
        """How often each notification was taken, by id."""
        status, body = fetch(self.url + "/seen", timeout=60)
        assert status == 200, body
        return json.loads(body)

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
