"""An S3 server from npm. It knows one access key and does not recompute version 4 signatures: the tests of
`crypto/aws_signature.h` do, with Amazon's own examples."""

import pathlib
import subprocess
import time

from .process import fetch, free_port

NODE = pathlib.Path(__file__).resolve().parents[1] / "node"


class Bucket:
    ACCESS_KEY = SECRET_KEY = "S3RVER"  # the server knows no others

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.port = free_port()
        program = NODE / "node_modules" / ".bin" / "s3rver"
        assert program.exists(), "./test e2e installs the S3 server (npm ci)"
        self.log_path = self.directory.parent / "s3rver.log"
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(
                [program, "-d", self.directory, "-a", "127.0.0.1", "-p", str(self.port), "--no-vhost-buckets"]
                + ["--configure-bucket", "herald-files"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + 30
        while fetch(f"http://127.0.0.1:{self.port}/", timeout=1)[0] == 0:
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError("s3rver did not start:\n" + self.log_path.read_text(errors="replace"))
            time.sleep(0.05)

    def settings(self):
        return {
            "objects_url": f"s3://herald-files/live?endpoint=http://127.0.0.1:{self.port}&region=eu-west-2",
            "objects_access_key": self.ACCESS_KEY,
            "objects_secret_key": self.SECRET_KEY,
        }

    def objects(self):
        """The content of every object, by name."""
        root = self.directory / "herald-files"
        return {
            str(path.relative_to(root)).removesuffix("._S3rver_object"): path.read_bytes()
            for path in root.rglob("*._S3rver_object")
        }

    def kill(self):
        self.process.kill()
        self.process.wait()
