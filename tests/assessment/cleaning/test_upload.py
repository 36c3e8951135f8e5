"""Files that Ms Hill uploads: texts in any encoding, and what is none, whatever its name."""

from __future__ import annotations

import io
import zipfile

import pytest

from quiz.assessment.cleaning import read_upload
from quiz.assessment.cleaning.upload import LARGEST

TEXT = "The café of Møre is closed. “Never again”, they say."


def packed(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.txt", "text"),
        ("A.TXT", "text"),
        ("a", "text"),
        ("a.md", "markdown"),
        ("a.markdown", "markdown"),
        ("a.html", "html"),
        ("C:\\texts\\a.htm", "html"),
    ],
)
def test_the_name_tells_the_kind(name: str, kind: str) -> None:
    assert read_upload(name, TEXT.encode()) == (TEXT, kind)


def test_a_page_in_a_text_file_is_a_page() -> None:
    assert read_upload("a.txt", b"<!DOCTYPE html><p>Rain.")[1] == "html"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_text_is_read_in_the_encodings_that_programs_save_in(encoding: str) -> None:
    assert read_upload("a.txt", TEXT.encode(encoding)) == (TEXT, "text")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_its_mark(encoding: str) -> None:
    assert read_upload("a.txt", TEXT.encode(encoding)) == (TEXT, "text")


def test_a_page_says_its_encoding() -> None:
    page = '<html><head><meta charset="windows-1251"></head><p>Гавань закрыта</p></html>'

    assert read_upload("a.html", page.encode("cp1251")) == (page, "html")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("essay.txt", packed("word/document.xml"), "a Word document (.docx)"),
        ("essay.md", packed("other"), "a packed file (zip)"),
        ("essay.txt", b"%PDF-1.7\n...", "a PDF"),
        ("essay.txt", b"{\\rtf1 Rain}", "a Rich Text file"),
        ("essay.txt", b"\xd0\xcf\x11\xe0\xa1\xb1", "(.doc)"),
        ("essay.txt", b"\x89PNG\r\n", "a picture"),
        ("essay.txt", bytes(range(256)), "no text file"),
        ("essay.docx", b"Rain", "no plain text"),
        ("essay.mhtml", b"MIME-Version: 1.0\n", "web archive"),
        ("essay.txt", "Гавань закрыта".encode("cp1251"), "Save it as UTF-8"),
        ("essay.html", b"<meta charset=rot13><p>caf\xe9", "Save it as UTF-8"),
        ("essay.txt", b" \n", "no text in it"),
        ("essay.txt", b"", "no text in it"),
        ("essay.txt", b"a" * (LARGEST + 1), "2.0 MB; a file may have 2 MB"),
        ("essay.txt", b"\xff\xfe\x00", "Save it as UTF-8"),
    ],
)
def test_what_is_no_text_is_told_in_words(name: str, data: bytes, words: str) -> None:
    told = read_upload(name, data)

    assert isinstance(told, str)
    assert words in told
    assert name in told


def test_a_file_s_name_is_shown_without_its_folders() -> None:
    told = read_upload("/home/hill/secret/essay.txt", b"")

    assert told == "“essay.txt” has no text in it."
