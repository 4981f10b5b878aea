"""Text in and out of files, with a sentence for whatever goes wrong."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

import typer

from matcher.errors import Refused


def read_text(path: Path) -> str:
    """Return a file's text.

    Raises
    ------
    Refused
        If it is not there, may not be read, or is not UTF-8.
    """
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"{path} is not a text file in UTF-8. Save it as one.") from None
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from None


def check_folder(path: Path | None) -> None:
    """Refuse a file whose folder is not there, before any long work.

    Raises
    ------
    Refused
        Naming the folder.
    """
    if path is not None and not path.parent.is_dir():
        raise Refused(f"{path.parent} is not a folder. Make it first, then run again.")


def write_text(path: Path, text: str) -> None:
    """Write a file as a whole: it holds all of `text`, or what it held before.

    Raises
    ------
    Refused
        If its folder is not there or may not be written.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        part.write_text(text, "utf-8", newline="")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Refused(f"{path} cannot be written: {error.strerror}.") from None


def print_json(value: Any) -> None:
    """Print a value as JSON, keys sorted."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True))
