"""Comparing what people typed: keys that ignore case and spaces, near misses."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_NOT_A_WORD = {code: None for code in range(128) if not chr(code).isalnum()}
_MANY = 500  # above so many words a near miss is looked up by key only


def tidy(text: str) -> str:
    """Return `text` with odd spaces, dashes and invisible characters made plain."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    plain = "".join(
        " " if unicodedata.category(c) in ("Zs", "Cc") else c
        for c in text.translate(_DASHES)
        if unicodedata.category(c) != "Cf" and c != "\ufe0f"
    )
    return " ".join(plain.split())


def key(text: str) -> str:
    """Return `text` without case, spaces and punctuation: equal keys, same word."""
    if text.isascii():
        return text.lower().translate(_NOT_A_WORD)
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if c.isalnum())


def nearest(text: str, options: Iterable[str], *, cutoff: float = 0.72) -> str:
    """Return the option closest to `text`, or "" where none is close."""
    keys = {key(option): option for option in sorted(options, reverse=True)}
    wanted = key(text)
    if wanted in keys or len(keys) > _MANY:
        return keys.get(wanted, "")
    close = difflib.get_close_matches(wanted, sorted(keys), n=1, cutoff=cutoff)
    return keys[close[0]] if close else ""


def did_you_mean(text: str, options: Iterable[str]) -> str:
    """Return ' Did you mean "…"?' where an option is close, else ""."""
    names = sorted(options)
    found = nearest(text, names) or _beginning(key(text), names)
    return f' Did you mean "{found}"?' if found else ""


def _beginning(wanted: str, names: Iterable[str]) -> str:
    for name in names:
        short, long = sorted((wanted, key(name)), key=len)
        if len(short) > 2 and long.startswith(short):
            return name
    return ""


def shown(raw: object) -> str:
    """Return a cell as a message quotes it: short, on one line."""
    match raw:
        case datetime() | date():
            text = day(raw)
        case bool():
            text = str(raw).upper()
        case float() if raw.is_integer() and abs(raw) < 1e15:
            text = str(int(raw))
        case _:
            text = tidy(str(raw))
    return f'"{text[:39]}…"' if len(text) > 40 else f'"{text}"'


def day(value: date) -> str:
    """Return a date as people write it: 3 March 2026."""
    return f"{value.day} {value:%B %Y}"


def one_of(options: Iterable[str], most: int = 12) -> str:
    """Return the options as a sentence lists them, the first `most` of them."""
    names = list(options)
    tail = f", … ({len(names)} in all)" if len(names) > most else ""
    return ", ".join(names[:most]) + tail


def counted(number: int, one: str, many: str = "") -> str:
    """Return "1 row" or "3 rows", with thousands parted by commas."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
