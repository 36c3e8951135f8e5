"""``quiz user``: the accounts of those who write sets."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quiz.storage.accounts import Role


@click.group()
def user() -> None:
    """Invite teachers, help who forgot her password, list accounts."""


@user.command()
@click.option("--admin", is_flag=True, help="Make an admin, who invites others in turn.")
def invite(admin: bool) -> None:
    """Print a link with which one person makes her account.

    It works once, for seven days. Send it to her alone: whoever opens it first has the account.

    \b
    Example:
        quiz user invite --admin
    """
    from quiz.cli.app import address, application
    from quiz.storage.accounts import links

    role: Role = "admin" if admin else "teacher"
    with application() as app:
        token = links.invite(None, role, datetime.now(UTC))
        click.echo(f"{address(app)}/account/invite/{token}")


@user.command()
@click.argument("email")
def reset(email: str) -> None:
    """Print a link with which the person with this e-mail address sets a new password.

    It works once, for a day. The old password works until then; with the new one, she is signed
    out everywhere.

    \b
    Example:
        quiz user reset m.hill@school.example
    """
    from quiz.cli.app import address, application
    from quiz.storage.accounts import links

    with application() as app:
        token = links.reset(email, datetime.now(UTC))
        if token is None:
            message = f"There is no account with {email}; see quiz user list."
            raise click.ClickException(message)
        click.echo(f"{address(app)}/account/reset/{token}")


@user.command("list")
def list_() -> None:
    """List the accounts: e-mail address, role, name.

    \b
    Example:
        quiz user list
    """
    from quiz.cli.app import application
    from quiz.storage import accounts

    with application():
        found = accounts.all_accounts(None)
    if not found:
        click.echo("There is no account yet; quiz serve prints the link to the first.", err=True)
    width = max((len(account.email) for account in found), default=0)
    for account in found:
        click.echo(f"{account.email:{width}}  {account.role:7}  {account.name}")
