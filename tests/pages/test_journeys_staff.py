"""Journeys of staff in a real browser: by mouse, by keyboard alone, without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect
from support.browser import path_of
from support.hands import Hands
from support.journeys import At
from support.letters_out import arrived
from support.populated import Populated
from support.proposing import make_pair
from support.signing_in import PASSWORD, code_at
from support.world import World, find_scheme

pytestmark = pytest.mark.xdist_group("browser")
ANN = "ann@invented.example"


@pytest.fixture
def there(bare: Populated) -> Populated:
    """Give a world of people and schemes, and nothing else."""
    return bare


def _secrets(hands: Hands) -> list[str]:
    """Return what a page shows to be kept or handed over."""
    shown = hands.page.locator(".app-secret")
    expect(shown.first).to_be_visible()
    return shown.all_inner_texts()


def _invited(admin: Hands) -> str:
    admin.press("Accounts")
    admin.press("Invite somebody")
    admin.write("E-mail address", ANN)
    admin.choose("Approver")
    admin.press("Invite them")
    admin.sees("Invited: give them this code")
    return _secrets(admin)[0]


def _set_up(ann: Hands, world: World, code: str) -> tuple[str, list[str]]:
    """Begin by an invitation; return the authenticator and the recovery codes."""
    ann.press("I have a code from somebody here")
    ann.write("Your code", code)
    ann.press("Begin")
    ann.sees("Step 1 of 2")
    ann.write("Password", PASSWORD)
    ann.write("The same again", PASSWORD)
    ann.press("Continue")
    ann.sees("Step 2 of 2")
    authenticator = _secrets(ann)[0]
    ann.write("The six digits it shows now", code_at(world, authenticator))
    ann.press("Continue")
    ann.sees("Keep these recovery codes")
    codes = _secrets(ann)
    ann.press("I have kept them")
    return authenticator, codes


def _password(ann: Hands) -> None:
    ann.press("Sign out")
    ann.press("Sign in")
    ann.press("Sign in with a password")
    ann.write("E-mail address", ANN)
    ann.write("Password", PASSWORD)
    ann.press("Continue")


def test_staff_sign_in_and_are_reset(at: At, there: Populated) -> None:
    """By invitation, by password and digits, by a recovery code; reset, and told."""
    world = there.world
    admin, ann = at("administrator"), at("")
    admin.go("/home")
    ann.go("/sign-in")
    authenticator, codes = _set_up(ann, world, _invited(admin))
    world.later(minutes=1)
    _password(ann)
    ann.write("Six digits", code_at(world, authenticator))
    ann.press("Sign in")
    ann.sees("Approvals")
    _password(ann)
    ann.press("I do not have my authenticator")
    ann.write("Recovery code", codes[0])
    ann.press("Sign in")
    ann.sees("9 left")
    admin.press("Back to the accounts")
    admin.press(ANN)
    admin.press("Reset")
    admin.sees("Reset: give them this code", "You and they are both told by mail.")
    ann.press("Your account")
    ann.sees("Send me a link")
    told = arrived(world, "sign_in_reset")
    assert set(told) == {ANN, "administrator@invented.example"}


def test_somebody_is_suspended_and_it_is_lifted(at: At, there: Populated) -> None:
    """A lead sees what it stops, then does it; it holds at once; a deputy lifts it."""
    make_pair(there.world, "oxfordshire-mentors").draft()
    lead, holder = at("safeguarding_lead"), at("holder")
    holder.go("/home")
    lead.go("/home")
    lead.press("People")
    lead.write("Or an e-mail address", "holder@invented.example")
    lead.press("Find")
    lead.press("What a suspension would stop")
    lead.sees("Drafted or offered proposals that lapse")
    lead.press("Suspend everywhere now")
    lead.sees("There is a problem")
    lead.write("Why", "Something was seen at the gate.")
    lead.press("Suspend everywhere now")
    lead.sees("This person is suspended everywhere.")
    holder.press("What you give")
    holder.sees("Sign in")
    deputy = at("lead-2")
    deputy.go("/concerns")
    deputy.press("Who is suspended")
    deputy.press("Since Monday 23 November 2026")
    deputy.sees("Something was seen at the gate.")
    deputy.press("Lift this suspension")
    deputy.sees("The suspension is lifted.")


def test_an_auditor_reads_and_changes_nothing(at: At, there: Populated) -> None:
    """What is kept of a person, and who read it; what else they read has no form."""
    make_pair(there.world)
    hands = at("auditor")
    hands.go("/home")
    hands.press("People")
    hands.write("Ref", "n1")
    hands.press("Find")
    hands.press("What is kept, and who read it")
    hands.sees("Who read it")
    hands.press("Everything kept, to read or print")
    hands.sees("What is not shown, and why")
    expect(hands.page.locator("main form")).to_have_count(0)
    for place in ("Matches", "Schemes", "Norfolk", "Rounds"):
        hands.press(place)
        hands.sees(place)
        expect(hands.page.locator("main form[method=post]")).to_have_count(0)


def _stricter(folder: Path) -> Path:
    """Write a scheme file that gives a day more to answer."""
    text = Path(find_scheme("norfolk-carers").source).read_text("utf-8")
    path = folder / "norfolk.toml"
    path.write_text(text.replace("offer_days = 3", "offer_days = 4"), "utf-8")
    return path


def test_an_administrator_gives_roles_and_adds_rules(
    at: At, there: Populated, tmp_path: Path
) -> None:
    """A role is given and taken; rules wait for a second person, who reads them."""
    admin, approver = at("administrator"), at("approver")
    admin.go("/accounts")
    admin.press("helper@invented.example")
    admin.pick("Give a role", "Hub")
    admin.press("Give it")
    admin.sees("They have the role.")
    admin.press("End this role", within=".app-card:has-text('Helper')")
    admin.sees("The role has ended")
    admin.press("Schemes")
    admin.press("Norfolk")
    admin.press("Every version, what changed")
    admin.press("Add new rules")
    admin.attach("Scheme file", _stricter(tmp_path))
    admin.press("Add it")
    admin.sees("Somebody else has to accept it.")
    admin.press("Accept")
    admin.sees("There is a problem")
    approver.go(path_of(admin.page).partition("/rules/")[0] + "/rules")
    approver.unfold("What changed")
    approver.sees("+offer_days = 4")
    approver.press("Accept")
    approver.sees("Accepted: in use from now on.")
