"""A class from its first name to its slips, as Ms Hill goes through it without scripts."""

from __future__ import annotations

import io
import re

import pytest

from tests.web.browser import Browser
from tests.web.conftest import Begin

CODE = re.compile(r">([2-9A-Z]{5}-[2-9A-Z]{5})<")


@pytest.fixture
def tenth(hill: Browser) -> str:
    """The page of Ms Hill's new class."""
    return hill.opens("/teach/classes").sends({"name": "10B", "year": "2026/27"}, having="year").url


def adds(browser: Browser, page: str, names: str, **more: str) -> Browser:
    return browser.opens(page).sends({"names": names, **more}, having="names")


def test_a_pasted_list_becomes_a_class_with_a_code_for_each(hill: Browser, tenth: str) -> None:
    page = adds(hill, tenth, "1. Amira Osei\r\n2. Weiß, Jonas\r\n").page
    assert "2 names are added." in page
    assert "Weiß, Jonas" in page
    assert len(set(CODE.findall(page))) == 2
    assert ">2 students<" in page
    assert 'href="/teach/classes"' in hill.opens("/teach/").page


def test_a_file_as_a_spreadsheet_writes_it(hill: Browser, tenth: str) -> None:
    hill.opens(tenth)
    token = hill.form("names").values["csrf_token"]
    for data in (
        "name;extra time\r\nZoë;1,5\r\n".encode("utf-16"),
        "name;note\r\nJürgen;x".encode("cp1252"),
    ):
        sent = {"csrf_token": token, "names": "", "file": (io.BytesIO(data), "10b.csv")}
        hill.client.post(f"{tenth}/names", data=sent, content_type="multipart/form-data")
    page = hill.opens(tenth).page
    assert "Zoë" in page
    assert "× 1.5" in page
    assert "Jürgen" in page


def test_a_field_without_a_file_is_no_file(hill: Browser, tenth: str) -> None:
    """As programs send it that forget to say what the file is called."""
    token = hill.opens(tenth).form("names").values["csrf_token"]
    sent = {"csrf_token": token, "names": "Amira", "file": "name\nBen\n"}
    done = hill.client.post(f"{tenth}/names", data=sent, content_type="multipart/form-data")
    assert done.status_code == 302
    page = hill.opens(tenth).page
    assert "Amira" in page
    assert "Ben" not in page


def test_bad_lines_are_named_and_nothing_is_lost(hill: Browser, tenth: str) -> None:
    text = "name;extra time\r\nAmira;1.25\r\nJonas;a little\r\n"
    page = adds(hill, tenth, text).page
    assert hill.status == 422
    assert "Line 3" in page
    assert "a little" in page
    assert hill.form("names").values["names"] == text
    assert "<table>" not in page, "nothing is added until all of it can be read"
    hill.sends({"names": text.replace("a little", "1.5")}, having="names")
    assert "2 names are added." in hill.page


def test_names_that_are_there_already_are_shown_before_they_are_added(
    hill: Browser, tenth: str
) -> None:
    adds(hill, tenth, "Amira Osei")
    page = adds(hill, tenth, "Osei, Amira\nJonas\nJonas\nLena").page
    assert "2 names are here already" in page
    assert ">1 student<" in page
    hill.sends({"twice": ["3"]}, having="twice")
    assert "3 names are added." in hill.page
    assert "Jonas (2)" in hill.page
    assert "Osei, Amira" not in hill.page


def test_a_changed_list_is_asked_about_again(hill: Browser, tenth: str) -> None:
    adds(hill, tenth, "Amira\nAmira")
    hill.sends({"names": "Jonas\nLena\nLena"}, having="twice")
    assert hill.status == 422
    assert "<table>" not in hill.page


