"""``acorns demo``: four invented communities, a round for each, and the app."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.demo_filling import filling
from api.cli.demo_served import serve_demo
from api.cli.ending import cancellable
from api.cli.folder import check_not_here, replace_folder
from api.cli.opening import Opened, open_sheets
from api.cli.rounds import keep, match, refuse_unusable
from matcher.errors import Refused

if TYPE_CHECKING:
    from api.main.demonstration import Loaded
    from matcher.rounds import RoundResult

SCHEMES = (
    "norfolk-carers",
    "oxfordshire-mentors",
    "hartlepool-tutors",
    "hartlepool-babybank",
)
SALT = b"acorns demo".hex()
"""The same for everybody, so that everybody sees the same; no real round may use it."""
MARKER = "acorns-demo.txt"
DATABASE = "database"
"""The folder in the demo's folder with the database, its keys and the mailbox."""
ABOUT = """\
acorns demo

Everybody and everything in this folder is invented, and nobody in it is real. It is
made by `acorns demo`, which may delete it and make it anew.
"""
EFFORT = 10.0
_SHOWN = 2
_TENTH, _FEWEST = 10, 10


def add_to(app: typer.Typer) -> None:
    """Add this family's commands."""
    app.command()(demo)


def demo(
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="End once everything is there.")
    ] = False,
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Serve here, or on the next free one.")
    ] = 8000,
    small: Annotated[
        bool, typer.Option("--small", help="A tenth of the people, in a few seconds.")
    ] = False,
    data: Annotated[
        Path, typer.Option(file_okay=False, metavar="DIR", help="The folder to make.")
    ] = Path("acorns-demo"),
    yes: Annotated[
        bool, typer.Option("--yes", help="Make the folder anew without asking.")
    ] = False,
) -> None:
    """Invent four communities, run and explain a round for each, and serve them."""
    _may_build(data, yes=yes)
    typer.echo("Four communities. Every person in them is invented; nobody is real.")
    typer.echo(f"Everybody's demo uses this fixed salt for the draw: {SALT}")
    with cancellable():
        part = Path(mkdtemp(prefix=f".{data.name}.", suffix=".part", dir=data.parent))
        try:
            with filling(part / DATABASE, salt=SALT, effort=EFFORT) as database:
                rounds = []
                for opened, result in _rounds(part, data, _TENTH if small else 1):
                    database.add(part / f"{opened.scheme.name}.xlsx", opened, result)
                    rounds.append((opened, result))
                loaded = database.loaded()
            _say_loaded(loaded)
            (part / MARKER).write_text(ABOUT, "utf-8")
            replace_folder(part, data)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    _try_next(rounds[0], data)
    for opened, result in rounds:
        refuse_unusable(result, _folder(data, opened.scheme.name))
    if not no_serve:
        serve_demo(data / DATABASE, loaded, port=port)


def _may_build(data: Path, *, yes: bool) -> None:
    """Refuse a folder that is not a demo's; ask before a demo's is made anew.

    Raises
    ------
    Refused
        With what to do instead.
    """
    check_not_here(data)
    if not data.parent.is_dir():
        raise Refused(f"{data.parent} is not a folder. Make it first, then run again.")
    if not data.exists() or (data.is_dir() and not any(data.iterdir())):
        return
    _is_demos(data)
    if yes:
        return
    if not sys.stdin.isatty():
        raise Refused(f"{data} is there already. Make it anew with --yes.")
    if not typer.confirm(f"{data} is there already. Delete it and make it anew?"):
        raise Refused(f"{data} stays as it is.")


def _is_demos(data: Path) -> None:
    """Refuse a folder without the demo's mark, and a database without it."""
    marker = data / MARKER
    if not marker.is_file() or marker.read_text("utf-8", "replace") != ABOUT:
        raise Refused(
            f"{data} is there and was not made by the demo, so it is left alone. "
            "Name another folder with --data."
        )
    if (data / DATABASE).exists():
        from api.main.demonstration import refuse_unmarked

        refuse_unmarked(data / DATABASE)


def _rounds(part: Path, data: Path, share: int) -> Iterator[tuple[Opened, RoundResult]]:
    """Build, match, keep and show one community after the other."""
    for number, name in enumerate(SCHEMES, 1):
        typer.echo(f"\n{'=' * 80}\n{number} of {len(SCHEMES)}")
        opened = community(name, folder=part, share=share)
        result = match(opened, salt=SALT, effort=EFFORT)
        keep(_folder(part, name), opened, result, salt=SALT)
        typer.echo(_report(opened, result, _folder(data, name)))
        yield opened, result


def community(name: str, *, folder: Path, share: int = 1) -> Opened:
    """Invent a community, write its workbook into a folder, and freeze it."""
    from matcher.communities import generate, stated_for
    from matcher.gazetteer import load_gazetteer
    from matcher.schemes import find_scheme

    scheme, places = find_scheme(name), load_gazetteer()
    stated = stated_for(scheme)
    path = generate(
        scheme,
        needs=stated.sizes["needs"] // share,
        assets=max(_FEWEST, stated.sizes["assets"] // share),
        seed=stated.sizes["seed"],
        out=folder,
        gazetteer=places,
    )
    # Only what ships counts: the same demo on every machine.
    return open_sheets(
        name, [path], as_of=stated.as_of, starts=None, places=places, cells=True
    )


def _folder(data: Path, name: str) -> Path:
    return data / f"{name}-round"


def _say_loaded(loaded: Loaded) -> None:
    of = len(loaded.rounds)
    typer.echo(f"\n{'=' * 80}\nThe same communities in a database\n")
    typer.echo(
        f"{of} schemes, each added by one person and accepted by another; "
        f"{loaded.drafted} proposals\ndrafted. In {loaded.same} of {of} rounds the "
        "records froze to the workbook's own snapshot, by\nits hash, and the result "
        "above was kept; any other was solved again."
    )


def _report(opened: Opened, result: RoundResult, folder: Path) -> str:
    from api.reports.terminal import round_text

    text = round_text(
        result,
        opened.snapshot,
        opened.scheme,
        most=_SHOWN,
        reasons=_SHOWN,
        more=f"see {folder / 'report.txt'}",
        brief=True,
    )
    return f"{text}\n\nFiles: {folder}"


def _try_next(first: tuple[Opened, RoundResult], data: Path) -> None:
    """Print commands that work as they stand, with refs of this demo."""
    opened, result = first
    name = opened.scheme.name
    book = f"{data / name}.xlsx --as-of {opened.snapshot.as_of}"
    folder = _folder(data, name)
    waiting = [why for why in result.whys if why.kind == "need" and why.nearest]
    needs = [why.need for why in result.whys if why.need]
    typer.echo(f"\n{'=' * 80}\nWhat to try next\n")
    typer.echo(f"  acorns check {name} {book}")
    for why in waiting[:1]:
        typer.echo(f"  acorns why-not {name} {why.need} {why.nearest[0].ref} {book}")
    typer.echo(f"  acorns shortlist {name} {needs[0]} {book}")
    typer.echo(f"  acorns round run {name} {book} --all")
    typer.echo(
        f"  acorns verify {folder / 'instance.json'} {folder / 'result.json'} "
        f"--salt {SALT}"
    )
    typer.echo(f"\nEverything is in {data}. Every person in it is invented.")
