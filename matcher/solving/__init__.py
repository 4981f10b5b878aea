"""Solving: from an instance and a policy to a solution with its proof."""

from matcher.solving.dispatch import solve

__all__ = ["solve"]
