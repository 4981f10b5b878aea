"""Who is asking: a bearer token, a browser, or the address a command is given."""

from api.auth.sign_ins import (
    SEEN_EVERY,
    end_everything,
    end_sign_ins,
    start_sign_in,
    was_seen,
    who_of_sign_in,
)
from api.auth.tokens import digest_of, issue_token, who_of_token, who_speaks

__all__ = [
    "SEEN_EVERY",
    "digest_of",
    "end_everything",
    "end_sign_ins",
    "issue_token",
    "start_sign_in",
    "was_seen",
    "who_of_sign_in",
    "who_of_token",
    "who_speaks",
]
