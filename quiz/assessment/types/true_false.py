"""True / False / Not given, and Yes / No: a task list whose choices are such a scale."""

from __future__ import annotations

from collections.abc import Sequence

from quiz.assessment.document import Block, TaskList
from quiz.assessment.interaction import Choice
from quiz.assessment.language.folding import plain
from quiz.assessment.language.numberwords import primary
from quiz.assessment.model import Item
from quiz.assessment.prose import plain_text
from quiz.assessment.types import _choices as choices
from quiz.assessment.types.base import Example, Specimen
from quiz.assessment.types.choice import SingleChoice

# The scales by language: what may stand for true, for false, and for "the text does not say".
_SCALES = {
    "en": "true yes right correct / false no wrong incorrect / not_given not_mentioned not_stated "
    "not_said not_in_the_text the_passage_does_not_say the_text_does_not_say it_does_not_say "
    "does_not_say doesn't_say cannot_tell can't_tell cannot_say unknown no_information",
    "de": "richtig wahr ja stimmt / falsch unwahr nein stimmt_nicht / nicht_im_Text "
    "steht_nicht_im_text der_text_sagt_dazu_nichts keine_angabe nicht_angegeben nicht_erwähnt",
    "fr": "vrai oui / faux non / non_mentionné pas_mentionné non_précisé non_donné on_ne_sait_pas",
    "es": "verdadero cierto sí correcto / falso no incorrecto / no_se_menciona no_se_dice "
    "no_se_sabe no_consta no_mencionado",
    "it": "vero sì corretto / falso no scorretto / non_detto non_menzionato non_indicato "
    "non_si_sa non_si_dice",
    "pt": "verdadeiro certo sim / falso errado não / não_mencionado não_se_diz não_se_menciona "
    "não_informado",
    "nl": "waar juist ja / niet_waar onwaar onjuist nee / niet_vermeld niet_gegeven staat_er_niet",
    "pl": "prawda tak / fałsz nieprawda nie / brak_informacji nie_podano",
    "uk": "правда так правильно вірно / неправда ні неправильно невірно хибно / не_вказано "
    "не_сказано не_зазначено немає_інформації у_тексті_не_сказано",
    "ru": "верно правда да правильно / неверно неправда ложь нет неправильно / не_указано "
    "не_сказано нет_информации в_тексте_не_сказано",
    "sv": "sant rätt ja / falskt fel nej / framgår_inte nämns_inte står_inte_i_texten",
    "da": "sandt rigtigt ja / falsk forkert nej / fremgår_ikke nævnes_ikke",
    "nb": "sant riktig ja / usant galt nei / nevnes_ikke framgår_ikke",
    "fi": "totta oikein kyllä / tarua väärin ei / ei_mainita ei_kerrota",
    "cs": "pravda ano / nepravda ne / není_uvedeno",
    "tr": "doğru evet / yanlış hayır / belirtilmemiş verilmemiş",
    "ar": "صحيح صح نعم / خطأ لا / غير_مذكور",
    "he": "נכון כן / לא_נכון לא / לא_צוין לא_נאמר",
    "ja": "正しい 正 はい / 正しくない 誤り 誤 いいえ / 書かれていない 述べられていない",
    "zh": "正确 对 是 正確 對 / 错误 错 否 錯誤 錯 / 未提及 没有提到 沒有提到",
}


def _columns(scale: str) -> tuple[frozenset[str], ...]:
    """Part a line of the table above: columns by ``/``, words by spaces, ``_`` within one."""
    columns = (column.split() for column in scale.split("/"))
    return tuple(frozenset(plain(word.replace("_", " ")) for word in c) for c in columns)


_FOLDED = {language: _columns(scale) for language, scale in _SCALES.items()}


def scale(language: str) -> tuple[str, ...]:
    """Give the words for true, false and not given in a language; in English where it has none."""
    columns = _SCALES.get(primary(language), _SCALES["en"]).split("/")
    words = (column.split()[0].replace("_", " ") for column in columns)
    return tuple(f"{word[0].upper()}{word[1:]}" for word in words)


def _is_scale(block: TaskList) -> bool:
    """Whether the choices are a scale in the set's language, or in English."""
    texts = [plain(plain_text(task.text.words)) for task in block.tasks]
    own = _FOLDED.get(primary(block.language), _FOLDED["en"])
    return 2 <= len(texts) <= 3 and any(_fits(texts, scale) for scale in (own, _FOLDED["en"]))


def _fits(texts: Sequence[str], scale: Sequence[frozenset[str]]) -> bool:
    """Whether the texts are one of each column, in whatever order; the last may be missing."""
    found = sorted(n for text in texts for n, column in enumerate(scale) if text in column)
    return found == list(range(len(texts)))


class TrueFalse(SingleChoice):
    """A single choice that keeps its order and is told apart in exports and statistics."""

    name = "true-false"
    rank = 2

    def claims(self, block: Block) -> bool:
        """Claim a list of True / False or Yes / No, with or without Not given."""
        if not isinstance(block, TaskList) or not choices.is_tasks(block):
            return False
        chosen = block.attributes.get("choose")
        many = choices.has_weights(block) or (chosen is not None and chosen.words == "many")
        return not many and _is_scale(block)

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
