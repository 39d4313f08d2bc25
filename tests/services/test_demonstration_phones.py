"""The codes of the sandbox's phones while the program runs."""

from __future__ import annotations

from datetime import timedelta

from sqlite_utils import Database

from bot.data_source import DemonstrationPhone
from bot.services import demonstration
from bot.services.people import enrolment
from tests.world import World

CAST = [DemonstrationPhone("member", 710001, "AN", "")]


def laid_out(world: World, codes: dict[int, str], *, starting: bool) -> str | None:
    """Return the code that the phone gets."""

    def work(db: Database) -> list[dict[str, object]]:
        return demonstration.phones(world.unit(db), CAST, "telegram", codes, starting=starting)

    (phone,) = world.write_now(work)
    code: str | None = phone["code"]
    return code


def test_a_code_that_ended_is_replaced_and_one_that_is_open_is_kept(world: World) -> None:
    first = laid_out(world, {}, starting=True)
    assert first is not None
    kept = laid_out(world, {710001: first}, starting=False)
    world.clock.set(world.clock.now() + timedelta(days=4))

    later = laid_out(world, {710001: first}, starting=False)

    assert kept == first
    assert later not in (None, first)


def test_an_invitation_the_desk_made_meanwhile_is_not_ended(world: World) -> None:
    first = laid_out(world, {}, starting=True)
    assert first is not None
    issued = world.invite("AN")

    shown = laid_out(world, {710001: first}, starting=False)

    assert shown is None
    assert enrolment.code_is_open(world.unit(), issued.code)
