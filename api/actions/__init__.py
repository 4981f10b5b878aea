"""One function for each thing a person can do; every door and job calls these."""

from api.actions import accounts as accounts
from api.actions import organisations as organisations
from api.actions import schemes as schemes
from api.actions.app import App
from api.actions.desk import Desk, Done
from api.actions.performing import (
    ACTIONS,
    READERS,
    Action,
    KeyReused,
    look,
    perform,
    show,
)

__all__ = [
    "ACTIONS",
    "READERS",
    "Action",
    "App",
    "Desk",
    "Done",
    "KeyReused",
    "look",
    "perform",
    "show",
]
