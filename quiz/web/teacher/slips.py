"""Slips to print and cut: a student's name, her personal code, the address, the same as a QR code.

The address is that of an assignment or of /me. The QR code has the personal code too, behind a #:
a browser sends that to no server, so it stands in no log.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template, request
from markupsafe import Markup

from quiz.storage import assignments, classes, codes
from quiz.web import paths, signedin

if TYPE_CHECKING:
    from quiz.storage.classes import Member

blueprint = Blueprint("slips", __name__, url_prefix="/classes/<int:class_id>/slips")


@dataclass(frozen=True, slots=True)
class Slip:
    """What one student gets."""

    member: Member
    qr: Markup


@blueprint.get("")
def show(class_id: int) -> str:
    """Show the slips of a class, of those who have a code."""
    group = classes.find(signedin.account(), class_id)
    there = [m for m in classes.members(signedin.account(), class_id) if m.removed_at is None]
    given = assignments.of_class(signedin.account(), class_id)
    to = request.args.get("to", "")
    if to and to not in {one.code for one in given}:
        abort(404)
    address = _address(to)
    return render_template(
        "teacher/slips/show.html",
        group=group,
        slips=[Slip(m, qr(f"{address}#{codes.plain(m.code).upper()}")) for m in there if m.code],
        without=[member for member in there if not member.code],
        given=given,
        to=to,
        address=address.partition("://")[2],
    )


def qr(words: str) -> Markup:
    """Draw a QR code. The mask is fixed: trying all eight takes 500 slips too long."""
    import segno  # which brings much that nothing else needs

    drawn = segno.make(words, error="m", micro=False, mask=0)
    return Markup(drawn.svg_inline(omitsize=True, border=2, light="#fff"))  # noqa: S704 - no words of anybody's


def _address(code: str) -> str:
    if code:
        return paths.public("student.join.show", code=code)
    return paths.public("student.me.show")
