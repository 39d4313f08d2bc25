"""The order and the pages of the list of members, and how far each has come."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.directory import PAGE, DirectoryEntry, LinkState, listed, pages
from bot.domain.people import Duty, Honorific, Person, Role, Seat

NOW = datetime(2026, 11, 16, 1, 15, tzinfo=UTC)
BODIES = ("to_cong_tac", "hoi_dong_tu_van")


def seat(body: str, rank: int) -> Seat:
    return Seat(rank, f"{body[0]}{rank}", body, f"Cơ quan {rank}", rank, date(2023, 8, 6), None)


def member(code: str, *duties: Duty, account: int = 0, **fields: object) -> DirectoryEntry:
    person = Person(1, code, code, "", Honorific.NONE, "vi", "")
    values: dict[str, object] = {"linked_at": None, "reachable": True, "invitation": 0, "open_until": None} | fields
    return DirectoryEntry(person, duties, account, **values)  # type: ignore[arg-type]


duties = st.one_of(
    st.builds(
        Duty,
        st.sampled_from([Role.PRINCIPAL, Role.FOCAL]),
        st.builds(seat, st.sampled_from([*BODIES, "ngoai"]), st.integers(1, 30)),
    ),
    st.builds(Duty, st.sampled_from([Role.SECRETARIAT, Role.LEADER, Role.ADMIN]), st.none()),
)
everybody = st.lists(st.tuples(st.lists(duties, min_size=1, max_size=3), st.booleans()), max_size=40).map(
    lambda found: [member(f"P{n:02}", *held, account=int(linked)) for n, (held, linked) in enumerate(found)]
)


@given(everybody, st.booleans())
def test_everybody_who_is_wanted_stands_on_exactly_one_page(found: list[DirectoryEntry], unlinked: bool) -> None:
    shown = listed(found, BODIES, unlinked=unlinked)
    turned = [m for page in range(pages(len(shown))) for m in shown[page * PAGE : (page + 1) * PAGE]]

    assert turned == shown
    assert sorted(m.person.code for m in shown) == [m.person.code for m in found if not (unlinked and m.account)]


@given(everybody)
def test_seats_come_body_by_body_and_by_rank_and_the_desk_comes_last(found: list[DirectoryEntry]) -> None:
    first = [m.duties[0].seat for m in listed(found, BODIES, unlinked=False)]
    places = [((*BODIES, "ngoai").index(s.body), s.rank) if s else (9, 0) for s in first]

    assert places == sorted(places)


def test_whoever_holds_several_duties_stands_where_the_first_of_them_belongs() -> None:
    both = member("P", Duty(Role.FOCAL, seat(BODIES[1], 3)), Duty(Role.FOCAL, seat(BODIES[0], 7)))

    (shown,) = listed([both], BODIES, unlinked=False)

    assert [duty.seat.body for duty in shown.duties if duty.seat] == list(BODIES)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, LinkState.NOT_INVITED),
        ({"invitation": 5, "open_until": NOW + timedelta(seconds=1)}, LinkState.INVITED),
        ({"invitation": 5, "open_until": NOW}, LinkState.LAPSED),
        ({"invitation": 5}, LinkState.LAPSED),
        ({"account": 3, "invitation": 5, "open_until": NOW + timedelta(hours=1)}, LinkState.LINKED),
        ({"account": 3, "reachable": False}, LinkState.UNREACHABLE),
    ],
)
def test_how_far_a_person_has_come(fields: dict[str, int], state: LinkState) -> None:
    assert member("P", Duty(Role.SECRETARIAT, None), **fields).state(NOW) is state
