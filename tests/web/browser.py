"""A browser without scripts: it opens pages, fills in the form that it finds, and sends it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from werkzeug.datastructures import MultiDict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

Attributes = dict[str, str | None]


@dataclass
class Form:
    """A form of a page: where it goes, and what it would send if nobody touched it."""

    action: str
    id: str
    values: MultiDict[str, str] = field(default_factory=MultiDict)
    known: set[str] = field(default_factory=set)
    buttons: list[Attributes] = field(default_factory=list)


class Forms(HTMLParser):
    """Reads the forms of a page, with the fields that stand outside and name theirs."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.inside: Form | None = None
        self.strays: list[tuple[str, str, Attributes, str]] = []
        self.select: tuple[Form | None, Attributes] | None = None
        self.text: tuple[Attributes, list[str]] | None = None
        self.feed(page.replace("\r\n", "\n").replace("\r", "\n"))  # as browsers do

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: Attributes = dict(attrs)
        if tag == "form":
            self.inside = Form(given.get("action") or "", given.get("id") or "")
            self.forms.append(self.inside)
        elif tag == "input":
            self._input(given)
        elif tag == "select":
            self.select = (self.inside, given)
            self._put(given, None)
        elif tag == "option" and self.select and "selected" in given:
            self._put(self.select[1], given.get("value") or "", only=True)
        elif tag == "option" and self.select:
            self._put(self.select[1], given.get("value") or "", only=False)
        elif tag == "textarea":
            self.text = (given, [])
        elif tag == "button":
            form = self._form(given)
            if form is not None and given.get("type") != "button":
                form.buttons.append(given)

    def handle_data(self, data: str) -> None:
        if self.text:
            self.text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.text:
            given, texts = self.text
            self._put(given, "".join(texts).removeprefix("\n").replace("\n", "\r\n"))
            self.text = None

    def _input(self, given: Attributes) -> None:
        if given.get("type") in {"radio", "checkbox"} and "checked" not in given:
            self._put(given, None)
        else:
            self._put(given, given.get("value") or "")

    def _put(self, given: Attributes, value: str | None, only: bool | None = None) -> None:
        form, name = self._form(given), given.get("name")
        if form is None or not name:
            return
        form.known.add(name)
        if value is None or (only is False and name in form.values):
            return  # an option that is not the first is not sent by itself
        if only is not None:
            form.values[name] = value
        else:
            form.values.add(name, value)

    def _form(self, given: Attributes) -> Form | None:
        if "form" in given:
            made = next((form for form in self.forms if form.id == given["form"]), None)
            if made is None:
                made = Form("", str(given["form"]))
                self.forms.append(made)
            return made
        return self.inside


class Browser:
    """Somebody's browser with scripts turned off."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.response: TestResponse | None = None
        self.url = ""

    @property
    def page(self) -> str:
        """What is shown."""
        assert self.response is not None
        return self.response.text

    @property
    def status(self) -> int:
        """The status of the page that is shown."""
        assert self.response is not None
        return self.response.status_code

    def opens(self, url: str) -> Browser:
        """Open an address, and whatever it leads on to."""
        return self._shows(self.client.get(url, follow_redirects=True))

    def form(self, having: str) -> Form:
        """Find the form that has a field of this name, or, after ``#``, this id."""
        forms = merged(Forms(self.page).forms)
        return next(form for form in forms if having in form.known or having == f"#{form.id}")

    def sends(
        self,
        values: Mapping[str, str | Sequence[str] | None] | None = None,
        *,
        having: str = "csrf_token",
        go: str = "",
        to: str = "",
    ) -> Browser:
        """Fill in a form and press a button of it; a field that is not there is a mistake."""
        form = self.form(having)
        sent = form.values.copy()
        for name, value in (values or {}).items():
            assert name in form.known, f"no field is called {name!r}: {sorted(form.known)}"
            given = [value] if isinstance(value, str) else list(value or ())
            sent.setlist(name, given)
        if go:
            assert go in {button.get("value") for button in form.buttons}, form.buttons
            sent["go"] = go
        address = to or form.action or self.url
        return self._shows(self.client.post(address, data=sent, follow_redirects=True))

    def posts(self, address: str, values: Mapping[str, str]) -> Browser:
        """Send these fields to an address, whatever form the page has."""
        return self._shows(self.client.post(address, data=values, follow_redirects=True))

    def _shows(self, response: TestResponse) -> Browser:
        self.response = response
        if response.request.method == "GET":
            self.url = response.request.path
        return self


def merged(forms: list[Form]) -> list[Form]:
    """Put together a form and the fields that named it before it began."""
    by_id: dict[str, Form] = {}
    for form in forms:
        first = by_id.get(form.id) if form.id else None
        if first is None:
            by_id[form.id or str(id(form))] = form
            continue
        first.action = first.action or form.action
        first.known |= form.known
        first.buttons += form.buttons
        for name, values in form.values.lists():
            first.values.setlist(name, values)
    return list(by_id.values())
