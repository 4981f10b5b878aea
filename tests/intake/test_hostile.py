from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from support.hostile import mutated, write_hostile

CHILD = """
import json, re, resource, sys, time
from datetime import date
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
from matcher.intake import read_sheets
from matcher.schemes import find_scheme
status, peak = Path("/proc/self/status"), re.compile(r"VmHWM:\\s+(\\d+)")
class Nowhere:
    find = staticmethod(lambda text: None)
    nearest_names = staticmethod(lambda text: [])
scheme = find_scheme("norfolk-carers")
for line in sys.stdin:
    start = time.process_time()
    intake = read_sheets(
        scheme, [Path(line.strip())], gazetteer=Nowhere, as_of=date(2026, 11, 22)
    )
    print(json.dumps({
        "faults": [fault.message for fault in intake.faults],
        "seconds": time.process_time() - start,
        "megabytes": int(peak.search(status.read_text())[1]) / 1024,
    }), flush=True)
"""


STRANGERS = Path(__file__).parents[2] / "fixtures" / "strangers"
Said = dict[str, dict[str, object]]


def read_apart(files: dict[str, Path]) -> Said:
    """Return what one process, kept under 1 GB, says of every file in turn."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        input="\n".join(map(str, files.values())),
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(said) == len(files), done.stderr[-2000:]
    return dict(zip(files, said, strict=True))


@pytest.fixture(scope="module")
def read_all(tmp_path_factory: pytest.TempPathFactory) -> Said:
    """Return what is said of every hostile file."""
    return read_apart(dict(write_hostile(tmp_path_factory.mktemp("hostile"))))


def test_every_hostile_file_is_refused_and_the_reader_lives(read_all: Said) -> None:
    """Bombs, entities, lies about sizes: each gets a sentence, and the next is read."""
    assert len(read_all) >= 25
    assert [what for what, said in read_all.items() if not said["faults"]] == []


def test_refusing_stays_small(read_all: Said) -> None:
    """No hostile file makes the reader hold more than 200 MB."""
    assert max(float(str(said["megabytes"])) for said in read_all.values()) < 200


def damage(folder: Path, count: int, seed: int) -> dict[str, Path]:
    """Write `count` damaged copies of good workbooks."""
    rng = random.Random(seed)
    good = [path.read_bytes() for path in sorted(STRANGERS.glob("*.xlsx"))]
    files = {}
    for at in range(count):
        path = files[str(at)] = folder / f"{at}.xlsx"
        path.write_bytes(mutated(rng.choice(good), rng))
    return files


def test_damaged_workbooks_never_end_the_reader(tmp_path: Path) -> None:
    """Whatever is wrong in a workbook's XML, the answer is rows or sentences."""
    seed = random.randrange(2**32)
    read_apart(damage(tmp_path, 150, seed))


@pytest.mark.deep
def test_damaged_workbooks_never_end_the_reader_deep(tmp_path: Path) -> None:
    """The same for five thousand."""
    seed = random.randrange(2**32)
    read_apart(damage(tmp_path, 5_000, seed))
