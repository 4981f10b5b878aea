"""What a row says of checks: until when each holds, worked out and never stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.steps import check_task, planned_end
from matcher.schemes.scheme import Gate, Scheme

FIT = ("suitable", "conditions")
_LOOKS = ("issued", "rechecked")


@dataclass(frozen=True, slots=True)
class Check:
    """One check of one row, as it stands on a day.

    Parameters
    ----------
    partner : bool
        Whether it is the second adult's.
    expires : date or None
        The last day on which it holds; None where no date is recorded.
    step : int or None
        Which warning stands: 60, 30 or 7 days, 0 once it is over, None before.
    in_order : bool
        Whether level and outcome are what the scheme asks for.
    """

    partner: bool
    expires: date | None
    step: int | None
    in_order: bool

    @property
    def state(self) -> str:
        """Return how it stands: missing, not in order, over, running out or valid."""
        if self.expires is None:
            return "missing"
        if self.step == 0:
            return "expired"
        if not self.in_order:
            return "not_in_order"
        return "valid" if self.step is None else "running_out"


def sheet_of_checks(rules: Scheme) -> str:
    """Return the sheet whose rows a scheme asks checks of, or "" where it asks none."""
    found = [_sheet(gate) for gate in rules.gates if gate.kind == "check"]
    return found[0] if found else ""


def checks_of(rules: Scheme, values: Mapping[str, Any], today: date) -> Iterator[Check]:
    """Yield each check that a scheme asks of a row, as it stands today."""
    sheet = sheet_of_checks(rules)
    for gate in rules.gates:
        if gate.kind != "check" or _sheet(gate) != sheet:
            continue
        for prefix in ("", str(gate.options.get("partner", ""))):
            if prefix == "" or _has_partner(values, prefix):
                yield _check(gate, values, prefix, today)
            if not gate.options.get("partner"):
                break


def _sheet(gate: Gate) -> str:
    return "staff" if gate.options.get("on") == "left" else "assets"


def _has_partner(values: Mapping[str, Any], prefix: str) -> bool:
    named = any(name.startswith(prefix) and value for name, value in values.items())
    return named or bool(values.get("partner"))


def _check(gate: Gate, values: Mapping[str, Any], prefix: str, today: date) -> Check:
    """Read one check: the same look counts as in the gate, `matcher.candidates`."""
    options = gate.options

    def cell(key: str) -> Any:
        return values.get(f"{prefix}{options[key]}") if key in options else None

    looks = [day for key in _LOOKS if (day := cell(key)) and day <= today]
    months = options.get("months")
    last = max(looks, default=None)
    expires = planned_end(last, int(months)) if last and months else last and date.max
    fits = "outcome" not in options or cell("outcome") in FIT
    return Check(
        partner=bool(prefix),
        expires=expires,
        step=check_task(expires, today) if expires else None,
        in_order=fits and cell("level") in options["accepted"],
    )
