"""From a scheme to a frozen snapshot, for tests that run the whole line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from matcher.communities import generate, stated_for
from matcher.gazetteer import load_gazetteer
from matcher.intake import freeze, read_sheets
from matcher.model import Snapshot, Term
from matcher.schemes import Scheme, find_scheme

SALT = "00ff"
ROOT = Path(__file__).parents[2]
HARBOURSIDE = ROOT / "fixtures" / "harbourside"


def frozen(scheme: Scheme, files: Iterable[Path], name: str = "test") -> Snapshot:
    """Read sheets and freeze them on the scheme's stated day."""
    day = stated_for(scheme).as_of
    term = Term(day + timedelta(days=14), day + timedelta(days=379))
    intake = read_sheets(scheme, list(files), gazetteer=load_gazetteer(), as_of=day)
    return freeze(intake, scheme, round=name, as_of=day, term=term)


@cache
def invented(name: str, needs: int, assets: int, seed: int = 1) -> Snapshot:
    """Return the snapshot of an invented community."""
    scheme = find_scheme(name)
    with TemporaryDirectory() as folder:
        path = generate(
            scheme,
            needs=needs,
            assets=assets,
            seed=seed,
            out=Path(folder),
            gazetteer=load_gazetteer(),
        )
        return frozen(scheme, [path])


@cache
def harbourside() -> Snapshot:
    """Return the snapshot of the example that can be solved by eye."""
    return frozen(find_scheme("norfolk-carers"), sorted(HARBOURSIDE.glob("*.csv")))
