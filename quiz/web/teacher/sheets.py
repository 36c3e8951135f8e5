"""A question's form: one class for each shape of its answer part, and the way to it and back.

The form shows an `ItemSheet`; `sheet_of` reads it back into the sheet that it was made from, so
that what no field shows, and the ids of choices that are only reworded, stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from quiz.assessment.editing.reading import MOST_ROWS
from quiz.assessment.editing.sheet import OPTIONS, ItemSheet, Shape
from quiz.assessment.model import SKILLS, QuestionSet
from quiz.web.filters import skill
from quiz.web.options import options

SPARE = 2
"""Empty rows below the filled ones, where no script makes them grow."""

ONE, SEVERAL, WEIGHTS = "one", "several", "weights"
MATCH = [
    ("", _l("as the set says")),
    ("exact", _l("letter by letter")),
    ("folded", _l("capitals and accents do not matter")),
    ("name", _l("spellings of names count too")),
    ("typo", _l("a slip in a long word counts too")),
]
YES_NO = [("", _l("as usual")), ("yes", _l("yes")), ("no", _l("no"))]


def text(value: str | None) -> str:
    """Take what a browser sent: plain line ends, nothing around it."""
    return (value or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def line(value: str | None) -> str:
    """Take what is to stand on one line."""
    return " ".join(text(value).split())


def _line(label: object, **more: str) -> StringField:
    return StringField(label, render_kw={"autocomplete": "off", **more})  # type: ignore[arg-type]


def _area(label: object, rows: int = 1, **more: str) -> TextAreaField:
    return TextAreaField(label, render_kw={"rows": rows, "autocomplete": "off", **more})  # type: ignore[arg-type]


class ChoiceRow(Form):
    """A choice: its words, and why it is right or wrong."""

    id = HiddenField()
    text = _area(_l("Choice"))
    mark = _line(_l("Weight"), inputmode="decimal", placeholder="50%")
    note = _area(_l("Why? (shown afterwards)"))


class AnswerRow(Form):
    """One thing that is asked for, with the forms that count."""

    text = _area(_l("What counts, with | between forms"))


class PairRow(Form):
    """A row of a match."""

    left_id = HiddenField()
    right_id = HiddenField()
    left = _area(_l("Left"))
    right = _area(_l("Right"))


class StepRow(Form):
    """An entry of an order, in its right place."""

    id = HiddenField()
    text = _area(_l("Entry"))


class LevelRow(Form):
    """A level of a rubric."""

    points = _line(_l("Points"), inputmode="decimal")
    text = _area(_l("What earns them"))


class ItemForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What every question has.

    ``seen`` is the mark of what the form was made from; ``mine`` are those of what a script may
    have sent since without hearing of it; ``wanted`` is the id that a new question is to have.
    """

    shape = HiddenField()
    seen = HiddenField()
    mine = HiddenField()
    wanted = HiddenField()
    stem = _area(_l("Question"), 2)
    lead = _area(_l("Text between the question and its answers"), 2)
    skill = SelectField(_l("Skill"), validate_choice=False)
    points = _line(_l("Points"), inputmode="decimal")
    cite = SelectField(
        _l("Ask for the sentences that tell so"), choices=options(YES_NO), validate_choice=False
    )
    no_evidence = BooleanField(_l("Nothing in the passage answers this; it needs no evidence"))
    evidence = FieldList(_area(_l("Words of the passage"), 2))
    sentence = SelectField(_l("Add a sentence of the passage"), validate_choice=False)
    explanation = _area(_l("Explanation (shown afterwards)"), 2)
    hint = _area(_l("Hint (on request, in practice)"))
    sample = _area(_l("Sample answer"), 4)
    shuffle = SelectField(_l("Shuffle the choices"), choices=options(YES_NO), validate_choice=False)
    exact = SelectField(_l("All or nothing"), choices=options(YES_NO), validate_choice=False)
    choose = _line(_l("How many to choose"), placeholder="2")
    words = _line(_l("Words"), placeholder="60-120")
    match = SelectField(
        _l("How exactly it must be typed"),
        choices=options(MATCH),
        validate_choice=False,
    )
    ok = _line(_l("Findings that are meant"), placeholder="W203, W211")

    @property
    def options(self) -> tuple[str, ...]:
        """The attributes that mean something for this shape."""
        own = OPTIONS.get(self.shape.data or "source", ())  # type: ignore[call-overload]
        return (*own, "match", "ok") if self.shape.data in {"answers", "gaps"} else (*own, "ok")


class RowsForm(ItemForm):
    """A question whose answer part is rows; ``several`` takes many at once, one a line."""

    rows: FieldList[FormField[Form]]
    several = _area(_l("Several at once, one a line"), 3)


class ChoicesForm(RowsForm):
    """Choices; ``right`` holds the numbers of the rows that are marked as right."""

    rows = FieldList(FormField(ChoiceRow))
    right = SelectMultipleField(_l("Right"), validate_choice=False)
    marks = HiddenField()


