"""Who is asking: a bearer token, a browser, or the address a command is given."""

from api.auth.authenticators import (
    RECOVERY_CODES,
    new_authenticator,
    new_recovery_code,
    picture_of,
    plain_code,
    step_of,
)
from api.auth.feeds import secret_of_feed, who_of_feed
from api.auth.links import code_of, plain_phone
from api.auth.passwords import hash_password, matches
from api.auth.sign_ins import (
    SEEN_EVERY,
    end_everything,
    end_sign_ins,
    start_sign_in,
    was_seen,
    who_of_sign_in,
)
from api.auth.throttling import first_time, may_try
from api.auth.tokens import digest_of, issue_token, who_of_token, who_speaks

__all__ = [
    "RECOVERY_CODES",
    "SEEN_EVERY",
    "code_of",
    "digest_of",
    "end_everything",
    "end_sign_ins",
    "first_time",
    "hash_password",
    "issue_token",
    "matches",
    "may_try",
    "new_authenticator",
    "new_recovery_code",
    "picture_of",
    "plain_code",
    "plain_phone",
    "secret_of_feed",
    "start_sign_in",
    "step_of",
    "was_seen",
    "who_of_feed",
    "who_of_sign_in",
    "who_of_token",
    "who_speaks",
]
