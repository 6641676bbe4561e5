"""A mail server made of plain sockets, so that it can misbehave at any word of a conversation: once, then it behaves."""

import re
import socket
import struct
import threading
import time

MESSAGE_ID = re.compile(rb"(?im)^Message-ID: *<([0-9a-f-]{36})@")
REPLIES = {
    "connect": "220 peer.example",
    "EHLO": "250 peer.example",
    "DATA": "354 go on",
    "QUIT": "221 bye",
}


class FaultyMailServer:
    def __init__(self, port=0):
        self.fault = None  # (word, what to do instead of the reply): the next conversation that comes to it meets it.
        self.taken = {}  # How often a message came whole, by its id.
        self.idle = set()  # Connections on which nothing is under way.
        self.lock = threading.Lock()
        self.socket = socket.create_server(("127.0.0.1", port))
        self.port = self.socket.getsockname()[1]
        self.url = f"smtp://127.0.0.1:{self.port}"
        threading.Thread(target=self.serve, daemon=True).start()

    def close(self):
        self.socket.close()

    def misbehave(self, word, fault):
        """From the next conversation on, which begins with a connection of its own."""
        with self.lock:
            for connection in self.idle:
                connection.shutdown(socket.SHUT_RDWR)
            self.idle.clear()
            self.fault = (word, fault)

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.converse, args=(connection,), daemon=True).start()

    def converse(self, connection):
        try:
            with connection, connection.makefile("rb") as lines:
                if not self.say(connection, "connect"):
                    return
                while word := lines.readline().split(b" ")[0].strip().decode():
                    with self.lock:
                        self.idle.discard(connection)
                    answer = self.say(connection, word.upper())
                    if not answer or (word == "DATA" and answer == "said" and not self.take(connection, lines)):
                        return
        except OSError:
            pass
        finally:
            with self.lock:
                self.idle.discard(connection)

    def take(self, connection, lines):
        """What follows DATA; whether the conversation goes on."""
        content = b""
        while not content.endswith(b"\r\n.\r\n"):
            line = lines.readline()
            if not line:
                return False
            content += line
        name = MESSAGE_ID.search(content).group(1).decode()
        with self.lock:
            self.taken[name] = self.taken.get(name, 0) + 1
        goes_on = self.say(connection, ".")
        with self.lock:
            self.idle.add(connection)
        return goes_on

    def say(self, connection, word):
        """`said` or `misbehaved`; nothing when the conversation is over."""
        with self.lock:
            meets = self.fault is not None and self.fault[0] == word
            misbehave = self.fault[1] if meets else None
            if meets:
                self.fault = None
        if meets:
            return "misbehaved" if misbehave(connection) else None
        connection.sendall((REPLIES.get(word, "250 2.0.0 ok") + "\r\n").encode())
        return "said"


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


def silence(connection):
    """Until the other side has had enough."""
    connection.settimeout(30)
    connection.recv(1)
    return False


def slow(text):
    """A byte now and then, more slowly than anybody waits."""

    def dribble(connection):
        for byte in text.encode():
            connection.sendall(bytes([byte]))
            time.sleep(0.3)
        return False

    return dribble


def says(text):
    def reply(connection):
        connection.sendall(text.encode() + b"\r\n")
        return True

    return reply


def accepts_then_resets(connection):
    connection.sendall(b"250 2.0.0 ok\r\n")
    time.sleep(0.2)
    return reset(connection)
