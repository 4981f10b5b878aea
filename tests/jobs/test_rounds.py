"""Rounds run by a worker: solved once, saved once, never stuck."""

from support.site import Site


def test_a_run_is_solved_and_saved(site: Site) -> None:
    """A run that was asked for is frozen, solved in a process of its own and saved."""
    site.ask(site.open())
    assert site.yard.labourer().ends() == 0
    (run,) = site.runs()
    assert (run.state, run.fence, run.share) == ("saved", 1, 1.0)
    assert run.result_digest
    assert site.acts() == ["run.start", "run.save"]
