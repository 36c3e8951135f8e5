"""Days and times as people type them: local to the service, in the time zone of its settings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext
from wtforms import DateTimeLocalField

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"]

YEARS = range(2000, 2200)


class MomentField(DateTimeLocalField):
    """A day and a time; ``data`` is aware, in UTC, or None where nothing was typed."""

    def __init__(self, label: object = None, **more: Any) -> None:  # noqa: ANN401 - as fields take
        super().__init__(label, format=FORMATS, **more)  # type: ignore[arg-type]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed. Raises ValueError, with what to type instead."""
        if not any(words.strip() for words in valuelist):
            self.data = None
            return
        try:
            super().process_formdata(valuelist)  # type: ignore[arg-type]
        except ValueError:
            self.data = None
        if self.data is None or self.data.year not in YEARS:
            self.data = None
            raise ValueError(gettext("Write the day and the time like this: 2026-03-02 09:00."))
        self.data = self.data.replace(tzinfo=zone()).astimezone(UTC)

    def _value(self) -> str:
        """What the field holds: as it was typed, else the moment in the service's time zone."""
        if self.raw_data:
            return str(self.raw_data[0])
        return local(self.data)


def zone() -> ZoneInfo:
    """Give the time zone of the service."""
    return ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])


def local(moment: datetime | None) -> str:
    """Write a moment as the field of a form holds it; seconds are cut off."""
    return "" if moment is None else moment.astimezone(zone()).strftime(FORMATS[0])
