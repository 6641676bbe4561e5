"""An HTTP server that stands where a service's own endpoint would, and remembers what it was sent."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Received:
    def __init__(self, path, headers, body):
        self.path = path
        self.headers = headers
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)


class Receiver:
    """`answer(received)` returns a status code; it runs in the request's own thread and may block."""

    def __init__(self, answer=lambda received: 200):
        self.answer = answer
        self._requests = []
        self._lock = threading.Lock()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                received = Received(self.path, self.headers, body)
                with receiver._lock:
                    receiver._requests.append(received)
                self.send_response(receiver.answer(received))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *arguments):
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = 256
            daemon_threads = True

            def handle_error(self, request, client_address):
                """A caller that was killed is no fault of the receiver's."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def requests(self, path=None):
        with self._lock:
            return [received for received in self._requests if path is None or received.path == path]

    def about(self, notification_id):
        """The callbacks that speak of this notification."""
        return [received for received in self.requests() if received.json.get("id") == notification_id]

    def close(self):
        self._server.shutdown()
        self._server.server_close()
