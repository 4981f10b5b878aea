"""Status codes, chosen here and nowhere else: problem details that echo nothing."""

from api.errors.problems import Problem, install, problem

__all__ = ["Problem", "install", "problem"]
