"""A document → a question set and findings: sections are read, then bound to one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from quiz.assessment.document import Finding, Place, Text
from quiz.assessment.formats.markdown import frame as frames
from quiz.assessment.formats.markdown import items, passages
from quiz.assessment.formats.markdown.sections import Section, name_sections, sections
from quiz.assessment.formats.markdown.source import decode
from quiz.assessment.language.folding import slug
from quiz.assessment.matching.ladder import Register
from quiz.assessment.matching.names import register
from quiz.assessment.model import Context, Evidence, Item, Passage, QuestionSet, Sentence
from quiz.assessment.passage import bind, nearest
from quiz.assessment.prose import plain_text
from quiz.assessment.sentences import Stored

MOST_HEADINGS = 1_000  # passages and questions of one set
_MOST_NEAREST = 40  # quotes of one document that get the nearest words looked up


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a document gave: the set as far as it could be read, all findings, its text.

    ``set`` is None where not even a frame and a heading could be read. A question with an error
    in its answer part is not among the set's items.
    """

    set: QuestionSet | None
    findings: tuple[Finding, ...]
    text: str

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop publishing."""
        return tuple(f for f in self.findings if f.is_error)


def read(source: str | bytes, name: str = "", sentences: Stored | None = None) -> Reading:
    """Read a document.

    ``name`` is the file's name without ``.md``: the set's id where the frame gives none.
    ``sentences`` are the places stored with a published version; without them the passages are
    split anew. Never raises: bytes that are no text end in a finding.
    """
    text, findings = decode(source)
    if findings:
        return Reading(None, tuple(findings), text)
    if not text.strip():
        return Reading(None, (Finding("E100", Place(1), "the document is empty"),), text)
    lines = text.split("\n")[:-1]
    head = frames.split(lines)
    if head is None:
        message = "the frame is opened by `---` and never closed"
        fault = Finding("E101", Place(1), message, "---", "close it with a line `---`")
        return Reading(None, (fault,), text)
    frame, findings = frames.read(head[0])
    body, before, more = sections(lines[head[1] :], head[1] + 1)
    findings += [*more, *_stray(before, head[1] + 1)]
    if len(body) > MOST_HEADINGS:
        message = f"{len(body)} passages and questions; a set may have {MOST_HEADINGS}"
        fault = Finding(
            "E100", body[MOST_HEADINGS].place, message, hint="part it into several sets"
        )
        return Reading(None, (*findings, fault), text)
    binder = _Binder(frame, sentences, findings)
    found = binder.bind(body, name)
    findings.sort(key=lambda f: f.place)
    return Reading(found, tuple(findings), text)


def _stray(before: Sequence[str], first: int) -> Iterator[Finding]:
    for number, line in enumerate(before, first):
        if line.strip():
            hint = "begin a passage with `# Title` or a question with `## …?`"
            yield Finding("E122", Place(number), "text before the first heading", line[:60], hint)
            return


class _Binder:
    """Binds passages and questions of one document; what is wrong goes to ``findings``."""

    def __init__(self, frame: frames.Frame, stored: Stored | None, findings: list[Finding]) -> None:
        self.frame = frame
        self.stored = stored
        self.findings = findings
        self.passages: list[Passage] = []
        self.drafts: list[tuple[items.Draft, int]] = []  # with the number of passages above
        self.nearest_left = _MOST_NEAREST

    def bind(self, body: Sequence[Section], name: str) -> QuestionSet:
        """Read the sections and bind them."""
        ids = [
            iter(name_sections([s for s in body if s.level == level], self.findings))
            for level in (1, 2)
        ]
        for section in body:
            id_ = next(ids[section.level - 1])
            if section.level == 1:
                passage, findings = passages.read(section, id_, self.frame.language, self.stored)
                self.passages.append(passage)
                self.findings += findings
            else:
                draft = items.read(section, id_, self.frame.language)
                self.drafts.append((draft, len(self.passages)))
        if not self.drafts:
            self.findings.append(
                Finding("E128", Place(1), "this set has no question", hint="add `## …?`")
            )
        found = list(self._items())
        for draft, _ in self.drafts:
            self.findings += draft.findings
        return self._set(name, found)

    def _items(self) -> Iterator[Item]:
        names = self._register()
        scopes: list[tuple[Sentence, ...]] = [()]
        for passage in self.passages:
            scopes.append(scopes[-1] + passage.sentences)
        for draft, above in self.drafts:
            evidence = self._evidence(draft, above)
            if draft.type is None or draft.body is None:
                continue
            lowest = draft.settings.get("match", self.frame.lowest)
            context = Context(self.frame.language, names, scopes[above], lowest)
            yield self._item(draft, above, evidence, context)

    def _register(self) -> Register:
        keys = [
            k for d, _ in self.drafts if d.type and d.body is not None for k in d.type.keys(d.body)
        ]
        texts = [s.text for passage in self.passages for s in passage.sentences]
        return register(self.frame.names, keys, texts, self.frame.language)

    def _item(
        self, draft: items.Draft, above: int, evidence: tuple[Evidence, ...], context: Context
    ) -> Item:
        settings: dict[str, Any] = draft.settings
        assert draft.type is not None
        cite = settings.get("cite")
        labels = {name: "\n\n".join(texts) for name, texts in draft.labels.items()}
        if cite and not (evidence and draft.type.citable):
            message = (
                "`cite` asks for the sentences that tell so, and this question has none to cite"
            )
            place = draft.section.attributes["cite"].place
            draft.find("E111", place, message, "cite", "quote them behind `>`, or remove `cite`")
        return Item(
            id=draft.id,
            stem=draft.section.heading.words,
            type=draft.type.name,
            body=draft.body,
            lead="\n\n".join(draft.lead),
            evidence=evidence,
            skill=settings.get("skill", ""),
            points=settings.get("points", draft.type.worth(draft.body)),
            cite=cite,
            needs_evidence=settings.get("evidence", True),
            lowest=settings.get("match"),
            explanation=labels.get(items.EXPLANATION, ""),
            hint=labels.get(items.HINT, ""),
            sample=labels.get(items.SAMPLE, ""),
            waived=settings.get("ok", ()),
            passage=self.passages[above - 1].id if above else "",
            cites=bool(evidence)
            and draft.type.citable
            and (self.frame.cite if cite is None else cite),
            context=context,
            place=draft.section.place,
            end=draft.section.end,
        )

    def _evidence(self, draft: items.Draft, above: int) -> tuple[Evidence, ...]:
        reachable = self.passages[:above][::-1]
        return tuple(self._quote(draft, quote, reachable) for quote in draft.quotes)

    def _quote(self, draft: items.Draft, quote: Text, reachable: Sequence[Passage]) -> Evidence:
        evidence = Evidence(quote.words, place=quote.place)
        if not reachable:
            hint = "put the question below its passage (`# Title`)"
            draft.find(
                "E111", quote.place, "there is no passage above this quote", quote.words, hint
            )
            return evidence
        found = bind(evidence, reachable)
        if found.count > 1:
            message = "these words stand in the passage more than once"
            draft.find(
                "E113", quote.place, message, quote.words, "quote more, up to where it is one place"
            )
        if found.count == 0:
            message, words = (
                "the passage does not hold these words",
                self._nearest(quote, reachable),
            )
            hint = f"the nearest words that it does hold: “{words}”"
            hint = hint if words else "copy the words from it"
            draft.find("E112", quote.place, message, quote.words, hint, words or None)
        return found.evidence

    def _nearest(self, quote: Text, reachable: Sequence[Passage]) -> str:
        self.nearest_left -= 1
        words = nearest(quote.words, reachable) if self.nearest_left >= 0 else ""
        return words.rstrip(",;: ")

    def _set(self, name: str, found: list[Item]) -> QuestionSet:
        frame = self.frame
        titles = [plain_text(p.title) for p in self.passages] + [plain_text(i.stem) for i in found]
        title = frame.title or next(iter(titles), "")
        return QuestionSet(
            id=frame.id or slug(name) or slug(title) or "set",
            title=title,
            language=frame.language,
            level=frame.level,
            source=frame.source,
            practice=frame.practice,
            feedback=frame.feedback,
            names=frame.names,
            cite=frame.cite,
            lowest=frame.lowest,
            passages=tuple(self.passages),
            items=tuple(found),
        )


def sentence_places(found: QuestionSet) -> list[tuple[str, str, int, int, int]]:
    """Give the places of all sentences, as a version stores them."""
    return [
        (s.id, passage.id, s.paragraph, s.start, s.end)
        for passage in found.passages
        for s in passage.sentences
    ]
