"""Files that mean harm: each refused, or the process that reads it dies."""

from __future__ import annotations

import io
import os
import random
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADINGS = ("Child ref", "Month of birth", "Kind of home", "Needs profile")


def text_cell(text: str, name: str = "") -> str:
    """Return a cell with its own text."""
    at = f' r="{name}"' if name else ""
    return f'<c{at} t="inlineStr"><is><t>{text}</t></is></c>'


def sheet(rows: str, *, before: str = "", after: str = "") -> str:
    """Return a sheet's XML: headings, then `rows`."""
    head = "".join(text_cell(title) for title in HEADINGS)
    return (
        f"{before}<worksheet {MAIN}><sheetData><row>{head}</row>{rows}</sheetData>"
        f"{after}</worksheet>"
    )


def parts(rows: str = "", **more: str) -> dict[str, str]:
    """Return a small workbook's parts; `more` replaces them by short names."""
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" '
            f'Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": more.get("workbook", workbook("Children")),
        "xl/_rels/workbook.xml.rels": more.get("relations", relations()),
        "xl/worksheets/sheet1.xml": more.get("sheet", sheet(rows)),
        "xl/sharedStrings.xml": more.get("strings", f"<sst {MAIN}/>"),
        "xl/styles.xml": more.get("styles", f"<styleSheet {MAIN}/>"),
    }


def workbook(*names: str) -> str:
    """Return the list of sheets, all in one part."""
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="r1"/>'
        for at, name in enumerate(names, 1)
    )
    return f'<workbook {MAIN} xmlns:r="{_REL}"><sheets>{sheets}</sheets></workbook>'


def relations(target: str = "worksheets/sheet1.xml") -> str:
    """Return where the workbook's parts are."""
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_REL}/worksheet" Target="{target}"/><Relationship Id="r2" '
        f'Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )


