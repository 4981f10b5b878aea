"""Fixtures of the tests of durable work."""

from support.labour import yard
from support.site import site

__all__ = ["site", "yard"]
