"""A question's plain form: each type added, changed and found again as it was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import HARBOUR
from tests.web.conftest import Begin

if TYPE_CHECKING:
    from tests.web.browser import Browser


def source(browser: Browser, set_id: str = "harbour") -> str:
    return browser.client.get(f"/teach/sets/{set_id}.md").text


def adds(browser: Browser, kind: str, values: dict[str, str | list[str]], go: str = "done") -> str:
    """Add a question by its form; give the document."""
    browser.opens(f"/teach/sets/harbour/add/{kind}").sends(values, having="seen", go=go)
    assert browser.status == 200, browser.page
    return source(browser)


Values = dict[str, str | list[str]]

TYPED: dict[str, tuple[Values, str]] = {
    "choice": (
        {"rows-0-text": "At six", "rows-1-text": "At ten", "right": "1", "rows-0-note": "No."},
        "- [ ] At six\n\n  No.\n- [x] At ten",
    ),
    "multiple-response": (
        {
            "rows-0-text": "Lorries",
            "rows-1-text": "Cars",
            "rows-2-text": "Trains",
            "right": ["0", "1"],
        },
        "- [x] Lorries\n- [x] Cars\n- [ ] Trains",
    ),
    "true-false": ({"right": "2"}, "- [ ] True\n- [ ] False\n- [x] Not given"),
    "text-entry": ({"rows-0-text": "Petro Lysenko | Lysenko"}, "Answer: Petro Lysenko | Lysenko"),
    "numeric-entry": ({"rows-0-text": "40"}, "Answer: 40"),
    "gaps": ({"text": "It leaves at [[ten | 10]]."}, "It leaves at [[ten | 10]]."),
    "match": (
        {
            "rows-0-left": "Petro",
            "rows-0-right": "ferry",
            "rows-1-left": "Ines",
            "rows-1-right": "fish",
        },
        "| Petro | ferry |\n| Ines | fish |",
    ),
    "order": ({"rows-0-text": "2009", "rows-1-text": "2018"}, "1. 2009\n2. 2018"),
    "hot-text": ({"limit": "1"}, "Select: 1"),
    "extended-text": (
        {
            "rows-0-points": "1",
            "rows-0-text": "a reason",
            "rows-1-points": "0",
            "rows-1-text": "none",
        },
        "- 1: a reason\n- 0: none",
    ),
    "weighted-choice": (
        {
            "rows-0-text": "Tide",
            "rows-0-mark": "100%",
            "rows-1-text": "Wind",
            "rows-1-mark": "-50%",
        },
        "- [100%] Tide\n- [-50%] Wind",
    ),
}


@pytest.mark.parametrize("kind", TYPED)
def test_each_type_is_written_by_its_form(hill: Browser, begun: Begin, kind: str) -> None:
    """What was typed stands in the document; the rest of the document is as it was."""
    begun()
    before = source(hill)
    values, written = TYPED[kind]
    after = adds(hill, kind, {"stem": "What about it?", **values})
    assert after.startswith(before.rstrip("\n"))
    assert "## What about it?" in after
    assert written in after
    assert "q-q8" in hill.page


@pytest.mark.parametrize(
    "item", ["leaves", "steers", "sides", "order", "complete", "reason", "advice"]
)
def test_a_form_that_nobody_touched_changes_nothing(hill: Browser, begun: Begin, item: str) -> None:
    """Saving what was opened leaves every letter of the document."""
    begun()
    before = source(hill)
    hill.opens(f"/teach/sets/harbour/questions/{item}").sends(having="seen", go="done")
    assert source(hill) == before


def test_one_changed_stem_changes_one_line(hill: Browser, begun: Begin) -> None:
    """The choices, their ids, the evidence and the rest stay as they are."""
    begun()
    before = source(hill).splitlines()
    hill.opens("/teach/sets/harbour/questions/leaves")
    hill.sends({"stem": "When does the ferry go?"}, having="seen", go="done")
    after = source(hill).splitlines()
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert len(changed) == 1
    assert changed[0][1].startswith("## When does the ferry go?")


def test_a_sentence_chosen_from_the_list_becomes_evidence(hill: Browser, begun: Begin) -> None:
    """Without scripts, and it is marked in the passage then."""
    begun()
    sentence = "It carries forty lorries and, in summer, twice as many cars."
    adds(
        hill,
        "numeric-entry",
        {"stem": "How many?", "rows-0-text": "40", "sentence": sentence},
        "save",
    )
    assert f"> {sentence}" in source(hill)
    assert "<mark>It carries forty lorries" in hill.page


def test_ten_pasted_lines_are_ten_choices(hill: Browser, begun: Begin) -> None:
    """Bullets and letters before them go; a star marks the right one."""
    begun()
    lines = "\r\n".join(["a) Town 1", "- Town 2", "* Town 3", *(f"Town {n}" for n in range(4, 11))])
    after = adds(hill, "choice", {"stem": "Which town?", "several": lines})
    for n in range(1, 11):
        assert f"- [{'x' if n == 3 else ' '}] Town {n}\n" in after + "\n"


def test_a_question_can_have_more_rows_before_it_is_saved(hill: Browser, begun: Begin) -> None:
    """The form comes back with what was typed and five rows more; nothing is kept by that."""
    begun()
    before = source(hill)
    hill.opens("/teach/sets/harbour/add/order")
    hill.sends({"stem": "In which order?", "rows-0-text": "First"}, having="seen", go="more")
    assert hill.form("seen").values["rows-0-text"] == "First"
    assert "rows-8-text" in hill.form("seen").known
    assert source(hill) == before


def test_findings_stand_at_the_field_that_causes_them(hill: Browser, begun: Begin) -> None:
    """Words that the passage does not hold are told at the evidence, with the nearest ones."""
    begun(
        HARBOUR.replace(
            "> Petro Lysenko has steered it for nineteen", "> Petro steered it for nineteen"
        )
    )
    hill.opens("/teach/sets/harbour/questions/steers")
    told = hill.page.split('id="found-evidence"')[1].split("</ul>")[0]
    assert "E112" in told
    assert "Petro Lysenko has steered it" in told


def test_a_question_without_a_right_choice_is_kept_and_told(hill: Browser, begun: Begin) -> None:
    """A draft may have errors; they only keep it from being published."""
    begun()
    adds(hill, "choice", {"stem": "Which?", "rows-0-text": "One", "rows-1-text": "Two"}, "save")
    assert "E108" in hill.page
    assert hill.form("seen").values["rows-1-text"] == "Two"


def test_two_tabs_on_two_questions_both_keep_what_was_typed(
    hill: Browser, begun: Begin, browser_of: object
) -> None:
    """An edit replaces its own part only, so they are in nobody's way."""
    begun()
    other = browser_of("hill@school.example")  # type: ignore[operator]
    hill.opens("/teach/sets/harbour/questions/leaves")
    other.opens("/teach/sets/harbour/questions/steers").sends(
        {"stem": "Who is it?"}, having="seen", go="save"
    )
    hill.sends({"stem": "When is it?"}, having="seen", go="save")
    assert hill.status == 200
    assert "## Who is it?" in source(hill)
    assert "## When is it?" in source(hill)


