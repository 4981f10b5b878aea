"""Solving: from an instance and a policy to a solution with its proof."""

from matcher.solving.dispatch import solve
from matcher.solving.seat_values import seat_values

__all__ = ["seat_values", "solve"]
