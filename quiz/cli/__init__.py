"""The command line: one file a command. What a command needs is imported when it runs."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from quiz import config

COMMANDS = {
    "serve": "quiz.cli.serve:serve",
    "check": "quiz.cli.check:check",
    "score": "quiz.cli.score:score",
    "analyse": "quiz.cli.analyse:analyse",
    "load": "quiz.cli.sets:load",
    "export": "quiz.cli.export:export",
    "assign": "quiz.cli.assign:assign",
    "rescore": "quiz.cli.rescore:rescore",
    "demo": "quiz.cli.demo:demo",
    "user": "quiz.cli.user:user",
    "student": "quiz.cli.student:student",
    "backup": "quiz.cli.backup:backup",
    "restore": "quiz.cli.restore:restore",
    "purge": "quiz.cli.purge:purge",
    "db": "quiz.cli.database:db",
}
"""In the order in which the manual tells of them."""


class Manual(click.Group):
    """A group whose help is a manual; it loads a command only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands, in our order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run a command; a setting that cannot be used is told in a sentence."""
        try:
            return super().invoke(ctx)
        except config.BadSetting as error:
            raise click.ClickException(str(error)) from None

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Tell of the settings below the commands."""
        with formatter.section("Settings (environment variables)"):
            formatter.write_dl(
                [
                    (name, f"{sentence} Default: {default or 'none'}.")
                    for name, default, sentence in config.rows()
                ]
            )


@click.group(cls=Manual, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="quiz")
def main() -> None:
    """Reading comprehension: questions bound to the words of the passage that answer them.

    A question set is a Markdown file that holds a passage and the questions on it. Write one,
    check it, and put it before a class:

    \b
        quiz check questions/geneva-talks.md    what is wrong with it, and where
        quiz serve                              open http://127.0.0.1:8000
        quiz load my-set.md                     put one more set in
        quiz assign my-set --minutes 40         a join code for a class

    A set whose frame says `practice: yes` is open to anyone from the home page. Any other is given
    to students by an assignment, which they join with its code. Everything is kept in one
    database, which `quiz backup FILE` copies while the service runs and `quiz restore` puts back.

    `quiz COMMAND --help` tells more of each command, with an example.
    """
