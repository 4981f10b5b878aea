"""A round through the API: opened, run, looked at, pinned, run again, released."""

from __future__ import annotations

import io
import secrets
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from support.running import do_run, latest_run, load_harbourside
from support.world import World

from api.actions import perform
from api.actions.runs import TakenOver, end_run, save_run, start_run
from api.permissions import Who
from api.records import (
    Asset,
    Document,
    Membership,
    Need,
    Proposal,
    ProposalNeed,
    Round,
    Run,
)

V1 = "/api/v1"
BODY = {
    "name": "harbourside",
    "as_of": "2026-11-23",
    "term_start": "2026-12-07",
    "term_end": "2027-12-07",
}
WORK = Who(by="work")


@pytest.fixture
def round_id(world: World, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the id of a round opened over the example that can be solved by eye.

    Its salt is the same in every test, so that equal inputs are solved once.
    """
    monkeypatch.setattr(secrets, "token_hex", lambda size: "5a" * size)
    load_harbourside(world)
    scheme = world.schemes["norfolk-carers"]
    answer = world.client("coordinator").post(
        f"{V1}/schemes/{scheme}/rounds", json=BODY, headers=world.write()
    )
    assert answer.status_code == 201
    return str(answer.json()["id"])


def shown(world: World, round_id: str, name: str = "coordinator") -> dict[str, Any]:
    """Return the round as somebody sees it."""
    answer = world.client(name).get(f"{V1}/rounds/{round_id}")
    assert answer.status_code == 200
    return dict(answer.json())


def ask(world: World, round_id: str, what: str, **body: Any) -> Any:
    """Ask for something about a round, as the coordinator, on its present version."""
    version = shown(world, round_id)["version"]
    return world.client("coordinator").post(
        f"{V1}/rounds/{round_id}/{what}", json=body, headers=world.write(version)
    )


def pairs(world: World, round_id: str) -> set[tuple[str, str]]:
    """Return the refs of a round's drafted proposals."""
    with world.app.database.reading() as session:
        store = world.store(session)
        needs = {row.id: row.ref for row in store.find(Need)}
        assets = {row.id: row.ref for row in store.find(Asset)}
        rows = store.find(
            Proposal, Proposal.round_id == UUID(round_id), Proposal.state == "drafted"
        )
        at = {row.id: assets[row.asset_id] for row in rows}
        return {
            (needs[pair.need_id], at[pair.proposal_id])
            for pair in store.find(ProposalNeed)
            if pair.proposal_id in at
        }


def test_a_run_drafts_what_the_example_argues(world: World, round_id: str) -> None:
    """The database's round proposes the pairs that the files' round proposes."""
    before = shown(world, round_id)
    assert before["salt"] is None
    assert ask(world, round_id, "run").status_code == 202
    do_run(world, latest_run(world, round_id))
    after = shown(world, round_id)
    assert (after["state"], after["run"]["state"]) == ("proposed", "saved")
    drafted = pairs(world, round_id)
    wanted = {("c1", "f1"), ("c2", "f1"), ("c3", "f2"), ("c4", "f3"), ("c7", "f6")}
    assert wanted <= drafted
    assert {need for need, _ in drafted} >= {"c5", "c6"}
    assert after["salt_sha256"] == before["salt_sha256"]


def test_a_second_run_is_refused_while_one_is_on_its_way(
    world: World, round_id: str
) -> None:
    """A round has one live run; a cancelled one is kept, and the round opens again."""
    assert ask(world, round_id, "run").status_code == 202
    assert ask(world, round_id, "run").status_code == 409
    assert ask(world, round_id, "cancel").status_code == 200
    view = shown(world, round_id)
    assert (view["state"], view["run"]["state"]) == ("open", "cancelled")
    assert ask(world, round_id, "run").status_code == 202
    assert shown(world, round_id)["run"]["number"] == 2


def test_a_run_that_was_taken_over_saves_nothing(world: World, round_id: str) -> None:
    """Whoever held a run before the fence grew is refused, whatever they found."""
    ask(world, round_id, "run")
    run_id = latest_run(world, round_id)
    fences = [
        perform(world.app, WORK, start_run, on=run_id, executor=name).facts["fence"]
        for name in ("first", "second")
    ]
    assert fences == [1, 2]
    with pytest.raises(TakenOver):
        perform(world.app, WORK, save_run, on=run_id, fence=1, result="{}")
    with pytest.raises(TakenOver):
        perform(
            world.app, WORK, end_run, on=run_id, fence=1, state="failed", reason="x"
        )
    perform(world.app, WORK, end_run, on=run_id, fence=2, state="failed", reason="why")
    view = shown(world, round_id)
    assert (view["state"], view["run"]["reason"]) == ("open", "why")


def test_what_is_forbidden_is_not_proposed_again(world: World, round_id: str) -> None:
    """A ruling counts in the next run; proposals that no longer hold are withdrawn."""
    ask(world, round_id, "run")
    do_run(world, latest_run(world, round_id))
    with world.app.database.reading() as session:
        store = world.store(session)
        need = next(row.id for row in store.find(Need) if row.ref == "c3")
        asset = next(row.id for row in store.find(Asset) if row.ref == "f2")
    body = {"need": str(need), "asset": str(asset), "kind": "forbid"}
    assert ask(world, round_id, "rulings", **body).status_code == 201
    assert ask(world, round_id, "run").status_code == 202
    do_run(world, latest_run(world, round_id))
    assert ("c3", "f2") not in pairs(world, round_id)
    assert ("c1", "f1") in pairs(world, round_id)


def test_a_changed_document_is_never_released(world: World, round_id: str) -> None:
    """Release stands on the hashes that the run left, also when a row was edited."""
    ask(world, round_id, "run")
    do_run(world, latest_run(world, round_id))

    def tamper(session: Any) -> None:
        store = world.store(session)
        row = store.one(Document, Document.kind == "result")
        assert row is not None
        store.change(row, digest="0" * 64)

    world.app.database.transaction(tamper)
    row = proposals(world, round_id)[0]
    body = [{"proposal": str(row), "preview_sha256": "0" * 64}]
    answer = ask(world, round_id, "release", proposals=body)
    assert (answer.status_code, "not the one the run left" in answer.text) == (
        409,
        True,
    )


def proposals(world: World, round_id: str) -> list[UUID]:
    """Return the ids of a round's proposals."""
    with world.app.database.reading() as session:
        rows = world.store(session).find(Proposal, Proposal.round_id == UUID(round_id))
        return [row.id for row in rows]


def test_a_released_round_has_packs_that_verify(
    world: World, round_id: str, tmp_path: Path
) -> None:
    """The auditor's pack verifies by itself, in a folder with nothing else in it."""
    ask(world, round_id, "run")
    do_run(world, latest_run(world, round_id))
    auditor = world.client("auditor")
    assert auditor.get(f"{V1}/rounds/{round_id}/pack").status_code == 409

    def publish(session: Any) -> None:
        store = world.store(session)
        row = store.get(Round, UUID(round_id))
        assert row is not None
        store.change(row, state="released")

    world.app.database.transaction(publish)
    answer = auditor.get(f"{V1}/rounds/{round_id}/pack")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as pack:
        pack.extractall(tmp_path)
        names = pack.namelist()
    (verifier,) = [name for name in names if name.endswith("verify_round.py")]
    folder = (tmp_path / verifier).parent
    done = subprocess.run(
        [sys.executable, "-I", "verify_round.py", "instance.json", "result.json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (
        world.client("coordinator").get(f"{V1}/rounds/{round_id}/pack").status_code
        == 404
    )
    public = world.client("coordinator").get(f"{V1}/rounds/{round_id}/pack/public")
    assert public.status_code == 200


def test_runs_are_kept_whatever_became_of_them(world: World, round_id: str) -> None:
    """Every run of a round keeps its number and its state."""
    for _ in range(2):
        ask(world, round_id, "run")
        ask(world, round_id, "cancel")
    with world.app.database.reading() as session:
        runs = world.store(session).find(Run)
    assert [(run.number, run.state) for run in runs] == [
        (1, "cancelled"),
        (2, "cancelled"),
    ]


def test_a_shortlist_and_why_not_answer_from_todays_records(
    world: World, round_id: str
) -> None:
    """Staff ask about one need and one pair; nobody else can."""
    with world.app.database.reading() as session:
        store = world.store(session)
        need = next(row.id for row in store.find(Need) if row.ref == "c3")
        asset = next(row.id for row in store.find(Asset) if row.ref == "f2")
    client = world.client("coordinator")
    listed = client.get(f"{V1}/needs/{need}/shortlist", params={"top": 2})
    assert listed.status_code == 200
    assert listed.json()["listed"][0]["asset"] == "f2"
    pair = client.get(f"{V1}/needs/{need}/why-not/{asset}")
    assert pair.json()["candidate"] is True
    insight = client.get(f"{V1}/schemes/{world.schemes['norfolk-carers']}/insight")
    assert insight.json()["needs"] == 12
    assert world.client("holder").get(f"{V1}/needs/{need}/shortlist").status_code == 404


def test_a_rounds_proposal_is_released_with_its_round_alone(
    world: World, round_id: str
) -> None:
    """No single offer goes round the verification that a release makes again."""
    ask(world, round_id, "run")
    do_run(world, latest_run(world, round_id))
    path = f"{V1}/proposals/{proposals(world, round_id)[0]}"
    client = world.client("coordinator")
    preview = client.get(f"{path}/preview").json()["digest"]
    offered = client.post(
        f"{path}/offer", json={"preview": preview}, headers=world.write(1)
    )
    assert (offered.status_code, "Release it there" in offered.text) == (409, True)


def test_whoever_ruled_approves_nothing_also_after_taking_it_back(
    world: World, round_id: str
) -> None:
    """A ruling that was lifted is still a hand that somebody had in the pair."""
    ask(world, round_id, "run")
    do_run(world, latest_run(world, round_id))
    row = proposals(world, round_id)[0]
    with world.app.database.reading() as session:
        store = world.store(session)
        (pair,) = store.find(ProposalNeed, ProposalNeed.proposal_id == row)
        asset = store.find(Proposal, Proposal.id == row)[0].asset_id
    ruler = world.invent("ruler", "coordinator")

    def also_approves(session: Any) -> None:
        world.store(session).new(
            Membership, account_id=ruler.account_id, role="approver"
        )

    world.app.database.transaction(also_approves)
    for kind in ("pin", "none"):
        body = {"need": str(pair.need_id), "asset": str(asset), "kind": kind}
        ruled = world.client("ruler").post(
            f"{V1}/rounds/{round_id}/rulings",
            json=body,
            headers=world.write(shown(world, round_id)["version"]),
        )
        assert ruled.status_code == 201
    path = f"{V1}/proposals/{row}"
    digest = world.client("ruler").get(path).json()["reasons_digest"]
    answers = [
        world.client(name).post(
            f"{path}/approval",
            json={"reasons_digest": digest},
            headers=world.write(1),
        )
        for name in ("ruler", "approver")
    ]
    assert [answer.status_code for answer in answers] == [409, 200]
