"""Run a program as itself, and tell the most memory that it had, on its last line."""

from __future__ import annotations

import runpy
import sys

from matcher.benchmarks.stopwatch import peak

if __name__ == "__main__":
    sys.argv = sys.argv[1:]
    try:
        runpy.run_path(sys.argv[0], run_name="__main__")
    finally:
        sys.stdout.write(f"{peak()}\n")
