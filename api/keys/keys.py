"""The master keys at work: wrap a person's data key, and look up blindly."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn, Self
from uuid import UUID

from api.keys.blinding import blinded
from api.keys.master import (
    MasterKeys,
    make_master_keys,
    read_key_file,
    read_master_keys,
)
from api.keys.sealing import DataKey, Unreadable, close, open_, place
from api.settings import Settings
from matcher.errors import Refused

_WRAP = "acorns data key"


@dataclass(frozen=True, slots=True)
class Keys:
    """What wraps, unwraps and blinds; shows nothing of itself and cannot be pickled.

    Parameters
    ----------
    master : MasterKeys
        Every version that something may still be wrapped with.
    """

    master: MasterKeys = field(repr=False)

    @classmethod
    def load(cls, settings: Settings) -> Self:
        """Return the keys that the settings name.

        Raises
        ------
        Refused
            None named, a file that others may read, or keys that do not hold.
        """
        if settings.keys is not None:
            return cls.read(read_key_file(settings.keys))
        if settings.key is not None:
            return cls.read(settings.key.get_secret_value())
        raise Refused(
            "There are no master keys. Make a file with python -m api.keys FILE and set"
            " ACORNS_KEYS to it."
        )

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the keys of a key file's text; `Refused` where they do not hold."""
        return cls(read_master_keys(text))

    @staticmethod
    def make(old: str = "") -> str:
        """Return the text of a new key file, or of the old one with a version more."""
        return make_master_keys(old)

    @property
    def newest(self) -> int:
        """Return the version that wraps from now on."""
        return self.master.newest

    def wrap(self, data_key: DataKey, *, subject: UUID) -> tuple[bytes, int]:
        """Return a data key wrapped for its person, and the master version that did."""
        version = self.newest
        key, where = self.master.versions[version], place(_WRAP, subject.bytes, version)
        return close(key, data_key, where), version

    def unwrap(self, wrapped: bytes | None, *, subject: UUID, version: int) -> DataKey:
        """Return a person's data key; None or nothing stands for a destroyed one.

        Raises
        ------
        Unreadable
            Destroyed, changed, another person's, or wrapped by a key that is gone.
        """
        if not wrapped:
            raise Unreadable
        where = place(_WRAP, subject.bytes, version)
        return open_(self.master.versions.get(version), wrapped, where)

    def rewrap(
        self, wrapped: bytes, *, subject: UUID, version: int
    ) -> tuple[bytes, int]:
        """Return the same data key under the newest master key, and its version.

        Raises
        ------
        Unreadable
            As `unwrap`.
        """
        data_key = self.unwrap(wrapped, subject=subject, version=version)
        return self.wrap(data_key, subject=subject)

    def blind(self, kind: str, text: str) -> bytes:
        """Return 32 bytes by which texts of a kind are found again, spelling aside.

        Raises
        ------
        Refused
            An empty text.
        """
        return blinded(self.master.blind, kind, text)

    def __reduce__(self) -> NoReturn:
        """Refuse to be written anywhere: queues and caches pickle what they are given.

        Raises
        ------
        TypeError
            Always.
        """
        raise TypeError("Keys are never pickled.")
