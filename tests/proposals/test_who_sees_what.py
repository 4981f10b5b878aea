"""Who sees what of a proposal, step by step; typed by hand, never from the rules."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session
from support.proposing import make_pair
from support.world import World

from api.records import Asset, AuditRow, Disclosure, Outbox, Proposal, View

EVERYBODY = (
    "holder",
    "young_person",
    "parent",
    "advocate",
    "worker",
    "council",
    "coordinator",
    "approver",
)
OUTSIDE = (
    *("administrator", "auditor", "hub", "helper", "safeguarding_lead"),
    *("holder-2", "charity-administrator", "charity-coordinator", "charity-hub"),
    "charity-holder",
)
STAFF = {"worker", "coordinator", "approver"}
AFTER = {*EVERYBODY}
# Who meets it at all, at each state of a scheme with every step.
MEETS = {
    "drafted": STAFF,
    "approved": STAFF,
    "offered": STAFF | {"holder"},
    "interested": STAFF | {"holder"},
    "disclosed": AFTER,
    "introduced": AFTER,
    "agreed": AFTER,
}
CARD = {"placement", "strengths", "wishes"}
DETAILS = {"birth", "placement", "levels", "strengths", "outcomes", "wishes"}
HOLDER_CARD = {"languages", "home_has", "offers"}
NAMES_A_CHILD = ("Young_Person", "young_person@", '"n1"', "section-20", "NR1")
NAMES_A_HOME = ("Holder Invented", "holder@", "NR3", "52.6", '"a1"')


def test_each_step_shows_each_side_what_it_may_see(world: World) -> None:
    """The child's side sees nothing before disclosure, nobody outside ever does."""
    pair = make_pair(world)
    pair.draft()
    for state, meets in MEETS.items():
        if state != "drafted":
            pair.go_on(state)
        for name in (*EVERYBODY, *OUTSIDE):
            status = pair.get(name).status_code
            assert status == (200 if name in meets else 404), (state, name)
            listed = pair.client(name).get("/api/v1/proposals").json()["items"]
            mine = name in meets - {"coordinator", "approver"}
            assert bool(listed) == mine, (state, name)


def test_an_offer_is_a_card_that_names_nobody(world: World) -> None:
    """Until the details are released the holder has the card and nothing else."""
    pair = make_pair(world)
    pair.draft()
    pair.go("interested")
    seen = pair.get("holder")
    assert set(seen.json()["card"][0]) == CARD
    assert not {"details", "needs", "answers", "reasons"} & set(seen.json())
    child = str(world.people["young_person"].person_id)
    for word in (*NAMES_A_CHILD, "2014", child, str(pair.need_id)):
        assert word not in seen.text, word


def test_disclosure_releases_two_fixed_lists_and_no_address(world: World) -> None:
    """The holder has the scheme's list; the child's side a card, never a place."""
    pair = make_pair(world)
    pair.draft()
    pair.go("disclosed")
    assert set(pair.get("holder").json()["details"][0]) == DETAILS
    assert pair.get("holder").json()["details"][0]["birth"] == "2014-05"
    for name in ("young_person", "parent", "advocate", "worker", "council"):
        seen = pair.get(name)
        assert set(seen.json()["holder_card"]) == HOLDER_CARD
        for word in NAMES_A_HOME:
            assert word not in seen.text, (name, word)
    released = {(row.to, tuple(row.fields)) for row in pair.rows(Disclosure)}
    assert {to for to, _ in released} == {"holder", "child_side"}
    assert len(pair.rows(Disclosure)) == 3  # the card at the offer, then both lists


def test_messages_and_logs_hold_ids_alone(world: World) -> None:
    """Nothing personal is in the outbox, the audit log or an error."""
    pair = make_pair(world)
    pair.draft()
    pair.go("disclosed")
    pair.say("holder", "no", why="not_now", words="zzcanary")
    pair.post("worker", "details")
    kept = [*pair.rows(Outbox), *pair.rows(AuditRow)]
    text = " ".join(str(row.model_dump()) for row in kept)
    for word in (*NAMES_A_CHILD[:4], "Invented", "zzcanary", "musical", "garden"):
        assert word not in text, word


def test_a_held_proposal_says_not_available_and_nothing_more(world: World) -> None:
    """Frozen by a suspension and held by a gate read the same to everybody."""
    pair = make_pair(world)
    pair.draft()
    pair.go("disclosed")

    def hold(**columns: bool) -> list[object]:
        def write(session: Session) -> None:
            store = world.store(session)
            row = store.get(Proposal, pair.proposal_id)
            assert row is not None
            store.change(row, **columns)

        world.app.database.transaction(write)
        seen = [pair.get(name).json() for name in EVERYBODY]
        refusals = [pair.say("holder").json(), pair.post("worker", "meeting").json()]
        return [
            {key: value for key, value in each.items() if key != "version"}
            for each in (*seen, *refusals)
        ]

    frozen = hold(frozen=True, available=True)
    _put_on_hold(world, pair.asset_ids[0])
    held = hold(frozen=False, available=False)
    assert frozen == held
    assert frozen[0]["available"] is False  # type: ignore[index]


def test_every_read_of_a_person_is_logged(world: World) -> None:
    """Whoever opens a card or the details leaves a view; not of themselves."""
    pair = make_pair(world)
    pair.draft()
    pair.go("disclosed")
    before = len(_views(world))
    pair.get("holder")
    pair.get("worker")
    pair.get("young_person")
    child, home = (world.people[name] for name in ("young_person", "holder"))
    readers = {(row.account_id, row.identity_id) for row in _views(world)[before:]}
    assert readers == {
        (world.people["holder"].account_id, child.identity_id),
        (world.people["worker"].account_id, child.identity_id),
        (world.people["worker"].account_id, home.identity_id),
        (child.account_id, home.identity_id),
    }


def test_what_ended_before_it_was_disclosed_is_the_asked_ones_alone(
    world: World,
) -> None:
    """A family and a hub that were never told do not learn that something ended."""
    pair = make_pair(world)
    pair.draft()
    pair.go("offered")
    assert pair.say("holder", "no", why="not_now").status_code == 200
    for name in ("young_person", "parent", "advocate", "council", "hub"):
        assert pair.get(name).status_code == 404, name
        listed = pair.client(name).get("/api/v1/proposals").json()["items"]
        assert listed == [], name
    for name in ("holder", "worker"):
        assert pair.get(name).json()["state"] == "ended", name


def _views(world: World) -> list[View]:
    with world.app.database.reading() as session:
        return list(world.store(session).find(View))


def _put_on_hold(world: World, asset_id: UUID) -> None:
    def write(session: Session) -> None:
        store = world.store(session)
        asset = store.get(Asset, asset_id)
        assert asset is not None
        store.change(asset, state="on_hold")

    world.app.database.transaction(write)
