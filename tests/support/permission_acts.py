"""Who may do which act, typed by hand from what the steps and seats mean.

Nothing here is derived from `api.permissions`: the two are compared. A line is::

    act | staff of its organisation | staff of members | parties | at | marks

``at`` limits parties, never staff. Marks: ``command``, ``work``, ``second``,
``anyone``, ``themselves``, ``early``, ``always``, ``public``, ``one``.
"""

EVERYBODY = (
    "administrator coordinator approver worker holder parent young_person advocate "
    "hub helper safeguarding_lead auditor"
)
CHILD_SIDE = "young_person parent advocate worker council"
ALL_PARTIES = f"holder hub {CHILD_SIDE}"
KNOWING = "coordinator approver worker hub helper safeguarding_lead auditor"
ADD_ROWS = "coordinator hub helper holder"
SUBSCRIBES = (
    "coordinator approver worker holder parent young_person advocate hub helper "
    "safeguarding_lead"
)
ADD_NEEDS = "coordinator hub helper worker parent"
ANSWERED = "offered interested disclosed introduced approved agreed"
LIVE = "drafted approved offered interested disclosed introduced"
REPORTS = "administrator coordinator approver helper safeguarding_lead auditor hub"
SPEAKS_FOR = "self worker parent advocate young_person hub"
PROVEN = "holder parent young_person worker"
SHELF = "hub helper"
WORDS = {
    "SPEAKS_FOR": SPEAKS_FOR,
    "PROVEN": PROVEN,
    "SHELF": SHELF,
    "EVERYBODY": EVERYBODY,
    "CHILD_SIDE": CHILD_SIDE,
    "ALL_PARTIES": ALL_PARTIES,
    "KNOWING": KNOWING,
    "ADD_ROWS": ADD_ROWS,
    "SUBSCRIBES": SUBSCRIBES,
    "ADD_NEEDS": ADD_NEEDS,
    "ANSWERED": ANSWERED,
    "LIVE": LIVE,
    "REPORTS": REPORTS,
}

