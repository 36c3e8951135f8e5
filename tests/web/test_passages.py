"""A passage as HTML."""

from __future__ import annotations

import re

from quiz.assessment.formats import markdown
from quiz.assessment.model import Passage
from quiz.web import passages

SOURCE = """# The <mill>

It *stood* here. It **fell & broke**.

### Later

- One thing.
- Another thing.

> They said so. Nobody heard.

| Year | Loss |
| --- | --- |
| 1914 | 3 |
| 1915 | 5 |

The end came.
"""


def passage() -> Passage:
    """A passage with every kind of paragraph."""
    found = markdown.read(SOURCE + "\n## Why? {#why evidence=none}\n\nAnswer: so\n").set
    assert found is not None
    return found.passages[0]


def test_each_kind_of_paragraph_has_its_own_element() -> None:
    """Lists, tables, quotations and subheadings are real ones."""
    body = passages.sheets([passage()])[0].body
    assert "<h2>" in body
    assert re.search(r'<ul class="n" id="p2"[^>]*><li>.*</li><li>.*</li></ul>', body)
    assert re.search(r'<blockquote><p class="n" id="p3"', body)
    assert body.count("<tr>") == 3
    assert body.count('<th scope="col">') == 2
    assert body.count("<td>") == 4


def test_every_sentence_is_there_once_with_its_id() -> None:
    """The spans carry the ids that answers are kept by, and no character is lost."""
    whole = passage()
    body = passages.sheets([whole])[0].body
    assert re.findall(r'data-sentence="([^"]+)"', body) == [s.id for s in whole.sentences]
    shown = body.striptags()
    for paragraph in whole.paragraphs:
        assert " ".join(paragraph.text.split()) in shown


def test_emphasis_stays_and_html_is_none() -> None:
    """Marks inside a sentence are kept, and text is escaped."""
    body = passages.sheets([passage()])[0].body
    assert "<em>stood</em>" in body
    assert "<strong>fell &amp; broke</strong>" in body


def test_a_mark_is_cut_at_sentences_and_at_emphasis() -> None:
    """The marked words are exactly those of the span, whatever elements they cross."""
    whole = passage()
    start = whole.text.index("stood here")
    end = whole.text.index(" & broke")
    body = passages.sheets([whole], {whole.id: [(start, end)]})[0].body
    marked = "".join(re.findall(r"<mark>(.*?)</mark>", body))
    assert re.sub("<[^>]+>", "", marked) == "stood here. It fell"
    assert "<mark><em>stood</em> here.</mark></span>" in body


def test_paragraphs_of_a_second_passage_have_ids_of_their_own() -> None:
    """Two passages on one page never share an anchor."""
    whole = passage()
    body = "".join(sheet.body for sheet in passages.sheets([whole, whole]))
    ids = re.findall(r' id="([^"]+)"', body)
    assert len(ids) == len(set(ids))
    assert "p2-1" in ids
