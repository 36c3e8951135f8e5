"""A passage from anywhere: pasted or uploaded, cleaned, with proposals to accept or refuse.

The form that asks about the proposals carries the source; cleaning it again gives the same
proposals, so nothing is stored before the teacher has said yes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import abort
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from markupsafe import Markup
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField

from quiz.assessment import cleaning
from quiz.assessment.editing import edits
from quiz.web import filters
from quiz.web.options import options
from quiz.web.teacher.sheets import line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quiz.assessment.cleaning import Cleaned

LONGEST = 400_000
"""Characters of one article: a book of a hundred and fifty pages."""

LANGUAGES = {
    tag: name
    for tag, _, name in (
        pair.partition(":")
        for pair in (
            *("en:English", "uk:Українська", "de:Deutsch", "fr:Français", "es:Español"),
            *("it:Italiano", "pl:Polski", "pt:Português", "nl:Nederlands", "sv:Svenska"),
            *("cs:Čeština", "el:Ελληνικά", "fi:Suomi", "hu:Magyar", "ro:Română", "ru:Русский"),
            *("tr:Türkçe", "ar:العربية", "he:עברית", "ja:日本語", "ko:한국어", "zh:中文"),
        )
    )
}
FIRST_WORDS = 7
_OPEN, _CLOSE = "\ue002", "\ue003"
"""Characters that no text has, around words that are to be marked."""
KINDS: Mapping[str, str] = {"text": "text", "html": "html", "markdown": "markdown"}
LEVELS = ["", "A1", "A2", "B1", "B2", "C1", "C2"]


class ArticleForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What is pasted or uploaded; ``html`` is what a script finds in the clipboard beside text."""

    text = TextAreaField(
        _l("The article"), render_kw={"rows": 14, "autocomplete": "off", "autofocus": True}
    )
    html = HiddenField()
    file = FileField(_l("Or a file"), render_kw={"accept": ".html,.htm,.txt,.md"})


class ReviewForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What is to become of the cleaned article."""

    source = HiddenField()
    kind = HiddenField()
    title = StringField(_l("Title"), render_kw={"autocomplete": "off", "autofocus": True})
    language = SelectField(_l("Language"), choices=options(LANGUAGES.items()), default="en")
    level = SelectField(_l("Level"), choices=options((x, x or _l("not said")) for x in LEVELS))
    accept = SelectMultipleField(_l("Proposals"), validate_choice=False)
    names = SelectMultipleField(_l("Names"), validate_choice=False)


@dataclass(frozen=True, slots=True)
class Article:
    """What came in: its source, what kind of text that is, and what is left of it."""

    source: str
    kind: str
    cleaned: Cleaned


def received(form: ArticleForm) -> Article | None:
    """Take what was pasted or uploaded; what is wrong with it is told at its field."""
    field, found = form.text, _source(form)
    if form.file.data:
        field = form.file
    if isinstance(found, str):
        field.errors = [found]
        return None
    source, kind = found
    if len(source) > LONGEST:
        field.errors = [
            gettext(
                "That is %(count)s characters; a passage may have %(most)s. Take a part of it.",
                count=f"{len(source):,}",
                most=f"{LONGEST:,}",
            )
        ]
        return None
    cleaned = cleaning.clean(source, kind)
    if not cleaned.markdown.strip():
        field.errors = [
            gettext("No text was left: this is only menus, buttons or notices. Copy the article.")
        ]
        return None
    return Article(source, kind, cleaned)


def is_set(article: Article) -> bool:
    """Whether it is a whole question set, to be taken as it is."""
    lines = article.source.lstrip("\ufeff").split("\n")
    framed = lines[0].rstrip() == "---" and "---" in (other.rstrip() for other in lines[1:200])
    asks = any(other.startswith("## ") for other in lines)
    return article.kind == "markdown" and asks and (framed or lines[0].startswith("# "))


def _source(form: ArticleForm) -> tuple[str, str] | str:
    if form.file.data and form.file.data.filename:
        return cleaning.read_upload(form.file.data.filename, form.file.data.read())
    text = form.text.data or ""
    if form.html.data and text.strip():
        return form.html.data, "html"
    if not text.strip():
        return str(gettext("Paste an article, or choose a file."))
    return text, "text"


def review(article: Article) -> ReviewForm:
    """Ask about the proposals: all are accepted unless somebody refuses."""
    form = ReviewForm(formdata=None)
    form.source.data, form.kind.data = article.source, article.kind
    form.title.data = article.cleaned.title
    if article.cleaned.language in LANGUAGES:
        form.language.data = article.cleaned.language
    form.accept.data = [str(n) for n in range(len(article.cleaned.proposals))]
    form.names.data = [str(n) for n in range(len(article.cleaned.names))]
    return form


def preview(cleaned: Cleaned) -> Markup:
    """Show what is left of an article, with the places marked that proposals are about."""
    lines = cleaned.markdown.split("\n")
    for found in sorted(cleaned.proposals, reverse=True):
        words, start = lines[found.line - 1], found.column - 1
        end = start + len(found.words)
        marked = f"{_OPEN}{words[start:end]}{_CLOSE}"
        lines[found.line - 1] = words[:start] + marked + words[end:]
    html = str(filters.block("\n".join(lines)))
    return Markup(html.replace(_OPEN, "<mark>").replace(_CLOSE, "</mark>"))  # noqa: S704 - cleaned by the filter


def reviewed(form: ReviewForm) -> Article:
    """Clean the source of a review again; one that no review shows is refused."""
    source = (form.source.data or "").replace("\r\n", "\n")
    if len(source) > LONGEST:
        abort(413)
    kind = KINDS.get(form.kind.data or "", "text")
    return Article(source, kind, cleaning.clean(source, kind))


def passage(form: ReviewForm, article: Article) -> str:
    """Write the passage as it was agreed on."""
    chosen = [
        p for n, p in enumerate(article.cleaned.proposals) if str(n) in (form.accept.data or ())
    ]
    words = cleaning.accept(article.cleaned.markdown, chosen).strip()
    return f"# {_title(form, article)}\n\n{words}\n"


def document(form: ReviewForm, article: Article) -> str:
    """Write a set that has the passage and no question yet."""
    text = passage(form, article)
    names = [n for k, n in enumerate(article.cleaned.names) if str(k) in (form.names.data or ())]
    text = edits.set_frame(text, "title", _title(form, article))
    text = edits.set_frame(text, "language", form.language.data or "en")
    text = edits.set_frame(text, "level", form.level.data or "")
    return edits.set_frame(text, "names", [" | ".join(spellings) for spellings in names])


def _title(form: ReviewForm, article: Article) -> str:
    """The title, or else the first words of the text."""
    title = line(form.title.data).lstrip("#").strip()
    first = " ".join(article.cleaned.markdown.split()[:FIRST_WORDS]).strip("#*_>-|,;:. ")
    return title or first or gettext("A passage")
