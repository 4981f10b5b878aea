"""What a round's folder holds: all that is needed to read it, and to check it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.places import gazetteer

if TYPE_CHECKING:
    from matcher.model import Snapshot
    from matcher.rounds import RoundResult
    from matcher.schemes import Scheme

HOW = """\
How to check this round
=======================

This folder holds one round of {title}, made on the inputs of {as_of}.
Refs stand for people. It is personal data all the same: keep it as you keep the
sheets, and delete it when the round is settled.

snapshot.json, instance.json and round.json also tell which refs are kept apart, though
never why; snapshot.json has what was decided and every other cell that the rules read.
So give this folder only to somebody who may know all that. There is no copy yet that
could go to others: a pack with other refs in it comes with the database.

  report.html       the report with a map, to read in a browser
  report.xlsx       the report as a workbook
  report.txt        the report as plain text
  snapshot.json     the inputs as they were frozen
  {rules:<17} the rules that were used
  instance.json     the problem that was solved: refs, seats, points, who is kept apart
  result.json       the answer, with its proofs
  round.json        the answer explained
  salt.txt          the secret of the draw
  verify_round.py   checks the answer; needs nothing but Python 3.11 or later

To check the answer without trusting us or our solver, in this folder:

  python verify_round.py instance.json result.json --salt {salt}

It ends with code 0 only if all of it holds. Every file is as it was written if

  sha256sum --check SHA256SUMS

says so. The SHA-256 of salt.txt is

  {salt_sha256}

and was shown before any sheet was read. Whoever noted it then can tell that the salt
was not changed after the answer was seen.
"""


def fill_folder(
    folder: Path, result: RoundResult, snapshot: Snapshot, scheme: Scheme, *, salt: str
) -> None:
    """Write the files of a round into a folder."""
    from api.reports import write_page, write_workbook
    from api.reports.terminal import round_text

    report = round_text(result, snapshot, scheme, most=None, reasons=None)
    texts = {
        "report.txt": f"{report}\n",
        "how-to-verify.txt": _how(result, snapshot, scheme, salt),
        # No line's end is added to these: their hashes are those that are shown.
        "snapshot.json": snapshot.to_json(),
        "instance.json": result.instance,
        "result.json": result.result,
        "round.json": result.to_json(),
        "salt.txt": salt,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8", newline="")
    rules = Path(scheme.source).read_bytes()
    (folder / f"{scheme.name}.toml").write_bytes(rules)
    verifier = files("matcher").joinpath("verify_round.py").read_bytes()
    (folder / "verify_round.py").write_bytes(verifier)
    write_workbook(folder / "report.xlsx", result, snapshot, scheme)
    write_page(folder / "report.html", result, snapshot, scheme, gazetteer())


def _how(result: RoundResult, snapshot: Snapshot, scheme: Scheme, salt: str) -> str:
    from matcher.instance import read_result

    return HOW.format(
        title=scheme.title,
        rules=f"{scheme.name}.toml",
        as_of=snapshot.as_of.isoformat(),
        salt=salt,
        salt_sha256=read_result(result.result).salt_sha256,
    )
