"""The other pages of a report: a question, the passage, a student, parents, a class."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from tests.web.reports.test_glance import rows_of, table, text

if TYPE_CHECKING:
    from tests.web.browser import Browser
    from tests.web.conftest import Begin
    from tests.web.reports.conftest import Sat


def test_a_question_tells_who_chose_what(hill: Browser, sat: Sat) -> None:
    code = sat(24)
    page = hill.opens(f"/reports/{code}/questions/leaves").page
    answers = [a for a in table(hill, code, "answers") if a["item"] == "leaves"]
    for choice in ("at-nine", "at-ten", "at-midnight"):
        words = next((a["answer_text"] for a in answers if a["answer"] == choice), None)
        if words is None:
            continue
        row = next(r for r in rows_of(page) if words in r)
        count = sum(a["answer"] == choice for a in answers)
        assert f" {count} " in text(row)
    assert "The thirds are by the total score" in page
    assert "/teach/sets/harbour/questions/leaves" in page


def test_every_question_of_every_kind_has_its_page(hill: Browser, sat: Sat) -> None:
    code = sat(11)
    found = re.findall(
        rf'"(/reports/{code}/questions/[^"]+)"', hill.opens(f"/reports/{code}/").page
    )
    for address in sorted(set(found)):
        assert hill.client.get(address).status_code == 200, address
    assert hill.client.get(f"/reports/{code}/questions/none").status_code == 404


def test_answers_of_every_kind_are_told_in_words_and_whole(hill: Browser, sat: Sat) -> None:
    code = sat(12)
    answers = table(hill, code, "answers")
    one = answers[0]["student"]
    page = text(html.unescape(hill.opens(f"/reports/{code}/students/{one}").page))
    said = [a for a in answers if a["student"] == one and a["answer"]]
    assert any(a["answer"] != a["answer_text"] and ";" in a["answer_text"] for a in said)
    for answer in said:
        assert " ".join(answer["answer_text"].split()) in page, answer["item"]
    for answer in (a for a in said if ";" in a["answer_text"]):
        address = f"/reports/{code}/questions/{answer['item']}"
        assert answer["answer_text"] in text(html.unescape(hill.opens(address).page)) or (
            "Who chose what" in hill.page
        )


def test_the_passage_shows_where_they_looked_with_numbers_beside(hill: Browser, sat: Sat) -> None:
    code = sat(12)
    everyone = hill.opens(f"/reports/{code}/passage").page
    wrong = hill.opens(f"/reports/{code}/passage?of=wrong").page
    assert "heat-5" in everyone
    assert 'class="times"' in everyone
    assert everyone != wrong


def test_a_student_and_her_parents(hill: Browser, sat: Sat) -> None:
    code = sat(12)
    one = table(hill, code, "students")[0]
    page = text(hill.opens(f"/reports/{code}/students/{one['student']}").page)
    assert one["name"] in page
    course = text(hill.opens(f"/reports/students/{one['student']}").page)
    assert "Over time" in course
    letter = text(hill.opens(f"/reports/students/{one['student']}/letter").page)
    assert f"How {one['name']} reads" in letter
    assert "SEM" not in letter
    assert "reliability" not in letter
    assert hill.client.get("/reports/students/99999").status_code == 404


def test_a_class_over_time(hill: Browser, begun: Begin) -> None:
    """Skills of one set that another has not, and a set that nobody has sat yet."""
    hill.opens("/teach/classes").sends({"name": "10B"}, having="name")
    begun()
    hill.opens("/teach/sets/harbour/publish").sends(having="note")
    hill.opens("/teach/sets/harbour/give").sends({"class_id": "1"}, having="release")
    page = hill.opens("/reports/classes/1").page
    assert "Skills × assignments" in page
    assert "n 0" in page
