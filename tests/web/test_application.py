"""Whole answers go out at once; those that are made bit by bit do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.web.application import Answer

if TYPE_CHECKING:
    from flask import Flask


def body(app: Flask, answer: Answer) -> object:
    """Give what a server is given, as it is."""
    with app.test_request_context("/") as context:
        return answer(context.request.environ, lambda *_: print)


def test_a_page_is_given_whole_and_then_closed(app: Flask) -> None:
    closed: list[str] = []
    page = Answer("the ferry leaves at ten")
    page.call_on_close(lambda: closed.append("page"))

    assert body(app, page) == [b"the ferry leaves at ten"]
    assert closed == ["page"]


def test_what_is_made_bit_by_bit_waits_for_the_reader(app: Flask) -> None:
    made: list[str] = []

    def rows() -> object:
        for row in ("one", "two"):
            made.append(row)
            yield row

    given = body(app, Answer(rows()))  # type: ignore[arg-type]

    assert made == []
    assert list(given) == [b"one", b"two"]  # type: ignore[call-overload]
