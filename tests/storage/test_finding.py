"""What is found quickly is what reading everything would find; and what a search is narrowed by."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.people import Honorific, Person
from bot.domain.periods import Period
from bot.domain.searching import Findings, Query, best, read_query
from storage import finding, people, search
from storage.finding import Narrowed
from storage.search import Scope
from storage.unit import Unit
from tests.filed import file_report
from tests.world import START, World

FIELDS = {"dat_dai": ("Đất đai", "Land"), "dau_tu": ("Đầu tư", "Investment")}
TEXTS = (
    "Nộp lại trích lục bản đồ", "Trích lục đất đai", "Bản đồ quy hoạch", "Hội An chậm", "lục trích An",
    "Điều 5 Nghị định 09/2019/NĐ-CP", "đất đạt", "An nộp bản", "quy hoạch đầu tư đất", "Đầu tư chậm tại Hội An",
)  # fmt: skip
WORDS = (
    "trích", "lục", "trich", "bản", "đồ", "đất", "dat", "đai", "đầu", "tư", "hội", "an", "nộp", "chậm", "a", "b",
    "văn", "xyzzy", "quy", "hoạch", "điều 5",
)  # fmt: skip
ALL = Scope(None, senders=True, persons=True, today=START.date())


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two members have reported for two months by two persons, whose names have words that texts have too."""
    world = World(tmp_path_factory.mktemp("finding"))
    world.write_now(lambda db: fill(world.unit(db)))
    yield world
    world.close()


def fill(unit: Unit) -> None:
    first_day = START.date().replace(year=2020)
    names = (("AN", "Nguyễn Văn An"), ("LUC", "Đỗ Lục"))
    persons = [people.put_person(unit.db, Person(0, code, name, "", Honorific.NONE, "vi", "")) for code, name in names]
    for code, name in (("HOIA", "Hội A"), ("HOIB", "Hội Đầu tư B")):
        people.put_seat(unit.db, code, "hoi_dong_tu_van", name, first_day)
    texts = iter(TEXTS * 4)
    for at, seat in enumerate(people.seats_of_body(unit.db, "hoi_dong_tu_van")):
        for number, period in enumerate((Period(2026, 11), Period(2026, 12))):
            items = [
                {"field": field, "content": next(texts), "procedure": next(texts), "proposal": "Kiến nghị"}
                for field in (*FIELDS, "dat_dai")
            ]
            file_report(unit, seat, persons[(at + number) % 2], period, items)


def quickly(world: World, query: Query) -> Findings | None:
    names = search.names_of(world.read, query.terms, FIELDS, ALL)
    found = finding.every_word(world.read, query.terms, len(query.words), names, ALL)
    return None if found is None else best(query, found)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join))
def test_what_is_found_quickly_is_what_reading_everything_would_find(office: World, typed: str) -> None:
    query = read_query(typed)
    slowly = best(query, search.hits(office.read, query.terms, FIELDS, ALL))

    quick = quickly(office, query)

    if quick is None:  # then everything is read
        return
    assert [(hit.kind, hit.id) for hit in quick.hits] == [(hit.kind, hit.id) for hit in slowly.hits]
    if quick.hits:
        assert (quick.known, quick.unknown, quick.all_words) == (slowly.known, slowly.unknown, slowly.all_words)


def test_most_queries_are_answered_without_reading_everything(office: World) -> None:
    queries = [read_query(f"{one} {other}") for one in WORDS for other in WORDS if one < other]

    quick = [quickly(office, query) for query in queries]

    assert sum(each is not None for each in quick) > len(quick) * 0.6


def test_it_is_narrowed_by_period_seat_and_what_was_done(office: World) -> None:
    query = read_query("trích lục")
    names = search.names_of(office.read, query.terms, FIELDS, ALL)

    def codes(narrowed: Narrowed, *, words: bool = True) -> list[str]:
        terms, count = (query.terms, len(query.words)) if words else ((), 0)
        hits = finding.every_word(office.read, terms, count, names, ALL, narrowed) or []
        rows = office.read.conn.execute("SELECT id, code FROM difficulties").fetchall()
        return sorted(dict(rows)[hit.id] for hit in hits)

    everything = codes(Narrowed(), words=False)
    assert len(everything) == office.count("difficulties")
    assert codes(Narrowed("2612"), words=False) == [code for code in everything if code.startswith("VM-2612-")]
    assert {code[:8] for code in codes(Narrowed("2612"))} == {"VM-2612-"}
    assert len(codes(Narrowed(seat="HOIB"), words=False)) == len(everything) / 2
    assert codes(Narrowed(seat="NOBODY"), words=False) == codes(Narrowed(acts=("forwarded",)), words=False) == []
