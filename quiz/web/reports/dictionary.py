"""The data dictionary: what each column of each file means."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

_WHO = {
    "attempt": _l("Number of the attempt; the same in all files"),
    "student": _l("Number of the student"),
    "name": _l("Name of the student, as it is now"),
    "number": _l("Which attempt of this student in this assignment, from 1"),
}

MEANINGS = {
    "students": {
        **_WHO,
        "counts": _l("1 if the figures of the report are made of this attempt"),
        "started": _l("When it began (UTC, ISO 8601)"),
        "submitted": _l("When it was handed in (UTC, ISO 8601)"),
        "submitted_by": _l("student, or time where the time was over"),
        "points": _l("Points, without what is not marked yet"),
        "max": _l("The most points there could be, without what is not marked yet"),
        "pending_max": _l("The most points of what is not marked yet"),
        "reached": _l("How many questions the student came to"),
    },
    "answers": {
        **_WHO,
        "item": _l("Id of the question"),
        "question": _l("Place of the question in the set, from 1"),
        "answer": _l("Ids of what was chosen, or the text as typed; empty: nothing"),
        "answer_text": _l("The same in words"),
        "fraction": _l("What the answer came to, 0 to 1; empty: not marked yet"),
        "points": _l("Points that count; empty: not marked yet"),
        "max": _l("The most points; 0 where the question was dropped or the student excused"),
        "basis": _l("What decided the points: computed, mark, drop, full or excuse"),
        "pending": _l("1 if it waits for a person to mark it"),
        "reached": _l("1 if this question or a later one was answered"),
        "rung": _l("How exactly a typed answer met the key: 1 exactly … 4 with a slip"),
        "cited": _l("Ids of the sentences marked as support"),
        "cited_text": _l("Those sentences, a line each"),
        "cited_fraction": _l("How well they meet the evidence, 0 to 1; from 0.5 on supported"),
        "key_version": _l("Number of the version whose key it was scored by"),
        "received": _l("When the answer arrived (UTC, ISO 8601)"),
    },
    "items": {
        "item": _l("Id of the question"),
        "question": _l("Place of the question in the set, from 1"),
        "stem": _l("The question"),
        "type": _l("Kind of the question"),
        "skill": _l("Reading skill"),
        "max": _l("Points it is worth; 0 where it was dropped"),
        "n": _l("Answers that the figures are of: reached, marked, not excused"),
        "facility": _l("Mean of the points ÷ max"),
        "low": _l("Lower end of its interval (Wilson, 95 %)"),
        "high": _l("Upper end of its interval"),
        "sd": _l("Standard deviation of the points ÷ max (divisor n − 1)"),
        "discrimination": _l("Correlation of the points with the points of all other questions"),
        "alpha_if_deleted": _l("Reliability of the test without this question"),
        "effective_weight": _l("Its part in the spread of the totals"),
        "skipped": _l("Not answered, but a later question was"),
        "not_reached": _l("Neither this nor a later question was answered"),
        "pending": _l("Answers not marked yet"),
    },
    "scores": {
        "person": _l("Name and number of the attempt; the row max has the most points"),
        "(item)": _l(
            "Points of each question; 0 where it was skipped, empty where it was not reached, is "
            "not marked yet or excused. Dropped questions are not in it"
        ),
    },
}
