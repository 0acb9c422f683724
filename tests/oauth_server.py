"""A small server that gives out permissions, over http on loopback: signs in, keeps to PKCE, revokes.

It behaves like those of Microsoft and Google as far as mailboxes need; what it asks of a client it
checks itself, by RFC 6749 and RFC 7636.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT, SECRET = "gehoord-app", "zeer-geheim-van-de-app"


@dataclass
class OAuthServer:
    """What it knows and how it behaves; tests change the second half."""

    port: int
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refresh_tokens: dict[str, str] = field(default_factory=dict)
    """With the account they are for."""
    access_tokens: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    """What came to the token address."""
    account: str = "service@winkel.example"
    """Who signs in in the browser."""
    claims: dict[str, object] = field(default_factory=dict)
    """What it says of the account besides, or instead."""
    refuses: tuple[str, str] | None = None
    """The error with which it sends a browser back."""
    answers: list[tuple[int, str]] = field(default_factory=list)
    """Said one after the other at the token address, instead of an honest answer."""
    scope: str = ""
    """What was granted; empty is what was asked for."""
    rights: dict[str, object] | None = None
    """What stands in its access tokens; None gives tokens that nobody can look into."""
    gives_refresh_token: bool = True
    rotates: bool = False
    """Whether each refresh token is good for once."""
    lasts: int = 3600

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/tenant/{path}"

    @property
    def settings(self) -> dict[str, str]:
        """The columns of a mailbox that asks here."""
        return {
            "client_id": CLIENT,
            "client_secret": SECRET,
            "authorize_url": self.address("oauth2/v2.0/authorize"),
            "token_url": self.address("oauth2/v2.0/token"),
        }

    def grant(self, account: str) -> str:
        """A refresh token, as if the account had signed in."""
        token = f"verse-{secrets.token_hex(8)}"
        self.refresh_tokens[token] = account
        return token

    def revoke(self) -> None:
        """Take back everything that was given out."""
        self.refresh_tokens.clear()
        self.access_tokens.clear()

    def introspected(self, token: str) -> dict[str, object]:
        """What a mail server hears of a token that it was shown."""
        account = self.access_tokens.get(token)
        return {"active": True, "username": account} if account else {"active": False}

    def token_answer(self, given: dict[str, str]) -> tuple[int, str]:
        self.asked.append(given)
        if self.answers:
            return self.answers.pop(0)
        if (given.get("client_id"), given.get("client_secret")) != (CLIENT, SECRET):
            return _error("invalid_client", "AADSTS7000215: Invalid client secret provided.")
        grant = getattr(self, f"_{given.get('grant_type')}", None)
        return grant(given) if grant else _error("unsupported_grant_type")

    def _authorization_code(self, given: dict[str, str]) -> tuple[int, str]:
        begun = self.codes.pop(given.get("code", ""), None)
        if begun is None or begun["redirect_uri"] != given.get("redirect_uri"):
            return _error("invalid_grant", "AADSTS70008: The code has expired.")
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != begun["code_challenge"]:
            return _error("invalid_grant", "AADSTS501481: The code_verifier does not match.")
        told = {"aud": CLIENT, "exp": time.time() + 300, "nonce": begun["nonce"]}
        told |= {"preferred_username": begun["account"], **self.claims}
        more = {"id_token": jwt.encode(told, "0" * 32, algorithm="HS256")}
        if self.gives_refresh_token:
            more["refresh_token"] = self.grant(begun["account"])
        return self._token(begun["account"], begun["scope"], **more)

    def _refresh_token(self, given: dict[str, str]) -> tuple[int, str]:
        token = given.get("refresh_token", "")
        account = self.refresh_tokens.get(token)
        if account is None:
            return _error("invalid_grant", "AADSTS50173: The grant was revoked.")
        if not self.rotates:
            return self._token(account, given.get("scope", ""))
        del self.refresh_tokens[token]
        return self._token(account, given.get("scope", ""), refresh_token=self.grant(account))

    def _client_credentials(self, given: dict[str, str]) -> tuple[int, str]:
        return self._token("app", given.get("scope", ""))

    def _token(self, account: str, scope: str, **more: str) -> tuple[int, str]:
        token = f"munt-{secrets.token_hex(8)}"
        if self.rights is not None:
            token = jwt.encode({"jti": token, **self.rights}, "0" * 32, algorithm="HS256")
        self.access_tokens[token] = account
        said = {"access_token": token, "token_type": "Bearer", "expires_in": self.lasts}
        return 200, json.dumps(said | {"scope": self.scope or scope} | more)


def _error(code: str, words: str = "") -> tuple[int, str]:
    return 400, json.dumps({"error": code, "error_description": words})


class _Door(BaseHTTPRequestHandler):
    @property
    def book(self) -> OAuthServer:
        return self.server.book

    def do_GET(self):
        path, given = urlsplit(self.path).path, _flat(urlsplit(self.path).query)
        if path.endswith("/authorize"):
            return self._authorize(given)
        if path.endswith("/adminconsent"):
            said = {"state": given["state"], "tenant": "t-1"}
            return self._send_back(given, said | {"admin_consent": "True"})
        return self._say(404, "{}")

    def do_POST(self):
        given = _flat(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if self.path.endswith("/introspect"):
            return self._say(200, json.dumps(self.book.introspected(given.get("token", ""))))
        return self._say(*self.book.token_answer(given))

    def _authorize(self, given):
        needed = ("client_id", "redirect_uri", "state", "nonce", "code_challenge", "scope")
        if given.get("response_type") != "code" or given.get("code_challenge_method") != "S256":
            return self._say(400, "not the code flow with PKCE")
        if missing := [name for name in needed if not given.get(name)]:
            return self._say(400, f"missing: {missing}")
        if self.book.refuses:
            error, words = self.book.refuses
            return self._send_back(given, {"error": error, "error_description": words})
        code = secrets.token_urlsafe(24)
        self.book.codes[code] = given | {"account": self.book.account}
        return self._send_back(given, {"code": code})

    def _send_back(self, given, said):
        self.send_response(302)
        words = urlencode({"state": given["state"]} | said)
        self.send_header("Location", f"{given['redirect_uri']}?{words}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _say(self, status, words):
        body = words.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words):
        pass


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


@contextmanager
def oauth_server() -> Iterator[OAuthServer]:
    """A server that gives out permissions, in a thread of its own."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Door) as server:
        server.daemon_threads = True
        server.book = OAuthServer(server.server_port)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server.book
        finally:
            server.shutdown()
            thread.join()
