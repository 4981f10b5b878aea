"""``acorns admin`` and ``acorns scheme add``: on the server, as somebody."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.serving import opened, wired
from matcher.errors import Refused

if TYPE_CHECKING:
    from uuid import UUID

    from api.actions import App
    from api.permissions import Who

AsSomebody = Annotated[
    str, typer.Option("--as", metavar="EMAIL", help="Who you are: audited as you.")
]
_BYTES = 32


def add_to(app: typer.Typer) -> None:
    """Add this family's commands."""
    admin = typer.Typer(no_args_is_help=True, help="Who may sign in.")
    admin.command()(invite)
    admin.command("use-invitation")(use)
    admin.command()(reset)
    app.add_typer(admin, name="admin")


def invite(
    organisation: Annotated[str, typer.Argument(help="Its name.")],
    email: Annotated[str, typer.Argument(help="Whom to invite.")],
    role: Annotated[str, typer.Argument(help="Such as coordinator.")],
    as_email: AsSomebody = "",
) -> None:
    """Invite somebody; the first invitation makes the organisation."""
    from api.actions.accounts import found_organisation
    from api.actions.accounts import invite as invite_action
    from api.auth import digest_of
    from api.database import migrate

    app = wired()
    migrate(app.database)
    code = secrets.token_urlsafe(_BYTES)
    there = organisation_named(app, organisation)
    if there is None:
        if role != "administrator":
            raise Refused(
                "There is no such organisation. The first invitation makes it, and is "
                "an administrator's."
            )
        found_organisation(app, name=organisation, address=email, code=code)
    else:
        from api.actions import perform

        who = somebody(app, as_email)
        perform(
            app,
            who,
            invite_action,
            on=there,
            address=email,
            role=role,
            code_sha256=digest_of(code).hex(),
        )
    typer.echo(f"Invited {email} as {role}. The code works once, for 7 days:\n{code}")


def use(code: Annotated[str, typer.Argument(help="From the invitation.")]) -> None:
    """Use an invitation, and print a token for the API that lasts twelve hours."""
    from api.actions.accounts import use_invitation

    token = use_invitation(opened(), code=code)
    if token is None:
        raise Refused("This invitation was used, has ended, or is not known.")
    typer.echo(token)


def reset(
    email: Annotated[str, typer.Argument(help="Who lost phone and recovery codes.")],
) -> None:
    """Let somebody of staff set up their sign-in anew; administrators are all told."""
    from api.actions.account_helping import reset_on_the_server

    code = secrets.token_urlsafe(_BYTES)
    reset_on_the_server(opened(), address=email, code=code)
    typer.echo(
        f"Every sign-in of {email} has ended, password and authenticator are gone. It "
        "is in the audit log, and every administrator is told.\n"
        f"They begin again at /invitation. The code works once, for 7 days:\n{code}"
    )


def add_scheme(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    as_email: AsSomebody = "",
) -> None:
    """Add a scheme, or a version of one; a second person accepts it in the app."""
    from api.actions import perform
    from api.actions.schemes import add_scheme as add_action

    app = opened()
    who = somebody(app, as_email)
    try:
        source = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(f"{file} is not text in UTF-8. Save it as such.") from None
    done = perform(app, who, add_action, on=who.organisation_id, source=source)
    typer.echo(
        f"Added, by hash {done.facts['sha256']}. A second person accepts it before it "
        "is used."
    )


def somebody(app: App, email: str) -> Who:
    """Return who a command acts as.

    Raises
    ------
    Refused
        If nobody is named, or nobody signs in with this address.
    """
    from api.auth import who_speaks

    if not email:
        raise Refused("Say who you are with --as EMAIL: what you do is audited as you.")
    with app.database.reading() as session:
        who = who_speaks(session, keys=app.keys, now=app.now(), address=email)
    if who is None:
        raise Refused("Nobody signs in here with this address.")
    return who


def organisation_named(app: App, name: str) -> UUID | None:
    """Return the id of an organisation, or None."""
    from api.records import Organisation
    from api.store import new_nobody

    with app.database.reading() as session:
        store = new_nobody(session, keys=app.keys, now=app.now())
        found = store.across("sign in", Organisation, Organisation.name == name)
        return found[0].id if found else None