TABLE = """
organisation.read | administrator coordinator auditor | | | | command
organisation.change | administrator | | | | command
account.list | administrator | | | | command themselves
account.read | administrator | | | | command themselves
account.invite | administrator | | | | command
account.close | administrator | | | | command themselves
membership.add | administrator | | | | command
membership.end | administrator | | | | command themselves
account.reset | administrator | | | |
deputy.name | coordinator approver worker hub safeguarding_lead | | | |
deputy.mine | | | | | anyone
deputy.end | administrator | | self | |
account.name_deputy | administrator | | | | themselves
account.deputies | administrator | | | | themselves
account.agree_code | worker hub coordinator | | | |
sign_in.mine | | | | | anyone always
sign_in.end | | | self | | always
sign_in.end_others | | | | | anyone always

scheme.list | EVERYBODY | | | | command early one
scheme.read | EVERYBODY | EVERYBODY | | | command early
scheme.columns | EVERYBODY | EVERYBODY | | | early
scheme.add | administrator coordinator | | | | command
scheme.change | administrator coordinator | | | | command
scheme.accept | administrator coordinator approver | | | |
scheme.members | administrator | | | | command

check.list | coordinator | | | |
check.warn_due | | | | | work
need.list | coordinator approver | coordinator hub | | | command
need.mine | | | | | anyone early
need.read | coordinator approver | coordinator approver | SPEAKS_FOR | | early
need.create | ADD_NEEDS | ADD_NEEDS | | | command early
need.change | coordinator | coordinator | self worker hub | | command early
need.say | | | young_person | |
need.becoming | coordinator | | | |
need.speak_of_becoming | coordinator | coordinator | | |
need.pause | coordinator | coordinator | self worker hub | | command early
need.return | coordinator | coordinator | self worker hub | | command early
need.close | coordinator | coordinator | self worker hub | | command early
draft.mine | holder | holder | | | early
draft.keep | holder | holder | | | early
draft.drop | holder | holder | | | early
draft.send | holder | holder | | | early
asset.list | coordinator approver | coordinator hub | | | command
asset.mine | | | | | anyone early
asset.read | coordinator approver | coordinator approver | holder hub | | early
asset.missing | coordinator approver | coordinator approver | holder hub | | early
asset.create | ADD_ROWS | ADD_ROWS | | | command early
asset.change | coordinator | coordinator | holder hub | | command early
asset.pause | coordinator | coordinator | holder hub | | command early
asset.return | coordinator | coordinator | holder hub | | command early
asset.close | coordinator | coordinator | holder hub | | command early
asset.hold | coordinator | coordinator | | | command
staff.list | coordinator approver | coordinator hub | | | command
staff.mine | | | | | anyone early
staff.read | coordinator approver | coordinator approver | holder hub | | early
staff.missing | coordinator approver | coordinator approver | holder hub | | early
staff.create | ADD_ROWS | ADD_ROWS | | | command early
staff.change | coordinator | coordinator | holder hub | | command early
staff.pause | coordinator | coordinator | holder hub | | command early
staff.return | coordinator | coordinator | holder hub | | command early
staff.close | coordinator | coordinator | holder hub | | command early
staff.hold | coordinator | coordinator | | | command
import.preview | coordinator | coordinator | | | command
import.sheets | coordinator | coordinator | | | command
export.sheets | coordinator | coordinator | | |

need.shortlist | coordinator | | | | command
need.why_not | coordinator approver | | | | command
insight.read | coordinator approver auditor | | | | command

round.list | coordinator approver auditor | | | | command
round.read | coordinator approver auditor | | | | command work
round.open | coordinator | | | | command
round.rule | coordinator | | | | command
round.run | coordinator | | | | command
round.compare | coordinator | | | | command
round.cancel | coordinator | | | | command
round.results | coordinator approver | | | | command
round.explanations | coordinator approver | | | |
round.release | coordinator | | | |
round.close | coordinator | | | |
round.audit | auditor | | | |
round.publish | coordinator auditor | | | |
round.work | | | | | work
message.send | | | | | work

proposal.list | coordinator approver | | | | command
proposal.mine | | | | | anyone
proposal.read | coordinator approver hub | hub | ALL_PARTIES | |
proposal.approve | approver | | | | second
proposal.send_back | approver | | | | second
proposal.may_be_offered | hub | hub | worker hub | |
proposal.report | coordinator approver | | | |
proposal.preview | coordinator | | | |
proposal.offer | coordinator | | | |
proposal.answer | hub | hub | ALL_PARTIES | ANSWERED |
proposal.disclose | hub | hub | worker hub | interested |
proposal.met | | | holder CHILD_SIDE | disclosed introduced |
proposal.show | | | worker | LIVE agreed |
proposal.withdraw | coordinator | | worker | LIVE |
proposal.retry | coordinator | | | |
proposal.next_best | coordinator | | | | command
proposal.proof | coordinator | | PROVEN | disclosed introduced agreed |
proposal.expire | | | | | work
proposal.expire_due | | | | | work

ask.list | coordinator approver | | | | command
ask.read | coordinator approver | | | | command
ask.make | coordinator | | | | command
ask.release | coordinator | | | |
ask.confirm | coordinator | | | |
ask.close | coordinator | | | |

match.list | coordinator approver auditor | | | | command
match.mine | | | | | anyone
match.read | coordinator approver auditor hub | hub | ALL_PARTIES | |
hours.log | | | holder | |
hours.strike | | | self | |
hours.mine | | | | | anyone
calendar.mine | | | | | anyone
feed.mine | | | | | anyone
feed.renew | SUBSCRIBES | | | |
feed.end | SUBSCRIBES | | | |
match.pause | coordinator | | worker | |
match.resume | coordinator | | worker | |
match.extend | coordinator | | worker | |
match.end | coordinator | | worker | |
match.stop | coordinator | | worker | |
match.handover | coordinator | | worker | |
review.plan | coordinator | | worker | |
review.hold | coordinator | | worker | |
review.read | coordinator | | worker young_person holder | |
review.remind_due | | | | | work
emergency.list | coordinator approver auditor | | | | command
emergency.read | coordinator approver auditor | | | | command
emergency.record | coordinator | | | |
emergency.settle | coordinator | | | |
emergency.mark_overdue | | | | | work

hub.list | | | | | anyone command early
hub.read | | | | | anyone command early
hub.create | administrator coordinator hub | | | | command
hub.change | administrator coordinator hub | | | | command
session.find | | | | | public
session.plan | hub coordinator | | | |
room.list | coordinator hub | | | |
room.add | coordinator hub | | | |
closure.list | coordinator hub | | | |
closure.add | coordinator hub | | | |
closure.remove | coordinator hub | | | |
session.list | | | | | anyone early
session.read | hub coordinator | | visitor leader booked | |
session.create | hub coordinator | | | |
session.change | hub coordinator | | | |
session.cancel | hub coordinator | | | |
session.lead | hub coordinator | | | |
session.book | hub coordinator | | visitor leader | |
session.unbook | hub coordinator | | visitor booked | |
session.care | hub | | leader | |
session.people | hub | | leader | |
session.register | hub | | leader | |
opening.list | coordinator approver hub | hub | | | command
opening.read | coordinator approver hub | hub | | | command
opening.open | hub | hub | | |
opening.not_start | hub | hub | | |
opening.take_in | hub | hub | | |
opening.completed | hub | hub | | |
opening.set_seats | hub | hub | | |
opening.reserve | hub coordinator | hub | | |
opening.replace_staff | hub coordinator | hub | | |
opening.mark_due | | | | | work

concern.report | | | | | anyone always
session.report_concern | | | | | anyone
proposal.report_concern | REPORTS | | ALL_PARTIES | |
match.report_concern | REPORTS | | ALL_PARTIES | |
person.report_concern | REPORTS worker | REPORTS worker | ALL_PARTIES | |
concern.list | safeguarding_lead | | | |
concern.read | safeguarding_lead | | | |
concern.close | safeguarding_lead | | | |
person.suspend | safeguarding_lead | safeguarding_lead | | |
suspension.list | safeguarding_lead | | | |
suspension.read | safeguarding_lead | | | |
suspension.lift | safeguarding_lead | | | |
feedback.give | | | | | anyone always
task.list | | | | | anyone
task.read | | | | | anyone
task.finish | | | | | anyone
proposal.ask_again | coordinator approver safeguarding_lead hub | | ALL_PARTIES | |
match.ask_again | coordinator approver safeguarding_lead hub | | ALL_PARTIES | |
again.list | coordinator approver | | | |
again.read | coordinator approver | | asker | |
again.look | coordinator approver | | | | second

person_link.list | coordinator | | | |
person_link.read | coordinator | | | |
person_link.decide | coordinator | | | |
person.declare_connection | EVERYBODY | EVERYBODY | | | themselves
connection.declare | KNOWING | | | |
connection.end | | | self | |
connection.mine | | | | | anyone
person.record_speaker | coordinator | | worker | |
person.speakers | coordinator | | worker self | |
speaker.end | coordinator | | worker | |
person.keep_apart | safeguarding_lead | | worker | |
person.keep_away | safeguarding_lead | | worker | |
person.kept_apart | safeguarding_lead | | worker | |

audit.read | administrator auditor | | | |
audit.check | administrator auditor | | | |

person.list | safeguarding_lead auditor | | | |
person.export | auditor | | self | |
person.ask_correction | | | self parent worker advocate | |
person.erase | auditor | | | |
person.erasures | auditor | | | |
person.views | auditor | | | |
person.hold | auditor | | | |
person.holds | auditor | | | |
hold.lift | auditor | | | |
retention.preview | administrator auditor | | | | command
retention.run | administrator | | | | command work
keys.rewrap | administrator | | | | command work

stock.ask | SHELF coordinator | SHELF | | |
stock.receive | SHELF coordinator | SHELF | | |
stock.shelve | SHELF coordinator | SHELF | | |
stock.pull | SHELF coordinator | SHELF | | |
stock.recall | SHELF coordinator | SHELF | | |
stock.set_aside | SHELF coordinator | SHELF | | |
stock.hand_over | SHELF coordinator | SHELF | | |
stock.collect | SHELF coordinator | SHELF | | |
stock.put_back | SHELF coordinator | SHELF | | |
stock.list | SHELF coordinator | SHELF | | |
stock.asked | SHELF coordinator | SHELF | | |
"""

Cells = tuple[frozenset[str], ...]


def acts() -> dict[str, Cells]:
    """Return the table as typed: by act, the five cells."""
    lines = [line for line in TABLE.splitlines() if line.strip()]
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    assert len({row[0] for row in rows}) == len(rows), "an act is typed twice"
    return {row[0]: tuple(_names(cell) for cell in row[1:6]) for row in rows}


def _names(cell: str) -> frozenset[str]:
    return frozenset(" ".join(WORDS.get(word, word) for word in cell.split()).split())
