"""A letter: a kind of message in a scheme's words, for one audience."""

from __future__ import annotations

import hashlib
import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from api.mail.facts import Around, read_facts
from api.mail.kinds import OFFICE, Kind, applies, kind_of
from api.mail.stands import Stand, may_be_told
from matcher.errors import Refused
from matcher.schemes import Scheme

# One template makes the text; its paragraphs, escaped, make the page.
_TEMPLATES = Environment(
    loader=PackageLoader("api.mail"),
    undefined=StrictUndefined,
    autoescape=select_autoescape(["html"]),
    trim_blocks=True,
    lstrip_blocks=True,
)
WIDTH = 72


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent, whatever carries it.

    Parameters
    ----------
    subject : str
        Neutral and fixed by the kind.
    text, html : str
        The same sentences, plain and as a page without pictures, scripts or addresses
        other than the one link.
    short : str
        For a text message: the subject and the link.
    link : str
        The one link.
    """

    subject: str
    text: str
    html: str
    short: str
    link: str

    @property
    def digest(self) -> str:
        """SHA-256 of everything but the link, which differs for each receiver.

        Equal digests: whoever looked at the one has seen what the other says.
        """
        said = (self.subject, self.text, self.html, self.short)
        plain = json.dumps([piece.replace(self.link, "") for piece in said])
        return hashlib.sha256(plain.encode()).hexdigest()


def render(
    kind: str,
    scheme: Scheme | None,
    facts: Mapping[str, Any],
    audience: str,
    *,
    address: str,
    stand: Stand | None = None,
) -> Letter:
    """Return the letter of a kind, in the scheme's words for `audience`.

    Guarantees: nothing but the template, the scheme's words and the allowed facts is
    in it; one link, ``{address}/go/{opaque}``; equal input gives equal letters.

    Parameters
    ----------
    kind, audience : str
        One of ``KINDS``, one of its audiences.
    scheme : Scheme or None
        None for kinds that belong to no scheme, such as a sign-in link.
    facts : mapping
        The facts of the kind's allow-list.
    address : str
        The public address of the service.
    stand : Stand or None
        Where the proposal stands, for kinds that are about one.

    Raises
    ------
    Refused
        No such kind, not for this audience, scheme or moment, or a fact that is
        missing, not allowed or misshapen.
    """
    what = kind_of(kind)
    _refuse(what, scheme, audience, stand)
    shown = read_facts(what, facts, Around(address, scheme))
    paragraphs = tuple(_paragraphs(_text(what, scheme, audience, shown)))
    page = _TEMPLATES.get_template("letter.html").render(
        subject=what.subject, paragraphs=paragraphs, link=shown["link"]
    )
    return Letter(
        subject=what.subject,
        text="\n\n".join(paragraphs) + "\n",
        html=page,
        short=f"{what.subject}: {shown['link']}",
        link=shown["link"],
    )


def _refuse(
    kind: Kind, scheme: Scheme | None, audience: str, stand: Stand | None
) -> None:
    if audience not in kind.audiences:
        raise Refused(
            f'A message of kind "{kind.name}" goes only to: '
            f"{', '.join(kind.audiences)}."
        )
    if not applies(kind, scheme):
        raise Refused(f'A message of kind "{kind.name}" has no meaning in this scheme.')
    if kind.step and (scheme is None or not may_be_told(kind, scheme, audience, stand)):
        raise Refused(
            f'A message of kind "{kind.name}" may not leave as the proposal '
            "stands now. Nothing was sent."
        )


def _text(
    kind: Kind, scheme: Scheme | None, audience: str, shown: Mapping[str, str]
) -> str:
    words = {} if scheme is None else scheme.words[_reader(audience)]
    template = _TEMPLATES.get_template(kind.template or f"{kind.name}.txt")
    return template.render(
        dict.fromkeys(kind.may, "") | dict(shown),
        words=words,
        audience=audience,
        office=audience in OFFICE,
        family=audience in {"family", "young_person"},
    )


def _reader(audience: str) -> str:
    return "staff" if audience == "lead" else audience


def _paragraphs(text: str) -> Iterator[str]:
    """Yield each paragraph in short lines; an address is never broken."""
    for piece in re.split(r"\n\s*\n", text):
        if piece.strip():
            yield textwrap.fill(
                " ".join(piece.split()),
                WIDTH,
                break_long_words=False,
                break_on_hyphens=False,
            )
