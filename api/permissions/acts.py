"""Every act there is, and who may do it. An act that is not here is nobody's."""

from __future__ import annotations

from collections.abc import Mapping

from api.permissions.nouns import NOUNS
from api.permissions.rules import Rule

RULES: Mapping[str, Rule] = {
    act: rule for noun in NOUNS for act, rule in noun.ACTS.items()
}
"""By the name of the act, ``noun.verb``."""
