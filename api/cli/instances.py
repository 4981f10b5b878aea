"""``acorns solve | verify | convert``: the pure problem, from file to file."""

from __future__ import annotations

import secrets
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.ending import cancellable, heard
from api.cli.files import check_folder, print_json, read_text, write_text
from api.cli.options import AsJson, Effort, Out, PolicyName, Salt
from api.cli.progress import progress
from matcher.errors import Refused

if TYPE_CHECKING:
    from matcher.instance import Instance, Solution

InstanceFile = Annotated[
    Path, typer.Argument(metavar="INSTANCE", help="acorns-instance/1, glasgow or grp.")
]


class Maximise(StrEnum):
    """What counts after stability and priorities."""

    SIZE_FIT = "size-fit"
    FIT = "fit"
    GENEROUS = "generous"
    EGALITARIAN = "egalitarian"
    MINIMUM_REGRET = "minimum-regret"


class Form(StrEnum):
    """The forms an instance is written in."""

    JSON = "json"
    GLASGOW = "glasgow"
    GRP = "grp"


def add_to(app: typer.Typer) -> None:
    """Add this family's commands."""
    for command in (solve, verify, convert):
        app.command()(command)


def solve(
    instance: InstanceFile,
    policy: Annotated[
        PolicyName, typer.Option(help="What makes one solution better.")
    ] = PolicyName.STABLE,
    salt: Salt = None,
    effort: Effort = 10.0,
    maximise: Annotated[
        Maximise,
        typer.Option(
            help="Needs matched, then fit; fit alone; or between the two over ranks: "
            "fewest at the worst, the least sum, the least worst."
        ),
    ] = Maximise.SIZE_FIT,
    allow: Annotated[
        int | None, typer.Option(min=0, help="At most this many blocking pairs.")
    ] = None,
    margin: Annotated[
        int, typer.Option(min=1, max=100, help="Points a unit moves for, at least.")
    ] = 1,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Solve an instance and write its result."""
    check_folder(out)
    problem = _read_instance(instance)
    from matcher.instance import write_result
    from matcher.model import Policy
    from matcher.solving import solve as run

    drawn = salt or secrets.token_hex(32)
    wanted = Policy(policy.value, maximise.value, allow, margin)
    with cancellable(), progress() as report:
        solution = heard(
            lambda: run(problem, wanted, salt=drawn, effort=effort, progress=report)
        )
    text = write_result(solution)
    if out is not None:
        write_text(out, text)
    typer.echo(text if as_json else _summary(problem, solution))
    if salt is None:
        typer.echo(f"Salt drawn, needed to check the draw: {drawn}", err=True)
    if solution.status in {"infeasible", "unknown"}:
        raise Refused(_why_not(solution))


def _summary(problem: Instance, solution: Solution) -> str:
    matched = f"{len(solution.chosen)} of {len(problem.needs)} needs matched"
    market = f"market {solution.market}, tie {solution.tie}"
    lines = [f"{solution.status}: {matched}, {market}"]
    lines += [
        f"  {level.name} {level.value}, bound {level.bound}, proof {level.proof}"
        for level in solution.objectives
    ]
    for row in solution.chosen:
        points = "" if row.fit is None else f"  fit {row.fit}"
        choice = "  for you to choose" if row.provisional else ""
        lines.append(f"  {row.need} -> {row.asset}{points}{choice}")
    lines += [f"  {staff} staffs {asset}" for staff, asset in solution.staff]
    lines += [f"  {need} unmatched: {reason}" for need, reason in solution.unmatched]
    lines += [f"  {asset} closed: {reason}" for asset, reason in solution.closed]
    lines += [f"  {unit} and {asset} block" for unit, asset in solution.blocking_pairs]
    return "\n".join(lines + [f"  note: {note}" for note in solution.hygiene])


def _why_not(solution: Solution) -> str:
    if solution.status == "unknown":
        return "No answer within this effort. Give more with --effort."
    parts = [f"{row.kind} {' '.join(row.refs)}".strip() for row in solution.conflict]
    return (
        f"No solution holds all of this together: {'; '.join(parts)}. "
        "Take any one of them away."
    )


def verify(
    instance: InstanceFile,
    result: Annotated[Path, typer.Argument(metavar="RESULT", help="What solve wrote.")],
    salt: Salt = None,
    as_json: AsJson = False,
) -> None:
    """Check a result against its instance; code 0 if all that can be checked holds."""
    problem, written = _read_instance(instance), read_text(result)
    from api.reports.draw import drawn
    from matcher.instance import read_result
    from matcher.verifying import verify_solution

    solution = read_result(written)
    done = verify_solution(problem, solution, salt=salt)
    if as_json:
        checks = [{"name": c.name, "ok": c.ok, "detail": c.detail} for c in done.checks]
        shown = {"ok": done.ok, "checks": checks, "status": solution.status}
        shown |= {"word_only": _word_only(solution), "draw": done.draw}
        print_json(shown | {"lottery_checked": done.lottery_checked})
    else:
        for check in done.checks:
            detail = f": {check.detail}" if check.detail else ""
            typer.echo(f"{'holds ' if check.ok else 'FAILS '} {check.name}{detail}")
        typer.echo(f"The status is {solution.status}.")
        for name in _word_only(solution):
            typer.echo(f"{name} rests on the solver's word: nothing proves its bound.")
        typer.echo(drawn(solution, done))
    if not done.ok:
        raise Refused(f"{result} does not hold: {', '.join(done.failed)}.")


def _word_only(solution: Solution) -> list[str]:
    """Return the levels whose bound no certificate proves."""
    return [r.name for r in solution.objectives if r.proof in ("none", "two-engines")]


def convert(
    instance: InstanceFile,
    to: Annotated[Form, typer.Option(help="The form to write.")],
    out: Out = None,
) -> None:
    """Write an instance in another form, refusing what that form cannot hold."""
    check_folder(out)
    problem = _read_instance(instance)
    from matcher.instance import write_glasgow, write_grp, write_instance

    write = {
        Form.JSON: write_instance,
        Form.GLASGOW: write_glasgow,
        Form.GRP: write_grp,
    }[to]
    text = write(problem).rstrip("\n") + "\n"
    if out is None:
        typer.echo(text, nl=False)
    else:
        write_text(out, text)


def _read_instance(path: Path) -> Instance:
    """Read an instance in whichever of the three forms its first line shows."""
    text = read_text(path)
    from matcher.instance import read_glasgow, read_grp, read_instance

    first = text.lstrip().partition("\n")[0].strip()
    if first == "0":
        return read_glasgow(text)
    if first.isdecimal() or ("," in first and first[:1] not in "{["):
        return read_grp(text)
    return read_instance(text)
