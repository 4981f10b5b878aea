"""The demo's database, filled in a thread: one is loaded while the next is solved.

A round is solved in a process of its own, so that this one has time meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.opening import Opened

if TYPE_CHECKING:
    from api.main.demonstration import Loaded, Loading
    from matcher.rounds import RoundResult


class Filling:
    """A database that is filled in a thread of its own, in the order of what is added.

    Parameters
    ----------
    folder : Path
        Where it is made.
    salt, effort : str, float
        What every round was solved with.
    """

    def __init__(
        self, pool: ThreadPoolExecutor, folder: Path, *, salt: str, effort: float
    ) -> None:
        self._pool = pool
        self._salt = salt
        self._effort = effort
        self._begun = pool.submit(_begin, folder)
        self._added: list[Future[None]] = []

    def add(self, workbook: Path, opened: Opened, result: RoundResult) -> None:
        """Have a community loaded as soon as the one before it is."""
        self._added.append(self._pool.submit(self._add, workbook, opened, result))

    def loaded(self) -> Loaded:
        """Wait until everything is loaded, and return what there is.

        Raises
        ------
        AcornsError
            What an action said.
        """
        for each in self._added:
            each.result()
        return self._begun.result().done()

    def _add(self, workbook: Path, opened: Opened, result: RoundResult) -> None:
        from api.main.demonstration import Matched

        self._begun.result().add(
            Matched(
                rules=opened.scheme,
                workbook=workbook,
                intake=opened.intake,
                snapshot=opened.snapshot,
                result=result,
                salt=self._salt,
                effort=self._effort,
            )
        )


@contextmanager
def filling(folder: Path, *, salt: str, effort: float) -> Iterator[Filling]:
    """Make a folder's database while this lasts; wait for its thread in any case."""
    folder.mkdir(mode=0o700)
    with ThreadPoolExecutor(1) as pool:
        try:
            yield Filling(pool, folder, salt=salt, effort=effort)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _begin(folder: Path) -> Loading:
    from api.main.demonstration import Loading

    return Loading(folder)
