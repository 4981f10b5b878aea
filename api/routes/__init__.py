"""The API's doors: they neither query nor decide."""

from api.routes.all import ROUTERS
from api.routes.calling import Call, caller, route

__all__ = ["ROUTERS", "Call", "caller", "route"]
