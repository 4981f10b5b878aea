"""Who carries a parcel, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from api.mail.parcels import Parcel


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt.

    Parameters
    ----------
    result : {"sent", "later", "refused"}
        ``later``: try again, with the same Message-ID. ``refused``: the receiving side
        will not take it, now or ever; a person has to look.
    why : str
        A short code for the log, such as "smtp 550"; no address and no content.
    """

    result: Literal["sent", "later", "refused"]
    why: str = ""


SENT = Outcome("sent")


class Post(Protocol):
    """Something that carries parcels: SMTP, a text message service, a folder."""

    def send(self, parcel: Parcel) -> Outcome:
        """Carry a parcel once.

        Guarantees: whatever the other side does is an ``Outcome``, never an exception.
        The same parcel sent again bears the same id, so that the receiver can drop it.
        """
        ...
