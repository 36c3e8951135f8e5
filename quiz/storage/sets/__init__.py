"""Question sets: which are there, and loading them from files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from quiz.assessment.check import check
from quiz.assessment.document import Finding, Place
from quiz.assessment.formats import markdown
from quiz.storage import reading, tables, writing
from quiz.storage.sets import origins, publishing, revisions, versions
from quiz.storage.sets.versions import Version, newest, newest_row, version

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from quiz.assessment.formats.markdown import Reading
    from quiz.assessment.model import QuestionSet

__all__ = ["Loaded", "Version", "ids", "load", "newest", "version"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of loading a file; ``number`` is the set's newest version, 0 where there is none.

    With an E-finding nothing was loaded.
    """

    set_id: str
    number: int
    changed: bool
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the file has findings that kept it out."""
        return any(finding.is_error for finding in self.findings)


def ids() -> list[str]:
    """Name all sets that can be given to students."""
    rows = tables.QuestionSet
    published = select(tables.Version.id).where(tables.Version.set_id == rows.id).exists()
    with reading() as session:
        query = select(rows.id).where(rows.removed_at.is_(None), published).order_by(rows.id)
        return list(session.scalars(query))


def load(source: str | bytes, *, origin: str, name: str, now: datetime) -> Loaded:
    """Load a file: a new version where only the file changed since it was last loaded.

    ``origin`` says which file it is (`origins.origin_of`), ``name`` what the set is called where
    its frame does not say. A file with an E-finding is not loaded, nor one whose set was changed
    in the browser too, nor one whose set belongs to another file.
    """
    unchanged = _unchanged(source, origin)
    if unchanged is not None:
        return unchanged
    read = markdown.read(source, name)
    findings = check(read)
    if read.set is None or any(finding.is_error for finding in findings):
        return Loaded(read.set.id if read.set else name, 0, changed=False, findings=findings)
    with writing() as session:
        return _load(session, read, read.set, origin, findings, now)


def _unchanged(source: str | bytes, origin: str) -> Loaded | None:
    """Say without parsing that a file is as it was when its set was last loaded."""
    try:
        digest = markdown.digest(source if isinstance(source, str) else source.decode())
    except UnicodeDecodeError:
        return None
    with reading() as session:
        query = select(tables.Version.set_id).where(tables.Version.origin == origin)
        set_id = session.scalars(query.order_by(tables.Version.id.desc()).limit(1)).first()
        last = set_id and _last_loaded(session, set_id)
        newest = set_id and newest_row(session, set_id)
        if not last or not newest or (last.origin, last.digest) != (origin, digest):
            return None
        return Loaded(newest.set_id, newest.number, changed=False)


def _load(
    session: Session,
    read: Reading,
    questions: QuestionSet,
    origin: str,
    findings: tuple[Finding, ...],
    now: datetime,
) -> Loaded:
    known = session.get(tables.QuestionSet, questions.id, with_for_update=True)
    newest, last = newest_row(session, questions.id), _last_loaded(session, questions.id)
    number = newest.number if newest else 0
    if last is not None and last.digest == markdown.digest(read.text):
        return Loaded(questions.id, number, changed=False, findings=findings)
    if known is None:
        revisions.add(session, questions.id, read.text, None, now)
    else:
        refused = _against(session, known, newest, last, origin, read, questions)
        if refused:
            return Loaded(questions.id, number, changed=False, findings=(*refused, *findings))
        revisions.follow(session, questions.id, newest, read.text, now)
    number = publishing.freeze(session, read, questions, now, origin=origin).number
    return Loaded(questions.id, number, changed=True, findings=findings)


def _last_loaded(session: Session, set_id: str) -> tables.Version | None:
    rows = tables.Version
    loaded = rows.origin.is_not(None) & versions.shown(rows)
    query = select(rows).where(rows.set_id == set_id, loaded)
    return session.scalars(query.order_by(rows.number.desc()).limit(1)).first()


def _against(
    session: Session,
    known: tables.QuestionSet,
    newest: tables.Version | None,
    last: tables.Version | None,
    origin: str,
    read: Reading,
    questions: QuestionSet,
) -> tuple[Finding, ...]:
    """What speaks against making this text a new version of its set."""
    other = last.origin if last else None
    if other is not None and other != origin and origins.still_there(other):
        return (_belongs_elsewhere(questions.id, other),)
    browser = _in_browser(session, known, newest, markdown.digest(read.text))
    if browser:
        return (_changed_in_both(*browser),)
    return publishing.against(session, newest, questions)


def _in_browser(
    session: Session, known: tables.QuestionSet, newest: tables.Version | None, digest: str
) -> tuple[str, str] | None:
    """Say what was done with a set in the browser that its file does not know of, and the mend."""
    if known.removed_at is not None:
        return "put into the bin", "take the set out of the bin first, or give this one another id"
    into_file = "put what was changed in the browser into the file too, then load it again"
    published = newest.digest if newest else ""
    if newest is not None and newest.origin is None and published != digest:
        return f"version {newest.number}", into_file
    draft = markdown.digest(revisions.newest_row(session, known.id).source)
    if published != digest and draft not in {published, digest}:
        return "a draft that is not published yet", into_file
    return None


def _belongs_elsewhere(set_id: str, origin: str) -> Finding:
    return Finding(
        "E152",
        Place(1),
        f"the set `{set_id}` belongs to the file {origins.shown(origin)}",
        set_id,
        "give this set an `id:` of its own in its frame, or change that file instead",
    )


def _changed_in_both(what: str, mend: str) -> Finding:
    message = f"the file was changed, and so was the set in the browser ({what})"
    return Finding("E151", Place(1), message, hint=mend)
