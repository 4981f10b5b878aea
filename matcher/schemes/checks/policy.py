"""A policy with options that it has no use for."""

from __future__ import annotations

from matcher.model import PROPOSALS
from matcher.schemes.draft import Draft, Table

_OPTIONS = {
    "maximise": ("stable", "best"),
    "allow": ("stable",),
    "margin": ("stable",),
}


def check_policy(draft: Draft, policy: Table) -> None:
    """Note options of other policies, and ties that no person could settle."""
    name = policy.get("name")
    if name is None:
        return
    for option, takers in _OPTIONS.items():
        if option in policy and name not in takers:
            draft.fault(
                ("policy", option),
                f"The policy {name} takes no {option}. Leave it out, or use "
                f"{' or '.join(takers)}.",
            )
    if name in PROPOSALS and policy.get("ties") == "person":
        draft.fault(
            ("policy", "ties"),
            f"The policy {name} settles ties by the draw. Write lottery, or use "
            "another policy.",
        )
