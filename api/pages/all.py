"""Every area of the pages."""

from api.pages import front, static, tasks

ROUTERS = (static.router, front.router, tasks.router)
