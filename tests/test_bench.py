"""What the benchmarks make of what they measured; that they measure is not tested here."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.domain.people import Actor, Caller
from bot.exports import docx, xlsx
from scripts.bench import drafting, house, paper_contents, paper_floors, planning, readme
from scripts.bench.__main__ import SECONDS, measured
from scripts.bench.bench import Bench, Part, alternating
from scripts.bench.conversation import Answer, Turn
from scripts.bench.crowd import Measured
from scripts.bench.figures import growth, scripts, slow_flush
from scripts.bench.figures.registry import PARTS
from scripts.bench.grown import grown
from scripts.bench.results import BEGIN, END, Figure, Verdict, not_measured, ratio, replaced, shown, table
from scripts.bench.server import Call, fields_of
from scripts.bench.variants import Stage
from storage import difficulties, drafts, duplicates, people, reports
from storage.database import Writer, migrate, open_for_reading, open_for_writing
from storage.unit import Unit
from tests.exports import samples


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(2.9, Verdict.AHEAD), (3, Verdict.AHEAD), (3.1, Verdict.WITHIN), (5, Verdict.WITHIN), (5.1, Verdict.SHORT)],
)
def test_a_figure_is_ahead_of_its_aim_or_within_its_gate_or_short(value: float, verdict: Verdict) -> None:
    assert Figure("CPU", value, 5, 3).verdict is verdict


@pytest.mark.parametrize(("value", "verdict"), [(0.7, Verdict.AHEAD), (0.5, Verdict.WITHIN), (0.4, Verdict.SHORT)])
def test_of_some_figures_more_is_better(value: float, verdict: Verdict) -> None:
    assert Figure("throughput", value, 0.45, 0.7, at_least=True).verdict is verdict


def test_a_figure_without_an_aim_is_within_its_gate_at_best() -> None:
    assert Figure("lost", 0, 0).verdict is Verdict.WITHIN
    assert Figure("lost", 1, 0).verdict is Verdict.SHORT


def test_a_figure_without_a_gate_is_reported_alone_and_one_without_a_value_was_not_measured() -> None:
    assert Figure("memory", 12).verdict is Verdict.REPORTED
    assert not_measured("growth", "no time was left").verdict is Verdict.NOT_MEASURED


def test_a_ratio_is_the_middle_one_of_the_pairs_measured_one_after_the_other() -> None:
    assert ratio([2, 40, 6], [1, 10, 2]) == 3
    assert ratio([2, 40], [0, 10]) == 4
    with pytest.raises(ValueError, match="nothing was measured"):
        ratio([2], [0])


def test_numbers_show_the_digits_that_say_anything() -> None:
    assert [shown(each) for each in (0, 3, 0.4567, 12.345, 9432.4, 12000)] == [
        "0", "3", "0.457", "12.3", "9,432", "12,000",
    ]  # fmt: skip


def test_the_table_is_aligned_and_says_what_is_asked() -> None:
    figures = [Figure("CPU", 4.25, 5, 3), Figure("pace", 0.98, 0.97, unit="", at_least=True), not_measured("a", "why")]

    assert table(figures).splitlines() == [
        "| figure  | value  | gate   | aim   | verdict         |",
        "| ------- | ------ | ------ | ----- | --------------- |",
        "| CPU     | 4.25 x | ≤ 5 x  | ≤ 3 x | within the gate |",
        "| pace    | 0.98   | ≥ 0.97 |       | within the gate |",
        "| a (why) |        |        |       | not measured    |",
    ]


def test_what_stands_between_the_markers_is_made_anew_and_the_rest_stays() -> None:
    page = f"by hand\n{BEGIN}\nold\n{END}\nby hand too\n"

    assert replaced(page, "new\n") == f"by hand\n{BEGIN}\n\nnew\n\n{END}\nby hand too\n"
    with pytest.raises(ValueError, match="no place"):
        replaced("by hand", "new")


def test_the_readme_quotes_three_figures_or_stays_as_it_is() -> None:
    figures = [
        Figure("CPU an update: the program, 200 updates/s", 1234, unit="µs"),
        Figure("900 reminders: share of the pace of 25/s", 0.994, 0.97, unit="", at_least=True),
        Figure(".docx of 5,000 difficulties: CPU of the program", 0.52, unit="s"),
    ]

    line = readme.quoted(figures) or ""

    assert "1,2 ms" in line
    assert "99%" in line
    assert "0,5 giây" in line
    assert readme.quoted(figures[:2]) is None


def test_the_slowest_in_a_hundred_are_looked_up_and_a_core_is_shared() -> None:
    measured = Measured(100, 2.0, 0.5, tuple(number / 1000 for number in range(100)))

    assert measured.wait_ms(0.99) == 99
    assert measured.wait_ms(0.5) == 50
    assert (measured.per_second, measured.cpu_us, measured.core) == (50, 5000, 0.25)


def test_calls_are_read_in_each_of_the_three_ways_of_the_bot_api() -> None:
    said = {"chat_id": "7", "text": "Một & hai"}
    multipart = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in said.items()
    )

    assert fields_of(_head("application/json"), b'{"chat_id": 7, "text": "M\\u1ed9t & hai", "x": null}') == said
    assert fields_of(_head("application/x-www-form-urlencoded"), b"chat_id=7&text=M%E1%BB%99t+%26+hai") == said
    assert fields_of(_head("multipart/form-data; boundary=x"), f"{multipart}--x--\r\n".encode()) == said


def test_a_turn_is_answered_by_its_screen_and_not_by_what_is_cleared_away_before_it() -> None:
    markup = '{"inline_keyboard": [[{"text": "Gửi", "callback_data": "send"}]]}'
    turn = Turn("Nội dung", (Answer("editMessageText", "Bước 3"), Answer("sendMessage", "Bước 4", markup)))

    assert turn.screen.text == "Bước 4"
    assert not turn.is_answered_by(_call("editMessageText", text="Bước 4"))
    assert turn.is_answered_by(_call("sendMessage", text="Bước 4", reply_markup=markup))


@pytest.mark.parametrize("is_quick", [True, False])
def test_the_parts_fit_into_the_time_of_a_run(is_quick: bool) -> None:
    assert len({part.name for part in PARTS}) == len(PARTS)
    assert sum(part.seconds(is_quick) for part in PARTS) <= SECONDS[is_quick]


async def test_a_part_that_fails_or_has_no_time_left_stops_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def fails(_bench: Bench) -> list[Figure]:
        raise ValueError("of two\nlines")

    async def works(bench: Bench) -> list[Figure]:
        return [Figure("works", bench.patience)]

    parts = [Part("fails", 1, 1, fails), Part("long", 99, 1, works), Part("works", 1, 1, works)]

    found = await measured(parts, is_quick=True, place=tmp_path, seconds=55)

    assert [(each.name, each.value, each.note) for each in found] == [
        ("fails", None, "ValueError of two lines"), ("long", None, "no time was left"), ("works", 0.5, ""),
    ]  # fmt: skip
    assert "ValueError" in capsys.readouterr().err


async def test_variants_are_measured_in_turn_forwards_and_backwards() -> None:
    order: list[str] = []

    async def once(variant: str) -> int:
        order.append(variant)
        return len(order)

    found = await alternating(3, ["a", "b"], once)

    assert order == ["a", "b", "b", "a", "a", "b"]
    assert found == {"a": [1, 4, 5], "b": [2, 3, 6]}


def test_a_base_is_grown_by_copies_into_earlier_months_that_are_found_as_any_other(tmp_path: Path) -> None:
    file = grown(tmp_path, many=60, most=20)

    assert migrate(file) == []
    with closing((db := open_for_reading(file)).conn):
        stored = difficulties.by_rows(db, range(1, 61))
        assert len({each.code for each, _ in stored.values()}) == len(stored) == 60
        first, copy = stored[1][0], stored[21][0]
        assert (first.code, copy.code) == ("VM-2001-001", "VM-1908-001")
        assert copy.answers["content"] == f"{first.answers['content']} Hồ sơ số 21."
        report = reports.report_of_difficulty(db, copy.code)
        assert report is not None
        assert (report.code, report.period, report.sent_at.year) == ("BC-1908-001", "2019-08", 2019)
        assert [each.id for each in reports.reports_of_period(db, "2019-08")] == [3, 4]
        assert copy.code in [each.difficulty.code for each in duplicates.nearest(db, first, 3)]


@pytest.mark.parametrize(
    ("taken", "left_out"),
    [
        ({1_000: 1, 10_000: 10, 100_000: 10, 1_000_000: 100}, []),
        ({1_000: 1, 10_000: 10, 100_000: 100}, [("1,000,000 difficulties", "making them would take 1000 s")]),
        # The first base of copies is not expected to take ten times what is stored.
        ({1_000: 4, 10_000: 40, 100_000: 30}, [("1,000,000 difficulties", "making them would take 300 s")]),
    ],
)
def test_bases_that_there_is_no_time_for_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken: dict[int, float], left_out: list[tuple[str, str]]
) -> None:
    seconds = 0.0

    def slowly(place: Path, many: int) -> Path:
        nonlocal seconds
        seconds += taken[many]
        return place / f"{many}"

    monkeypatch.setattr(growth, "grown", slowly)
    monkeypatch.setattr(growth, "seed_words", lambda _place: [])

    files, named = growth.made(Bench(Stage(tmp_path, 1), is_quick=False, patience=2), lambda: seconds)

    assert list(files) == [*(f"{size:,}" for size in taken), "10,000 open"]
    assert [(each.name, each.note) for each in named] == left_out


def test_members_have_begun_what_the_first_of_them_has(tmp_path: Path) -> None:
    file = house.furnish(tmp_path, 4)
    Writer(written := open_for_writing(file)).write_now(lambda db: begun_by_the_first(house.unit(db, tmp_path)))
    written.conn.close()

    drafting.like_the_first(tmp_path, 3)

    with closing((db := open_for_reading(file)).conn):
        unit = house.unit(db, tmp_path)
        members = [by_user(unit, house.FIRST + number) for number in range(4)]
        drafted = [drafts.live_drafts(db, member.person.id) for member in members]
        assert [[(each.subject, each.hint, each.seat) for each in of] for of in drafted] == [
            [("2026-11", "Đất đai", member.seats[0].id)] for member in members[:3]
        ] + [[]]
        assert [member.open_draft for member in members[1:]] == [drafted[1][0].id, drafted[2][0].id, None]


def begun_by_the_first(unit: Unit) -> None:
    first = by_user(unit, house.FIRST)
    drafts.add_draft(unit.db, first.person.id, first.seats[0].id, "report", "2026-11", "Đất đai", unit.now)


def by_user(unit: Unit, user: int) -> Actor:
    found = people.find_actor(unit.db, Caller(house.CHANNEL, str(user), str(user)), unit.today)
    assert found is not None
    return found


def test_what_planning_prints_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(planning, "as_the_program", lambda: None)  # the collector is of all tests
    monkeypatch.setattr("sys.argv", ["planning.py", "--seats=3", "--tasks=2", f"--place={tmp_path}", "--briefly"])

    planning.main()

    assert list(scripts.planned(capsys.readouterr().out)) == [planning.FIRST, planning.AGAIN, planning.MORNING]


async def test_where_there_is_no_c_compiler_the_slow_flush_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    (figure,) = await slow_flush.measure(Bench(Stage(tmp_path, 1), is_quick=True))

    assert figure.verdict is Verdict.NOT_MEASURED
    assert figure.note == "there is no C compiler"


def test_the_floor_of_the_document_writes_the_very_same_document(tmp_path: Path) -> None:
    paper = tmp_path / "paper.docx"
    paper.write_bytes(docx.build(samples.snapshot(20, "Hồ sơ <A> & \n\tđất")))

    floor = paper_floors.docx(as_json(paper_contents.of_docx(paper, tmp_path / "frame.docx")))

    assert document_of(floor) == document_of(paper.read_bytes())
    assert "Hồ sơ".encode() not in document_of((tmp_path / "frame.docx").read_bytes())


def test_the_floor_of_the_workbook_writes_the_same_cells_with_the_same_formats(tmp_path: Path) -> None:
    paper, floor = tmp_path / "paper.xlsx", tmp_path / "floor.xlsx"
    paper.write_bytes(xlsx.build(samples.snapshot(20, "=Hồ sơ <A> & \n\tđất")))
    given = as_json(paper_contents.of_xlsx(paper))

    floor.write_bytes(paper_floors.xlsx(given))

    assert looked_at(as_json(paper_contents.of_xlsx(floor))) == looked_at(given)
    assert any(look.get("quote_prefix") for look in given["formats"])


def as_json(given: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(given))
    return found


def document_of(paper: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(paper)) as package:
        return package.read(paper_floors.BODY)


def looked_at(given: dict[str, Any]) -> list[dict[str, Any]]:
    """The sheets, with what each format is in the place of its number."""

    def row(height: float, cells: list[tuple[int, object, int]]) -> tuple[float, list[tuple[int, object, object]]]:
        return height, [(column, value, given["formats"][look]) for column, value, look in cells]

    return [{**sheet, "rows": [row(*each) for each in sheet["rows"]]} for sheet in given["sheets"]]


def _head(kind: str) -> bytes:
    return f"POST /bot1:x/sendMessage HTTP/1.1\r\nContent-Type: {kind}\r\n".encode()


def _call(method: str, **fields: str) -> Call:
    return Call(method, fields, 0.0)
