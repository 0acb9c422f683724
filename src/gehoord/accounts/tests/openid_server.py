"""A sign-in server of an organisation, on this machine: it says whom the test wants it to say."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class OpenIDServer(ThreadingHTTPServer):
    """Knows one person, who is always signed in."""

    person: dict[str, Any]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def answers(self, path: str) -> dict[str, Any]:
        if path.endswith("openid-configuration"):
            return {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "userinfo_endpoint": f"{self.address}/userinfo",
                "jwks_uri": f"{self.address}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if path == "/token":
            return {"access_token": "only for tests", "token_type": "Bearer"}
        return self.person


class _Handler(BaseHTTPRequestHandler):
    server: OpenIDServer

    def do_GET(self) -> None:
        body = json.dumps(self.server.answers(self.path)).encode()
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *words: Any) -> None:
        """Say nothing: the test says what went wrong."""


@contextmanager
def openid_server(**person: Any) -> Iterator[OpenIDServer]:
    """Run the server as long as the test lasts."""
    with OpenIDServer(("127.0.0.1", 0), _Handler) as server:
        server.person = person
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