class AnswersForm(RowsForm):
    """Lines to type."""

    rows = FieldList(FormField(AnswerRow))


class MatchForm(RowsForm):
    """A table of two columns."""

    head_left = _line(_l("Heading on the left"))
    head_right = _line(_l("Heading on the right"))
    rows = FieldList(FormField(PairRow))


class OrderForm(RowsForm):
    """Entries in their right order."""

    rows = FieldList(FormField(StepRow))


class RubricForm(RowsForm):
    """What a marker goes by."""

    rows = FieldList(FormField(LevelRow))


class GapsForm(ItemForm):
    """A text with gaps."""

    text = _area(_l("Text, with each gap in double brackets"), 5, spellcheck="true")


class SelectForm(ItemForm):
    """Sentences to select; the evidence is the key."""

    limit = _line(_l("How many sentences"), inputmode="numeric")
    up_to = BooleanField(_l("fewer will do"))


class RawForm(ItemForm):
    """A question that no form can show without a loss: its Markdown."""

    text = _area(_l("This question in Markdown"), 14, spellcheck="false")


FORMS: Mapping[Shape, type[ItemForm]] = {
    "choices": ChoicesForm,
    "answers": AnswersForm,
    "gaps": GapsForm,
    "match": MatchForm,
    "order": OrderForm,
    "select": SelectForm,
    "rubric": RubricForm,
    "source": RawForm,
}


def shown(
    sheet: ItemSheet, questions: QuestionSet | None, seen: str, type_name: str = ""
) -> ItemForm:
    """Make the form of a sheet; where it was sent, with what was sent."""
    form = FORMS[sheet.shape](data=_data(sheet, seen, type_name))
    _offer(form, sheet, questions)
    return form


def more_rows(form: ItemForm, count: int = 5) -> None:
    """Add empty rows."""
    for _ in range(count if isinstance(form, RowsForm) else 0):
        form.rows.append_entry()


def is_full(form: RowsForm) -> bool:
    """Whether there are more rows than a question may have, those that come at once included."""
    return len(form.rows) + len(text(form.several.data).split("\n")) > MOST_ROWS


def kind_of_marks(sheet: ItemSheet, type_name: str = "") -> str:
    """How right choices are marked: one, several, or each with its weight."""
    marks = [getattr(row, "mark", "") for row in sheet.rows]
    if type_name == "weighted-choice" or any(mark not in {"", "x", "X"} for mark in marks):
        return WEIGHTS
    many = type_name == "multiple-response" or "choose" in sheet.attributes
    return SEVERAL if many or sum(map(bool, marks)) > 1 else ONE


def _offer(form: ItemForm, sheet: ItemSheet, questions: QuestionSet | None) -> None:
    """Fill the lists to choose from; a value that is in none of them is offered too."""
    skills = [("", _l("Choose…")), *((name, skill(name)) for name in SKILLS)]
    form.skill.choices = options(skills, sheet.skill)
    form.cite.choices = options(YES_NO, sheet.cite)
    for name, pairs in (("shuffle", YES_NO), ("exact", YES_NO), ("match", MATCH)):
        form[name].choices = options(pairs, sheet.attributes.get(name))
    form.sentence.choices = options([("", _l("Choose…")), *_sentences(questions)])


def _sentences(questions: QuestionSet | None) -> Iterable[tuple[str, str]]:
    for passage in questions.passages if questions else ():
        for sentence in passage.sentences:
            number = passage.paragraphs[sentence.paragraph].number
            yield sentence.text, f"{number or '–'} · {sentence.text}"


def _data(sheet: ItemSheet, seen: str, type_name: str) -> dict[str, Any]:
    """Say a sheet as the fields of its form."""
    data: dict[str, Any] = {
        name: getattr(sheet, name)
        for name in (*_TEXTS, "skill", "points", "cite", "text", "limit", "up_to")
    }
    data |= {"shape": sheet.shape, "seen": seen, "no_evidence": not sheet.needs_evidence}
    data |= {"evidence": [*sheet.evidence, ""], "head_left": sheet.head[0]}
    data |= {"head_right": sheet.head[1], "marks": kind_of_marks(sheet, type_name)}
    data |= {name: sheet.attributes.get(name, "") for name in _ATTRIBUTES}
    data["right"] = [str(n) for n, row in enumerate(sheet.rows) if getattr(row, "mark", "")]
    blanks = sum(not any(_row_texts(row)) for row in sheet.rows)
    data["rows"] = [
        {name: getattr(row, name) for name in row.__dataclass_fields__ if name != "given"}
        for row in sheet.rows
    ] + [{}] * (0 if type_name == "true-false" else max(SPARE - blanks, 0))
    return data


def _row_texts(row: object) -> list[str]:
    return [getattr(row, name, "") for name in ("text", "left", "right")]


_TEXTS = ("stem", "lead", "explanation", "hint", "sample")
_ATTRIBUTES = ("shuffle", "exact", "choose", "words", "match", "ok")
