"""Who sees which field of a proposal at which step, typed by hand.

From the table of steps: a holder sees a card that names nobody, then the fixed list;
the child's side sees nothing before disclosure, then the holder's agreed card; what
has ended says so and no more. Nothing here is derived from `api.permissions`.
"""

ID = "id version scheme_id kind state available"
CARD = f"{ID} card why expires_at asked_for answered said"
LIST = f"{CARD} details introduced_at agreed_at match_id"
HOLDERS_CARD = f"{ID} holder_card why asked_for answered introduced_at agreed_at"
WORKERS = f"{HOLDERS_CARD} needs card answers waits_for match_id"
BEFORE = f"{ID} needs card may_be_offered"
OVER = "id version state said"

PROPOSAL = {
    "holder": {
        "offered interested open:offered": CARD,
        "disclosed introduced approved:later agreed open:agreed": LIST,
        "ended:offered ended:disclosed open:ended:offered": OVER,
    },
    "young_person": {
        "disclosed introduced approved:later agreed": HOLDERS_CARD,
        "ended:disclosed": OVER,
    },
    "advocate": {
        "disclosed introduced approved:later agreed": HOLDERS_CARD,
        "ended:disclosed": OVER,
    },
    "parent": {
        "disclosed introduced approved:later agreed": HOLDERS_CARD,
        "open:offered": f"{HOLDERS_CARD} card expires_at",
        "open:agreed": f"{HOLDERS_CARD} card",
        "ended:disclosed open:ended:offered": OVER,
    },
    "council": {
        "disclosed introduced approved:later agreed": WORKERS,
        "ended:disclosed": OVER,
    },
    "worker": {
        "drafted approved offered interested": BEFORE,
        "disclosed introduced approved:later agreed": WORKERS,
        "ended:offered ended:disclosed": OVER,
    },
    "hub": {
        "open:drafted": f"{BEFORE} holder_card",
        "open:offered": f"{WORKERS} details expires_at",
        "open:agreed": f"{WORKERS} details",
        "open:ended:offered": OVER,
    },
}
STEPS = (
    "drafted approved offered interested disclosed introduced approved:later agreed "
    "open:drafted open:offered open:agreed ended ended:offered ended:disclosed "
    "open:ended:offered"
).split()
STAFF = ("coordinator", "approver")
"""Staff see every step; the approver neither answers nor what is still asked for."""

NEVER_BEFORE = {
    "holder": "details needs answers asset staff reasons may_be_offered",
    "young_person": "holder_card card needs asset reasons",
    "parent": "asset reasons needs",
    "advocate": "holder_card card needs asset reasons",
    "council": "holder_card needs asset reasons",
    "worker": "holder_card asset staff reasons answers",
}
"""Fields that somebody must not have at any step before disclosure."""

REPORT = "scheme round day available needs asset staff pairs steps waits_for acts acted"
LINE = (
    "needs need_id asset asset_id fits priority gaps outcode equal choices summary "
    "proposal_state available waits_for ruled"
)
OTHERS = {
    ("match", "coordinator"): "asset needs why open_acts",
    ("match", "approver"): "asset needs why open_acts",
    ("match", "auditor"): "asset needs why open_acts",
    ("match", "worker"): "needs why open_acts",
    ("match", "council"): "needs why open_acts",
    ("match", "hub"): "needs why open_acts",
    ("match", "holder"): "dates",
    ("match", "young_person"): "dates",
    ("match", "parent"): "dates",
    ("match", "advocate"): "dates",
    ("review", "coordinator"): "wanted outcomes",
    ("review", "worker"): "wanted outcomes words",
    ("review", "young_person"): "wanted outcomes words",
    ("review", "holder"): "",
    ("need", "coordinator"): "ref organisation_id values personal edited",
    ("need", "approver"): "ref organisation_id values",
    ("need", "hub"): "ref organisation_id values personal edited",
    ("need", "worker"): (
        "ref organisation_id values personal edited name person_id said"
    ),
    ("need", "self"): "ref values personal own",
    ("need", "parent"): "ref told",
    ("need", "advocate"): "ref told",
    ("need", "young_person"): "card said",
    (
        "concern",
        "safeguarding_lead",
    ): "about person words reported_at people reported_by",
    ("suspension", "safeguarding_lead"): "people names since why concern lifted_at",
    ("kept_apart", "safeguarding_lead"): "apart away",
    ("kept_apart", "worker"): "apart away",
    ("becoming", "coordinator"): "ref stage missing near spoken",
    ("connection", "anyone"): "person known_as since",
    ("deputy", "anyone"): "role away deputy ends mine",
    ("deputy", "administrator"): "role away deputy ends mine",
    ("log_line", "auditor"): "at roles act table by name",
    ("log_line", "administrator"): "at roles act table by address",
    ("log_record", "auditor"): "record facts",
    ("log_record", "administrator"): "record facts",
    ("again", "asker"): "about outcome answer",
    ("report", "coordinator"): REPORT,
    ("report", "approver"): REPORT,
    ("review_line", "coordinator"): LINE,
    ("review_line", "approver"): LINE,
    ("left_over", "coordinator"): "need asset summary gates nearest changes",
    ("left_over", "approver"): "need asset summary gates nearest changes",
    ("pair_change", "coordinator"): "need need_id before now why_before why_now",
    ("pair_change", "approver"): "need need_id before now why_before why_now",
    ("referral", "coordinator"): "scheme as_of card changes",
    ("referral", "approver"): "scheme as_of card changes",
    ("choices", "coordinator"): "round_id round open needs asset others ruled",
    ("approval_line", "coordinator"): "needs asset since",
    ("approval_line", "approver"): "needs asset since",
}
"""What somebody sees beside what identifies a thing, its state and its dates."""
PLAIN = (
    "id version scheme_id state proposal_id match_id kind starts planned_end reviews"
)
PLAIN += " due held_on"
