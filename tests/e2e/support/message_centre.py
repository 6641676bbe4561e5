"""A message centre that speaks SMPP and that we did not write."""

import json
import pathlib
import subprocess
import threading

from support.process import free_port
from support.waiting import eventually

NODE = pathlib.Path(__file__).parent.parent / "node"


class MessageCentre:
    """npm's `smpp` in a process of its own; see node/message_centre.js."""

    def __init__(self):
        self.port = free_port()
        self.told = []
        self.asked = 0
        self.process = subprocess.Popen(
            ["node", "message_centre.js", str(self.port)], cwd=NODE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        threading.Thread(target=self.read, daemon=True).start()
        eventually(lambda: self.all("listening"), what="the message centre")

    def read(self):
        for line in self.process.stdout:
            self.told.append(json.loads(line))

    def order(self, **what):
        """The order is in force when this returns."""
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        if "catch_up" not in what:
            self.catch_up()

    def catch_up(self):
        """Waits until all that the centre has told so far has been read."""
        self.asked += 1
        self.order(catch_up=self.asked)
        eventually(lambda: {"caught_up": self.asked} in self.told, what="the message centre")

    def all(self, key):
        self.catch_up()
        return [line for line in self.told if key in line]

    def submits(self, count=1):
        return eventually(lambda: len(self.all("submit")) >= count and self.all("submit"), what=f"{count} messages")

    def settings(self, **more):
        return {"smpp_url": f"smpp://127.0.0.1:{self.port}", "smpp_user": "herald", "smpp_password": "secret", **more}

    def end(self):
        self.process.stdin.close()
        self.process.wait(10)
