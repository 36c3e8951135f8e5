"""Characters that a copied text carries and nobody sees, and line ends of all kinds."""

from __future__ import annotations

import re

_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff\ufffc]")  # joiners stay: some scripts need them
_NEW_LINE = re.compile("\r\n|[\r\x0b\x0c\x85\u2028]")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_HALF = re.compile("[\ud800-\udfff]")


def tidy(text: str) -> str:
    """Give a text with LF line ends and without characters that no text holds."""
    text = _NEW_LINE.sub("\n", text.replace("\u2029", "\n\n"))
    if text.isascii() and text.isprintable():
        return text
    return _HALF.sub("\ufffd", _NO_TEXT.sub(" ", _UNSEEN.sub("", text)))
