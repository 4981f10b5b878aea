"""The matching engine: no web, no database, no clock, no names."""

__version__ = "0.1.0"
