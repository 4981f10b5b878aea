"""The API's doors: they neither query nor decide."""

from api.routes.all import ROUTERS
from api.routes.calling import Call, caller, route
from api.routes.describing import PROBLEM, PROBLEM_SCHEMA

__all__ = ["PROBLEM", "PROBLEM_SCHEMA", "ROUTERS", "Call", "caller", "route"]
