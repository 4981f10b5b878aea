"""Round packs: what an auditor can check, and what everybody may read.

Pure functions over texts and bytes; the store holds packs as encrypted rows. Each round
has a secret of 32 random bytes for its packs, kept sealed beside it: with it the same
round gives the same packs, byte for byte.
"""

from api.packs.auditor import auditor_pack
from api.packs.parties import Parties, commit
from api.packs.public import outcomes, public_pack
from api.packs.rekeying import Rekeyed, rekey
from api.packs.released import Released
from api.packs.suppressing import Suppressed, suppress

__all__ = [
    "Parties",
    "Rekeyed",
    "Released",
    "Suppressed",
    "auditor_pack",
    "commit",
    "outcomes",
    "public_pack",
    "rekey",
    "suppress",
]
