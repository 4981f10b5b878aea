"""The pages: doors for people, who come with a browser. They call the same actions."""

from api.pages.all import ROUTERS
from api.pages.at import At
from api.pages.calling import OPEN, SIGNED_IN, page
from api.pages.refusing import unmet

__all__ = ["OPEN", "ROUTERS", "SIGNED_IN", "At", "page", "unmet"]
