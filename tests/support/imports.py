"""Which module imports which, read from the source without running it."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path


def modules(root: Path, *tops: str) -> dict[str, Path]:
    """Return every module under the packages `tops`, by its dotted name."""
    paths = sorted(path for top in tops for path in (root / top).rglob("*.py"))
    return {
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(
            ".__init__"
        ): path
        for path in paths
    }


def imports(module: str, known: Mapping[str, Path]) -> set[str]:
    """Return what a module imports anywhere in its file, functions included.

    A module of `known` stands by its dotted name, any other by its first part.
    """
    path = known[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, package)
            full = {f"{base}.{alias.name}" for alias in node.names}
            found |= {name if name in known else base for name in full}
    return {n if n in known else n.split(".")[0] for n in found} - {module}


def _base(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parts = package.split(".")
    above = parts[: len(parts) - node.level + 1]
    return ".".join([*above, *filter(None, [node.module])])


def floor_of(module: str) -> str:
    """Return the module's floor: its first two names."""
    return ".".join(module.split(".")[:2])


def cycles(uses: Mapping[str, set[str]]) -> list[str]:
    """Return one cycle among the modules, as text, or none."""
    try:
        TopologicalSorter(uses).prepare()
    except CycleError as error:
        return [" -> ".join(error.args[1])]
    return []
