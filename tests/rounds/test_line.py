"""The line from a snapshot to explained matches, in one process and in another."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from support.lines import SALT, harbourside, invented

from matcher.errors import Refused
from matcher.instance import read_result
from matcher.model import Snapshot
from matcher.rounds import Cancelled, RoundResult, run_apart, run_round
from matcher.schemes import find_scheme, shipped_schemes

WALKING_BUS = Path(__file__).parents[1] / "schemes" / "walking-bus.toml"
SMALL = {
    "norfolk-carers": (16, 60),
    "oxfordshire-mentors": (15, 12),
    "hartlepool-tutors": (30, 4),
    "hartlepool-babybank": (25, 20),
}


def shuffled(snapshot: Snapshot, seed: int) -> Snapshot:
    """Return the same rows in another order."""
    random, rows = Random(seed), dict[str, Any]()
    for name in ("needs", "assets", "staff", "hubs", "rulings", "apart"):
        mixed = list(getattr(snapshot, name))
        random.shuffle(mixed)
        rows[name] = tuple(mixed)
    return replace(snapshot, **rows)


def answer(result: RoundResult) -> dict[str, Any]:
    """Return what a round says, without times and the digest of row order."""
    said: dict[str, Any] = json.loads(result.to_json())
    said["result"] = json.loads(said["result"])
    del said["result"]["seconds"], said["snapshot_sha256"]
    return said


@pytest.mark.parametrize("name", shipped_schemes())
def test_a_round_of_every_scheme_is_verified(name: str) -> None:
    """Each shipped scheme runs from its sheets to a verified, explained round."""
    snapshot, scheme = invented(name, *SMALL[name]), find_scheme(name)
    result = run_round(snapshot, scheme, salt=SALT)
    assert result.verification.ok, result.verification.failed
    explained = {why.need for why in result.whys if why.kind in ("pair", "need")}
    assert explained == {row.ref for row in snapshot.needs}


@pytest.mark.parametrize("name", ["norfolk-carers", "hartlepool-tutors"])
def test_shuffling_the_rows_of_a_snapshot_changes_nothing(name: str) -> None:
    """Not the instance, not the answer, not one explanation."""
    snapshot, scheme = invented(name, *SMALL[name]), find_scheme(name)
    result = run_round(snapshot, scheme, salt=SALT)
    assert answer(run_round(shuffled(snapshot, 7), scheme, salt=SALT)) == answer(result)


def test_a_scheme_from_a_file_outside_the_package_runs_a_whole_round() -> None:
    """A fifth scheme is a file: no line of Python knows it."""
    snapshot = invented(str(WALKING_BUS), 40, 30)
    result = run_round(snapshot, find_scheme(str(WALKING_BUS)), salt=SALT)
    assert result.verification.ok
    assert any(why.kind == "pair" for why in result.whys)


def test_a_round_in_its_own_process_says_the_same() -> None:
    """The process boundary changes nothing, and progress ends at the whole."""
    scheme, heard = find_scheme("norfolk-carers"), list[float]()
    apart = run_apart(
        harbourside(),
        scheme,
        salt=SALT,
        progress=lambda _doing, share: heard.append(share),
    )
    assert answer(apart) == answer(run_round(harbourside(), scheme, salt=SALT))
    assert heard == sorted(heard)


def test_a_round_comes_back_from_its_json() -> None:
    """What a round writes is all there is to it."""
    result = run_round(harbourside(), find_scheme("norfolk-carers"), salt=SALT)
    assert RoundResult.from_json(result.to_json()) == result
    assert read_result(result.result).status == "optimal"


def test_stopping_a_round_keeps_nothing() -> None:
    """A round that is stopped says so; no result comes of it."""
    stop = threading.Event()
    with pytest.raises(Cancelled, match="Nothing was kept"):
        run_apart(
            harbourside(),
            find_scheme("norfolk-carers"),
            salt=SALT,
            progress=lambda _doing, _share: stop.set(),
            stop=stop,
        )


def test_a_refusal_in_the_other_process_comes_back_as_a_sentence() -> None:
    """What is refused there is refused here, in the same words."""
    empty = replace(harbourside(), needs=())
    with pytest.raises(Refused, match="need"):
        run_apart(empty, find_scheme("norfolk-carers"), salt=SALT)


def test_everybody_apart_is_solved() -> None:
    """Where all children are kept apart, each still gets the best home left."""
    snapshot = harbourside()
    refs = [row.ref for row in snapshot.needs]
    apart = tuple((a, b) for a in refs for b in refs if a < b)
    result = run_round(
        replace(snapshot, apart=apart), find_scheme("norfolk-carers"), salt=SALT
    )
    chosen = read_result(result.result).chosen
    assert result.verification.ok
    assert len({row.asset for row in chosen}) == len(chosen)
