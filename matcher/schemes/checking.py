"""Everything that is wrong with a scheme file, at once, each with its line."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from matcher.errors import Fault, FaultsFound
from matcher.schemes.checks.becoming import check_becoming
from matcher.schemes.checks.build import check_build
from matcher.schemes.checks.columns import check_sheets
from matcher.schemes.checks.rules import check_rules
from matcher.schemes.checks.steps import check_steps
from matcher.schemes.checks.tree import check_tree
from matcher.schemes.checks.words import check_words
from matcher.schemes.draft import Draft
from matcher.schemes.lines import spans_of
from matcher.schemes.shape import TOP

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)\Z")


def checked_tables(text: str, *, file: str) -> dict[str, Any]:
    """Return the tables of a scheme file that has no fault.

    Parameters
    ----------
    text : str
        The whole file.
    file : str
        Its name, for the faults.

    Raises
    ------
    FaultsFound
        With every fault; ``row`` is the line, ``column`` the key.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FaultsFound([_broken(text, file, str(error))]) from None
    draft = Draft(file=file, spans=spans_of(text))
    top = draft.keep((), data, TOP)
    _name(draft, top.get("name", ""))
    check_sheets(draft, top)
    check_tree(draft, top)
    check_steps(draft, top)
    check_rules(draft, top)
    check_build(draft, top)
    check_becoming(draft, top)
    check_words(draft, top)
    if draft.faults:
        raise FaultsFound(draft.faults)
    return data


def _broken(text: str, file: str, message: str) -> Fault:
    found = _AT_LINE.search(message)
    line = int(found.group(1)) if found else text.count("\n") + 1
    said = _AT_LINE.sub("", message).removesuffix(" (at end of document)")
    return Fault(
        file=file,
        sheet="",
        row=line,
        column="",
        message=f"This is not TOML from here on: {said}.",
    )


def _name(draft: Draft, name: str) -> None:
    if name and not _NAME.match(name):
        draft.fault(
            ("name",),
            "Write the name in small letters and digits with - between words.",
        )
