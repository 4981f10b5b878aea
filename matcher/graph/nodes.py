"""What stands in the asset graph, and what links it."""

from __future__ import annotations

Node = tuple[str, str]
"""(kind, name): a need and an asset may share a ref and stay two nodes."""

NODE_KINDS = (
    "need",
    "asset",
    "staff",
    "holder",
    "hub",
    "capability",
    "domain",
    "training",
    "slot",
    "organisation",
)
EDGE_KINDS = (
    "holds",  # holder -> asset, staff, capability; asset -> slot; organisation -> hub
    "needs",  # holder -> need; need -> domain, capability, slot
    "supports",  # capability -> domain
    "is-a",  # capability -> the capability it is a kind of
    "sibling",  # need -> need, with together = required | preferred | apart
    "partner",  # holder -> the second adult who cares too
    "trusts",  # need -> holder, named by the child
    "kept-apart",  # any two of needs, assets, staff, holders; the reason is nowhere
    "hub-home-of",  # hub -> asset, staff or need
    "trained-by",  # holder -> training; capability -> training
    "matched-with",  # need -> asset, agreed or previous
)
NODE_OF = {"needs": "need", "assets": "asset", "staff": "staff", "hubs": "hub"}
"""Which kind of node a row of each sheet is."""
