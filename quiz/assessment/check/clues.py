"""W-rules on words that one part of a set gives away to another: stem, key, passage, stems."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from quiz.assessment.check import tables
from quiz.assessment.check.asked import Asked, Gap
from quiz.assessment.check.draft import Draft, Rule, content
from quiz.assessment.check.words import fold, root, roots, spelled, words
from quiz.assessment.document import Finding
from quiz.assessment.interaction import Choice

_LETTERS = 4  # of a word that somebody notices
_RARE = 2  # times in the passages, at most
_COPIED = 6  # words in a row
_SHARED = 2  # words of content that tie a stem to the question whose answer it holds
_STEMS = 200  # looked at for one answer


def repeated_word(draft: Draft) -> Iterator[Finding]:
    """W207: a rare word of the stem is repeated by the key and by no distractor."""
    counts: Counter[str] = Counter()
    for word, times in draft.spelled.items():
        counts[root(fold(word), draft.language)] += times
    counts.update(r for p in draft.set.passages for r in roots(p.title, draft.language))
    for asked in draft.asked:
        if not (gap := asked.single):
            continue
        for word in _rare_words(draft, asked, gap, counts):
            message = f"“{word}” stands in the stem and, of the choices, in the key only"
            hint = "say it otherwise in the key or the stem, or use it in a distractor too"
            yield draft.finding("W207", asked.item, message, words=word, hint=hint)
            break


def _rare_words(draft: Draft, asked: Asked, gap: Gap, counts: Counter[str]) -> Iterator[str]:
    right = set(roots(gap.right.text, draft.language))
    wrong = {r for o in gap.wrong for r in roots(o.text, draft.language)}
    for word in dict.fromkeys(spelled(gap.before)):
        folded = fold(word)
        own = root(folded, draft.language)
        telling = own in right and own not in wrong and folded.isalpha()
        common = folded in tables.of(tables.PLAIN, draft.language)
        rare = telling and counts[own] <= _RARE and len(word) >= _LETTERS and not common
        if rare and not (word in draft.names and _name_among(gap, draft.names)):
            yield word


def _name_among(gap: Gap, names: frozenset[str]) -> bool:
    """Whether a distractor names somebody too: then the key's name is an answer, not a clue."""
    return any(word in names for o in gap.wrong for word in spelled(o.text))


def copied_key(draft: Draft) -> Iterator[Finding]:
    """W208: the key copies six words of the passage in a row and no distractor does."""
    long = [a for a in draft.asked if any(len(words(t)) >= _COPIED for t in _keys(a))]
    if not long:
        return
    passage = {run for p in draft.set.passages for run in _runs(p.text)}
    for asked in long:
        wrong = [o.text for o in asked.options if o.id not in asked.keys]
        copied = [run for text in _keys(asked) for run in _runs(text) if run in passage]
        if wrong and copied and not any(run in passage for t in wrong for run in _runs(t)):
            message = "the key copies the passage and no distractor does: " + " ".join(copied[0])
            hint = "say it in other words, or take a distractor from the passage too"
            key = next(t for t in _keys(asked) if copied[0] in set(_runs(t)))
            yield draft.finding("W208", asked.item, message, words=key, hint=hint)


def _keys(asked: Asked) -> list[str]:
    if asked.is_scale or not isinstance(asked.interaction, Choice):
        return []
    return [o.text for o in asked.options if o.id in asked.keys]


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    found = words(text)
    return zip(*(found[n:] for n in range(_COPIED)), strict=False)


def given_away(draft: Draft) -> Iterator[Finding]:
    """W209: a stem holds the answer of another question and asks about the same.

    A name that turns up again is no give-away in itself: the stem must share two words of content
    with the question too, and half of those that the question has.
    """
    stems = [_Stem(asked, draft.language) for asked in draft.asked]
    holding: defaultdict[str, list[_Stem]] = defaultdict(list)
    for stem in stems:
        for word in stem.all:
            holding[word].append(stem)
    for stem in stems:
        for answer in stem.asked.answers:
            if giver := _giver(stem, words(answer), holding):
                message = f"this stem gives away the answer of `{stem.asked.item.id}`: “{answer}”"
                hint = "leave the answer out of this stem, or drop one of the two questions"
                item = giver.asked.item
                yield draft.finding("W209", item, message, words=answer, hint=hint)
                break


class _Stem:
    """The words of what a question asks."""

    def __init__(self, asked: Asked, language: str) -> None:
        self.asked = asked
        self.language = language
        found = words(asked.asks)
        self.all = frozenset(found)
        self.text = f" {' '.join(found)} "
        self.about = frozenset(root(w, language) for w in content(asked.asks, language, 3))


def _giver(stem: _Stem, answer: list[str], holding: dict[str, list[_Stem]]) -> _Stem | None:
    telling = [w for w in answer if len(w) >= 3 and w not in tables.STOP["en"]]
    if not telling:
        return None
    own = {root(w, stem.language) for w in answer}
    about = stem.about - own
    rarest = min((holding.get(w, []) for w in telling), key=len)
    for other in rarest[:_STEMS]:
        shared = len(about & other.about)
        holds = f" {' '.join(answer)} " in other.text
        if other is not stem and holds and shared >= _SHARED and shared * 2 >= len(about):
            return other
    return None


RULES: Sequence[Rule] = (repeated_word, copied_key, given_away)
