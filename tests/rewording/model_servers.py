"""Servers on this machine that answer as a language model would, or as one should not."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Handler", str], None]


@dataclass
class Asked:
    """What a server was sent."""

    path: str
    headers: dict[str, str]
    body: dict[str, object]

    @property
    def task(self) -> dict[str, object]:
        """The message of the user: what is said of the paragraph."""
        messages = self.body["messages"]
        assert isinstance(messages, list)
        found = json.loads(messages[-1]["content"])
        assert isinstance(found, dict)
        return found


@dataclass
class Log:
    """All that a server was asked."""

    url: str
    asked: list[Asked] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    answer: Answer
    log: Log

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        asked = Asked(self.path, dict(self.headers.items()), body)
        self.log.asked.append(asked)
        try:
            type(self).answer(self, str(asked.task["paragraph"]))
        except (BrokenPipeError, ConnectionResetError):
            # whoever asked has had enough, which is what some of these tests are about
            self.close_connection = True

    def send(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(answer: Answer) -> Iterator[Log]:
    """A server that answers so, for as long as the block runs."""
    log = Log("")
    handler = type("_Handler", (Handler,), {"answer": staticmethod(answer), "log": log})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.block_on_close = False
    log.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield log
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def saying(reword: Callable[[str], object], usage: object = None) -> Answer:
    """A model that makes this of a paragraph."""

    def answer(handler: Handler, paragraph: str) -> None:
        data: dict[str, object] = {"choices": [{"message": {"role": "assistant", "content": reword(paragraph)}}]}
        if usage is not None:
            data["usage"] = usage
        handler.send(200, json.dumps(data).encode())

    return answer


def failing(status: int, **headers: str) -> Answer:
    return lambda handler, paragraph: handler.send(status, b"<html>", **headers)


def sending(content: bytes) -> Answer:
    """Answers with these bytes, whatever they are."""
    return lambda handler, paragraph: handler.send(200, content)


def hanging(handler: Handler, paragraph: str) -> None:
    """Says nothing, and holds the line."""
    while not _is_closed(handler.connection):
        time.sleep(0.02)


def dripping(handler: Handler, paragraph: str) -> None:
    """Sends a byte now and then, so that no single wait is long."""
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    for _ in range(1000):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.02)


def flooding(handler: Handler, paragraph: str) -> None:
    """Never stops talking."""
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(b'{"choices": "')
    while True:
        handler.wfile.write(b"x" * 65536)


def hanging_up(handler: Handler, paragraph: str) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def _is_closed(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
