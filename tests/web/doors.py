"""Who may open which door: one row an endpoint. A route without a row here fails its test.

A row names a kind of door, and `MAY` says who of the school gets through that kind. Where an
address is opened by fewer people as a form that is sent than as a page that is shown, it has a
second row with POST behind its name.

The school: Ms Hill has made the set, the class and the assignment. Dole writes the set with her,
Kent may read it, Sand is the second teacher of the class. Reed has a class of his own. Vale is the
admin. Amira is in Ms Hill's class and has an attempt there, Ben is in Reed's. A stranger has
nothing.
"""

from __future__ import annotations

STUDENTS = {"amira", "ben"}
TEACHERS = {"hill", "dole", "kent", "sand", "reed", "vale"}
EVERYBODY = STUDENTS | TEACHERS | {"stranger"}

MAY = {
    "anybody": EVERYBODY,
    "a link": EVERYBODY,
    "a code": EVERYBODY,
    "nobody": set(),
    "my attempt": {"amira"},
    "an account": TEACHERS,
    "an admin": {"vale"},
    "read the set": {"hill", "dole", "kent"},
    "write the set": {"hill", "dole"},
    "own the set": {"hill"},
    "the assignment": {"hill", "sand"},
    "the token": {"hill"},
    "the class": {"hill", "sand"},
    "own the class": {"hill"},
}
"""Who gets through. A link or a code is given to whom one likes, and whoever has it may use it."""

DOORS = {
    "file": "anybody",
    "health.alive": "anybody",
    "health.ready": "anybody",
    # Accounts
    "account.session.show": "anybody",
    "account.session.end": "anybody",
    "account.links.first": "nobody",  # it is gone as soon as there is an account
    "account.links.invite": "a link",
    "account.links.reset": "a link",
    "account.settings.show": "an account",
    "account.settings.everywhere": "an account",
    "account.people.show": "an admin",
    # Students
    "student.home.show": "anybody",
    "student.home.join": "anybody",
    "student.preferences.show": "anybody",
    "student.me.show": "anybody",
    "student.me.enter": "anybody",
    "student.me.leave": "anybody",
    "student.join.show": "a code",
    "student.attempts.show": "my attempt",
    "student.attempts.save": "my attempt",
    "student.attempts.review": "my attempt",
    "student.attempts.submit": "my attempt",
    "student.attempts.again": "my attempt",
    "student.attempts.hint": "a link",
    "student.sentences.show": "my attempt",
    "student.results.show": "my attempt",
    "student.results.dispute": "my attempt",
    # What every teacher has of her own
    "teacher.shelf.show": "an account",
    "teacher.new.show": "an account",
    "teacher.assignments.show": "an account",
    "teacher.giving.choose": "an account",
    "teacher.classes.show": "an account",
    "teacher.classes.create": "an account",
    "reports.home.show": "an account",
    "reports.tokens.show": "an account",
    "reports.tokens.revoke": "the token",
    # Sets
    "teacher.write.show": "read the set",
    "teacher.source.show": "read the set",
    "teacher.source.show POST": "write the set",
    "teacher.source.download": "read the set",
    "teacher.trial.show": "read the set",
    "teacher.paper.show": "read the set",
    "teacher.paper.key": "read the set",
    "teacher.history.show": "read the set",
    "teacher.history.version": "read the set",
    "teacher.history.restore": "write the set",
    "teacher.history.undo": "write the set",
    "teacher.shelf.copy": "read the set",
    "teacher.shelf.remove": "own the set",
    "teacher.shelf.put_back": "own the set",
    "teacher.questions.show": "write the set",
    "teacher.questions.add": "write the set",
    "teacher.questions.insert": "write the set",
    "teacher.questions.move": "write the set",
    "teacher.questions.duplicate": "write the set",
    "teacher.questions.remove": "write the set",
    "teacher.gallery.show": "write the set",
    "teacher.passages.show": "write the set",
    "teacher.passages.add": "write the set",
    "teacher.mends.apply": "write the set",
    "teacher.publish.show": "write the set",
    "teacher.correction.show": "write the set",
    "teacher.settings.show": "write the set",
    "teacher.settings.share": "own the set",
    "teacher.giving.show": "read the set",
    # Assignments
    "teacher.assignment.show": "the assignment",
    "teacher.assignments.remove": "the assignment",
    "teacher.assignments.put_back": "the assignment",
    "teacher.giving.change": "the assignment",
    "teacher.live.show": "the assignment",
    "teacher.live.seats": "the assignment",
    "teacher.acts.show": "the assignment",
    "teacher.acts.undo": "the assignment",
    "teacher.marking.show": "the assignment",
    "teacher.marking.pile": "the assignment",
    "teacher.marking.mark": "the assignment",
    "teacher.marking.blanks": "the assignment",
    "teacher.marking.names": "the assignment",
    "teacher.answers.show": "the assignment",
    "teacher.answers.accept": "the assignment",
    "teacher.answers.refuse": "the assignment",
    "teacher.answers.bring_back": "the assignment",
    "teacher.answers.give": "the assignment",
    "teacher.answers.settle": "the assignment",
    "teacher.rescoring.show": "the assignment",
    "teacher.rescoring.difference": "the assignment",
    "teacher.rescoring.apply": "the assignment",
    "reports.glance.show": "the assignment",
    "reports.questions.show": "the assignment",
    "reports.passage.show": "the assignment",
    "reports.students.show": "the assignment",
    "reports.exports.show": "the assignment",
    "reports.exports.table": "the assignment",
    "reports.exports.dictionary": "the assignment",
    "reports.exports.book": "the assignment",
    "reports.program.data": "the assignment",  # or by a token of one of them
    "reports.program.table": "the assignment",
    # Classes and their students
    "reports.classes.show": "the class",
    "reports.course.show": "the class",
    "reports.course.letter": "the class",
    "teacher.classes.settings": "the class",
    "teacher.classes.change": "the class",
    "teacher.classes.copy": "the class",
    "teacher.classes.part": "the class",
    "teacher.classes.share": "own the class",
    "teacher.classes.remove": "own the class",
    "teacher.classes.put_back": "own the class",
    "teacher.roster.show": "the class",
    "teacher.roster.add": "the class",
    "teacher.roster.put_out": "the class",
    "teacher.roster.take_in": "the class",
    "teacher.roster.codes": "the class",
    "teacher.slips.show": "the class",
    "teacher.students.show": "the class",
    "teacher.students.code": "the class",
    "teacher.students.place": "the class",
    "teacher.merging.show": "the class",
    "teacher.merging.merge": "the class",
    "teacher.personal.export": "the class",
    "teacher.personal.show": "the class",
    "teacher.personal.erase": "the class",
}


def kind(endpoint: str, method: str) -> str:
    """Tell what kind of door it is. Raises KeyError where there is no row."""
    return DOORS.get(f"{endpoint} {method}") or DOORS[endpoint]


def open_to(kind_of_door: str) -> set[str]:
    """Give the endpoints of a kind."""
    return {endpoint for endpoint, kind in DOORS.items() if kind == kind_of_door}
