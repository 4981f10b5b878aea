"""The engine's own names in plain words, for whoever reads a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from matcher.instance import Objective

STATUSES: Mapping[str, str] = {
    "optimal": "Proved: no other answer is better by the aims below, in their order.",
    "claimed": "The solver found nothing better. For at least one aim below there is "
    "its word only, and no proof that others can check.",
    "feasible": "A sound answer. A better one may exist; the aims below say how much.",
    "infeasible": "No answer holds everything that was decided beforehand.",
    "unknown": "No answer was found with the effort allowed.",
}
PROOFS: Mapping[str, str] = {
    "dual": "proved by prices that anybody can add up",
    "safe-lp": "proved by a bound in exact numbers",
    "tree": "proved case by case",
    "count": "proved by counting",
    "two-engines": "two solvers agree",
    "none": "the solver's word",
}
CHECKS: Mapping[str, str] = {
    "digest": "The answer belongs to exactly this problem.",
    "salt": "The draw used the number whose hash was published.",
    "policy": "The scheme's policy was the one applied.",
    "references": "Every ref in the answer exists.",
    "groups": "Nobody was parted from their group.",
    "acceptability": "Every pair is one that the rules of both sides allow.",
    "capacities": "No seat is given twice.",
    "max_units": "Nobody takes on more at a time than they may.",
    "limits": "Other limits, such as bedrooms or a creche, hold.",
    "minimum": "What has to be filled is filled.",
    "openings": "What opens has enough people, and what is closed has nobody.",
    "staffing": "What opens has exactly the staff it needs.",
    "apart": "Nobody is with somebody they are kept apart from.",
    "persons": "Nobody is in two places at the same time.",
    "pins": "What people decided beforehand stands.",
    "changes": "No more was changed than was allowed.",
    "fits": "The points of every pair were looked up again.",
    "unmatched": "Everybody without a match is listed.",
    "closed": "Everything that stays closed is listed.",
    "blocking_pairs": "All who would rather have each other are listed, and no others.",
    "excused_pairs": "All who are held back by a decision are listed, and no others.",
    "allow": "No more pairs than allowed would rather have each other.",
    "order": "The aims are taken in the agreed order.",
    "values": "Every value was counted again in whole numbers.",
    "bounds": "No value passes the bound that was proved.",
    "proofs": "Every proof was followed again, step by step.",
    "equal": "Nothing was found against the choices shown as equally good.",
    "lottery": "Nothing was found against the draw.",
    "conflict": "What cannot hold together was found to be so.",
}
_AIMS: Mapping[str, str] = {
    "blocking": "pairs who would rather have each other",
    "openings": "{assets} kept closed that could have opened",
    "size": "{needs} with a match",
    "priority": "{needs} of priority {level} with a match",
    "leximin": "{needs} with a fit of {level} only",
    "rank": "choices of rank {level}, of either side",
    "egalitarian": "ranks of all choices added up, of both sides",
    "regret": "the worst rank of all choices, of either side",
    "fit": "points of fit",
    "improvement": "swaps that would please some and cost nobody",
    "changes": "changes since last time",
}
CONFLICTS: Mapping[str, str] = {
    "pin": "a pin",
    "agreed": "a match already agreed",
    "minimum": "a number that has to be filled",
    "max_changes": "the limit on changes",
    "allow": "the limit on pairs who would rather have each other",
}


def aim(name: str, words: Mapping[str, str]) -> str:
    """Return what an objective counts."""
    needs, assets = words.get("needs", "needs"), words.get("assets", "assets")
    head, _, level = name.partition(":")
    said = _AIMS.get(head, spaced(name))
    return said.format(needs=needs, assets=assets, level=level)


def aims(objectives: Sequence[Objective]) -> list[Objective]:
    """Return the aims to tell of: where each value has one, those that have anybody."""
    single = ("leximin:", "rank:")
    return [row for row in objectives if row.value or not row.name.startswith(single)]


def reached(row: Objective, words: Mapping[str, str]) -> str:
    """Return one aim: what was reached, what could be at best, how that is known."""
    best = "" if row.value == row.bound else f", {row.bound:,} at best"
    proof = PROOFS.get(row.proof, row.proof)
    return f"{row.value:,} {aim(row.name, words)}{best} ({proof})"


def check(name: str) -> str:
    """Return what a check of the verification makes sure of."""
    return CHECKS.get(name, f"{titled(name)}.")


def spaced(name: str) -> str:
    """Return a name of the scheme's or the engine's with spaces."""
    return name.replace("-", " ").replace("_", " ")


def titled(name: str) -> str:
    """Return a name with spaces and a capital."""
    return capital(spaced(name))


def capital(text: str) -> str:
    """Return a text with a capital; refs in it keep their hyphens."""
    return text[:1].upper() + text[1:]


def listed(words: Iterable[str]) -> str:
    """Return "a, b and c"; refs keep their hyphens."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} and {last}" if first else last
