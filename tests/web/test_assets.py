"""Static files are put together when the app starts: one stylesheet, one script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quiz.web import assets

STATIC = Path(__file__).resolve().parents[2] / "static"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small tree of sources."""
    for name, text in {
        "css/app.css": '@layer a, b;\n@import url("a.css") layer(a);\n@import url("i.css") layer(a);\n'
        '@import url("deep/b.css") layer(b) print;\n',
        "css/a.css": "/* why */\np { color: red; }\n",
        "css/i.css": "i { top: 0; }\n",
        "css/deep/b.css": "q { color: blue; }\n",
        "js/app.js": 'import one from "./one.js";\nimport { two as zwei } from "./lib/two.js";\n'
        "// why\none(zwei);\n",
        "js/one.js": 'import { two } from "./lib/two.js";\n\n'
        "export default function one(x) {\n  return two + x;\n}\n",
        "js/lib/two.js": "export const two = 2;\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_imports_of_a_stylesheet_stand_in_their_layers(folder: Path) -> None:
    """Layers, media and order are what a browser would make of the imports."""
    css = assets.stylesheet(folder / "css" / "app.css")

    assert css.replace("\n", " ").strip() == (
        "@layer a, b; @layer a { /* why */ p { color: red; } i { top: 0; } }/* a */ "
        "@media print { @layer b { q { color: blue; } }/* b */}"
    )


def test_each_module_is_in_the_script_once_before_those_that_use_it(folder: Path) -> None:
    """Names stay inside their module; what is exported is handed on by name."""
    script = assets.script(folder / "js" / "app.js")

    assert script.count("const two = 2;") == 1
    assert script.index("const two = 2;") < script.index("function one") < script.index("one(zwei)")
    assert "const { two: zwei } = $m0;" in script
    assert "return one;" in script
    assert not any(line.startswith(("import ", "export ")) for line in script.splitlines())


def test_every_change_to_a_file_gives_another_version(folder: Path) -> None:
    """A byte or a name: the address changes, so that nothing old is taken from a cache."""
    before = assets.version(folder)
    (folder / "js" / "lib" / "two.js").write_text("export const two = 3;\n", encoding="utf-8")
    changed = assets.version(folder)
    (folder / "js" / "one.js").rename(folder / "js" / "eins.js")

    assert len({before, changed, assets.version(folder)}) == 3


def test_comments_and_spaces_are_not_sent(folder: Path) -> None:
    """They are for those who read the sources."""
    files = assets.gather(folder).files

    assert b"why" not in files["css/app.css"] + files["js/app.js"]
    assert b"p{color:red" in files["css/app.css"]


def test_a_descendant_is_not_taken_for_the_element_itself() -> None:
    """In a block within a block too, where the space before a colon would go."""
    css = (
        "@layer a { @media print { .bar :is(.chip, .grow) { color: red } } .x { top: calc(1px) } }"
    )

    assert ".bar *:is(.chip,.grow){color:red}" in assets.shortened(css)
    assert "top:calc(1px)" in assets.shortened(css)


def test_our_own_tree_leaves_no_import_behind() -> None:
    """Whatever way of importing is used in static/, the reader fetches an entry, whole."""
    files = assets.gather(STATIC).files

    assert set(files) == {"css/app.css", "css/teach.css", "js/app.js", "js/teach.js"}
    assert all(b"@import" not in files[name] for name in files)
    assert not any(line.startswith(b"import") for f in files.values() for line in f.splitlines())


def test_every_behaviour_that_a_template_names_is_in_the_script() -> None:
    """A data-behaviour without a module would do nothing and nobody would see why."""
    names = {
        name
        for template in (STATIC.parent / "templates").rglob("*.html")
        for words in re.findall(r'data-behaviour="([\w -]+)"', template.read_text("utf-8"))
        for name in words.split()
    }

    assert names
    assert names <= {path.stem for path in (STATIC / "js" / "behaviours").glob("*.js")}


def test_stylesheets_and_scripts_are_short() -> None:
    """A file of ours has 150 lines at most."""
    long = [p for p in STATIC.rglob("*.[cj]s*") if len(p.read_text("utf-8").splitlines()) > 150]

    assert long == []
