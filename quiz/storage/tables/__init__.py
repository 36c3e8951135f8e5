"""The tables, a file a noun. Rows stay in this room: its functions take and give values."""

from __future__ import annotations

from quiz.storage.tables.accounts import Account, AccountLink, ApiToken, Setting, Throttle
from quiz.storage.tables.assignments import (
    Act,
    Assignment,
    Excuse,
    Extension,
    Refusal,
    Rescoring,
)
from quiz.storage.tables.attempts import (
    Attempt,
    Dispute,
    Hint,
    Mark,
    Rescored,
    Response,
    Score,
)
from quiz.storage.tables.base import BIGGEST, Base, Moment
from quiz.storage.tables.classes import Class, ClassTeacher, Membership, Student
from quiz.storage.tables.sets import Draft, QuestionSet, Share, Version

__all__ = [
    "BIGGEST",
    "Account",
    "AccountLink",
    "Act",
    "ApiToken",
    "Assignment",
    "Attempt",
    "Base",
    "Class",
    "ClassTeacher",
    "Dispute",
    "Draft",
    "Excuse",
    "Extension",
    "Hint",
    "Mark",
    "Membership",
    "Moment",
    "QuestionSet",
    "Refusal",
    "Rescored",
    "Rescoring",
    "Response",
    "Score",
    "Setting",
    "Share",
    "Student",
    "Throttle",
    "Version",
]
