"""The zip around a workbook, weighed and read through before any of it is trusted.

Sizes are checked before unpacking, every part is unpacked once against them (so a
header that lies is found), and XML with a document type is refused: no entities, no
outside files.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from matcher.errors import FaultsFound
from matcher.intake.grid import refuse

MOST_UNPACKED = 200_000_000
_MOST_PARTS = 2_000
_MOST_COUNTED = 5_000_000
_RATIO, _RATIO_FROM = 150, 4_000_000  # 64 kB that unpack to 26 MB are no sheet
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
_PIECE = 1 << 16


class Hostile(Exception):
    """A part that must not be read; the message is a sentence for the user."""


def open_packed(path: Path) -> zipfile.ZipFile:
    """Open a workbook's zip after checking its table of contents.

    Raises
    ------
    FaultsFound
        Where it is damaged, encrypted, doubled or far too large once unpacked.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise damaged(path.name) from None
    try:
        _check_contents(archive.infolist())
    except Hostile as error:
        archive.close()
        raise refuse(path.name, str(error)) from None
    return archive


def damaged(name: str) -> FaultsFound:
    """Return the error for a workbook that breaks off or does not add up."""
    return refuse(
        name, "The workbook is damaged or was cut off. Save or download it again."
    )


def _check_contents(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > _MOST_PARTS or len({p.filename for p in parts}) < len(parts):
        raise Hostile("The workbook's parts are not those of a sheet. Save it anew.")
    if any(part.flag_bits & 1 for part in parts):
        raise Hostile("The workbook is protected with a password. Take it off first.")
    packed = sum(part.compress_size for part in parts)
    unpacked = sum(part.file_size for part in parts)
    dense = any(
        part.file_size > _RATIO_FROM and part.file_size > _RATIO * part.compress_size
        for part in parts
    )
    if dense or unpacked > MOST_UNPACKED:
        raise Hostile(
            f"The workbook of {packed // 1000:,} kB would unpack to "
            f"{unpacked // 10**6:,} MB, which is not read. Delete unused rows, "
            "formats and sheets, or save it as .csv."
        )


def pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part's bytes in pieces, never more than its stated size.

    Raises
    ------
    Hostile
        Where the part is damaged or its stated size or checksum is a lie.
    """
    try:
        with archive.open(part) as stream:
            while piece := stream.read(_PIECE):
                yield piece
    except NotImplementedError as error:
        raise Hostile(
            "The workbook is packed in an unknown way. Save it anew."
        ) from error
    except _UNREADABLE as error:
        raise Hostile(
            "The workbook is damaged or was cut off. Save or download it again."
        ) from error


def new_parser() -> expat.XMLParserType:
    """Return a parser that reads UTF-8 whatever the file claims about itself."""
    return expat.ParserCreate("UTF-8")


def check_counts(attributes: dict[str, str]) -> None:
    """Refuse a stated count that would make the cell reader reserve the memory for it.

    Raises
    ------
    Hostile
        Where ``count`` or ``uniqueCount`` is beyond any sheet that we read.
    """
    for name in ("count", "uniqueCount"):
        stated = attributes.get(name, "0")
        if len(stated) > 8 or (stated.isdigit() and int(stated) > _MOST_COUNTED):
            raise Hostile(
                "The workbook claims to hold more than it can. Save it again in Excel "
                "or LibreOffice."
            )


def _on_any(_: str, attributes: dict[str, str]) -> None:
    check_counts(attributes)


def parse(archive: zipfile.ZipFile, part: str, parser: expat.XMLParserType) -> None:
    """Run a part through an expat parser, refusing any document type.

    Raises
    ------
    Hostile
        Where the part is damaged, is not XML, or declares a document type.
    """
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        for piece in pieces(archive, part):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Hostile(
            "The workbook is damaged: part of it is not XML. Save it again."
        ) from error


def _no_doctype(*_: object) -> None:
    raise Hostile(
        "The workbook declares entities, which no spreadsheet needs; it is not read. "
        "Save it again in Excel or LibreOffice."
    )


def read_through(archive: zipfile.ZipFile, but: frozenset[str]) -> None:
    """Unpack every part once, except those in `but`, which are parsed elsewhere."""
    for part in archive.namelist():
        if part in but or part.endswith("/"):
            continue
        if part.endswith((".xml", ".rels")):
            parser = new_parser()
            parser.StartElementHandler = _on_any
            parse(archive, part, parser)
        else:
            for _ in pieces(archive, part):
                pass
