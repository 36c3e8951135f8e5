"""``quiz analyse``: the keys of its JSON, its small report, and what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from quiz.cli import main
from tests.assessment.statistics.lsat import LSAT6, rows

STAIRS = "name,q1,q2,q3\nAmira,1,1,1\nJonas,1,1,0\nLena,1,0,0\nOle,0,0,0\n"
ITEM_KEYS = [
    *("id", "n", "facility", "sd", "discrimination", "efficiency"),
    *("effective_weight", "alpha_if_deleted", "item_rest_r", "item_total_r"),
]


def analyse(text: str | bytes, *options: str) -> Result:
    return CliRunner().invoke(main, ["analyse", "-", *options], input=text)


def figures(text: str, *options: str) -> dict[str, Any]:
    result = analyse(text, "--format", "json", *options)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture(scope="module")
def lsat() -> str:
    """Section 6 of the Law School Admission Test as a table."""
    lines = (f"p{n},{','.join(f'{x:g}' for x in row)}" for n, row in enumerate(rows(LSAT6)))
    return "\n".join(["person,i1,i2,i3,i4,i5", *lines])


def test_json_has_the_promised_keys_and_moodles_figures() -> None:
    found = figures(STAIRS)

    assert list(found) == [
        *("persons", "mean", "median", "sd", "skewness", "kurtosis"),
        *("alpha", "alpha_persons", "sem", "error_ratio", "items"),
    ]
    assert [list(item) for item in found["items"]] == [ITEM_KEYS] * 3
    assert (found["persons"], found["mean"], found["median"]) == (4, 0.5, 0.5)
    assert found["sd"] == pytest.approx((5 / 3) ** 0.5 / 3)
    assert found["alpha"] == pytest.approx(0.75)
    assert found["sem"] == pytest.approx(found["sd"] * found["error_ratio"])
    assert found["items"][0]["discrimination"] == found["items"][0]["item_rest_r"]


def test_what_is_undefined_is_null() -> None:
    found = figures("name,q1\nAmira,1\n")

    assert (found["mean"], found["sd"], found["alpha"], found["sem"]) == (1, None, None, None)
    assert found["items"][0]["sd"] is None


def test_a_file_is_read_whatever_its_ends_of_line_and_separators(tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    path.write_bytes(b"\xef\xbb\xbf" + STAIRS.replace(",", ";").replace("\n", "\r\n").encode())
    result = CliRunner().invoke(main, ["analyse", str(path), "--format", "json"])

    assert json.loads(result.stdout) == figures(STAIRS)


def test_the_report_reads_like_one() -> None:
    text = analyse(STAIRS).stdout

    assert "4 persons, 3 items, 3 points at most" in text
    assert "alpha          0.750  reliability (Cronbach)" in text
    assert "  q1  4     0.750" in text
    assert "facility   mean points, as a share of the item's maximum" in text
    assert "Fewer than 30 persons" in text


def test_the_report_says_what_was_not_reached_and_writes_dashes() -> None:
    text = analyse("name,q1,q2\nAmira,1,\nJonas,0,\nLena,,\n").stdout

    assert "Not reached: 4 cells" in text
    assert "every item (0)" in text
    assert "Without any score: 1 person" in text
    assert "  q2  0         –" in text


def test_a_name_cannot_command_the_terminal() -> None:
    assert "\x1b" not in analyse("name,q\x1b[2J\nAmira,1\n").stdout


def test_a_2pl_fit_as_published(lsat: str) -> None:
    irt = figures(lsat, "--irt", "2pl")["irt"]

    assert irt["model"] == "2pl"
    assert irt["log_likelihood"] == pytest.approx(-2466.653, abs=0.001)
    assert (irt["aic"], irt["bic"]) == pytest.approx((4953.307, 5002.384), abs=0.002)
    assert list(irt["items"][0]) == ["id", "a", "b", "se_a", "se_b"]
    assert [i["a"] for i in irt["items"]] == pytest.approx(
        [0.8254, 0.7229, 0.8905, 0.6886, 0.6575], abs=0.002
    )


def test_a_fit_in_the_report(lsat: str) -> None:
    rasch, held = (
        analyse(lsat, *options).stdout for options in (["--irt", "rasch"], ["--irt", "2pl", "--prior"])
    )  # fmt: skip

    assert "The rasch model, over 1000 persons" in rasch
    assert "standard deviation 0.755 ± 0.069 (estimated)" in rasch
    assert "With the prior" in held


def test_an_item_without_an_estimate_says_why(lsat: str) -> None:
    table = lsat.replace("\n", ",1\n").replace("i5,1", "i5,easy") + ",1"
    easy = figures(table, "--irt", "rasch")["irt"]["items"][-1]

    assert (easy["id"], easy["a"], easy["b"]) == ("easy", None, None)
    assert easy["note"] == "everyone who reached it is right"


@pytest.mark.parametrize(
    ("model", "words"), [("rasch", "100 persons or more"), ("2pl", "250 persons or more")]
)
def test_too_few_persons_are_refused_politely(model: str, words: str) -> None:
    result = analyse(STAIRS, "--irt", model)

    assert (result.exit_code, result.stdout) == (1, "")
    assert words in result.stderr
    assert "there are 4" in result.stderr


def test_points_in_part_are_refused_with_the_items_named() -> None:
    result = analyse("name,q1,q2\nAmira,1,0.5\nJonas,0,1\n", "--irt", "rasch")

    assert result.exit_code == 1
    assert result.stderr.strip().endswith("score them 0 or 1: q2.")


def test_the_prior_belongs_to_2pl() -> None:
    assert "--irt 2pl --prior" in analyse(STAIRS, "--prior").stderr
    assert analyse(STAIRS, "--irt", "rasch", "--prior").exit_code == 2


def test_a_table_that_cannot_be_read_tells_every_fault_with_its_place() -> None:
    result = analyse("name,q1,q2\nAmira,x,1\nJonas,1\n")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "standard input cannot be read.\nline 2, column 2: “x” (q1)" in result.stderr
    assert "\nline 3: too few cells" in result.stderr


def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quiz.cli.analyse.MOST_BYTES", 20)
    result = analyse(STAIRS)

    assert result.exit_code == 2
    assert "is larger than" in result.stderr


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["analyse", str(tmp_path / "none.csv")])

    assert result.exit_code == 2
    assert "none.csv" in result.stderr


def test_other_commands_and_the_sums_of_a_page_start_without_numpy() -> None:
    code = (
        "import sys, quiz.cli.check, quiz.cli.analyse, quiz.assessment.check, quiz.web.teacher\n"
        "from quiz.assessment.statistics import evidence, plain, sitting, skills, sums, thirds, verdicts\n"
        "print('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