def test_two_tabs_on_one_question_are_asked_which_is_to_stand(
    hill: Browser, begun: Begin, browser_of: object
) -> None:
    """Both texts are shown, nothing is lost, and one button keeps what was sent."""
    begun()
    other = browser_of("hill@school.example")  # type: ignore[operator]
    hill.opens("/teach/sets/harbour/questions/leaves")
    other.opens("/teach/sets/harbour/questions/leaves").sends(
        {"stem": "Theirs?"}, having="seen", go="save"
    )
    hill.sends({"stem": "Mine?", "rows-0-text": "At eight"}, having="seen", go="done")
    assert hill.status == 409
    assert "Theirs?" in hill.page
    assert "Mine?" in hill.page
    assert "Theirs?" in source(hill)
    hill.sends(having="stem")
    assert hill.status == 200
    assert "## Mine?" in source(hill)
    assert "At eight" in source(hill)


def test_what_was_typed_into_a_question_that_was_deleted_is_not_lost(
    hill: Browser, begun: Begin, browser_of: object
) -> None:
    """One button adds it again."""
    begun()
    other = browser_of("hill@school.example")  # type: ignore[operator]
    hill.opens("/teach/sets/harbour/questions/leaves")
    other.opens("/teach/sets/harbour/").sends(to="/teach/sets/harbour/questions/leaves/remove")
    hill.sends({"stem": "Still here?"}, having="seen", go="done")
    assert hill.status == 409
    assert "deleted since you opened it" in hill.page
    hill.sends(having="source")
    assert "## Still here?" in source(hill)
    assert "- [x] At ten" in source(hill)


def test_questions_move_and_are_copied(hill: Browser, begun: Begin) -> None:
    """Up and down by buttons; a copy has an id of its own."""
    begun()
    hill.opens("/teach/sets/harbour/")
    token = hill.form("csrf_token").values["csrf_token"]
    hill.client.post(
        "/teach/sets/harbour/questions/steers/move", data={"csrf_token": token, "go": "up"}
    )
    text = source(hill)
    assert text.index("{#steers") < text.index("{#leaves")
    hill.client.post(
        "/teach/sets/harbour/questions/steers/move", data={"csrf_token": token, "behind": "leaves"}
    )
    text = source(hill)
    assert text.index("{#leaves") < text.index("{#steers")
    hill.client.post("/teach/sets/harbour/questions/steers/duplicate", data={"csrf_token": token})
    assert "#steers-2" in source(hill)


