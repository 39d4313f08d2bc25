"""The papers wait for the desk's release: what belongs to them is fixed, and an officer answers for what is sent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlite_utils import Database

from bot.domain.periods import Period
from bot.domain.verbs.desk import AskRelease
from bot.exports.snapshot import sha256
from bot.services.desk import previewing
from bot.services.desk.snapshots import make_snapshot
from bot.services.difficulties import acts
from bot.services.people import erasing
from bot.services.standing import period_schedule, window
from storage import ledgers, releases, snapshots
from storage.snapshots import Frozen
from tests.asking import answered
from tests.handlers.acts import CONTENT, ONE, OPEN, SENT, bring_roster, press
from tests.handlers.handled import do
from tests.handlers.turning import CLOSE, turn_to
from tests.handlers.versioned import ADDED, AMEND, SEND
from tests.telegram import Phone
from tests.world import ROSTER, World, running, say, toast

FIRST, SECOND = "VM-2611-001", "VM-2611-002"
ASK, SURE = "[Duyệt số liệu]", "[Duyệt số liệu]"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[World]:
    """A running world whose profile has the desk release its papers; An has reported one difficulty."""
    world = World(tmp_path, profile="btp-2026")
    world.quota.most = 1000
    world.import_roster(ROSTER)
    for code in ("AN", "BICH", "BINH", "CHI", "LAN"):
        world.link(code)
    async with running(world):
        await turn_to(world, 16, CLOSE)
        await say(world, world.phone("AN"), *SENT)
        yield world
    world.close()


def texts(phone: Phone) -> str:
    return "\n".join(message.text for message in phone.messages)


def files_of(phone: Phone) -> dict[str, bytes]:
    return dict(message.file for message in phone.messages if message.file)


def frozen(world: World, number: int) -> Frozen:
    found = snapshots.digest(world.read, "2026-11", number)
    assert found is not None
    return found


def shown(phone: Phone) -> str:
    """The newest message that is no file."""
    return next(message.text for message in reversed(phone.messages) if not message.file)


async def tell(world: World, phone: Phone, *acts: str) -> None:
    """Send texts and press buttons, half a minute apart: a chat can be written to only so often."""
    for act in acts:
        world.clock.set(world.clock.now() + timedelta(seconds=30))
        await say(world, phone, act)


async def changed_behind(world: World, sql: str, *values: str | int) -> None:
    """Something is changed in the base by nobody the program knows."""

    def work(db: Database) -> None:
        db.conn.execute(sql, values)

    await world.writer.write(work)


def holds_the_hash_and_the_audit(phone: Phone, digest: Frozen) -> None:
    """Chat and files say the same under the same hash, and bear the head of the audit."""
    entry, code, papers = digest.snapshot["audit"], sha256(digest.snapshot), files_of(phone)
    assert f"Mã dữ liệu: {code[:16]}" in texts(phone)
    assert "Số liệu đã được duyệt lúc 11:31" in texts(phone)
    docx = zipfile.ZipFile(io.BytesIO(papers["Du-thao-bao-cao-2026-11.docx"]))
    whole = "".join(docx.read(name).decode() for name in docx.namelist() if name.endswith(".xml"))
    assert code in whole
    assert entry["head"] in whole
    book = load_workbook(io.BytesIO(papers["Phu-luc-2026-11.xlsx"]))
    cells = [str(c) for sheet in book.worksheets for row in sheet.values for c in row if c is not None]
    assert CONTENT in cells
    assert any(entry["head"] in cell for cell in cells)


async def test_a_correction_is_in_the_preview_until_the_release_and_later_in_the_next_paper(office: World) -> None:
    world, chi = office, office.phone("CHI")
    await turn_to(world, 23, CLOSE)
    menu = (f"/tracuu {FIRST}", "[Sửa phân loại]")
    fixed = releases.waiting(world.read, "2026-11")
    assert fixed is not None
    before = previewing.preview(world.unit(), fixed).fingerprint

    await tell(world, chi, *menu, "[Sửa lĩnh vực]", "dau tu", "[Ghi nhận]")
    said = await press(world, chi, AskRelease(Period(2026, 11), before).data)
    await tell(world, chi, "/tonghop 11/2026", ASK, SURE)
    await tell(world, chi, *menu, "[Đánh dấu 1]")

    assert said == "Số liệu đã thay đổi từ khi được hiển thị. Mời kiểm tra lại."
    digest = frozen(world, 0)
    [line] = digest.snapshot["difficulties"]
    assert (line["field"], line["chosen"]) == ("Đầu tư, đăng ký doanh nghiệp", {"field": "Đất đai"})
    assert [each["code"] for each in digest.snapshot["fields"]] == ["dau_tu"]
    assert "conflicts" not in digest.snapshot
    await turn_to(world, 25, time(11))
    unit = world.unit()
    december: dict[str, Any] = make_snapshot(unit, window(unit, period_schedule(unit, Period(2026, 12))))
    assert [each["code"] for each in december["conflicts"]] == [FIRST]


async def test_what_was_fixed_is_released_and_what_came_later_is_in_the_addendum(office: World) -> None:
    world, an, chi, lan = office, office.phone("AN"), office.phone("CHI"), office.phone("LAN")
    await turn_to(world, 23, CLOSE)

    # The desk alone has the preview; nothing is frozen, nobody else is told.
    assert "Báo cáo được chốt lúc 17:00 thứ Hai, ngày 23/11/2026; số liệu chưa được duyệt." in shown(chi)
    assert list(files_of(chi)) == ["Du-thao-bao-cao-2026-11.docx", "Phu-luc-2026-11.xlsx"]
    assert "Tổng hợp" not in texts(lan)
    assert world.count("digests") == 0

    # What members send from the very instant on is not in it, what the desk does is.
    await tell(world, an, "/tracuu BC-2611-001", AMEND, *ADDED, SEND)
    await turn_to(world, 25, time(9))
    await tell(world, world.phone("BICH"), *OPEN, *ONE, "[Gửi báo cáo]")
    await do(world, acts.accept, FIRST)
    await tell(world, chi, ASK)
    assert await toast(chi) == "Số liệu đã thay đổi từ khi được hiển thị. Mời kiểm tra lại."
    assert "Thành viên: 01/02 đã gửi báo cáo định kỳ." in shown(chi)
    assert "mới 01; kết thúc 00; đang theo dõi 01" in shown(chi)

    # The leader is told at the stated hour, once, without a figure; even on request nobody but the desk can release.
    await turn_to(world, 25, time(11))
    await turn_to(world, 25, time(11, 30))
    waiting = "Bản tổng hợp tháng 11/2026, lập lúc 17:00 thứ Hai, ngày 23/11/2026, chưa được Cơ quan thường trực duyệt"
    assert texts(lan).count(waiting) == 1
    await tell(world, lan, "/tonghop 11/2026")
    assert "Duyệt số liệu" not in lan.last.labels

    await tell(world, chi, ASK)
    assert "không sửa được nữa" in shown(chi)
    await tell(world, chi, SURE)
    assert "Số liệu tháng 11/2026 đã được duyệt lúc 11:31 thứ Tư, ngày 25/11/2026 (người duyệt: Phạm Thu Chi)" in texts(
        chi
    )
    digest = frozen(world, 0)
    assert digest.told == {"BC-2611-001:1"}
    assert [(d["code"], d["state"]) for d in digest.snapshot["difficulties"]] == [(FIRST, "accepted")]
    entry = digest.snapshot["audit"]
    assert (entry["entry"], entry["head"]) in [tuple(r) for r in world.read.execute("SELECT seq, hash FROM audit")]

    holds_the_hash_and_the_audit(lan, digest)

    # Who is in it is told once; who is not yet, is not.
    await turn_to(world, 25, time(11, 45))
    await turn_to(world, 25, time(12))
    assert texts(an).count("Kỳ tháng 11/2026, Cơ quan thường trực đã tổng hợp 01 vướng mắc mới.") == 1
    assert "Hiệp hội A có 01 vướng mắc: 01 đã tiếp nhận." in texts(an)
    assert "đã tổng hợp" not in texts(world.phone("BICH"))

    # At the close the rest waits in its turn; pressing an old button again releases nothing.
    await turn_to(world, 25, CLOSE)
    assert world.count("digests") == 1
    await tell(world, chi, "/tonghop 11/2026", ASK, SURE)
    addendum = frozen(world, 1)
    assert addendum.snapshot["added"] == ["BC-2611-001", "BC-2611-002"]
    assert addendum.snapshot["after"]["difficulties"] == 3
    assert "Phụ lục bổ sung số 01" in texts(lan)
    assert "từ 17:00 ngày 23/11/2026 đến 17:00 ngày 25/11/2026" in texts(lan)
    assert world.count("waiting_papers") == 0


async def test_a_row_that_is_not_what_the_audit_has_stops_the_release_and_is_named(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for names in ("releasing.NAMES", "papers.NAMES"):
        monkeypatch.setattr(f"bot.services.desk.{names}", ())  # building the files is tested above
    world, chi = office, office.phone("CHI")
    await do(world, acts.accept, FIRST)
    await do(world, acts.forward, FIRST, "Bộ Tài chính")
    await turn_to(world, 23, CLOSE)
    entry = ledgers.audit_head(world.read)[0]
    kept = "SELECT detail FROM difficulty_events WHERE kind = 'forwarded'"
    (forwarded,) = (str(row[0]) for row in world.read.execute(kept).fetchall())
    tampering = (
        ("UPDATE difficulties SET content = ? WHERE code = ?", (CONTENT + " x", FIRST), "BC-2611-001:1"),
        ("UPDATE difficulties SET content = ? WHERE code = ?", (CONTENT, FIRST), ""),
        ("UPDATE reports SET opinion = ? WHERE code = ?", ("Thêm", "BC-2611-001"), "BC-2611-001:1"),
        ("UPDATE reports SET opinion = NULL WHERE code = ?", ("BC-2611-001",), ""),
        ("UPDATE difficulty_events SET detail = ? WHERE kind = 'forwarded'", ('{"agency": "Bộ Công an"}',), FIRST),
        ("UPDATE difficulty_events SET detail = ? WHERE kind = 'forwarded'", (forwarded,), ""),
        ("UPDATE difficulty_events SET kind = 'closed' WHERE kind = ?", ("forwarded",), FIRST),
        ("UPDATE difficulty_events SET kind = 'forwarded' WHERE kind = ?", ("closed",), ""),
        ("UPDATE waiting_papers SET report_refs = ?", ("{}",), "digest:2026-11"),
        ("UPDATE waiting_papers SET report_refs = ?", (str(world.read.execute(
            "SELECT report_refs FROM waiting_papers").fetchone()[0]),), ""),
        ("UPDATE audit SET actor = 'x' WHERE seq = ?", (entry,), f" {entry}."),
    )  # fmt: skip

    for sql, values, named in tampering:
        await changed_behind(world, sql, *values)
        if named:
            await tell(world, chi, "/tonghop 11/2026", ASK, SURE)
            assert "không khớp nhật ký thao tác" in shown(chi), (sql, shown(chi))
            assert named in shown(chi)
            assert world.count("digests") == 0

    # What does not even add up is said so, by the names of the members, and offers no release.
    await changed_behind(world, "UPDATE audit SET actor = 'system' WHERE seq = ?", entry)
    await changed_behind(world, "UPDATE reports SET nil = 1")
    await tell(world, chi, "/tonghop 11/2026")
    assert "số liệu chưa khớp.\n• Tình trạng của thành viên không khớp báo cáo: Hiệp hội A." in shown(chi)
    assert "Duyệt số liệu" not in chi.last.labels

    await changed_behind(world, "UPDATE reports SET nil = 0")
    await tell(world, chi, "/tonghop 11/2026", ASK, SURE)
    assert world.count("digests") == 1
    assert SECOND not in texts(chi)


async def test_papers_that_nobody_released_are_named_and_found_when_their_period_is_over(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for names in ("releasing.NAMES", "papers.NAMES", "aggregate.NAMES"):
        monkeypatch.setattr(f"bot.services.desk.{names}", ())
    world, chi, lan = office, office.phone("CHI"), office.phone("LAN")
    await turn_to(world, 23, CLOSE)
    await turn_to(world, 25, time(9))
    await tell(world, world.phone("BICH"), *OPEN, *ONE, "[Gửi báo cáo]")
    await turn_to(world, 25, time(16, 45))
    assert "Chờ duyệt số liệu: tháng 11/2026" in texts(chi)

    await turn_to(world, 26)
    for way in ("/batdau", "/tonghop"):
        await tell(world, chi, way, "[Xem tháng 11]")
        assert chi.last.labels[0] == "Duyệt số liệu"
    await tell(world, chi, "/batdau")
    assert "Chờ duyệt số liệu: tháng 11/2026." in chi.last.text
    await tell(world, lan, "/batdau")
    assert "Chờ duyệt số liệu" not in lan.last.text
    await tell(world, chi, "[Xem tháng 11]", ASK, SURE)
    await turn_to(world, 26, CLOSE)
    await tell(world, chi, "/batdau")
    assert "Chờ duyệt số liệu" in chi.last.text  # the addendum, in its turn
    await tell(world, chi, "[Xem tháng 11]", ASK, SURE, "/batdau")
    assert "Chờ duyệt số liệu" not in chi.last.text


async def test_the_name_of_somebody_who_was_erased_keeps_no_paper_from_its_release(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for names in ("releasing.NAMES", "papers.NAMES"):
        monkeypatch.setattr(f"bot.services.desk.{names}", ())
    world, chi = office, office.phone("CHI")
    named = "Theo ông Lê Văn Bình, doanh nghiệp phải nộp lại trích lục bản đồ."
    sent = answered(field="[Đất đai]", content=named, proposal="Đề nghị bãi bỏ thành phần hồ sơ.")
    await tell(world, world.phone("BICH"), *OPEN, *sent, "[Gửi báo cáo]")
    await tell(world, chi, f"/tracuu {FIRST}", "[Biên tập nội dung]", named, "[Giữ nguyên văn]", "[Ghi nội dung]")
    await turn_to(world, 23, CLOSE)
    await tell(world, chi, "/tonghop 11/2026", "[Sửa nhận định]", named, "[Ghi nhận định]")
    await bring_roster(world, "".join(each for each in ROSTER.splitlines(True) if not each.startswith("BINH")))
    await turn_to(world, 24)
    await world.writer.write(lambda db: erasing.erase(world.unit(db), "BINH", "operator"))

    await tell(world, chi, "/tonghop 11/2026", ASK, SURE)

    assert "Lê Văn Bình" not in str(frozen(world, 0).snapshot)
    assert str(frozen(world, 0).snapshot).count("(đã xóa dữ liệu cá nhân)") >= 3
