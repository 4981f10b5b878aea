"""What a child says themselves: in their own words, and on their own card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.actions.desk import Desk, Done
from api.actions.performing import acts, reads
from api.actions.rows_about import people_of
from api.actions.rows_columns import judged_columns
from api.actions.rows_showing import rules_for
from api.actions.rows_writing import change_row
from api.actions.safeguarding_tasks import give_task, workers_of
from api.actions.views import viewed
from api.records import Need
from api.snapshots.rows import VALUES
from api.store import keep, value
from matcher.errors import Refused
from matcher.schemes.scheme import Scheme as Rules

SAID = ("want", "good_at", "trust", "more")
"""What a child is asked: what they want, can, whom they trust, what else there is."""
TASK = "read_what_a_child_said"


@acts("need.say", on=Need)
def say_for_myself(
    desk: Desk,
    need: Need,
    *,
    words: Mapping[str, str],
    ticked: Mapping[str, list[str]] | None = None,
) -> Done:
    """Keep what a child said about themselves; their worker is asked to read it.

    Parameters
    ----------
    words : mapping
        By one of `SAID`; an empty one takes back what was said before.
    ticked : mapping, optional
        What was chosen of the lists on the child's own card, by column.

    Raises
    ------
    Refused
        It asks for something that is not the child's to say.
    """
    lists = own_lists(rules_for(desk, need))
    if words.keys() - {*SAID} or (ticked or {}).keys() - lists.keys():
        raise Refused("Your worker fills this in. Tell them what you would like.")
    now = dict(value(desk.store, need, "said") or {}) | dict(words)
    said = {name: text for name, text in now.items() if text}
    keep(desk.store, need, need.person_id, said=said or None)
    cells = {name: "; ".join(each) or "-" for name, each in (ticked or {}).items()}
    change_row(desk, need, cells)
    for account in workers_of(desk, need):
        give_task(desk, TASK, need, account, role="worker")
    desk.record("need.say", need, asked=sorted({*words, *cells}))
    return desk.done(need)


@reads("need.say", on=Need)
def read_own_words(desk: Desk, need: Need) -> dict[str, Any]:
    """Return what a child has said, and the lists on their card to choose from."""
    lists = own_lists(rules_for(desk, need))
    kept = dict(value(desk.store, need, VALUES) or {})
    viewed(desk, "need.say", need, people_of(desk, need)[0].identity_id)
    return {
        "id": str(need.id),
        "version": need.version,
        "scheme_id": str(need.scheme_id),
        "said": dict(value(desk.store, need, "said") or {}),
        "lists": [
            {
                "name": name,
                "values": list(values),
                "now": list(kept.get(name, {}).get("list", ())),
            }
            for name, values in lists.items()
        ],
    }


def own_lists(rules: Rules) -> dict[str, tuple[str, ...]]:
    """Return the lists of a child's own card: what they like, are good at, wish for."""
    judged = judged_columns(rules, "needs")
    return {
        column.name: column.values
        for column in rules.sheets["needs"].columns
        if column.kind == "choices"
        and column.name in rules.steps.card
        and column.name not in judged
        and not column.protected
    }