def test_a_deleted_question_comes_back_by_one_button(hill: Browser, begun: Begin) -> None:
    """Undo stands on the page that follows."""
    begun()
    before = source(hill)
    hill.opens("/teach/sets/harbour/").sends(to="/teach/sets/harbour/questions/leaves/remove")
    assert "The question is deleted" in hill.page
    assert "{#leaves" not in source(hill)
    hill.sends(having="revision")
    assert source(hill) == before


def test_a_form_sent_after_the_session_ended_is_handed_back(hill: Browser, begun: Begin) -> None:
    """Sign in elsewhere, send it again: nothing is lost."""
    begun()
    hill.opens("/teach/sets/harbour/questions/leaves")
    with hill.client.session_transaction() as session:
        account = session.pop("account")
    hill.sends({"stem": "Long thought about?"}, having="seen", go="done")
    assert hill.status == 401
    assert "not signed in any more" in hill.page
    with hill.client.session_transaction() as session:
        session["account"] = account
    hill.sends(having="stem")
    assert "## Long thought about?" in source(hill)


def test_words_that_look_like_the_format_stay_words(hill: Browser, begun: Begin) -> None:
    """A stem that begins with a sign, a choice with brackets: kept as they were typed."""
    begun()
    adds(
        hill,
        "choice",
        {
            "stem": "## Is <b>it</b> {so}?",
            "rows-0-text": "[x] yes",
            "rows-1-text": "# no",
            "right": "1",
        },
        "save",
    )
    form = hill.form("seen").values
    assert form["rows-1-text"] == "# no"
    assert "<b>it</b>" in form["stem"]


def marked(browser: Browser, values: Values) -> str:
    """What a script is told: the mark of what a save of this form would make."""
    form = browser.form("seen").values.to_dict() | values | {"go": "check"}
    page = browser.client.post(browser.url, data=form).text
    return page.split('data-mark="')[1].split('"')[0]


def test_looking_at_what_would_be_found_keeps_nothing(hill: Browser, begun: Begin) -> None:
    """A script asks half a second after a pause."""
    begun()
    before = source(hill)
    hill.opens("/teach/sets/harbour/questions/leaves")
    assert marked(hill, {"stem": "Half a quest"}) != hill.form("seen").values["seen"]
    assert source(hill) == before


def test_a_save_whose_receipt_was_lost_is_nobody_elses(hill: Browser, begun: Begin) -> None:
    """The next save of the same page goes on from it, without a question."""
    begun()
    hill.opens("/teach/sets/harbour/questions/leaves")
    form = hill.form("seen").values.to_dict()
    mine = marked(hill, {"stem": "First?"})
    hill.client.post(hill.url, data=form | {"stem": "First?", "go": "save"})
    answer = hill.client.post(hill.url, data=form | {"stem": "Second?", "mine": mine, "go": "save"})
    assert answer.status_code == 302
    assert "## Second?" in source(hill)


def test_a_new_question_whose_receipt_was_lost_is_not_added_twice(
    hill: Browser, begun: Begin
) -> None:
    """It has its id from the moment that its form was made."""
    begun()
    hill.opens("/teach/sets/harbour/add/text-entry")
    form = hill.form("seen").values.to_dict()
    mine = marked(hill, {"stem": "First?", "rows-0-text": "ten"})
    sent = form | {"stem": "First?", "rows-0-text": "ten", "go": "save"}
    hill.client.post(hill.url, data=sent)
    hill.client.post(hill.url, data=sent | {"stem": "Second?", "mine": mine})
    assert source(hill).count("{#q8") == 1
    assert "## Second?" in source(hill)
    assert "## First?" not in source(hill)


@pytest.mark.parametrize("name", ["rows-\u00b2-text", f"rows-{'9' * 5000}-text", "evidence-1000"])
def test_a_row_that_no_form_has_is_refused(hill: Browser, begun: Begin, name: str) -> None:
    """Its number is read by a library that breaks over it; and each row costs time."""
    hill.opens(f"/teach/sets/{begun()}/add/choice")
    token = hill.form("shape").values["csrf_token"]
    sent = {"csrf_token": token, "shape": "choices", name: "x"}
    assert hill.client.post("/teach/sets/harbour/add/choice", data=sent).status_code == 400


def test_a_question_of_a_thousand_choices_is_told_before_it_is_kept(
    hill: Browser, begun: Begin
) -> None:
    """In a file they are shown as the file has them."""
    hill.opens(f"/teach/sets/{begun()}/add/choice")
    hill.sends({"stem": "Which?", "several": "\n".join(map(str, range(1000)))}, having="shape")
    assert hill.status == 422
    assert "300 rows at most" in hill.page
    choices = "\n".join(f"- [ ] Pier {n}" for n in range(400))
    many = HARBOUR.replace("id: harbour", "id: piers") + f"\n## Which? {{#many}}\n\n{choices}\n"
    hill.opens(f"/teach/sets/{begun(many)}/questions/many")
    assert hill.form("shape").values["shape"] == "source"
