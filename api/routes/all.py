"""Every resource, in the order of the documentation."""

from api.routes import (
    accounts,
    asking,
    asks,
    importing,
    matches,
    organisations,
    packs,
    proposals,
    rounds,
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
)
