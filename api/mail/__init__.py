"""Messages: kinds, letters in the scheme's words, and whoever carries them.

Nothing here reads a database or a clock: who is told what, and when, is handed in.
"""

from api.mail.channels import ASK, Contact, SafeTime, Way, channel_for
from api.mail.kinds import KINDS, Kind, applies, kind_of
from api.mail.letters import Letter, render
from api.mail.mailbox import Mailbox
from api.mail.parcels import (
    Channel,
    Parcel,
    domain_of,
    parcel_for,
    preview,
    public_address,
    reachable,
)
from api.mail.post import Outcome, Post
from api.mail.posts import post_for
from api.mail.smtp import SmtpPost
from api.mail.stands import Stand, may_be_told
from api.mail.text_message import TextPost

__all__ = [
    "ASK",
    "KINDS",
    "Channel",
    "Contact",
    "Kind",
    "Letter",
    "Mailbox",
    "Outcome",
    "Parcel",
    "Post",
    "SafeTime",
    "SmtpPost",
    "Stand",
    "TextPost",
    "Way",
    "applies",
    "channel_for",
    "domain_of",
    "kind_of",
    "may_be_told",
    "parcel_for",
    "post_for",
    "preview",
    "public_address",
    "reachable",
    "render",
]
