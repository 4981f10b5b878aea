from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.hostile import write_hostile

CHILD = """
import json, re, resource, sys, time
from datetime import date
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
from matcher.intake import read_sheets
from matcher.schemes import find_scheme
status, peak = Path("/proc/self/status"), re.compile(r"VmHWM:\\s+(\\d+)")
scheme = find_scheme("norfolk-carers")
for line in sys.stdin:
    start = time.process_time()
    intake = read_sheets(
        scheme, [Path(line.strip())], gazetteer=None, as_of=date(2026, 11, 22)
    )
    print(json.dumps({
        "faults": [fault.message for fault in intake.faults],
        "seconds": time.process_time() - start,
        "megabytes": int(peak.search(status.read_text())[1]) / 1024,
    }), flush=True)
"""


@pytest.fixture(scope="module")
def read_all(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What one process, kept under 1 GB, says of every hostile file in turn."""
    files = dict(write_hostile(tmp_path_factory.mktemp("hostile")))
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


def test_every_hostile_file_is_refused_and_the_reader_lives(
    read_all: dict[str, dict[str, object]],
) -> None:
    """Bombs, entities, lies about sizes: each gets a sentence, and the next is read."""
    assert len(read_all) >= 25
    assert [what for what, said in read_all.items() if not said["faults"]] == []


def test_refusing_stays_small(read_all: dict[str, dict[str, object]]) -> None:
    """No hostile file makes the reader hold more than 200 MB."""
    assert max(float(str(said["megabytes"])) for said in read_all.values()) < 200
