"""The spine: one organisation's change, seen through the door."""

from __future__ import annotations

from support.world import World

from api.audit_log import check_chain


def test_a_change_is_done_once_and_leaves_one_audit_row(world: World) -> None:
    """The same key twice is one change, and the log's chain holds."""
    client, path = (
        world.client("administrator"),
        f"/api/v1/organisations/{world.council}",
    )
    headers = world.write(1)
    for _ in range(2):
        answer = client.patch(path, json={"name": "Renamed"}, headers=headers)
        assert answer.status_code == 200
        assert answer.json()["version"] == 2
    with world.app.database.reading() as session:
        chain = check_chain(session, world.council)
    assert (chain.rows, chain.broken) == (1, None)
