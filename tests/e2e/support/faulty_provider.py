"""A provider made of plain sockets, so that it can misbehave: once for each message, then it takes it."""

import re
import socket
import struct
import threading
import time

UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def reply(status, body, *headers):
    lines = [f"HTTP/1.1 {status} Words", "Content-Type: application/json", f"Content-Length: {len(body)}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


class FaultyProvider:
    def __init__(self, acceptance):
        """`acceptance`: the body that says that a message was taken."""
        self.acceptance = reply(200, acceptance)
        self.fault = None  # What the next message meets first: a function of (connection, acceptance), or nothing.
        self.met = {}  # Requests by the id of the notification.
        self.misbehaving = 0  # Faults that are not over yet.
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.ending = False
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def close(self):
        self.ending = True
        self.socket.close()

    def serve(self):
        while not self.ending:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(connection,), daemon=True).start()

    def talk(self, connection):
        try:
            while request := self.read(connection):
                # Our id is the last one in each provider's body; a trace in the headers has another.
                ids = UUID.findall(request.partition(b"\r\n\r\n")[2])
                name = ids[-1].decode() if ids else None
                self.met[name] = self.met.get(name, 0) + 1
                if self.fault and self.met[name] == 1:
                    self.misbehaving += 1
                    try:
                        self.fault(connection, self.acceptance)
                    finally:
                        self.misbehaving -= 1
                    return
                connection.sendall(self.acceptance)
        except OSError:
            pass
        finally:
            connection.close()

    @staticmethod
    def read(connection):
        """A whole request; nothing when the peer hangs up."""
        seen = b""
        while True:
            head, end, body = seen.partition(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: *(\d+)", head)
            if end and len(body) >= (int(length.group(1)) if length else 0):
                return seen
            more = connection.recv(65536)
            if not more:
                return b""
            seen += more


def reset(connection, _):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def slow_headers(connection, acceptance):
    for byte in acceptance[:15]:
        connection.sendall(bytes([byte]))
        time.sleep(0.3)


def slow_body(connection, acceptance):
    connection.sendall(acceptance[:-2])
    time.sleep(4)


def silence(connection, _):
    time.sleep(4)


def accepted_then_reset(connection, acceptance):
    connection.sendall(acceptance)
    time.sleep(0.2)
    reset(connection, acceptance)


def cut_short(connection, acceptance):
    connection.sendall(acceptance[:-2])


def answers(status, body="{}", *headers):
    return lambda connection, _: connection.sendall(reply(status, body, "Connection: close", *headers))
