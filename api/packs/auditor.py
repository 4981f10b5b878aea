"""The auditor's pack: a round that can be checked again, with nobody named in it."""

from __future__ import annotations

from importlib.resources import files
from string import Template

from api.packs.parties import Parties
from api.packs.rekeying import Rekeyed, rekey
from api.packs.released import Released, commitments, openings
from api.packs.zipping import plain_json, sha256, zipped
from matcher.errors import Refused
from matcher.instance import Solution, digest, read_instance, read_result
from matcher.model import PROPOSALS
from matcher.verifying import verify_solution

FORMAT = "acorns-auditor-pack/1"
NOT_DRAWN = ("infeasible", "unknown")


def auditor_pack(released: Released, parties: Parties, *, secret: bytes) -> bytes:
    """Return the pack as a zip.

    Guarantees: the instance and result in it verify by ``verify_round.py`` in it; every
    text in them is a fresh ref, a word of the formats or a known reason; the same round
    and secret give the same bytes. It holds no free text, no names, no old refs.

    Parameters
    ----------
    released : Released
        The round.
    parties : Parties
        The tree whose root the public pack has.
    secret : bytes
        Of this round's packs.

    Raises
    ------
    Refused
        Anything that a pack does not know, or a re-keyed round that does not verify.
    """
    solution = released.solution()
    new = rekey(released.instance, released.result, secret=secret)
    salt = released.salt if salt_still_checks(solution) else None
    _verified(new, salt)
    digests = released.digests()
    about = released.facts() | {
        "format": FORMAT,
        "digests": digests,
        "openings": openings(digests, secret=secret),
        "commitments": commitments(digests, secret=secret),
        "instance_sha256": digest(read_instance(new.instance)),
        "root": parties.root,
    }
    return zipped(
        {
            "README.txt": _readme(released, solution, salt).encode(),
            "instance.json": new.instance.encode(),
            "result.json": new.result.encode(),
            "round.json": plain_json(about),
            "verify_round.py": verifier(),
        }
    )


def salt_still_checks(solution: Solution) -> bool:
    """Return whether `--salt` says the same of the round under fresh refs.

    It does where nothing was drawn; else the draw over fresh refs is another one.
    """
    drawn = solution.tie != "unique" or solution.policy.name in PROPOSALS
    return solution.status in NOT_DRAWN or not drawn


def verifier() -> bytes:
    """Return the bytes of ``matcher/verify_round.py``."""
    return (files("matcher") / "verify_round.py").read_bytes()


def _verified(new: Rekeyed, salt: str | None) -> None:
    instance, solution = read_instance(new.instance), read_result(new.result)
    if not verify_solution(instance, solution, salt=salt).ok:
        raise Refused("The round does not verify under fresh refs. No pack is made.")


def _readme(released: Released, solution: Solution, salt: str | None) -> str:
    draws = {"whole": DRAWN_WHOLE, "part": DRAWN_PART, "none": DRAWN_NONE}
    draw = draws[released.verification.draw]
    if salt:
        draw = NOTHING_DRAWN
    if solution.status in NOT_DRAWN:
        draw = NO_SOLUTION
    text = (files("api.packs") / "auditor.txt").read_text("utf-8")
    return Template(text).substitute(
        scheme=released.scheme,
        round=released.round,
        salt_option=f" --salt {salt}" if salt else "",
        salt=released.salt,
        salt_sha256=solution.salt_sha256,
        draw=draw,
        verifier_sha256=sha256(verifier()),
    )


NO_SOLUTION = "The round has no solution, so nothing was drawn."
NOTHING_DRAWN = """\
The result says that no other solution is as good as this one, so nothing was drawn. The
command above has the salt, and checks that as far as it says when it is done."""
_NOT_HERE = """\
Several solutions were equally good, and the order among them was set by a draw: a hash
of the salt, the round's name and the refs. The refs in this pack are not those of the
round, so the draw cannot be made again from this pack, and the command above has no
salt: with it, verify_round.py would try the draw over the wrong refs and fail. Whoever
may see the round itself can make it again there, with
acorns verify INSTANCE RESULT --salt SALT."""
DRAWN_WHOLE = f"""{_NOT_HERE}
When the round was released, that was done to the end, and the draw was right."""
DRAWN_PART = f"""{_NOT_HERE}
When the round was released, the draw was compared with the solutions one step away, and
none of them had drawn better. It was not made again to the end."""
DRAWN_NONE = f"""{_NOT_HERE}
When the round was released, the draw was not checked."""
