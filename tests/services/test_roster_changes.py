"""What a roster changes is found once and carried out as it was found, or not at all."""

from __future__ import annotations

import json

import pytest

from bot.domain.rosters import Held
from bot.errors import BotError
from bot.services.people import changes, roster
from bot.services.people.changes import Changes
from bot.services.tables.table import Line
from storage import people
from tests.world import ROSTER, World

AN = Held("AN", "focal", "HIEPHOIA")
CHI = Held("CHI", "secretariat", "")


@pytest.fixture
def world(still_world: World) -> World:
    return still_world


def lines(world: World, text: str) -> list[Line]:
    return roster.read(text, world.rules.profile.bodies)


def without(*codes: str) -> str:
    return "\n".join(line for line in ROSTER.splitlines() if line.split(",")[0] not in codes)


def refused(world: World, found: Changes) -> str:
    with pytest.raises(BotError) as error:
        world.write_now(lambda db: changes.apply(world.unit(db), found, "LAN"))
    return error.value.code


def held(world: World) -> set[tuple[str, str, str]]:
    return set(people.held_duties(world.read, world.unit().today))


def test_only_what_changes_is_in_the_changes(world: World) -> None:
    text = ROSTER.replace("Phó Chủ tịch", "Chủ tịch") + "MOI,Người Mới,,,vi,,admin,,,\n"

    found = changes.of_roster(world.unit(), lines(world, text))

    assert [line["person_code"] for line in found.lines] == ["BICH", "MOI"]
    assert found.ended == ()


def test_changes_are_the_same_after_they_have_travelled(world: World) -> None:
    found = changes.of_roster(world.unit(), lines(world, without("AN").replace("Bích", "Bích Ngọc")))

    travelled = Changes.of_plain(json.loads(json.dumps(found.as_plain())))

    assert travelled == found
    world.write_now(lambda db: changes.apply(world.unit(db), travelled, "LAN"))
    assert AN not in held(world)


@pytest.mark.parametrize(
    "text", [without("BINH"), ROSTER.replace("Hiệp hội A", "Hội A"), ROSTER.replace("Lê Văn", "Lý Văn")]
)
def test_another_roster_than_the_one_that_was_looked_at_is_left_alone(world: World, text: str) -> None:
    found = changes.of_roster(world.unit(), lines(world, without("AN")))
    world.import_roster(text)

    assert refused(world, found) == "roster_changed"
    assert AN in held(world)


def test_what_is_done_twice_is_done_once(world: World) -> None:
    found = changes.of_roster(world.unit(), lines(world, without("AN")))
    world.write_now(lambda db: changes.apply(world.unit(db), found, "LAN"))

    assert refused(world, found) == "roster_changed"


def test_the_form_of_address_that_somebody_chooses_meanwhile_is_no_other_roster(world: World) -> None:
    found = changes.of_roster(world.unit(), lines(world, without("AN")))
    world.write_now(lambda db: db.execute("UPDATE persons SET honorific = 'ba' WHERE code = 'BICH'"))

    world.write_now(lambda db: changes.apply(world.unit(db), found, "LAN"))

    assert AN not in held(world)


def test_a_duty_that_nobody_holds_cannot_be_ended(world: World) -> None:
    found = Changes(changes.revision(world.unit()), (), (Held("AN", "leader", ""),))

    assert refused(world, found) == "roster_changed"


def test_a_seat_is_handed_over_in_one_piece(world: World) -> None:
    (new,) = lines(
        world, "\n".join([ROSTER.splitlines()[0], "MAI,Vũ Mai,,ba,vi,,focal,hoi_dong_tu_van,HIEPHOIA,Hiệp hội A"])
    )
    found = Changes(changes.revision(world.unit()), (new,), (AN,))

    seen = changes.preview(world.unit(), found)
    world.write_now(lambda db: changes.apply(world.unit(db), found, "LAN"))

    assert [each.person_code for each in seen.joining] == ["MAI"]
    assert [each.person_code for each in seen.leaving] == ["AN"]
    assert seen.vacant == ()
    assert {duty[0] for duty in held(world) if duty[2] == "HIEPHOIA"} == {"MAI"}


@pytest.mark.parametrize(("by", "own"), [("CHI", True), ("LAN", False), ("", False)])
def test_whoever_would_end_a_duty_of_their_own_is_told(world: World, by: str, own: bool) -> None:
    found = Changes(changes.revision(world.unit()), (), (CHI,))

    seen = changes.preview(world.unit(), found, by)

    assert seen.ends_own is own
    assert seen.loses_secretariat


def test_the_last_secretariat_is_never_ended(world: World) -> None:
    assert refused(world, Changes(changes.revision(world.unit()), (), (CHI,))) == "roster_no_secretariat"
    assert CHI in held(world)
