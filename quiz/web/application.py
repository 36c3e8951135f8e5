"""Flask as our pages need it: nothing waits in a coroutine, and what is whole is sent at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Flask, Request, Response, request
from werkzeug.routing import MapAdapter

from quiz.web import headers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_OF_PLACES = {"Location", "Content-Location"}
"""Headers whose addresses are made whole when the answer is sent."""

_EMPTY = {*range(100, 200), 204, 304}
"""Kinds of answers that have no body."""

HOSTS = 100
"""How many names of the service are kept in mind; anybody can make up more."""

MOST = 8 * 1024 * 1024
"""Bytes of what is sent with a request; more is refused. The README's proxy has the same limit."""

PAGE = "text/html; charset=utf-8"


class Asked(Request):
    """A request, and how much of it is read: the same for all, so no configuration is asked."""

    # A whole attempt in one form: forty essays of 100 kB fit, a flood does not.
    max_form_memory_size = 4_000_000
    max_content_length = MOST
    max_form_parts = 10_000

    def _load_form_data(self) -> None:
        """Read a form, without NUL: no text has it, and PostgreSQL cannot keep it.

        It is left out and not refused: what is pasted from elsewhere may hold one, unseen.
        """
        super()._load_form_data()
        if any("\0" in words for _, words in self.form.items(multi=True)):
            found = [(name, words.replace("\0", "")) for name, words in self.form.items(multi=True)]
            self.__dict__["form"] = type(self.form)(found)


class Answer(Response):
    """An answer. Servers send a list at once, and take anything else from us bit by bit."""

    standing = headers.ALWAYS
    """Headers that are sent where the answer has none of that name."""

    def get_wsgi_response(self, environ: Any) -> tuple[Iterable[bytes], str, headers.Pairs]:  # noqa: ANN401 - WSGI
        """Give body, status and headers: as they are, where the library would put nothing right."""
        found = self.headers.to_wsgi_list()
        names = {name for name, _ in found}
        if self.status_code != 200 or "Content-Length" not in names or names & _OF_PLACES:
            found = self.get_wsgi_headers(environ).to_wsgi_list()
        return self.get_app_iter(environ), self.status, headers.completed(found, self.standing)

    def get_app_iter(self, environ: Any) -> Iterable[bytes]:  # noqa: ANN401 - WSGI
        """Give the body: a list where it is all there, as it is for every page."""
        empty = self.status_code in _EMPTY or environ["REQUEST_METHOD"] == "HEAD"
        if empty or not self.is_sequence:
            return super().get_app_iter(environ)
        whole = list(self.iter_encoded())
        self.close()
        return whole


class Application(Flask):
    """The service."""

    request_class = Asked
    response_class = Answer

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - as Flask has it
        """Make it as Flask does."""
        super().__init__(*given, **named)
        self._hosts: dict[tuple[str, str, str], MapAdapter] = {}

    def make_response(self, rv: Any) -> Response:  # noqa: ANN401 - whatever a view gives
        """Make an answer of what a view gave; of a page without much ado."""
        if isinstance(rv, str):
            return Answer(rv, content_type=PAGE)
        return super().make_response(rv)

    def create_url_adapter(self, asked: Request | None) -> MapAdapter | None:
        """Give what finds the view of a path; a host is looked at once, not at each request."""
        environ = {} if asked is None else asked.environ
        if asked is None or "HTTP_HOST" not in environ or "HTTP_UPGRADE" in environ:
            return super().create_url_adapter(asked)
        key = (environ["HTTP_HOST"], environ["wsgi.url_scheme"], environ.get("SCRIPT_NAME", ""))
        known = self._hosts.get(key)
        if known is None:
            found = super().create_url_adapter(asked)
            if found is not None and len(self._hosts) < HOSTS:
                self._hosts[key] = found
            return found
        host = (known.server_name, known.script_name, known.subdomain, known.url_scheme)
        query = asked.query_string.decode(errors="replace")
        return MapAdapter(self.url_map, *host, asked.path, asked.method, query)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Give a function as it is: none of ours is a coroutine, so none is looked at."""
        return func


def present() -> Asked:
    """Give the request itself, to ask it several things: ``request`` looks for it at each."""
    return request._get_current_object()  # type: ignore[attr-defined, no-any-return]  # noqa: SLF001
