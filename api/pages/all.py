"""Every area of the pages."""

from api.pages import front, near, proposals, static, tasks

ROUTERS = (static.router, front.router, tasks.router, proposals.router, near.router)
