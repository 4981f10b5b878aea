"""The one exception that a cell's reader raises."""


class Wrong(Exception):
    """A cell that cannot be taken; the message says why and what to do."""
