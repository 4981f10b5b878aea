"""Schemes: a programme with its rules, read from one TOML file."""

from matcher.schemes.measuring import place_column
from matcher.schemes.reading import find_scheme, read_scheme, shipped_schemes
from matcher.schemes.scheme import (
    Agreed,
    Build,
    Column,
    Criterion,
    Gate,
    Scheme,
    Sheet,
    Steps,
)

__all__ = [
    "Agreed",
    "Build",
    "Column",
    "Criterion",
    "Gate",
    "Scheme",
    "Sheet",
    "Steps",
    "find_scheme",
    "place_column",
    "read_scheme",
    "shipped_schemes",
]
