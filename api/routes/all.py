"""Every resource, in the order of the documentation."""

from api.routes import (
    accounts,
    asking,
    asks,
    identities,
    importing,
    matches,
    organisations,
    packs,
    proposals,
    rounds,
    safety,
    schemes,
)

ROUTERS = (
    importing.router,
    organisations.router,
    accounts.router,
    schemes.router,
    rounds.router,
    asking.router,
    packs.router,
    proposals.router,
    asks.router,
    matches.router,
    safety.router,
    identities.router,
)
