"""Places, distances and importing places."""

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import Refused
from matcher.gazetteer import (
    import_places,
    kilometres,
    kilometres_between,
    load_gazetteer,
    outcode_of,
    snap,
)
from matcher.model import Place

LAT = st.floats(50, 60)
LON = st.floats(-6, 1.9)
POSTCODES = [
    ("NR3", ("NR3", "NR3")),
    ("nr3 1aa", ("NR3", "NR31AA")),
    (" NR 31 1AA ", ("NR31", "NR311AA")),
    ("EC1A 1BB", ("EC1A", "EC1A1BB")),
    ("ZZZ1", None),
    ("NR", None),
    ("", None),
    ("NR3 1A", None),
]


@pytest.mark.parametrize(("text", "codes"), POSTCODES)
def test_postcodes_are_read_in_any_spacing_and_case(
    text: str, codes: tuple[str, str] | None
) -> None:
    """A postcode gives its outcode and itself; anything else gives nothing."""
    assert outcode_of(text) == codes


def test_a_postcode_is_placed_at_its_outcode_until_more_is_imported(
    tmp_path: Path,
) -> None:
    """Our own gazetteer knows outcodes; an imported file knows the unit as well."""
    plain = load_gazetteer()
    assert plain.find("NR3 1AA") == plain.find("nr3")
    assert plain.find("ZZ1 1AA") is None
    source = tmp_path / "units.csv"
    source.write_text("postcode,lat,lon\nNR3 1AA,52.7001,1.4001\n")
    import_places(source, tmp_path / "places.sqlite")
    more = load_gazetteer(tmp_path / "places.sqlite")
    assert more.find("NR3 1AA") == Place("NR3", *snap(52.7001, 1.4001))
    assert more.find("NR3 2AA") == plain.find("NR3")


def test_a_misspelt_outcode_gets_a_suggestion() -> None:
    """The nearest names are outcodes spelt alike."""
    assert "NR33" in load_gazetteer().nearest_names("NR333")


@given(LAT, LON, LAT, LON)
def test_distance_equals_geopy(
    lat1: float, lon1: float, lat2: float, lon2: float
) -> None:
    """Two implementations of the geodesic agree to a centimetre."""
    ours = kilometres([lat1], [lon1], [lat2], [lon2])[0]
    theirs = kilometres_between(Place("A1", lat1, lon1), Place("A1", lat2, lon2))
    assert ours == pytest.approx(theirs, abs=1e-5)


@given(LAT, LON)
def test_a_snapped_point_is_fixed_and_near(lat: float, lon: float) -> None:
    """Snapping twice changes nothing, and moves a point by less than a cell."""
    once = snap(lat, lon)
    assert snap(*once) == once
    assert kilometres([lat], [lon], [once[0]], [once[1]])[0] < 0.73


def test_code_point_open_is_read_without_a_header(tmp_path: Path) -> None:
    """Eastings and northings become degrees; quality 90 has no place and is counted."""
    source = tmp_path / "nr.csv"
    source.write_text(
        '"NR3 1AA",10,623000,309500,"E92000001","","E18","","E07","E05"\n'
        '"NR3 1AB",90,0,0,"E92000001","","E18","","E07","E05"\n'
    )
    done = import_places(source, tmp_path / "p.sqlite")
    assert (done.rows, done.taken, done.refused) == (2, 1, 1)
    found = load_gazetteer(tmp_path / "p.sqlite").find("NR3 1AA")
    assert found is not None
    assert (found.lat, found.lon) == pytest.approx((52.64, 1.29), abs=0.02)


@pytest.mark.parametrize("names", ["pcds,doterm,lat,long", "PCD7,DOTERM,LAT,LONG"])
def test_onspd_and_nspl_columns_are_found_by_name(tmp_path: Path, names: str) -> None:
    """Ended postcodes and 99.999999 are left out and counted: in = taken + refused."""
    source = tmp_path / "onspd.csv"
    source.write_text(
        f"{names}\nOX1 1AA,,51.75,-1.26\nOX1 1AB,199606,51.75,-1.26\n"
        "OX1 1AC,,99.999999,0\nOX1 1AD,,oops,0\n"
    )
    done = import_places(source, tmp_path / "p.sqlite")
    assert (done.rows, done.taken, done.ended, done.without_place) == (4, 1, 1, 2)


def test_a_file_of_something_else_is_refused_and_changes_nothing(
    tmp_path: Path,
) -> None:
    """A refused import leaves the places that were there."""
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("outcode,lat,lon\nOX1,51.75,-1.26\n")
    bad.write_text("name,age\nA,3\n")
    target = tmp_path / "p.sqlite"
    import_places(good, target)
    before = target.read_bytes()
    with pytest.raises(Refused, match="outcode, lat, lon"):
        import_places(bad, target)
    assert target.read_bytes() == before


def test_our_places_stand_within_six_kilometres_of_the_published_ones() -> None:
    """Our hand-typed outcodes agree with the reference file, where it is at hand."""
    reference = Path(os.environ.get("ACORNS_REFERENCE", "../shared/data"))
    if not (reference / "outcodes.csv").exists():
        pytest.skip("reference data: no outcodes.csv; set ACORNS_REFERENCE")
    with (reference / "outcodes.csv").open() as file:
        known = {row["outcode"]: row for row in csv.DictReader(file)}
    for outcode, (lat, lon) in load_gazetteer().outcodes.items():
        row = known[outcode]
        far = kilometres([lat], [lon], [float(row["lat"])], [float(row["lon"])])[0]
        assert far < 6, outcode


@pytest.mark.parametrize(
    "data",
    [b"\x94\xff\x00", b"outcode,lat,lon\nNR3,52.6,1.3\n\xff\xfe\n", b"PK\x03\x04\x89"],
    ids=["first", "later", "zip"],
)
def test_what_is_no_text_is_a_sentence(tmp_path: Path, data: bytes) -> None:
    """Bytes that are no text are refused by name, and what was imported stays."""
    source, target = tmp_path / "bytes.csv", tmp_path / "p.sqlite"
    target.write_bytes(b"as before")
    source.write_bytes(data)
    with pytest.raises(Refused, match=r"bytes\.csv is not a CSV"):
        import_places(source, target)
    assert target.read_bytes() == b"as before"
