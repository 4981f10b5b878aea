"""Every resource, in the order of the documentation."""

from api.routes import (
    accounts,
    asks,
    matches,
    organisations,
    proposals,
    schemes,
)

ROUTERS = (
    organisations.router,
    accounts.router,
    schemes.router,
    proposals.router,
    asks.router,
    matches.router,
)
