"""The cookies that a browser sends, asked for by name: ours need no quotes and no decoding."""

from __future__ import annotations


def found(sent: str, name: str) -> str:
    """Give what stands in the first cookie of this name in a Cookie header, or nothing."""
    for cookie in sent.split(";"):
        key, _, value = cookie.partition("=")
        if key.strip() == name:
            return value.strip()
    return ""
