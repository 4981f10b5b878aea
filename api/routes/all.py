"""Every resource, in the order of the documentation."""

from api.routes import organisations

ROUTERS = (organisations.router,)
