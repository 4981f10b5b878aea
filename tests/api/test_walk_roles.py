"""Who reads which address of a world with one of everything: typed, never derived.

The family's proposal is at ``interested``: its holder has a card that names nobody,
the child's side but the worker has nothing. The mentor's is a match.
"""

from __future__ import annotations

from support.populated import Populated
from support.routes import operations
from support.world import web

EVERYBODY = (
    "administrator coordinator approver worker holder parent young_person advocate "
    "hub helper safeguarding_lead auditor charity-coordinator charity-hub "
    "charity-holder charity-administrator"
)
OURS = EVERYBODY.partition(" charity")[0]
MEMBERS = "charity-coordinator charity-hub"
CHILD_SIDE = "worker parent young_person advocate"
WORDS = {
    "EVERYBODY": EVERYBODY,
    "OURS": OURS,
    "MEMBERS": MEMBERS,
    "CHILD_SIDE": CHILD_SIDE,
}
TABLE = """
/hubs | EVERYBODY
/hubs/{id} | EVERYBODY
/hubs/{id}/week | hub coordinator
/hubs/{id}/series | hub coordinator
/rooms | hub coordinator MEMBERS
/closures | hub coordinator MEMBERS
/sessions/{id}/leading | hub coordinator
/sessions/{id}/cancel | hub coordinator
/sessions | EVERYBODY
/sessions/{id} | EVERYBODY
/sessions/{id}/people | hub
/schemes/{id}/staff | coordinator approver MEMBERS
/staff | EVERYBODY
/staff/{id} | coordinator approver
/staff/{id}/missing | coordinator approver
/schemes/{id}/assets | coordinator approver MEMBERS
/assets | EVERYBODY
/assets/{id} | coordinator approver holder
/assets/{id}/missing | coordinator approver holder
/schemes/{id}/needs | coordinator approver MEMBERS
/needs | EVERYBODY
/needs/{id} | coordinator approver CHILD_SIDE
/needs/{id}/said | young_person
/schemes/{id}/becoming |
/schemes/{id}/export | coordinator charity-coordinator
/organisations/{id} | administrator coordinator auditor
/organisations/{id}/accounts | administrator
/organisations/{id}/schemes | OURS
/organisations/{id}/people | safeguarding_lead auditor
/organisations/{id}/audit-log | administrator auditor
/organisations/{id}/retention | administrator auditor
/accounts/{id}/deputies | administrator
/deputies | EVERYBODY
/accounts/{id} | administrator
/sign-ins | EVERYBODY
/schemes/{id} | EVERYBODY
/schemes/{id}/columns | EVERYBODY
/schemes/{id}/draft | holder charity-holder
/schemes/{id}/rounds | coordinator approver auditor
/rounds/{id} | coordinator approver auditor
/rounds/{id}/results | coordinator approver
/rounds/{id}/figures | coordinator approver auditor
/rounds/{id}/answers | coordinator approver
/rounds/{id}/comparison | coordinator approver
/rounds/{id}/review | coordinator approver
/rounds/{id}/left | coordinator approver
/rounds/{id}/referral | coordinator approver
/rounds/{id}/difference | coordinator approver
/schemes/{id}/coverage | coordinator approver auditor
/rounds/{id}/pack | auditor
/rounds/{id}/pack/public | coordinator auditor
/needs/{id}/shortlist | coordinator
/needs/{id}/why-not/{asset} | coordinator approver
/schemes/{id}/checks | coordinator
/schemes/{id}/today | coordinator approver auditor
/schemes/{id}/insight | coordinator approver auditor
/schemes/{id}/proposals | coordinator approver
/proposals | EVERYBODY
/proposals/{id} | coordinator approver worker holder
/proposals/{id}/details | worker
/proposals/{id}/preview | coordinator
/proposals/{id}/report | coordinator approver
/proposals/{id}/choices |
/proposals/{id}/others |
/schemes/{id}/approvals | coordinator approver
/proposals/{id}/proof |
/schemes/{id}/asks | coordinator approver
/asks/{id} | coordinator approver
/schemes/{id}/matches | coordinator approver auditor
/matches | EVERYBODY
/hours | EVERYBODY
/hours-total | EVERYBODY
/calendar | EVERYBODY
/feed | EVERYBODY
/matches/{id} | coordinator approver auditor holder CHILD_SIDE
/reviews/{id} | coordinator worker young_person holder
/schemes/{id}/emergencies | coordinator approver auditor
/emergencies/{id} | coordinator approver auditor
/schemes/{id}/openings | coordinator approver hub charity-hub
/openings/{id} | coordinator approver hub
/schemes/{id}/stock | coordinator hub helper charity-hub
/concerns | safeguarding_lead
/concerns/{id} | safeguarding_lead
/suspensions | safeguarding_lead
/suspensions/{id} | safeguarding_lead
/tasks | EVERYBODY
/tasks/{id} | coordinator
/again | coordinator approver charity-coordinator
/again/{id} | coordinator approver parent
/person-links | coordinator charity-coordinator
/person-links/{id} | coordinator
/connections | EVERYBODY
/people/{id}/suspension | safeguarding_lead
/people/{id}/speakers | coordinator worker young_person
/people/{id}/kept-apart | worker safeguarding_lead
/people/{id}/export | auditor young_person
/people/{id}/views | auditor
/people/{id}/erasure | auditor
/people/{id}/holds | auditor
"""
MAY = {200, 409}
"""409 is what somebody is told who may ask, of what is not ready: a pack, a list."""


def typed() -> dict[str, set[str]]:
    """Return the table as typed."""
    rows = [line.split("|") for line in TABLE.strip().splitlines()]
    return {
        path.strip(): {
            name for word in names.split() for name in WORDS.get(word, word).split()
        }
        for path, names in rows
    }


def test_every_role_reads_what_was_typed_and_no_more(populated: Populated) -> None:
    """Each role gets each address as typed: an answer, or 404 as if it were absent."""
    wrong: list[tuple[str, str, int]] = []
    table = typed()
    reads = [o for o in operations(web(populated.world.app)) if not o.writes]
    assert {each.path for each in reads} == set(table)
    for each in reads:
        for name in EVERYBODY.split():
            answer = populated.ask(
                name, "GET", populated.path(each.path), params=each.query
            )
            if answer.status_code not in (MAY if name in table[each.path] else {404}):
                wrong.append((each.path, name, answer.status_code))
    assert wrong == []
