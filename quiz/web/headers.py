"""Security headers of every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask, Response

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

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
"""For pages whose address is a secret or that show what one person wrote."""


def init_app(app: Flask) -> None:
    """Set the headers on every answer that has not set them itself."""
    app.after_request(secure)


def secure(response: Response) -> Response:
    """Add the headers that are not there yet."""
    there = {name.lower() for name, _ in response.headers}
    response.headers.extend([(n, value) for n, value in HEADERS.items() if n.lower() not in there])
    return response


def private(response: Response) -> Response:
    """Keep a page out of every cache and its address out of every referrer."""
    response.headers.update(PRIVATE)
    return response
