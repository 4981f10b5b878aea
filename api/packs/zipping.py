"""A zip that depends on its contents alone: same files, same bytes, anywhere."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

MANIFEST = "MANIFEST.sha256"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX, _FILE = 3, 0o644 << 16


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return the files and their hashes as a zip, in the order of their names.

    Nothing is compressed: compressors differ between versions, and their bytes too.
    """
    lines = (f"{sha256(files[name])}  {name}\n" for name in sorted(files))
    whole = {**files, MANIFEST: "".join(lines).encode()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(whole):
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.create_system, entry.external_attr = _UNIX, _FILE
            archive.writestr(entry, whole[name])
    return out.getvalue()


def sha256(data: bytes) -> str:
    """Return SHA-256 in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def plain_json(value: Any) -> bytes:
    """Return a value as JSON that people can read, keys sorted."""
    text = json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False)
    return f"{text}\n".encode()