def packed(pieces: dict[str, str] | dict[str, bytes]) -> bytes:
    """Return the parts as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in pieces.items():
            archive.writestr(name, text)
    return out.getvalue()


def _doctype(kind: str) -> str:
    inside = {
        "outside": '<!ENTITY x SYSTEM "file:///etc/passwd">',
        "laughs": "".join(
            f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(10)
        ),
    }[kind]
    return f"<!DOCTYPE worksheet [{inside}]>"


def _far(*names: str) -> str:
    return "".join(f"<row>{text_cell('x', name)}</row>" for name in names)


def _many_rows(count: int) -> str:
    return "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n * 7919 % 99991}</v></c></row>'
        for n in range(2, count)
    )


def _patched(data: bytes, name: bytes, offset: int, value: bytes) -> bytes:
    """Change a field of a part's entry in the zip's table of contents."""
    at = data.index(b"PK\x01\x02")
    while not data[at + 46 :].startswith(name):
        at = data.index(b"PK\x01\x02", at + 4)
    return data[: at + offset] + value + data[at + offset + len(value) :]


def _small_lie() -> bytes:
    data = packed(parts("<row/>" * 400_000))
    return _patched(data, b"xl/worksheets", 24, struct.pack("<L", 200))


def _twice() -> bytes:
    out = io.BytesIO(packed(parts()))
    with zipfile.ZipFile(out, "a") as archive:
        name = archive.infolist()[4].filename
        archive.infolist()[4].filename = "x"
        archive.NameToInfo.pop(name)
        archive.writestr(name, sheet(_far("A2")))
        archive.infolist()[4].filename = name
    return out.getvalue()


def _long_text(cells: int) -> dict[str, str]:
    shared = '<c t="s"><v>0</v></c>'
    rows = f"<row>{shared * 20}</row>" * (cells // 20)
    strings = f"<sst {MAIN}><si><t>{os.urandom(16_000).hex()}</t></si></sst>"
    return parts(rows, strings=strings)


BOMB = "<row><c><v>1</v></c></row>" * 1_000_000
MERGED = '<mergeCell ref="A5:B6"/>'
SPACES = " " * 26_000_000

WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "bomb of rows": lambda: packed(parts(BOMB)),
    "bomb of spaces": lambda: packed(parts(sheet=sheet("", before=SPACES))),
    "bomb of texts": lambda: packed(
        parts(strings=f"<sst {MAIN}>{'<si/>' * 6_000_000}</sst>")
    ),
    "said to be 3 GB": lambda: _patched(
        packed(parts()), b"xl/styles.xml", 24, struct.pack("<L", 3_000_000_000)
    ),
    "size that lies": _small_lie,
    "part twice": _twice,
    "too many parts": lambda: packed(parts() | {f"x/{n}": "" for n in range(3_000)}),
    "outside entity": lambda: packed(
        parts(sheet=sheet(_far("A2"), before=_doctype("outside")))
    ),
    "laughs in texts": lambda: packed(
        parts(strings=f"{_doctype('laughs')}<sst {MAIN}><si><t>&a9;</t></si></sst>")
    ),
    "doctype in workbook": lambda: packed(
        parts(workbook=_doctype("outside") + workbook("Children"))
    ),
    "doctype in styles": lambda: packed(
        parts(styles=f"{_doctype('laughs')}<styleSheet {MAIN}/>")
    ),
    "doctype in UTF-16": lambda: packed(
        {name: text.encode() for name, text in parts().items()}
        | {"xl/styles.xml": f"{_doctype('laughs')}<styleSheet/>".encode("utf-16")}
    ),
    "far corner": lambda: packed(parts(_far("A2", "XFD1048576"))),
    "far down and wide": lambda: packed(parts(_far("CV2", "A1048576"))),
    "row past the end": lambda: packed(
        parts('<row r="99999999999"><c><v>1</v></c></row>')
    ),
    "cell past the end": lambda: packed(parts(_far("A9999999999"))),
    "cell without a name": lambda: packed(parts(_far("1A"))),
    "row nought": lambda: packed(parts('<row r="0"><c><v>1</v></c></row>')),
    "count of texts": lambda: packed(
        parts(strings=f'<sst {MAIN} uniqueCount="49999999999"/>')
    ),
    "count of styles": lambda: packed(
        parts(styles=f'<styleSheet {MAIN}><cellXfs count="4000000000"/></styleSheet>')
    ),
    "one text, many cells": lambda: packed(_long_text(100_000)),
    "too many rows": lambda: packed(parts(_many_rows(200_100))),
    "sheet outside": lambda: packed(parts(relations=relations("../../etc/passwd"))),
    "sheet name twice": lambda: packed(
        parts(workbook=workbook("Children", "Children"))
    ),
    "merged without end": lambda: packed(
        parts(
            sheet=sheet(
                "",
                after="<mergeCells>" + MERGED * 210_000 + "</mergeCells>",
            )
        )
    ),
    "not XML": lambda: packed(parts(sheet="<worksheet><sheetData>")),
    "cut in the middle": lambda: packed(parts(_far("A2")))[:900],
    "flagged as locked": lambda: _patched(
        packed(parts()), b"xl/worksheets", 8, struct.pack("<H", 1)
    ),
    "unknown packing": lambda: _patched(
        packed(parts()), b"xl/worksheets", 10, struct.pack("<H", 77)
    ),
    "damaged inside": lambda: _damaged(packed(parts(_many_rows(500)))),
}


def _damaged(data: bytes) -> bytes:
    at = data.index(b"xl/worksheets/sheet1.xml") + 200
    return data[:at] + bytes(40) + data[at + 40 :]


TEXTS: dict[str, Callable[[], bytes]] = {
    "too many lines": lambda: b"Child ref,Kind of home\n" + b"c1,long-term\n" * 200_100,
    "endless line": lambda: b"Child ref,Kind of home\nc1," + b"x" * 5_000_000,
    "endless quote": lambda: b'Child ref,Kind of home\nc1,"' + b"x\n" * 500_000,
    "nothing but NUL": lambda: b"Child ref,Kind of home\n" + bytes(1_000_000),
    "noise": lambda: b"\x07\x81" + os.urandom(500_000).replace(b"\x00", b"\x81"),
}


def write_hostile(folder: Path) -> Iterator[tuple[str, Path]]:
    """Write every hostile file; yield what it is and where."""
    for at, (what, make) in enumerate(WORKBOOKS.items()):
        path = folder / f"w{at}.xlsx"
        path.write_bytes(make())
        yield what, path
    for at, (what, make) in enumerate(TEXTS.items()):
        path = folder / f"t{at}.csv"
        path.write_bytes(make())
        yield what, path
    with (folder / "long.csv").open("wb") as file:
        file.write(b"Child ref,Kind of home\n")
        file.truncate(100_000_001)
    yield "more than the limit", folder / "long.csv"
    os.mkfifo(folder / "pipe.csv")
    yield "a pipe that nobody fills", folder / "pipe.csv"
    (folder / "null.xlsx").symlink_to("/dev/zero")
    yield "a device without end", folder / "null.xlsx"


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Return a workbook with one part damaged: bytes, numbers, lengths or names."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        pieces = {name: source.read(name) for name in source.namelist()}
    name = rng.choice(sorted(name for name in pieces if "xl/" in name))
    damage = rng.choice((_other_byte, _other_number, _cut_out, _other_word))
    body = bytearray(pieces[name])
    for _ in range(rng.choice((1, 1, 2, 5))):
        damage(body, rng)
    return packed(pieces | {name: bytes(body)})


def _other_byte(body: bytearray, rng: random.Random) -> None:
    body[rng.randrange(len(body))] = rng.randrange(32, 127)


def _other_number(body: bytearray, rng: random.Random) -> None:
    digits = [at for at, byte in enumerate(body) if 48 <= byte <= 57]
    at = rng.choice(digits or [0])
    numbers = (b"9999999999", b"-1", b"0", b"99999", b"1e400", b"NaN", b"")
    body[at : at + 1] = rng.choice(numbers)


def _cut_out(body: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(body))
    del body[at : at + rng.randrange(1, 60)]


def _other_word(body: bytearray, rng: random.Random) -> None:
    words = list(re.finditer(rb'"[^"<>]{0,30}"', bytes(body)))
    new = (b'""', b'"-5"', b'"4294967296"', b'"XFD1048576"', b'"A0"', b'"1:1"', b'"e"')
    if words:
        word = rng.choice(words)
        body[word.start() : word.end()] = rng.choice((*new, b'"s"', b'"str"', b'"d"'))
