"""Invented communities, drawn from stated distributions; nobody in them is real."""

from matcher.communities.generating import Community, generate, invent
from matcher.communities.stating import Stated, stated_for

__all__ = ["Community", "Stated", "generate", "invent", "stated_for"]
