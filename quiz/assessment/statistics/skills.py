"""Points by skill."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SkillFigures:
    """What was scored on the items of one skill: ``points`` of ``max``, over so many ``items``."""

    skill: str
    items: int
    points: float
    max: float

    @property
    def share(self) -> float | None:
        """The points as a share of the most there could be."""
        return self.points / self.max if self.max else None


def by_skill(rows: Iterable[tuple[str, float, float]]) -> list[SkillFigures]:
    """Add up rows of skill, points and most points, in the order in which skills first appear.

    A row is an item of one person, or of a class (Σx and n × M); items without a skill are left
    out.
    """
    found: dict[str, SkillFigures] = {}
    for skill, points, most in rows:
        if skill:
            so_far = found.get(skill, SkillFigures(skill, 0, 0.0, 0.0))
            found[skill] = SkillFigures(
                skill, so_far.items + 1, so_far.points + points, so_far.max + most
            )
    return list(found.values())
