"""One module a noun: its acts and its fields. What is in none of them is nobody's."""

from api.permissions.nouns import (
    accounts,
    asks,
    matches,
    organisations,
    proposals,
    reviews,
    schemes,
)

NOUNS = (
    organisations,
    accounts,
    schemes,
    proposals,
    asks,
    matches,
    reviews,
)
