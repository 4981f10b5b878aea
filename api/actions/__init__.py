"""One function for each thing a person can do; every door and job calls these."""

from api.actions import account_helping as account_helping
from api.actions import accounts as accounts
from api.actions import asking as asking
from api.actions import asks as asks
from api.actions import assets as assets
from api.actions import babybank as babybank
from api.actions import by_ref as by_ref
from api.actions import calendar as calendar
from api.actions import checks as checks
from api.actions import closures as closures
from api.actions import columns as columns
from api.actions import concerns as concerns
from api.actions import counting as counting
from api.actions import courses as courses
from api.actions import courses_people as courses_people
from api.actions import drafts as drafts
from api.actions import emergencies as emergencies
from api.actions import erasing as erasing
from api.actions import exporting as exporting
from api.actions import feedback as feedback
from api.actions import holds as holds
from api.actions import hours as hours
from api.actions import hubs as hubs
from api.actions import identities as identities
from api.actions import importing as importing
from api.actions import listings as listings
from api.actions import looking_again as looking_again
from api.actions import matches as matches
from api.actions import matches_mine as matches_mine
from api.actions import missing as missing
from api.actions import needs as needs
from api.actions import organisations as organisations
from api.actions import packing as packing
from api.actions import people_about as people_about
from api.actions import people_apart as people_apart
from api.actions import proposals as proposals
from api.actions import releasing as releasing
from api.actions import results as results
from api.actions import retention as retention
from api.actions import reviews as reviews
from api.actions import rights as rights
from api.actions import rooms as rooms
from api.actions import rounds as rounds
from api.actions import runs as runs
from api.actions import schemes as schemes
from api.actions import sessions as sessions
from api.actions import sessions_planning as sessions_planning
from api.actions import sheets_out as sheets_out
from api.actions import sign_ins as sign_ins
from api.actions import speakers as speakers
from api.actions import staff as staff
from api.actions import stock_asked as stock_asked
from api.actions import suspensions as suspensions
from api.actions import tasks as tasks
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
from api.store import Stale

__all__ = [
    "ACTIONS",
    "READERS",
    "Action",
    "App",
    "Desk",
    "Done",
    "KeyReused",
    "Stale",
    "look",
    "perform",
    "show",
]
