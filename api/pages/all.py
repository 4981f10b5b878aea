"""Every area of the pages."""

from api.pages import (
    front,
    near,
    proposals,
    safeguarding,
    static,
    tasks,
    worries,
)

ROUTERS = (
    static.router,
    front.router,
    near.router,
    proposals.router,
    safeguarding.router,
    tasks.router,
    worries.router,
)
