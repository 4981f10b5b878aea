"""One module a noun: its acts and its fields. What is in none of them is nobody's."""

from api.permissions.nouns import (
    accounts,
    asking,
    asks,
    assets,
    identities,
    importing,
    matches,
    messages,
    needs,
    organisations,
    proposals,
    reviews,
    rounds,
    safety,
    schemes,
    staff,
)

NOUNS = (
    staff,
    assets,
    needs,
    importing,
    organisations,
    accounts,
    schemes,
    proposals,
    asks,
    matches,
    reviews,
    rounds,
    asking,
    messages,
    safety,
    identities,
)
