"""``acorns shortlist | why-not``: one need today, and one pair."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from api.cli.administration import AsSomebody
from api.cli.files import print_json
from api.cli.opening import Sheets, Starts, open_sheets
from api.cli.options import AsJson, AsOf, SchemeName
from api.cli.recorded import (
    answer_recorded,
    desk_for,
    refuse_both,
    refuse_days,
    shortlist_recorded,
)

NeedRef = Annotated[str, typer.Argument(metavar="NEED", help="The ref of one need.")]
AssetRef = Annotated[str, typer.Argument(metavar="ASSET", help="The ref of an asset.")]


def add_to(app: typer.Typer) -> None:
    """Add this family's commands."""
    app.command()(shortlist)
    app.command("why-not")(why_not)


def shortlist(
    scheme: SchemeName,
    need: NeedRef,
    files: Sheets = None,
    top: Annotated[int, typer.Option(min=1, help="How many are shown.")] = 5,
    as_of: AsOf = None,
    starts: Starts = None,
    as_email: AsSomebody = "",
    as_json: AsJson = False,
) -> None:
    """Say who could be asked for one need today, best for that need first."""
    from api.reports.terminal import shortlist_text
    from matcher.rounds import Day
    from matcher.rounds import shortlist as list_for

    if files:
        refuse_both(as_email)
        opened = open_sheets(scheme, files, as_of=as_of, starts=starts, as_json=as_json)
        rules = opened.scheme
        found = list_for(Day(opened.snapshot, rules), need)
    else:
        refuse_days(as_of, starts)
        rules, found = shortlist_recorded(desk_for(scheme, as_email), need, top=top)
    if as_json:
        data = _plain(asdict(found))
        print_json(data | {"listed": data["listed"][:top], "of": len(found.listed)})
    else:
        typer.echo(shortlist_text(found, rules, top=top))


def why_not(
    scheme: SchemeName,
    need: NeedRef,
    asset: AssetRef,
    files: Sheets = None,
    as_of: AsOf = None,
    starts: Starts = None,
    as_email: AsSomebody = "",
    as_json: AsJson = False,
) -> None:
    """Say what every rule makes of one pair, and how far off it is."""
    from api.reports.terminal import answer_text
    from matcher.rounds import Day, answer

    if files:
        refuse_both(as_email)
        opened = open_sheets(scheme, files, as_of=as_of, starts=starts, as_json=as_json)
        rules, found = (
            opened.scheme,
            answer(Day(opened.snapshot, opened.scheme), need, asset),
        )
    else:
        refuse_days(as_of, starts)
        rules, found = answer_recorded(desk_for(scheme, as_email), need, asset)
    if as_json:
        print_json(_plain(asdict(found)))
    else:
        typer.echo(answer_text(found, rules, need, asset))


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Leave out what only a person reads twice: the words behind a sentence."""
    rows = [data, *data.get("listed", ())]
    for row in rows:
        for reason in row.get("reasons", ()):
            for name in ("words", "gap_words", "paths"):
                reason.pop(name)
    return data
