"""Proposals: every act on one, by the name that rounds, doors and jobs know it by."""

from api.actions.proposals_agreeing import agree_if_complete
from api.actions.proposals_answering import (
    WHY,
    answer_proposal,
    record_shown,
    say_yes_for,
)
from api.actions.proposals_case import Case, case_of
from api.actions.proposals_disclosing import (
    disclose_proposal,
    preview_details,
    record_meeting,
)
from api.actions.proposals_drafting import draft_proposal
from api.actions.proposals_ending import (
    end,
    expire_due,
    expire_proposal,
    lapse_one,
    retry_proposal,
    withdraw_one,
    withdraw_proposal,
)
from api.actions.proposals_next import draft_next_best
from api.actions.proposals_offering import (
    allow_offer,
    approve_proposal,
    offer_one,
    offer_proposal,
    preview_offer,
    send_back_proposal,
)
from api.actions.proposals_reading import list_mine, list_proposals, read_proposal

__all__ = [
    "WHY",
    "Case",
    "agree_if_complete",
    "allow_offer",
    "answer_proposal",
    "approve_proposal",
    "case_of",
    "disclose_proposal",
    "draft_next_best",
    "draft_proposal",
    "end",
    "expire_due",
    "expire_proposal",
    "lapse_one",
    "list_mine",
    "list_proposals",
    "offer_one",
    "offer_proposal",
    "preview_details",
    "preview_offer",
    "read_proposal",
    "record_meeting",
    "record_shown",
    "retry_proposal",
    "say_yes_for",
    "send_back_proposal",
    "withdraw_one",
    "withdraw_proposal",
]
