"""Every resource, in the order of the documentation."""

from api.routes import accounts, organisations, schemes

ROUTERS = (
    organisations.router,
    accounts.router,
    schemes.router,
)
