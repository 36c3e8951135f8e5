"""What a server tells of a request → what an app is told."""

from __future__ import annotations

from typing import Any

import pytest

from quiz.cli.wsgi import environ


def asked(path: bytes = b"/sets", *headers: tuple[bytes, bytes], query: bytes = b"") -> Any:
    return {
        "method": "POST",
        "raw_path": path,
        "query_string": query,
        "headers": headers,
        "scheme": "http",
        "http_version": "1.1",
        "client": ("192.0.2.7", 50123),
        "server": ("127.0.0.1", 8000),
    }


def test_a_request_is_told_as_wsgi_tells_it() -> None:
    found = environ(
        asked(
            b"/sets",
            *((b"host", b"school.example"), (b"cookie", b"a=1"), (b"cookie", b"b=2")),
            *((b"accept", b"text/html"), (b"accept", b"*/*")),
            *((b"content-type", b"text/plain"), (b"content-length", b"4")),
        )
    )

    assert (found["REQUEST_METHOD"], found["PATH_INFO"]) == ("POST", "/sets")
    assert (found["HTTP_COOKIE"], found["HTTP_ACCEPT"]) == ("a=1; b=2", "text/html,*/*")
    assert (found["CONTENT_TYPE"], found["CONTENT_LENGTH"]) == ("text/plain", "4")
    assert (found["REMOTE_ADDR"], found["SERVER_NAME"]) == ("192.0.2.7", "127.0.0.1")
    assert (found["SERVER_PORT"], found["HTTP_HOST"]) == ("8000", "school.example")


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        (b"/sets/m%C3%BCsli", "/sets/müsli".encode()),
        (b"/sets/%ff%00", b"/sets/\xff\x00"),
        (b"/a%2Fb/../c", b"/a/b/../c"),
        (b"/100%", b"/100%"),
    ],
)
def test_a_path_keeps_each_of_its_bytes(sent: bytes, meant: bytes) -> None:
    assert environ(asked(sent))["PATH_INFO"].encode("latin-1") == meant


def test_a_query_is_told_as_it_was_sent() -> None:
    found = environ(asked(query="q=süß%20".encode()))["QUERY_STRING"]

    assert found.encode("latin-1").decode() == "q=süß%20"


def test_a_header_that_only_looks_like_a_proxys_is_left_out() -> None:
    assert "HTTP_X_FORWARDED_FOR" not in environ(asked(b"/", (b"x_forwarded_for", b"made up")))
