"""Who is asking: a bearer token, or the address that a command is given."""

from api.auth.tokens import issue_token, who_of_token, who_speaks

__all__ = ["issue_token", "who_of_token", "who_speaks"]
