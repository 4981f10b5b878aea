"""Places as tiles: near where they lie, none on another, the same on every machine."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.reports.pictures.tiles import tiles

points = st.dictionaries(
    st.text("ABC123", min_size=1, max_size=4),
    st.tuples(st.floats(50, 58), st.floats(-6, 2)),
    max_size=40,
)


@given(points)
def test_every_place_has_a_tile_of_its_own(
    where: dict[str, tuple[float, float]],
) -> None:
    """No two share a tile, no row or column is empty, and no order matters."""
    found = tiles(where)
    assert found.keys() == where.keys()
    assert len(set(found.values())) == len(where)
    for axis in (0, 1):
        used = {tile[axis] for tile in found.values()}
        assert used == set(range(len(used)))
    assert tiles(dict(reversed(where.items()))) == found


def test_a_compass_stays_a_compass() -> None:
    """What lies north is above, and what lies east is to the right."""
    found = tiles({"N": (53, 0), "S": (51, 0), "W": (52, -2), "E": (52, 2)})
    assert found["N"][1] < found["S"][1]
    assert found["W"][0] < found["E"][0]
