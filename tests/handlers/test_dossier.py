"""The dossier of a seat: all it filed in a period, what came of it, and its tasks, for those who hold the seat."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, time
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.domain.periods import Period
from bot.domain.verbs.difficulties import MakeDossier
from bot.exports import MODULES
from bot.services.difficulties import acts
from storage import people
from tests.catalogues import out_of_date
from tests.handlers.acts import CONTENT, IN_TIME, LATE, NIL, SENT, SENT_ADHOC, press
from tests.handlers.handled import CODE, do, turn_to_day
from tests.telegram import Phone
from tests.world import World, running, say


@pytest.fixture(autouse=True)
def _without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The papers of the period are tested elsewhere; their files take a process each."""
    monkeypatch.setattr("bot.services.desk.papers.NAMES", ())


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are built without a child; what the child does with them one test sees."""

    def build(name: str, snapshot: bytes, _timeout: float) -> bytes:
        built: bytes = import_module(MODULES[name]).build(json.loads(snapshot))
        return built

    monkeypatch.setattr("bot.services.desk.files.build_in_child", build)


def files(phone: Phone) -> dict[str, bytes]:
    """The files on a phone by their names."""
    return {message.file[0]: message.file[1] for message in phone.messages if message.file}


def words(content: bytes) -> list[str]:
    """The paragraphs of a Word file, then the cells of its tables."""
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


def sheet(content: bytes, name: str) -> list[list[Any]]:
    """The rows of a sheet below its head."""
    rows: Iterable[Sequence[object]]
    rows = load_workbook(io.BytesIO(content))[name].iter_rows(values_only=True)
    found: list[list[object]] = [["" if value is None else value for value in row] for row in rows]
    return found[1:]


async def handled(world: World) -> Phone:
    """Let An have sent a report with one difficulty, of which there is a result that solved it."""
    an = world.phone("AN")
    await say(world, an, *SENT)
    await do(world, acts.accept, CODE)
    await do(world, acts.forward, CODE, "Bộ Nông nghiệp và Môi trường", date(2026, 12, 8))
    await turn_to_day(world, 11, 30)
    await do(world, acts.answer, CODE, "Đã bãi bỏ thành phần hồ sơ", "123/QĐ-BNNMT", date(2026, 11, 27))
    await say(world, an, "[Đã tháo gỡ]")
    return an


async def test_a_period_is_chosen_newest_first_and_two_files_follow(world: World) -> None:
    an = await handled(world)

    await say(world, an, "/tracuu", "[Xem hồ sơ của tôi]")
    offered = an.last.text.splitlines()[2:]
    await say(world, an, "[Chọn 2]")

    assert offered == [
        "1. tháng 12/2026 (15/11 đến 14/12/2026)",
        "2. tháng 11/2026 (15/10 đến 14/11/2026)",
    ]
    assert set(files(an)) == {"Ho-so-2026-11.docx", "Ho-so-2026-11.xlsx"}
    captions = [message.text for message in an.messages if message.file]
    assert all(each.startswith("Hồ sơ của Hiệp hội A, tháng 11/2026, số liệu đến 09:0") for each in captions)


@pytest.mark.usefixtures("in_this_process")
async def test_the_workbook_has_reports_difficulties_their_way_and_results(world: World) -> None:
    an = await handled(world)
    await say(world, an, "/tracuu", "[Xem hồ sơ của tôi]", "[Chọn 2]")
    book = files(an)["Ho-so-2026-11.xlsx"]

    (report,), (difficulty,), way = (sheet(book, name) for name in ("Báo cáo", "Vướng mắc", "Quá trình xử lý"))

    assert report[1:4] == ["BC-2611-001", "định kỳ, đúng hạn", 1]
    assert report[5:] == ["Nguyễn Văn An", f"01 vướng mắc: {CODE}", "đang có hiệu lực"]
    assert difficulty[1:4] == [CODE, "BC-2611-001", "Đất đai"]
    assert difficulty[-3:] == [
        "đã tháo gỡ theo xác nhận của thành viên",
        "Đã bãi bỏ thành phần hồ sơ. Văn bản: 123/QĐ-BNNMT ngày 27/11/2026.",
        "Đã tháo gỡ (Nguyễn Văn An, 09:05 ngày 30/11/2026)",
    ]
    assert [row[3] for row in way] == [
        "đã gửi (Nguyễn Văn An)",
        "đã tiếp nhận (Phạm Thu Chi)",
        "đã chuyển Bộ Nông nghiệp và Môi trường, đề nghị trả lời trước ngày 08/12/2026",
        "kết quả xử lý: Đã bãi bỏ thành phần hồ sơ. Văn bản: 123/QĐ-BNNMT ngày 27/11/2026.",
        "thành viên báo đã tháo gỡ (Nguyễn Văn An)",
    ]


@pytest.mark.usefixtures("in_this_process")
async def test_the_word_file_says_the_same(world: World) -> None:
    an = await handled(world)
    await say(world, an, "/tracuu", "[Xem hồ sơ của tôi]", "[Chọn 2]")

    said = words(files(an)["Ho-so-2026-11.docx"])

    assert said[:4] == [
        "HIỆP HỘI A",
        "Hội đồng tư vấn cải cách thủ tục hành chính",
        "HỒ SƠ BÁO CÁO, VƯỚNG MẮC VÀ NHIỆM VỤ",
        "Kỳ tháng 11/2026 (15/10 đến 14/11/2026)",
    ]
    for line in (
        f"1. {CODE} – Đất đai",
        "Tình trạng: đã tháo gỡ theo xác nhận của thành viên",
        "Kết quả: Đã bãi bỏ thành phần hồ sơ. Văn bản: 123/QĐ-BNNMT ngày 27/11/2026.",
        "– 09:05 ngày 30/11/2026: thành viên báo đã tháo gỡ (Nguyễn Văn An)",
        "BC-2611-001",
    ):
        assert line in said, line


@pytest.mark.usefixtures("in_this_process")
async def test_a_wording_of_the_desk_stands_beside_the_members_own_words(world: World) -> None:
    an, wording, wanted = world.phone("AN"), "Thủ tục yêu cầu nộp lại trích lục.", "Bãi bỏ thành phần này."
    await say(world, an, *SENT)
    word = ("[Biên tập nội dung]", wording, wanted, "[Ghi nội dung]")
    await say(world, world.phone("CHI"), f"/tracuu {CODE}", *word)
    await say(world, an, "/tracuu", "[Xem hồ sơ của tôi]", "[Chọn 2]")

    said, (difficulty,) = words(files(an)["Ho-so-2026-11.docx"]), sheet(files(an)["Ho-so-2026-11.xlsx"], "Vướng mắc")

    assert {f"Nội dung: {CONTENT}", f"Nội dung biên tập: {wording}", f"Kiến nghị biên tập: {wanted}"} <= set(said)
    assert CONTENT in difficulty
    assert difficulty[-1] == f"{wording}\nKiến nghị: {wanted}"


@pytest.mark.usefixtures("in_this_process")
async def test_what_was_sent_ad_hoc_in_the_window_stands_in_it_too(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT_ADHOC)
    await say(world, an, "/tracuu", "[Xem hồ sơ của tôi]", "[Chọn 1]")

    rows = sheet(files(an)["Ho-so-2026-12.xlsx"], "Báo cáo")

    assert [row[1:3] for row in rows] == [["DX-2611-001", "đột xuất, khẩn"]]


@pytest.mark.usefixtures("in_this_process")
async def test_a_nil_report_and_an_empty_period_are_said_in_words(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *NIL)
    await say(world, an, "/tracuu", "[Xem hồ sơ của tôi]", "[Chọn 1]", "[‹ Về danh sách]", "[Chọn 2]")

    empty, nil = (words(files(an)[f"Ho-so-2026-{month}.docx"]) for month in (12, 11))

    assert "Không có báo cáo được gửi trong kỳ này." in empty
    assert "không phát sinh" in nil
    assert "Không có vướng mắc." in nil


async def test_the_dossier_is_of_those_who_hold_the_seat_and_of_nobody_else(world: World) -> None:
    await handled(world)
    seat = people.seats_of_body(world.read, "hoi_dong_tu_van")[0].id
    bich, chi, lan = (world.phone(code) for code in ("BICH", "CHI", "LAN"))

    words_ = [await press(world, phone, MakeDossier(seat, Period(2026, 11)).data) for phone in (bich, chi, lan)]

    assert out_of_date() in words_[0]
    assert not any(files(phone) for phone in (bich, chi, lan))
    assert world.count("snapshots") == 0


async def test_a_period_that_is_not_offered_makes_no_files(world: World) -> None:
    an = await handled(world)
    seat = people.seats_of_body(world.read, "hoi_dong_tu_van")[0].id

    for period in (Period(2027, 3), Period(2020, 1), Period.parse("2026-Q4")):
        assert out_of_date() in await press(world, an, MakeDossier(seat, period).data)

    assert world.count("snapshots") == 0


@pytest.mark.usefixtures("in_this_process")
async def test_what_people_wrote_is_neither_a_formula_nor_a_link_nor_markup(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT)
    await do(world, acts.accept, CODE)
    hostile = '=HYPERLINK("https://example.com","x") <b>&amp;</b>'
    await do(world, acts.answer, CODE, hostile)
    await say(world, an, "/tracuu", "[Xem hồ sơ của tôi]", "[Chọn 2]")
    made = files(an)

    with zipfile.ZipFile(io.BytesIO(made["Ho-so-2026-11.xlsx"])) as book:
        parts = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/")]

    assert not any("<f>" in part or "<hyperlink" in part for part in parts)
    assert any(hostile in each for each in words(made["Ho-so-2026-11.docx"]))


@pytest.mark.usefixtures("in_this_process")
async def test_the_same_state_gives_the_same_bytes(world: World) -> None:
    an = await handled(world)
    await say(world, an, "/tracuu", "[Xem hồ sơ của tôi]", "[Chọn 2]")
    first = files(an)
    an.messages.clear()
    await say(world, an, "/tracuu", "[Xem hồ sơ của tôi]", "[Chọn 2]")

    assert files(an) == first


@pytest.mark.usefixtures("in_this_process")
async def test_a_difficulty_of_before_stands_in_the_period_in_which_it_was_answered(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT)
    await do(world, acts.accept, CODE)
    await turn_to_day(world, 12, 16, time(9))
    await do(world, acts.answer, CODE, "Đã sửa quy định")
    await say(world, an, "/tracuu", "[Xem hồ sơ của tôi]", "[Chọn 1]")

    rows = sheet(files(an)["Ho-so-2027-01.xlsx"], "Vướng mắc")

    assert [(row[1], *row[-2:]) for row in rows] == [(CODE, "Đã sửa quy định.", "")]


@pytest.mark.usefixtures("in_this_process")
async def test_a_member_that_reports_by_quarter_has_quarters_and_its_tasks_with_their_state(
    group: World, giap: Phone
) -> None:
    await say(group, giap, "/tracuu", "[Xem hồ sơ của tôi]")
    offered = giap.last.text.splitlines()[2]
    await say(group, giap, "[Chọn 1]")
    made = files(giap)

    found = group.read.conn.execute(
        """SELECT t.code FROM tasks t JOIN task_seats s ON s.task = t.id JOIN duties d ON d.seat = s.seat
           JOIN persons p ON p.id = d.person WHERE p.code = 'GIAP' ORDER BY t.code"""
    ).fetchall()
    rows = sheet(made["Ho-so-2026-Q4.xlsx"], "Nhiệm vụ")

    assert offered.startswith("1. quý IV/2026 (15/09 đến 14/12/2026)")
    assert found
    assert [row[1] for row in rows] == [row["code"] for row in found]
    assert all(row[5] for row in rows)
    assert set(words(made["Ho-so-2026-Q4.docx"])) >= {row["code"] for row in found}


@pytest.mark.usefixtures("in_this_process")
async def test_each_version_is_late_by_itself_and_says_who_stands_behind_it_and_what_it_is_about(
    tmp_path: Path,
) -> None:
    world = World(tmp_path, waits=True)
    world.import_roster()
    an, bich, chi = (world.link(code) for code in ("AN", "BICH", "CHI"))
    async with running(world):
        world.clock.set(IN_TIME)
        await say(world, an, *SENT, "[Thu hồi báo cáo]", "[Thu hồi báo cáo]", "[Sửa bản nháp]")
        world.clock.set(LATE)
        await say(world, an, "[Gửi báo cáo]")
        await say(
            world, chi, "/thanhvien", "[Nhập báo cáo thay]", "[Chọn 1]", "[Báo cáo tháng 11]", "[Điện thoại]", *NIL[2:]
        )
        await turn_to_day(world, 12, 16)
        await say(world, an, "/baocao", "[Báo cáo tháng 12]", "[Cập nhật mục 1]", "[Vẫn còn vướng mắc]")
        await say(world, an, "[Tiếp tục báo cáo]", "[Xem lại, gửi]", "[Gửi báo cáo]")
        await say(world, an, "/tracuu", "[Xem hồ sơ của tôi]", "[Chọn 2]", "[‹ Về danh sách]", "[Chọn 3]")
        await say(world, bich, "/tracuu", "[Xem hồ sơ của tôi]", "[Chọn 3]")
    world.close()

    november, december = (sheet(files(an)[f"Ho-so-2026-{month}.xlsx"], "Báo cáo") for month in (11, 12))
    (entered,) = sheet(files(bich)["Ho-so-2026-11.xlsx"], "Báo cáo")

    assert [row[2:4] for row in november] == [["định kỳ, đúng hạn", 1], ["định kỳ, quá hạn", 2]]
    assert [row[6] for row in december] == [f"Vướng mắc kỳ trước, vẫn còn (01): {CODE}."]
    assert entered[5:7] == ["Phạm Thu Chi, Cơ quan thường trực nhập thay (điện thoại)", "không phát sinh"]
