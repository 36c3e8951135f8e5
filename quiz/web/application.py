"""Flask as our pages need it: nothing waits in a coroutine, and what is whole is sent at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Flask, Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from werkzeug.datastructures import Headers

_OF_PLACES = {"Location", "Content-Location"}
"""Headers whose addresses are made whole when the answer is sent."""


class Answer(Response):
    """An answer. Servers send a list at once, and take anything else from us bit by bit."""

    def get_wsgi_headers(self, environ: Any) -> Headers:  # noqa: ANN401 - WSGI
        """Give the headers: as they are, where the library would find nothing to put right."""
        names = {name for name, _ in self.headers}
        plain = self.status_code == 200 and "Content-Length" in names
        return (
            self.headers if plain and not names & _OF_PLACES else super().get_wsgi_headers(environ)
        )

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 - WSGI
        """Give the body: a list where it is all there, as it is for every page."""
        body = super().__call__(environ, start_response)
        if not self.is_sequence:
            return body
        whole = list(body)
        self.close()
        return whole


class Application(Flask):
    """The service."""

    response_class = Answer

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Give a function as it is: none of ours is a coroutine, so none is looked at."""
        return func
