"""Why a need has nothing, why an asset stays closed: one fact, one sentence."""

from __future__ import annotations

from typing import Any

import pytest
from support.plain import market_of

from matcher.solving import reasons
from matcher.solving.blocking import seated

NEEDS = [{"ref": "c1", "prefers": [["f1"]]}, {"ref": "c2", "prefers": [["f1"]]}]


def why(
    assets: list[dict[str, Any]], chosen: list[int], **more: Any
) -> tuple[dict[str, str], dict[str, str]]:
    """Return reasons by need and by asset, for the pairs chosen."""
    data = {"format": "acorns-instance/1", "needs": NEEDS, "assets": assets} | more
    market = market_of(data)
    now = seated(market, market.start[:0].astype("int64"), ())
    if chosen:
        now = seated(market, market.start[chosen].astype("int64"), ())
    return dict(reasons.unmatched(market, now)), dict(reasons.closed(market, now))


@pytest.mark.parametrize(
    ("asset", "chosen", "reason"),
    [
        ({"prefers": [["c1"]]}, [0], reasons.NO_PAIR),
        ({"opens_with": 1}, [], reasons.ALL_CLOSED),
        ({"prefers": [["c1"], ["c2"]]}, [0], reasons.OUTRANKED),
        ({"prefers": [["c2"], ["c1"]]}, [0], reasons.HELD),
        ({"capacity": 2}, [0], reasons.WHOLE),
    ],
)
def test_an_unmatched_need_has_its_reason(
    asset: dict[str, Any], chosen: list[int], reason: str
) -> None:
    """The second need, where the first has the seat or nobody has."""
    assert why([{"ref": "f1"} | asset], chosen)[0]["c2"] == reason


@pytest.mark.parametrize(
    ("asset", "reason"),
    [
        ({"prefers": [], "opens_with": 1}, reasons.UNWANTED),
        ({"capacity": 9, "opens_with": 3}, reasons.TOO_FEW_SEATS),
        (
            {"staffing": [{"role": "tutor", "exactly": 1}]},
            "fewer staff of role tutor than it needs",
        ),
        ({"opens_with": 1}, reasons.BETTER_CLOSED),
    ],
)
def test_a_closed_asset_has_its_reason(asset: dict[str, Any], reason: str) -> None:
    """The one asset, closed."""
    assert why([{"ref": "f1"} | asset], [])[1] == {"f1": reason}


def test_a_reason_never_names_anybody_else() -> None:
    """Who is kept apart from whom does not show: there is no room, and no more."""
    unmatched, _ = why([{"ref": "f1", "capacity": 2}], [0], apart=[["c1", "c2"]])
    assert unmatched == {"c2": reasons.OUTRANKED}
