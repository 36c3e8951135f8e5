"""True / False / Not given, and Yes / No: a task list whose choices are such a scale."""

from __future__ import annotations

from quiz.assessment.document import Block, TaskList
from quiz.assessment.folding import plain
from quiz.assessment.interaction import Choice
from quiz.assessment.model import Item
from quiz.assessment.types import _choices as choices
from quiz.assessment.types.base import Example, Specimen
from quiz.assessment.types.choice import SingleChoice

# The scales by language: what may stand for true, for false, and for "the text does not say".
_SCALES = {
    "en": (("true", "yes"), ("false", "no"), ("not given", "the passage does not say")),
    "de": (("richtig", "wahr", "ja"), ("falsch", "nein"), ("nicht im text", "keine angabe")),
    "fr": (("vrai", "oui"), ("faux", "non"), ("non mentionne", "non precise")),
    "es": (("verdadero", "si"), ("falso", "no"), ("no se menciona", "no se dice")),
    "it": (("vero", "si"), ("falso", "no"), ("non detto", "non menzionato")),
    "pt": (("verdadeiro", "sim"), ("falso", "nao"), ("nao mencionado",)),
    "nl": (("waar", "juist", "ja"), ("niet waar", "onjuist", "nee"), ("niet vermeld",)),
    "pl": (("prawda", "tak"), ("falsz", "nie"), ("brak informacji",)),
    "uk": (("правда", "так"), ("неправда", "ні"), ("не вказано",)),
    "ru": (("верно", "да"), ("неверно", "нет"), ("не указано",)),
}
_FOLDED = {
    language: tuple(frozenset(plain(word) for word in column) for column in scale)
    for language, scale in _SCALES.items()
}


def _is_scale(block: TaskList) -> bool:
    scale = _FOLDED.get(block.language.split("-")[0].lower(), _FOLDED["en"])
    texts = [plain(task.text.words) for task in block.tasks]
    if not 2 <= len(texts) <= 3:
        return False
    first_two = all(any(text in column for text in texts) for column in scale[:2])
    return first_two and all(any(text in column for column in scale) for text in texts)


class TrueFalse(SingleChoice):
    """A single choice that keeps its order and is told apart in exports and statistics."""

    name = "true-false"
    rank = 2

    def claims(self, block: Block) -> bool:
        """Claim a list of True / False or Yes / No, with or without Not given."""
        if not isinstance(block, TaskList) or not choices.is_tasks(block):
            return False
        one = choices.ticked(block) <= 1 and not choices.has_weights(block)
        chosen = block.attributes.get("choose")
        return one and _is_scale(block) and (chosen is None or chosen.words != "many")

    def interaction(self, item: Item, seed: str) -> Choice:
        """Show the scale as written, whatever the seed."""
        return super().interaction(item, "")

    def examples(self) -> list[Example]:
        """One statement with the three answers."""
        source = """## The ferry runs on Sundays. {#sundays skill=infer evidence=none}

- [ ] True
- [ ] False
- [x] Not given
"""
        return [
            Example(
                "True, False or Not given",
                source,
                (
                    Specimen("right", {"": ("not-given",)}, 1.0),
                    Specimen("wrong", {"": ("true",)}, 0.0),
                    Specimen("blank", {}, 0.0),
                    Specimen("forged", {"": ("maybe",)}, None),
                ),
            )
        ]
