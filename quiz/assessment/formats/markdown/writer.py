"""A question set → a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quiz.assessment.formats.markdown import frame as frames
from quiz.assessment.formats.markdown.items import EXPLANATION, HINT, SAMPLE, escape_labels
from quiz.assessment.language.folding import slug
from quiz.assessment.model import Item, Passage, QuestionSet
from quiz.assessment.prose import escape, plain_text
from quiz.assessment.types import of


def write(found: QuestionSet) -> str:
    """Write a whole set as a document."""
    parts = [_frame(found)]
    parts += [write_item(item) for item in found.items if not item.passage]
    for passage in found.passages:
        parts.append(_passage(passage))
        parts += [write_item(item) for item in found.items if item.passage == passage.id]
    return "\n\n".join(parts) + "\n"


def _frame(found: QuestionSet) -> str:
    names = (
        "id",
        "title",
        "language",
        "level",
        "source",
        "practice",
        "feedback",
        "names",
        "cite",
        "lowest",
    )
    return frames.write(frames.Frame(**{name: getattr(found, name) for name in names}))


def _passage(passage: Passage) -> str:
    same = passage.id == slug(plain_text(passage.title))
    heading = f"# {passage.title}" if same else f"# {passage.title} {{#{passage.id}}}"
    return f"{heading}\n\n{passage.source}".rstrip()


def write_item(item: Item) -> str:
    """Write one question: heading, stem, answer part, evidence, labels."""
    parts = [f"## {item.stem} {{{' '.join(_header(item))}}}"]
    parts += [escape_labels(item.lead)] if item.lead else []
    answer = of(item).write(item.body)
    parts.append(answer if of(item).labels else escape_labels(answer))
    parts += [f"> {escape(evidence.quote)}" for evidence in item.evidence]
    parts += list(_labels(item))
    return "\n\n".join(parts)


def _header(item: Item) -> Iterator[str]:
    yield f"#{item.id}"
    for key, value in _attributes(item).items():
        if value:
            yield f'{key}="{value}"' if " " in value else f"{key}={value}"


def _attributes(item: Item) -> Mapping[str, str]:
    own = of(item)
    return {
        "skill": item.skill,
        "points": f"{item.points:g}" if item.points != own.worth(item.body) else "",
        **own.header(item.body),
        "cite": "" if item.cite is None else "yes" if item.cite else "no",
        "match": item.lowest.name.lower() if item.lowest else "",
        "evidence": "" if item.needs_evidence else "none",
        "ok": ",".join(item.waived),
    }


def _labels(item: Item) -> Iterator[str]:
    for label, text in ((EXPLANATION, item.explanation), (HINT, item.hint), (SAMPLE, item.sample)):
        for paragraph in text.split("\n\n") if text else ():
            yield f"{label}: {paragraph}"
