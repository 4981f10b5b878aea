"""Every resource, in the order of the documentation."""

from api.routes import (
    accounts,
    asking,
    asks,
    assets,
    identities,
    importing,
    matches,
    needs,
    organisations,
    packs,
    proposals,
    rounds,
    safety,
    schemes,
    staff,
)

ROUTERS = (
    staff.router,
    assets.router,
    needs.router,
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
