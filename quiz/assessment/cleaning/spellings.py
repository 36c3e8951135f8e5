"""Names that a text spells in more than one way: what could be a line of `names:`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice

from quiz.assessment.check import tables
from quiz.assessment.check.words import bare
from quiz.assessment.language.capitals import runs
from quiz.assessment.language.folding import plain
from quiz.assessment.matching.names import marks_names, name_key
from quiz.assessment.matching.slips import distance
from quiz.assessment.sentences import split

_MOST = 400  # names that are compared
_ENOUGH = 5_000  # sentences that are looked through
_SHORTEST = 4  # letters of a word that is compared
_SLIP = 7  # letters, from which a name that differs in one is the same


def spelled_apart(texts: Iterable[str], language: str) -> tuple[tuple[str, ...], ...]:
    """Give the spellings that seem to be of one name, in the order in which they come.

    Two are of one name where their last words come to one key (Kostiukov, Kostyukov) or differ by
    a letter, and where the first names do not speak against it.
    """
    sentences = list(islice((t[a:b] for t in texts for a, b in split(t, language)), _ENOUGH))
    found = dict.fromkeys(name for name in _names(sentences, language))
    names = list(found)[:_MOST]
    groups = _grouped(names, [p for p in _pairs(names, language) if _differ(*p, language)])
    lines = (tuple(_whole(group)) for group in groups)
    return tuple(line for line in lines if len(line) > 1)


def _names(sentences: Sequence[str], language: str) -> Iterator[str]:
    common, found = runs(sentences, language)
    small = {word.casefold() for word in common} | tables.of(tables.PLAIN, language)
    for run in found:
        words = [bare(word) for word in run.text.split()]
        last = words[-1]
        told = len(last) >= _SHORTEST and last.casefold() not in small and not last.isupper()
        if told and len(words) <= 4 and last.isalpha():
            yield " ".join(words)


def _pairs(names: Sequence[str], language: str) -> Iterator[tuple[str, str]]:
    """Pairs of names whose last words could be one."""
    keyed: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        keyed[name_key(_last(name), language)].append(name)
    for same in keyed.values():
        yield from combinations(same, 2)
    if marks_names(language):
        for one, other in combinations(keyed, 2):
            if _is_slip(one, other):
                yield from ((a, b) for a in keyed[one] for b in keyed[other])


def _is_slip(one: str, other: str) -> bool:
    near = abs(len(one) - len(other)) <= 1 and one[:2] == other[:2]
    long = min(len(one), len(other)) >= _SLIP
    derived = one in {other + "s", other + "n"} or other in {one + "s", one + "n"}
    return near and long and not derived and distance(one, other) == 1


def _differ(one: str, other: str, language: str) -> bool:
    """Whether two names are one, spelled in two ways; in German, by more than an accent."""
    a, b = _last(one), _last(other)
    firsts = [name_key(" ".join(n.split()[:-1]), language) for n in (one, other)]
    if all(firsts) and firsts[0] != firsts[1]:
        return False
    if a != b:
        return marks_names(language) or plain(a) != plain(b)
    return all(firsts) and one != other


def _last(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1]


def _grouped(names: Sequence[str], pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Join pairs to groups; names and groups keep the order of the text."""
    of = {name: [name] for name in names}
    for one, other in pairs:
        if of[one] is not of[other]:
            joined = of[one] + of[other]
            of |= dict.fromkeys(joined, joined)
    unique = {id(group): group for group in of.values()}
    order = {name: index for index, name in enumerate(names)}
    return [sorted(group, key=order.__getitem__) for group in unique.values()]


def _whole(group: Sequence[str]) -> Iterator[str]:
    """Leave out a last name that stands with its first name too."""
    for name in group:
        if not any(other.endswith(f" {name}") for other in group):
            yield name
