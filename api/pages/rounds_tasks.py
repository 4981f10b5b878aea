"""A round's tasks: what there is to do, how far it is, and where it is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

_ENDED = {"closed", "failed"}
_COLOURS = {
    "Done": "govuk-tag--green",
    "Failed": "app-red",
    "Cancelled": "govuk-tag--yellow",
    "Optional": "govuk-tag--grey",
}
Data = Mapping[str, Any]


class Status(NamedTuple):
    """How far a task is: a word or two, and whether it is open to be done."""

    text: str
    can: bool = True

    @property
    def shown(self) -> dict[str, Any]:
        """Return it as GOV.UK's task list takes it: what is done has no tag."""
        if self.text == "Done":
            return {"text": "Done"}
        if not self.can:
            return {
                "text": self.text,
                "classes": "govuk-task-list__status--cannot-start-yet",
            }
        start = self.text.split(" ")[0].rstrip(",")
        classes = _COLOURS.get(start, "")
        return {"tag": {"text": self.text, "classes": classes}}


class Task(NamedTuple):
    """One line of the list."""

    title: str
    hint: str
    href: str
    status: Status

    @property
    def item(self) -> dict[str, Any]:
        """Return it as GOV.UK's task list takes it."""
        line: dict[str, Any] = {
            "title": {"text": self.title},
            "hint": {"text": self.hint},
            "status": self.status.shown,
        }
        return line | ({"href": self.href} if self.status.can else {})


def tasks_of(seen: Data, counts: Data, *, brings: bool) -> list[tuple[str, list[Any]]]:
    """Return a round's tasks under their headings, as GOV.UK's task list takes them.

    Parameters
    ----------
    brings : bool
        Whether who reads them may bring in data.
    """
    parts = {
        "Before the run": _before(seen, brings=brings),
        "The run": _run(seen),
        "Deciding": _deciding(seen, counts),
        "After the release": _after(seen, counts),
    }
    return [(title, [task.item for task in tasks]) for title, tasks in parts.items()]


def _before(seen: Data, *, brings: bool) -> Iterator[Task]:
    live = seen["state"] in {"open", "proposed"}
    yield Task(
        "Bring in data",
        "Upload sheets, see what would change, then confirm.",
        f"/schemes/{seen['scheme']}/import",
        Status("Optional" if live else "Done", can=live and brings),
    )
    yield Task(
        "Look at coverage",
        "Who can be reached, and which rule shuts whom out.",
        f"/schemes/{seen['scheme']}/coverage",
        Status("Optional"),
    )


def _run(seen: Data) -> Iterator[Task]:
    href = f"/rounds/{seen['id']}"
    yield Task(
        "Compare policies",
        "What each policy would come to, in totals, before you choose one.",
        f"{href}/compare",
        _compare_status(seen),
    )
    yield Task(
        "Freeze and run",
        "Freeze the records as they are now, then match everybody waiting.",
        f"{href}/run",
        _run_status(seen),
    )


def _compare_status(seen: Data) -> Status:
    run = seen["run"] or {}
    if run.get("kind") == "compare" and run.get("state") in {"queued", "solving"}:
        return Status(f"Running, {round(100 * run['share'])}%")
    return Status("Optional", can=seen["state"] != "running")


def _run_status(seen: Data) -> Status:
    run = seen["run"] or {}
    if seen["state"] == "running":
        return Status(f"Running, {round(100 * run.get('share', 0))}%")
    if seen["state"] in {"proposed", "released", "closed"} and run:
        return Status("Done")
    if run.get("kind") == "run" and run.get("state") in {"failed", "cancelled"}:
        return Status(run["state"].capitalize())
    return Status("Not started", can=seen["state"] not in _ENDED)


def _deciding(seen: Data, counts: Data) -> Iterator[Task]:
    href, states = f"/rounds/{seen['id']}", counts["states"]
    there = seen["state"] in {"proposed", "released", "closed"}
    yield Task(
        "Review the proposals",
        "Why each pair, why not others, and what else was possible.",
        f"{href}/review",
        Status(f"{counts['all']} to look at" if there else "Cannot start yet", there),
    )
    drafted = states.get("drafted", 0)
    if counts["approval"] == "before_offer":
        yield Task(
            "Have them approved",
            "Somebody else looks at each pair, reasons first.",
            f"{href}/review?state=drafted",
            _left(drafted, "to approve", there, counts["all"]),
        )
    yield Task(
        "Release",
        "See every message first. Nothing is sent before you press the button.",
        f"{href}/release",
        _release_status(counts, there),
    )


def _release_status(counts: Data, there: bool) -> Status:
    """Say what a release waits for: nothing is done while anything is still to come."""
    if there and not counts["ready"]:
        if counts["unasked"]:
            return Status(f"{counts['unasked']} wait for the child's side")
        if counts["states"].get("drafted"):
            return Status("Waits for approval")
    return _left(counts["ready"], "ready", there, counts["all"])


def _after(seen: Data, counts: Data) -> Iterator[Task]:
    href, waiting = f"/rounds/{seen['id']}", counts["waiting"]
    released = seen["state"] in {"released", "closed"}
    yield Task(
        "Follow the answers",
        "Who has answered, who has not, and the next best after a no.",
        f"{href}/answers",
        _left(waiting, "to follow", released, counts["all"]),
    )
    can = "close" in seen["open_acts"]
    yield Task(
        "Close the round",
        "What is still drafted is not offered any more.",
        f"{href}/close",
        Status("Done" if seen["state"] in _ENDED else "Not started", can=can),
    )


def _left(count: int, what: str, there: bool, of: int) -> Status:
    if not there or not of:
        return Status("Cannot start yet" if not there else "None", can=False)
    return Status(f"{count} {what}" if count else "Done")
