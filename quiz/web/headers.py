"""Security headers of every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from quiz.web.application import Answer

Pairs: TypeAlias = list[tuple[str, str]]

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""Nothing inline and nothing from elsewhere, so no nonce is needed."""

ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

PRIVATE = ALWAYS | {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
"""For pages whose address is a secret or that show what one person wrote."""

_NAMES = frozenset(name.lower() for name in ALWAYS)


def completed(own: Pairs, standing: dict[str, str]) -> Pairs:
    """Give an answer's own headers, and those of the standing ones that it has not."""
    there = {name.lower() for name, _ in own}
    if there.isdisjoint(_NAMES):
        return [*own, *standing.items()]
    return own + [pair for pair in standing.items() if pair[0].lower() not in there]


def private(answer: Answer) -> Answer:
    """Keep a page out of every cache, whatever it says itself, and its address out of referrers."""
    answer.headers.remove("Cache-Control")
    answer.standing = PRIVATE
    return answer