def test_a_student_is_corrected_and_put_out_and_back(hill: Browser, tenth: str) -> None:
    adds(hill, tenth, "Amira")
    link = re.search(r'href="(/teach/students/\d+)"', hill.page)
    assert link is not None
    said = {"name": "Amira Osei", "factor": "own", "own": "30 %", "note": "large print"}
    hill.opens(link[1]).sends(said, having="own")
    assert hill.form("own").values["own"] == "1.3"
    hill.sends({"own": "a lot"}, having="own")
    assert hill.status == 422
    assert "write 1.25 or 25 %" in hill.page
    student = link[1].rpartition("/")[2]
    hill.opens(tenth).sends(to=f"{tenth}/students/{student}/remove")
    assert "No longer in the class" in hill.page
    hill.sends(to=f"{tenth}/students/{student}/put-back")
    assert ">1 student<" in hill.page


def test_slips_have_name_code_and_a_qr_code_and_no_code_in_an_address(
    hill: Browser, tenth: str
) -> None:
    (code,) = CODE.findall(adds(hill, tenth, "Amira").page)
    page = hill.opens(f"{tenth}/slips").page
    assert page.count("<svg") == 1
    assert f">{code}<" in page
    assert "localhost/<wbr><span>me</span>" in page
    assert not re.search(rf'(href|action|src)="[^"]*{code}', page)
    assert hill.opens(f"{tenth}/slips?to=ZZZZ-ZZZZ").status == 404


def test_a_colleague_teaches_too_and_leaves(hill: Browser, reed: Browser, tenth: str) -> None:
    hill.opens(f"{tenth}/settings").sends({"email": "nobody@school.example"}, having="email")
    assert hill.status == 422
    hill.sends({"email": "reed@school.example"}, having="email")
    assert "Mr Reed" in hill.page
    assert "10B" in reed.opens("/teach/classes").page
    reed.opens(f"{tenth}/settings")
    assert "/part" in reed.page
    assert f"{tenth}/remove" not in reed.page
    action = re.search(r'action="([^"]+/part)"', reed.page)
    assert action is not None
    reed.sends(to=action[1])
    assert reed.opens(tenth).status == 404


def test_two_entries_are_merged_after_a_look_and_a_record_is_erased_by_its_name(
    hill: Browser, tenth: str
) -> None:
    page = adds(hill, tenth, "Amira\nAmira O.").page
    amira, double = sorted({int(n) for n in re.findall(r"/teach/students/(\d+)", page)})
    hill.opens(f"/teach/students/{amira}/merge?other={double}")
    assert "cannot be undone" in hill.page
    hill.sends(having="#merge")
    assert ">1 student<" in hill.opens(tenth).page
    exported = hill.client.get(f"/teach/students/{amira}/export.json")
    assert exported.get_json()["student"]["name"] == "Amira"
    hill.opens(f"/teach/students/{amira}/erase").sends({"name": "Jonas"}, having="name")
    assert "Nothing is erased" in hill.page
    hill.sends({"name": "amira"}, having="name")
    assert hill.opens(f"/teach/students/{amira}").status == 404


def test_a_class_goes_into_a_new_year_and_the_old_one_into_the_bin(
    hill: Browser, tenth: str
) -> None:
    adds(hill, tenth, "Amira\nJonas")
    codes = set(CODE.findall(hill.page))
    hill.opens(f"{tenth}/copy").sends({"name": "11B", "year": "2027/28"}, having="student")
    assert hill.url != tenth
    assert set(CODE.findall(hill.page)) == codes
    hill.opens(f"{tenth}/settings").sends(to=f"{tenth}/remove")
    assert "Put it back" in hill.page
    hill.sends(to=f"{tenth}/put-back")
    assert hill.opens(tenth).status == 200


def test_a_set_is_given_from_the_page_of_the_class_which_lists_it_then(
    hill: Browser, tenth: str, begun: Begin
) -> None:
    begun()
    hill.opens("/teach/sets/harbour/publish").sends(having="note")
    page = adds(hill, tenth, "Amira").page
    assert "Nothing was given to this class yet." in page
    hill.opens("/teach/assignments/new?to=1")
    way = re.search(r'href="(/teach/sets/harbour/give[^"]+)"', hill.page)
    assert way is not None
    hill.opens(way[1]).sends({}, having="release")
    assert "10B (2026/27)" in hill.page
    assert f'href="{hill.url}"' in hill.opens(tenth).page
    assert hill.opens("/teach/sets/harbour/give?to=77").form("release").values["class_id"] == "0"
