"""ClamAV's real daemon with one signature of the tests' own, so that it needs no downloads and starts at once."""

import pathlib
import shutil
import socket
import subprocess
import time

SIGNED = b"HERALD-TEST-VIRUS"


class Clamd:
    def __init__(self, directory):
        program = shutil.which("clamd") or "/usr/sbin/clamd"
        assert pathlib.Path(program).exists(), "clamd is not installed: tools/setup.sh test installs it"
        directory = pathlib.Path(directory)
        database = directory / "signatures"
        database.mkdir(parents=True)
        (database / "tests.ndb").write_text(f"Herald.Test.Signature:0:*:{SIGNED.hex()}\n")
        self.socket = directory / "socket"
        configuration = directory / "clamd.conf"
        configuration.write_text(f"Foreground yes\nLocalSocket {self.socket}\nDatabaseDirectory {database}\n")
        with open(directory / "log", "wb") as log:
            self.process = subprocess.Popen([program, f"--config-file={configuration}"], stdout=log, stderr=log)
        end = time.monotonic() + 30
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError("clamd did not start:\n" + (directory / "log").read_text(errors="replace"))
            time.sleep(0.05)

    def answers(self):
        with socket.socket(socket.AF_UNIX) as connection:
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"zPING\0")
                return connection.recv(16) == b"PONG\0"
            except OSError:
                return False

    def kill(self):
        self.process.kill()
        self.process.wait()
