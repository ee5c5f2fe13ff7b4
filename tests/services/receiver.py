"""A server that the webhook may name: it answers as it is told, and keeps what came."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any


class Receiver(HTTPServer):
    """Answers every POST with `status`, and keeps what came."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.status = 204
        self.came: list[tuple[bytes, str]] = []

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server_port}/hook?room=7"

    def events(self) -> list[list[tuple[str, str]]]:
        """Of each message, the kind and the audience's name of its events."""
        told = (json.loads(body)["events"] for body, _ in self.came)
        return [[(event["kind"], event["audience"]["name"]) for event in events] for events in told]


class Answer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        receiver: Any = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        receiver.came.append((body, self.headers["Masivo-Signature"]))
        self.send_response(receiver.status)
        self.send_header("Location", "http://localhost:1/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that runs while the context is open."""
    server = Receiver()
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
