import socket

import pytest

from gehoord.live.limits import MOST_HEAD_BYTES

MEGABYTE = 1024 * 1024
MOST_BYTES = 8 * MEGABYTE


def ask(site, *pieces):
    """Send pieces until the server will hear no more; what it answered."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as line:
        try:
            for piece in pieces:
                line.sendall(piece)
        except OSError:
            pass  # it closed the door: the answer is there before
        answer = b""
        try:
            while part := line.recv(65536):
                answer += part
        except ConnectionResetError:
            pass
        return answer


def test_endless_headers_are_refused(site):
    header = b"X-More: " + b"a" * 8000 + b"\r\n"
    answer = ask(site, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n", *[header] * 2000)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400")


def test_usual_headers_are_read(site):
    cookie = b"Cookie: " + b"a" * (MOST_HEAD_BYTES // 2) + b"\r\n"
    answer = ask(
        site, b"GET /nowhere HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n", cookie, b"\r\n"
    )
    assert answer.startswith(b"HTTP/1.1 404")


def test_body_that_is_promised_too_large_is_refused_before_it_comes(site):
    head = b"POST /announce HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 999999999999\r\n\r\n"
    assert ask(site, head).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("path", [b"/announce", b"/nowhere"])
def test_body_without_end_is_refused(site, path):
    head = b"POST " + path + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"100000\r\n" + b"a" * MEGABYTE + b"\r\n"
    answer = ask(site, head, *[chunk] * 100)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 413")
    assert site.stream("nobody").status == 401, "others are still answered"
