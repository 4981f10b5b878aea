"""Feeds: a calendar that a calendar program subscribes to, by a secret address."""

from api.feeds.calendar import router

__all__ = ["router"]
