"""``acorns round run``: from sheets to a round, checked and explained, in a folder."""

from __future__ import annotations

import hashlib
import json
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.administration import AsSomebody
from api.cli.ending import cancellable
from api.cli.files import print_json
from api.cli.folder import check_target, free_name, write_folder
from api.cli.opening import Opened, Sheets, Starts, open_sheets, read, read_lines
from api.cli.options import AsJson, AsOf, Effort, PolicyName, Salt, SchemeName
from api.cli.output import fill_folder
from api.cli.progress import progress
from api.cli.recorded import desk_for, refuse_both, run_recorded
from matcher.errors import Refused

if TYPE_CHECKING:
    from uuid import UUID

    from api.actions.results import Results
    from matcher.model import Policy, Snapshot
    from matcher.rounds import RoundResult
    from matcher.schemes import Scheme

OutFolder = Annotated[
    Path | None,
    typer.Option(
        "--out",
        file_okay=False,
        metavar="DIR",
        help="The folder to write; else one named for the scheme and the day.",
    ),
]
All = Annotated[bool, typer.Option("--all", help="Show every one, with every reason.")]


def add_to(app: typer.Typer) -> None:
    """Add this family's commands."""
    family = typer.Typer(no_args_is_help=True, help="Everybody waiting, at once.")
    family.command("run")(run)
    # With a callback, typer keeps "run" as a word of its own.
    family.callback()(lambda: None)
    app.add_typer(family, name="round")


def run(
    scheme: SchemeName,
    files: Sheets = None,
    policy: Annotated[
        PolicyName | None, typer.Option(help="Another policy than the scheme's.")
    ] = None,
    salt: Salt = None,
    out: OutFolder = None,
    effort: Effort = 10.0,
    as_of: AsOf = None,
    starts: Starts = None,
    show_all: All = False,
    as_email: AsSomebody = "",
    as_json: AsJson = False,
) -> None:
    """Match everybody waiting, check and explain the answer; on files or the database.

    A round on files is kept in a folder; one on the database stays there, drafted, and
    nothing of it is released.
    """
    if not files:
        if out is not None:
            raise Refused("A round on the database stays there: leave --out away.")
        desk = desk_for(scheme, as_email)
        with cancellable():
            round_id, found = run_recorded(
                desk,
                policy=policy,
                salt=salt or "",
                effort=effort,
                as_of=as_of,
                starts=starts,
            )
        show_recorded(round_id, found, show_all=show_all, as_json=as_json)
        return
    refuse_both(as_email)
    drawn = salt or secrets.token_hex(32)
    say_salt(drawn, given=salt is not None)
    with cancellable():
        check_target(out or Path("round"))
        opened = open_sheets(scheme, files, as_of=as_of, starts=starts, as_json=as_json)
        if not as_json:
            for line in read_lines(opened.intake):
                typer.echo(line)
        result = match(opened, salt=drawn, effort=effort, policy=policy)
        name = f"{opened.scheme.name}-{opened.snapshot.as_of}"
        folder = out or free_name(Path(name))
        keep(folder, opened, result, salt=drawn)
    _show(opened, result, folder, show_all=show_all, as_json=as_json)
    refuse_unusable(result, folder)


def show_recorded(
    round_id: UUID, found: Results, *, show_all: bool, as_json: bool
) -> None:
    """Print what a round on the database came to."""
    if as_json:
        print_json({**as_data(found.result), "round": str(round_id)})
        return
    text = _text(found.result, found.snapshot, found.rules, show_all=show_all)
    typer.echo(f"{text}\n\nDrafted, and seen by nobody yet: round {round_id}.")


def say_salt(salt: str, *, given: bool) -> None:
    """Say the hash of the salt, on standard error, before any sheet is read."""
    digest = hashlib.sha256(salt.encode("ascii")).hexdigest()
    drawn = "given" if given else "drawn now, kept with the round"
    typer.echo(f"SHA-256 of the salt ({drawn}): {digest}", err=True)


def match(
    opened: Opened, *, salt: str, effort: float, policy: PolicyName | None = None
) -> RoundResult:
    """Run a round in a process of its own, with progress."""
    from matcher.rounds import run_apart

    with progress() as report:
        return run_apart(
            opened.snapshot,
            opened.scheme,
            salt=salt,
            effort=effort,
            policy=_other(opened.scheme, policy),
            progress=report,
        )


def keep(folder: Path, opened: Opened, result: RoundResult, *, salt: str) -> None:
    """Write a round's folder."""
    write_folder(
        folder,
        lambda part: fill_folder(
            part, result, opened.snapshot, opened.scheme, salt=salt
        ),
    )


def _other(scheme: Scheme, policy: PolicyName | None) -> Policy | None:
    return None if policy is None else scheme.policy.named(policy.value)


def _show(
    opened: Opened, result: RoundResult, folder: Path, *, show_all: bool, as_json: bool
) -> None:
    if as_json:
        print_json({**as_data(result), **read(opened.intake), "folder": str(folder)})
        return
    from api.reports.terminal import folded

    text = _text(result, opened.snapshot, opened.scheme, show_all=show_all)
    kept = (
        f"Kept in {folder}, which only you can open. Every pair is in report.html, "
        ".xlsx and .txt; how others can check the round is in how-to-verify.txt."
    )
    typer.echo("\n".join(["", text, "", *folded(kept)]))


def _text(
    result: RoundResult, snapshot: Snapshot, scheme: Scheme, *, show_all: bool
) -> str:
    from api.reports.terminal import round_text

    most, reasons = (None, None) if show_all else (8, 3)
    return round_text(result, snapshot, scheme, most=most, reasons=reasons)


def as_data(result: RoundResult) -> dict[str, Any]:
    """Return a round for a program; the instance is in the folder."""
    data: dict[str, Any] = json.loads(result.to_json())
    del data["instance"]
    return data | {"result": json.loads(result.result)}


def refuse_unusable(result: RoundResult, folder: Path) -> None:
    """Refuse a round that did not verify, or that has no answer.

    Raises
    ------
    Refused
        Naming where everything is kept all the same.
    """
    status = json.loads(result.result)["status"]
    if not result.verification.ok:
        failed = ", ".join(result.verification.failed)
        raise Refused(f"The round did not verify ({failed}). Do not use {folder}.")
    if status in {"infeasible", "unknown"}:
        raise Refused(f"There is no answer: {status}. What was found is in {folder}.")
