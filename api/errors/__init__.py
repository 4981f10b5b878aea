"""Status codes, chosen here and nowhere else: problem details that echo nothing."""

from api.errors.problems import HEADERS, MEDIA, TITLES, Problem, install, problem

__all__ = ["HEADERS", "MEDIA", "TITLES", "Problem", "install", "problem"]
