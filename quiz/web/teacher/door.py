"""The teacher's door: a set and the right to it are fetched in one call, or nothing is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort
from werkzeug.exceptions import NotFound, RequestEntityTooLarge

from quiz.storage.sets import drafts
from quiz.web import errors, signedin

if TYPE_CHECKING:
    from werkzeug.exceptions import HTTPException
    from werkzeug.wrappers import Response

    from quiz.storage.sets.drafts import Draft


def readable(set_id: str) -> Draft:
    """Give a set that the account may see, or answer 404."""
    return drafts.find(signedin.account(), set_id) or abort(404)


def writable(set_id: str) -> Draft:
    """Give a set that the account may write, or answer 404."""
    draft = readable(set_id)
    return abort(404) if draft.right == "read" else draft


def owned(set_id: str) -> Draft:
    """Give a set that is the account's own, or answer 404."""
    draft = readable(set_id)
    return draft if draft.right == "owner" else abort(404)


def shut(_error: Exception) -> Response | HTTPException:
    """The right was taken back in the same moment: as if nothing were there."""
    return errors.refused(NotFound())


def no_text(_error: Exception) -> Response | HTTPException:
    """What came is no text, or more than a set may hold."""
    return errors.refused(RequestEntityTooLarge())
