"""Who did what, when: a chain of hashes that the database lets nobody edit."""

from api.audit_log.chain import GENESIS, Chain, append, check_chain, heads

__all__ = ["GENESIS", "Chain", "append", "check_chain", "heads"]
