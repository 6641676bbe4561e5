"""An S3 server from PyPI that checks every request's version 4 signature with Amazon's own library, not with ours."""

import os
import pathlib
import subprocess
import sys
import time

from .process import fetch, free_port

REGION = "eu-west-2"
NAME = "herald-files"
# What may be asked for before signatures are looked at: the four calls that make the user and the bucket.
UNSIGNED = 4
EVERYTHING = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'


class SignedBucket:
    def __init__(self, directory):
        directory = pathlib.Path(directory)
        directory.mkdir(parents=True, exist_ok=True)
        self.url = f"http://127.0.0.1:{free_port()}"
        environment = {**os.environ, "INITIAL_NO_AUTH_ACTION_COUNT": str(UNSIGNED)}
        log_path = directory / "moto.log"
        with open(log_path, "wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "moto.server", "-p", self.url.rsplit(":", 1)[1]],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + 60
        while fetch(self.url + "/moto-api/", timeout=5)[0] == 0:
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError("moto's server did not start:\n" + log_path.read_text(errors="replace"))
            time.sleep(0.1)
        self._make()

    def _client(self, service, key="nobody", secret="nothing"):
        import boto3  # here, so that all other tests can be collected before ./test e2e has installed it

        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=key,
            aws_secret_access_key=secret,
        )

    def _make(self):
        identities = self._client("iam")
        identities.create_user(UserName="herald")
        identities.put_user_policy(UserName="herald", PolicyName="all", PolicyDocument=EVERYTHING)
        key = identities.create_access_key(UserName="herald")["AccessKey"]
        self.access_key, self.secret_key = key["AccessKeyId"], key["SecretAccessKey"]
        location = {"LocationConstraint": REGION}
        self._client("s3").create_bucket(Bucket=NAME, CreateBucketConfiguration=location)

    def settings(self, **changes):
        return {
            "objects_url": f"s3://{NAME}/live?endpoint={self.url}&region={REGION}",
            "objects_access_key": self.access_key,
            "objects_secret_key": self.secret_key,
            **changes,
        }

    def objects(self):
        """The content of every object, by name."""
        client = self._client("s3", self.access_key, self.secret_key)
        names = [one["Key"] for one in client.list_objects_v2(Bucket=NAME).get("Contents", [])]
        return {name: client.get_object(Bucket=NAME, Key=name)["Body"].read() for name in names}

    def kill(self):
        self.process.kill()
        self.process.wait()
