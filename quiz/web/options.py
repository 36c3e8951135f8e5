"""What a select, or a group of radio buttons, offers: values and the words for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

if TYPE_CHECKING:
    from collections.abc import Iterable


def options(pairs: Iterable[tuple[Any, Any]], value: str | None = None) -> list[Any]:
    """Make the choices of a field; a present value that is none of them is offered too."""
    offered = dict(pairs)
    if value is not None:
        offered.setdefault(value, value)
    return [SelectChoice(value=key, label=words) for key, words in offered.items()]
