"""Where a scheme measures distances from."""

from __future__ import annotations

from collections import Counter

from matcher.schemes.scheme import Scheme


def place_column(scheme: Scheme, sheet: str) -> str:
    """Return the column of places that most rules measure from; "" where none is.

    Parameters
    ----------
    sheet : str
        ``needs`` or ``assets``.
    """
    option = "place" if sheet == "needs" else "at"
    rules = [each.options for each in scheme.gates]
    rules += [each.options for each in scheme.criteria]
    named = Counter(options.get(option, "") for options in rules)
    columns = scheme.sheets[sheet].columns
    places = [column.name for column in columns if column.kind == "place"]
    return max(places, key=lambda name: named[name], default="")
