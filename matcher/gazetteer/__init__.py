"""Places: postcodes to 1 km cells, straight-line distances, importing places."""

from matcher.gazetteer.chord import short_kilometres, through_earth
from matcher.gazetteer.distance import kilometres, kilometres_between
from matcher.gazetteer.importing import Imported, import_places
from matcher.gazetteer.places import Gazetteer, load_gazetteer, outcode_of, snap

__all__ = [
    "Gazetteer",
    "Imported",
    "import_places",
    "kilometres",
    "kilometres_between",
    "load_gazetteer",
    "outcode_of",
    "short_kilometres",
    "snap",
    "through_earth",
]
