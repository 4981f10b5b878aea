"""Insight: what a community can reach, what stands in the way, and on whom it rests."""

from matcher.insight.reach import GateShare, Reach, reach

__all__ = ["GateShare", "Reach", "reach"]
