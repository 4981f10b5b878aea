"""Changes at assets that may stay closed: a further seat, staff, a smaller start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from matcher.candidates.wording import spoken, spoken_slot
from matcher.explaining import crew, phrases
from matcher.explaining.crew import IN_PLACE, Crew
from matcher.explaining.edits import Edit
from matcher.explaining.near import Near, gates_of
from matcher.explaining.recruiting import joining, newcomer, opened
from matcher.explaining.remedies import changed
from matcher.explaining.trial import Trial
from matcher.graph import Row
from matcher.instance import Asset
from matcher.model import Place, Record

_STEPS = 2
_FURTHER = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """A change at one asset, step by step."""

    asset: Record
    staff: tuple[Record, ...] = ()
    kinds: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    def then(self, kind: str, said: str, asset: Record) -> Draft:
        """Return the draft with one more step at the asset."""
        return Draft(asset, self.staff, (*self.kinds, kind), (*self.said, said))

    def led(self, team: Crew) -> Draft:
        """Return the draft with staff, put right or recruited."""
        kinds, said = (*self.kinds, *team.kinds), (*self.said, team.said)
        return Draft(self.asset, team.rows, kinds, said)

    def trial(self, ref: str) -> Trial:
        """Return it as a trial."""
        edit = Edit((self.asset,), self.staff)
        return Trial(self.kinds, ref, " ".join(filter(None, self.said)), edit)


def openings(seen: Near, order: list[int]) -> Iterator[Trial]:
    """Yield changes at the assets there are, then one more asset with its staff."""
    rows = {asset.ref: asset for asset in seen.case.instance.assets}
    places = [(at, seen.case.graph.assets[at]) for at in order]
    known = [(at, place, rows[place.ref]) for at, place in places if place.ref in rows]
    drafts = [draft for each in known for draft in _drafts(seen, *each)]
    for steps in range(1, _STEPS + 1):
        for draft in drafts:
            if len(draft.kinds) == steps:
                yield draft.trial(draft.asset.ref)
    yield from filter(None, (_further(seen, *each) for each in known[:_FURTHER]))


def _drafts(seen: Near, at: int, place: Row, row: Asset) -> Iterator[Draft]:
    """Yield what would let the unit into one asset, whatever the number of steps."""
    case, barriers = seen.case, seen.barriers(at)
    kinds = tuple(gate.change for gate in gates_of(barriers))
    record = opened(case, place.record, barriers)
    if record is None or not set(kinds) <= set(IN_PLACE) or len(kinds) > _STEPS:
        return
    said = phrases.put_right(barriers, place.ref, ())
    draft = _roomy(seen, row, Draft(record, kinds=kinds, said=(said,)))
    if row.ref not in {ref for ref, _ in case.solution.closed}:
        yield draft
        return
    draft = _small(seen, row, draft)
    left = _STEPS - len(draft.kinds)
    if not crew.lacking(case, row):
        yield draft
    for team in (
        crew.put_right(case, row, place, left),
        crew.recruits(case, row, place),
    ):
        if team.rows:
            yield draft.led(team)


def _roomy(seen: Near, row: Asset, draft: Draft) -> Draft:
    """Add the seats, and what else there is a limit of, that the unit would need."""
    case, build = seen.case, seen.case.scheme.build
    needs = {need.ref: need for need in case.instance.needs}
    here = [needs[n] for n, asset in case.homes.items() if asset == row.ref]
    here += [needs[need.ref] for need in seen.needs]
    columns = {"seat": (build.capacity, row.capacity, sum(n.seats for n in here))}
    for name, most in row.limits:
        used = sum(dict(need.uses).get(name, 0) for need in here)
        columns[name] = (build.limits[name], most, used)
    cells, said = {}, []
    for name, (column, most, used) in columns.items():
        if used > most:
            cells[column] = int(draft.asset.get(column, 0)) + used - most
            more = used - most
            what = "seat" if more == 1 else "seats"
            said.append(
                f"{more} more {what if name == 'seat' else f'for {spoken([name])}'}"
            )
    if not cells:
        return draft
    sentence = f"Make room at {row.ref}: {phrases.listed(said)}."
    return draft.then("support", sentence, changed(draft.asset, cells))


def _small(seen: Near, row: Asset, draft: Draft) -> Draft:
    """Open with those who ask for it, where they are fewer but at least half."""
    case, market = seen.case, seen.case.market
    at = next(a for a, each in enumerate(case.instance.assets) if each.ref == row.ref)
    units = {*market.unit[market.asset == at].tolist(), seen.unit}
    asked = sum(int(market.seats[unit]) for unit in units)
    wanted = row.opens_with or 0
    if asked >= wanted or 2 * asked < wanted:
        return draft
    one, many = phrases.nouns(case.scheme, "needs")
    sentence = (
        f"Open {row.ref} with {phrases.count(asked, one, many)} rather than "
        f"{row.opens_with}, and write down why."
    )
    cells = {case.scheme.build.opens_with: asked}
    return draft.then("support", sentence, changed(draft.asset, cells))


def _further(seen: Near, at: int, place: Row, row: Asset) -> Trial | None:
    """Return one more asset like this one, at a time that suits, with its staff."""
    case, record = seen.case, newcomer(seen, at)
    if record is None:
        return None
    edit = joining(case, place.ref, [record])
    new = replace(place, record=edit.assets[0], home=_home(seen, edit.assets[0]))
    team = crew.recruits(case, replace(row, ref=new.ref), new)
    one = phrases.nouns(case.scheme, "assets")[0]
    said = [f"Plan another {one} like {place.ref}."]
    slots = record.get(case.scheme.build.slots, ())
    if slots != place.record.get(case.scheme.build.slots, ()):
        said = [f"{said[0][:-1]}, on {phrases.listed(map(spoken_slot, slots))}."]
    said.append(team.said.replace(new.ref, "it"))
    kinds = ("recruit", *team.kinds)
    return Trial(kinds, place.ref, " ".join(said), replace(edit, staff=team.rows))


def _home(seen: Near, record: Record) -> Place | None:
    hubs = {hub.ref: hub.record.get("place") for hub in seen.case.graph.hubs}
    return hubs.get(record.get("hub", ""))
