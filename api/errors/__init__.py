"""Status codes, chosen here and nowhere else: problem details that echo nothing."""

from api.errors.problems import (
    HEADERS,
    MEDIA,
    TITLES,
    Problem,
    install,
    no_route,
    problem,
    status_of,
)

__all__ = [
    "HEADERS",
    "MEDIA",
    "TITLES",
    "Problem",
    "install",
    "no_route",
    "problem",
    "status_of",
]
