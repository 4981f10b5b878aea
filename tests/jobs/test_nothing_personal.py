"""What durable work keeps of its own: ids, counts, digests, words; nothing else."""

import base64
import pickle

import pytest
from sqlalchemy import create_engine, text
from support.remains import remains
from support.site import Site

from api.database import Database
from api.jobs.facts import Facts, NotPlain, plain

CANARY = "canary-zebedee@invented.example"


def test_its_tables_hold_nothing_of_anybody(site: Site) -> None:
    """After a message and a round, no table of DBOS holds what they were about."""
    site.invite("canary-zebedee")
    site.ask(site.open())
    assert site.yard.labourer().ends() == 0
    said = list(remains(site.yard.work_database))
    jobs = {str(job) for job in site.yard.states()}
    assert jobs <= {value for _, value in said}, "the jobs themselves are found"
    for canary in ("zebedee", "invented.example", "Invented", "NR", site.salt()):
        assert [where for where, value in said if canary in value] == []
    kinds = {value for where, value in said if where.endswith(".serialization")}
    assert kinds == {"portable_json"}


def test_a_planted_value_is_found(database: Database) -> None:
    """What lies in a table as base64 of a pickle is found."""
    engine = create_engine(database.address)
    planted = base64.b64encode(pickle.dumps({"to": CANARY})).decode()
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE planted (output TEXT)"))
        connection.execute(text("INSERT INTO planted VALUES (:it)"), {"it": planted})
    engine.dispose()
    assert ("planted.output", CANARY) in list(remains(database.address))


@pytest.mark.parametrize(
    "fact", ["Zebedee", "zebedee", "NR1 3JQ", 1.5, ["sent"], CANARY, b"sent"]
)
def test_a_fact_that_could_be_personal_is_refused(fact: object) -> None:
    """A value that is no id, count, digest or word of the code reaches no table."""
    with pytest.raises(NotPlain) as refused:
        plain({"ended": fact})  # type: ignore[dict-item]
    assert str(fact) not in str(refused.value)


def test_ids_counts_digests_and_words_are_facts() -> None:
    """What a job may remember passes unchanged."""
    facts: Facts = {
        "ended": "sent",
        "tries": 2,
        "id": "018f0000-0000-7000-8000-000000000000",
        "digest": "a" * 64,
    }
    assert plain(facts) == facts
