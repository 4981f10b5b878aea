"""What reports say about the draw is what was checked of it."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from support.reported import Round

from api.reports.draw import DRAWN, NOTHING, drawn
from api.reports.findings import findings_of
from api.reports.terminal.phrases import verdict as told
from api.reports.verified import verdict
from matcher.verifying import CheckDone, Verification
from matcher.verifying.verdict import Draw

CHECKS = (CheckDone("digest", True), CheckDone("lottery", True))


def test_each_reach_has_its_sentence() -> None:
    """None is left without words, and only the last says that it was made again."""
    assert {*DRAWN} == {*get_args(Draw)}
    assert [word for word, said in DRAWN.items() if "made again" in said] == ["whole"]


@pytest.mark.parametrize("draw", get_args(Draw))
def test_the_reports_say_how_far(a_round: Round, draw: Draw) -> None:
    """Terminal, page and book carry the sentence, in short and at length."""
    done = Verification(True, CHECKS, draw)
    result = a_round.with_result(verification=done).result
    found = findings_of(result, a_round.snapshot, a_round.scheme)
    said = [verdict(found), told(found, brief=True), told(found, brief=False)]
    for text in said:
        assert text.endswith(DRAWN[draw])
        assert ("made again" in text) == (draw == "whole")


def test_an_empty_answer_has_its_own(a_round: Round) -> None:
    """Without an answer nothing is drawn."""
    found = findings_of(a_round.result, a_round.snapshot, a_round.scheme)
    part = Verification(True, CHECKS, "part")
    assert drawn(replace(found.solution, status="infeasible"), part) == NOTHING
