"""An assignment at a glance; each number on it recomputed from the exported files."""

from __future__ import annotations

import csv
import io
import json
import re
import statistics
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from quiz.cli import main

if TYPE_CHECKING:
    from tests.web.browser import Browser
    from tests.web.reports.conftest import Sat

Rows = list[dict[str, str]]


def text(page: str) -> str:
    """The words of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("&nbsp;", " ").split())


def table(hill: Browser, code: str, name: str) -> Rows:
    sent = hill.client.get(f"/reports/{code}/export/{name}.csv")
    assert sent.status_code == 200
    return list(csv.DictReader(io.StringIO(sent.text)))


def test_with_nobody_it_says_so(hill: Browser, sat: Sat) -> None:
    page = text(hill.opens(f"/reports/{sat(0)}/").page)
    assert "Nobody has handed in yet" in page
    assert "0 / 0" in page


@pytest.mark.parametrize("count", [1, 9])
def test_with_few_it_counts_and_says_why(hill: Browser, sat: Sat, count: int) -> None:
    page = text(hill.opens(f"/reports/{sat(count)}/").page)
    assert f"{count} / {count}" in page
    assert "Counts only: below 10 attempts" in page
    assert "median" not in page
    assert "Discrimination" not in page


def test_every_number_is_that_of_the_exported_files(
    hill: Browser, sat: Sat, tmp_path: Path
) -> None:
    code = sat(33)
    shown = hill.opens(f"/reports/{code}/").page
    page = text(shown)
    students = [s for s in table(hill, code, "students") if s["counts"] == "1"]
    totals = [float(s["points"]) for s in students]
    most = float(students[0]["max"])
    assert f"{len(students)} / {len(students)}" in page
    assert f"mean of {points(most)} · median {points(statistics.median(totals))}" in page
    assert f"spread {points(statistics.stdev(totals))} · n 33" in page
    assert f" {points(statistics.mean(totals))} mean of" in page

    figures = analysed(hill, code, tmp_path)
    assert f"{figures['alpha']:.2f} reliability (α)".replace("-", "−") in page
    assert f"SEM {points(figures['sem'] * most)} · n {figures['alpha_persons']}" in page
    for item in figures["items"]:
        row = next(r for r in rows_of(shown) if f"/questions/{item['id']}" in r)
        assert f" {item['n']} " in text(row)
        assert f"{100 * item['facility']:.0f} %" in text(row).replace("\xa0", " ")
        if item["discrimination"] is not None:
            assert f"{item['discrimination']:.2f}".replace("-", "−") in text(row)


def analysed(hill: Browser, code: str, folder: Path) -> Any:
    """What `quiz analyse` makes of the exported matrix."""
    file = folder / "scores.csv"
    file.write_text(hill.client.get(f"/reports/{code}/export/scores.csv").text, encoding="utf-8")
    run = CliRunner().invoke(main, ["analyse", str(file), "--format", "json"])
    assert run.exit_code == 0, run.output
    return json.loads(run.stdout)


def rows_of(page: str) -> list[str]:
    return re.findall(r"<tr>.*?</tr>", page, re.DOTALL)


def points(value: float) -> str:
    """A number as the pages write points."""
    return f"{round(value, 2):g}"


def test_the_grid_has_every_students_points(hill: Browser, sat: Sat) -> None:
    code = sat(12)
    shown = hill.opens(f"/reports/{code}/").page
    for student in table(hill, code, "students"):
        row = next(r for r in rows_of(shown) if f'/students/{student["student"]}"' in r)
        assert text(row).startswith(student["name"])
        assert text(row).split(" / ")[0].endswith(points(float(student["points"])))


def test_what_waits_to_be_marked_is_said_first(hill: Browser, sat: Sat) -> None:
    code = sat(3)
    page = text(hill.opens(f"/reports/{code}/").page)
    pending = sum(row["pending"] == "1" for row in table(hill, code, "answers"))
    assert pending
    assert f"What to do {pending} answers wait to be marked." in page


def cells_of(page: str, section: str) -> list[list[str]]:
    """The rows of the table behind the chart of a section."""
    found = page.split(f'aria-labelledby="{section}"')[1].split("</section>", maxsplit=1)[0]
    body = found.split("<tbody>")[1].split("</tbody>")[0]
    return [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row) for row in body.split("</tr>")[:-1]]


def test_the_histogram_counts_the_totals_of_the_exported_file(hill: Browser, sat: Sat) -> None:
    code = sat(24)
    most = sum(float(i["max"]) for i in table(hill, code, "items") if i["n"] != "0")
    totals = [float(s["points"]) for s in table(hill, code, "students")]
    bars = [0] * 10
    for total in totals:
        bars[min(9, int(total * 10 / most + 1e-9))] += 1
    assert sum(count > 0 for count in bars) > 2
    shown = cells_of(hill.opens(f"/reports/{code}/").page, "scores")
    assert [int(count) for _, count in shown] == bars


def test_skills_are_the_points_of_the_exported_matrix(hill: Browser, sat: Sat) -> None:
    code = sat(24)
    earned: dict[str, list[float]] = {}
    matrix = [row for row in table(hill, code, "scores") if row["person"] != "max"]
    for item in table(hill, code, "items"):
        cells = [float(row[item["item"]]) for row in matrix if row.get(item["item"])]
        if item["skill"] and cells:
            sums = earned.setdefault(item["skill"], [0.0, 0.0])
            sums[0] += sum(cells)
            sums[1] += len(cells) * float(item["max"])
    assert len(earned) > 1
    shown = cells_of(hill.opens(f"/reports/{code}/").page, "skills")
    told = {name.casefold(): share.replace("\xa0", " ") for name, share in shown}
    assert told == {
        skill: f"{points / most:.0%}".replace("%", " %") for skill, (points, most) in earned.items()
    }


def test_the_json_has_the_figures_that_quiz_analyse_gives(
    hill: Browser, sat: Sat, tmp_path: Path
) -> None:
    code = sat(24)
    sent = json.loads(hill.client.get(f"/reports/{code}.json").text)["figures"]
    given = analysed(hill, code, tmp_path)
    assert [i["id"] for i in sent["items"]] == [i["id"] for i in given["items"]]
    assert any(i["efficiency"] for i in given["items"])
    for mine, theirs in zip(sent["items"], given["items"], strict=True):
        for name, value in theirs.items():
            assert mine[name] == pytest.approx(value, abs=1e-6), name
