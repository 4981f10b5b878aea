"""The local mailbox: a folder with one file for each Message-ID."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from api.mail.parcels import Parcel
from api.mail.post import SENT, Outcome


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A folder that takes every parcel and sends nothing anywhere.

    The folder and its files are for their owner alone.
    """

    folder: Path

    def send(self, parcel: Parcel) -> Outcome:
        """Put a parcel into the folder, whole or not at all.

        Guarantees: the same id twice is one file, and the first one stays; a process
        that dies half way leaves no file that ends in .eml or .json.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._put(self.path(parcel), parcel.content())
        except OSError as error:
            return Outcome("later", f"mailbox {error.errno}")
        return SENT

    def path(self, parcel: Parcel) -> Path:
        """Return where a parcel lies once it has arrived."""
        kind = "eml" if parcel.channel == "email" else "json"
        return self.folder / f"{parcel.id.hex}.{kind}"

    def _put(self, path: Path, content: bytes) -> None:
        handle, name = tempfile.mkstemp(dir=self.folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            # A link, unlike a rename, never replaces what is already there.
            with suppress(FileExistsError):
                os.link(name, path)
        finally:
            Path(name).unlink(missing_ok=True)
