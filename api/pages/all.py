"""Every area of the pages."""

from api.pages import front, proposals, static, tasks

ROUTERS = (static.router, front.router, tasks.router, proposals.router)
