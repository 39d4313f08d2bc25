"""Several drafts at once: listed, gone on with from anywhere, deleted by an act of its own."""

from __future__ import annotations

import json
from datetime import datetime

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.people import Caller
from bot.domain.verbs.drafts import AskDeleteDraft, DeleteDraft, StartAdhoc
from storage import invitations, people
from tests.catalogues import out_of_date, said
from tests.handlers.acts import ADHOC, ADHOC_ITEM, CONTENT, ONE, OPEN, SENT, bring_roster, press
from tests.handlers.roster_acts import audited
from tests.telegram import Phone
from tests.world import ROSTER, World, say

FIRST = (*ADHOC, "[Đề nghị xử lý khẩn]", "dat dai", CONTENT, "[Lưu nháp, thoát]")
ANOTHER = (*ADHOC, "[Tạo mới, giữ nháp]", "[Đề nghị xử lý sớm]", "dau tu", "[Lưu nháp, thoát]")
NEW = "[Tạo mới, giữ nháp]"


def drafts(world: World) -> list[tuple[str, str, str]]:
    """Return kind, subject and the fields of every open draft, the oldest first."""
    found = world.read.conn.execute("SELECT kind, subject, answers FROM drafts WHERE closed_at IS NULL ORDER BY id")
    return [
        (row["kind"], row["subject"], " ".join(item["field"] for item in json.loads(row["answers"])["items"]))
        for row in found
    ]


def second_phone(world: World, code: str, user: int) -> Phone:
    """Link another account to a person of the cast."""
    person = people.person_by_code(world.read, code)
    assert person is not None
    caller = Caller("telegram", str(user), str(user))

    def work(db: Database) -> None:
        account = people.link_account(db, caller, person.id, world.clock.now())
        invitations.add_consent(db, account, world.rules.profile.notice_version, world.clock.now())

    world.write_now(work)
    return world.telegram.phone(user)


def draft_of(world: World, kind: str) -> tuple[int, int]:
    """Return id and revision of the newest open draft of a kind."""
    sql = "SELECT id, rev FROM drafts WHERE kind = ? AND closed_at IS NULL ORDER BY id DESC"
    row = world.read.conn.execute(sql, [kind]).fetchone()
    return row["id"], row["rev"]


async def test_an_ad_hoc_report_that_was_begun_is_found_before_another_is(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *FIRST, *ADHOC)

    assert an.last.text.splitlines() == [
        "Ông có bản nháp báo cáo đột xuất chưa gửi (01):",
        "Bản nháp báo cáo đột xuất: đang ở bước 3/4 của vướng mắc số 1 (lưu lúc 08:15 ngày 16/11/2026), chưa gửi.",
    ]
    assert an.last.labels == ["Tiếp tục bản nháp", "Xóa bản nháp", "Tạo mới, giữ nháp", said("Main screen")]
    await say(world, an, "[Tiếp tục bản nháp]")
    assert an.last.text.startswith("Báo cáo đột xuất – bước 3/4 – Đất đai")


async def test_one_that_holds_nothing_yet_is_simply_opened(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *ADHOC, "[Đề nghị xử lý khẩn]", "/batdau", *ADHOC)

    assert an.last.text.startswith("Báo cáo đột xuất – bước 1/4")
    assert world.count("drafts") == 1


async def test_two_ad_hoc_reports_are_written_side_by_side_and_each_is_sent_as_it_was_written(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *ONE[:3], *FIRST, *ANOTHER)
    assert drafts(world) == [("report", "2026-11", "dat_dai"), ("adhoc", "", "dat_dai"), ("adhoc", "2", "dau_tu")]

    await say(world, an, "/batdau")
    assert {line for line in an.last.text.splitlines() if line.startswith("Bản nháp")} == {
        "Bản nháp báo cáo đột xuất 2: đang ở bước 2/4 của vướng mắc số 1 (lưu lúc 08:15 ngày 16/11/2026), chưa gửi.",
        "Bản nháp báo cáo đột xuất 1: đang ở bước 3/4 của vướng mắc số 1 (lưu lúc 08:15 ngày 16/11/2026), chưa gửi.",
        "Bản nháp tháng 11/2026: đang ở bước 4/7 của vướng mắc số 1 (lưu lúc 08:15 ngày 16/11/2026), chưa gửi.",
    }
    for label in ("Viết tiếp đột xuất 1", "Viết tiếp đột xuất 2", "Viết tiếp tháng 11"):
        assert label in an.last.labels
        assert len(label) <= 20

    await say(world, an, "[Viết tiếp đột xuất 2]", *ADHOC_ITEM[1:], "[Gửi báo cáo]")
    await say(world, an, "/batdau", "[Viết tiếp đột xuất]", *ADHOC_ITEM[2:], "[Gửi khẩn]")

    sent = world.read.conn.execute(
        "SELECT r.code, r.urgency, d.field FROM reports r JOIN difficulties d ON d.report = r.id ORDER BY r.id"
    )
    assert [tuple(row) for row in sent] == [("DX-2611-001", "som", "dau_tu"), ("DX-2611-002", "khan", "dat_dai")]
    assert drafts(world) == [("report", "2026-11", "dat_dai")]


async def test_a_new_one_pressed_twice_is_one(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *FIRST, *ADHOC)

    data = an.tap(NEW[1:-1])
    await press(world, an, data)

    assert len(drafts(world)) == 2
    assert said("How soon should it be handled?") in an.last.text


async def test_the_tenth_ad_hoc_draft_is_refused_with_what_can_be_done(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *FIRST)
    for _ in range(8):
        await say(world, an, *ANOTHER)
    assert len(drafts(world)) == 9

    await say(world, an, *ADHOC, NEW)

    assert "Đã có 09 bản nháp báo cáo đột xuất" in an.last.text
    assert len(drafts(world)) == 9


async def test_a_draft_is_deleted_only_after_it_was_confirmed_and_the_others_stay(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *ONE[:2], *FIRST, "/batdau", "[Quản lý bản nháp]")
    assert "1. Bản nháp báo cáo đột xuất" in an.last.text
    assert "2. Bản nháp tháng 11/2026" in an.last.text

    await say(world, an, "[Xóa bản nháp 2]")
    assert an.last.text.startswith("Xóa bản nháp báo cáo tháng 11/2026? Nội dung đã xóa không khôi phục được.")
    assert an.last.labels == ["Giữ bản nháp", "Xóa bản nháp"]
    assert len(drafts(world)) == 2

    await say(world, an, "[Giữ bản nháp]")
    assert len(drafts(world)) == 2
    await say(world, an, "[Xóa bản nháp 2]", "[Xóa bản nháp]")

    assert an.last.text.startswith("Đã xóa bản nháp báo cáo tháng 11/2026.")
    assert drafts(world) == [("adhoc", "", "dat_dai")]
    assert len(audited(world, "draft.deleted")) == 1


async def test_what_was_typed_since_on_another_phone_is_shown_before_it_can_be_deleted(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *ONE[:2], "/batdau", "[Quản lý bản nháp]", "[Xóa bản nháp]")
    other = second_phone(world, "AN", 111)
    await say(world, other, "/batdau", "[Viết tiếp tháng 11]", CONTENT)

    await say(world, an, "[Xóa bản nháp]")

    assert out_of_date() in an.last.text
    assert "đang ở bước 4/7" in an.last.text
    assert len(drafts(world)) == 1
    await say(world, an, "[Xóa bản nháp]")
    assert drafts(world) == []


async def test_a_draft_deleted_on_one_phone_is_out_of_date_on_the_other_and_what_is_typed_there_is_kept(
    world: World,
) -> None:
    an = world.phone("AN")
    other = second_phone(world, "AN", 111)
    await say(world, an, *OPEN, *ONE[:2])
    await say(world, other, "/batdau", "[Quản lý bản nháp]", "[Xóa bản nháp]", "[Xóa bản nháp]")

    await say(world, an, CONTENT)

    assert "Nội dung vừa gửi có vẻ là nội dung báo cáo." in an.last.text
    assert CONTENT in str(world.read.conn.execute("SELECT messages FROM kept_texts").fetchall()[0][0])


async def test_two_phones_that_answer_one_draft_never_mix_and_the_older_screen_says_so(world: World) -> None:
    an, other = world.phone("AN"), second_phone(world, "AN", 111)
    await say(world, an, *OPEN)
    await say(world, other, "/batdau", "[Viết tiếp tháng 11]", "[Đầu tư]")

    await say(world, an, "[Đất đai]")

    assert out_of_date() in an.last.text
    assert "tháng 11/2026 – vướng mắc số 1 – bước 2/7 – Đầu tư" in an.last.text
    assert [fields for _, _, fields in drafts(world)] == ["dau_tu"]


async def test_a_draft_that_was_sent_is_not_deleted_and_names_its_report(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT[:-1])
    number, rev = draft_of(world, "report")
    await say(world, an, SENT[-1])

    assert "mã BC-2611-001" in await press(world, an, DeleteDraft(number, rev).data)
    assert "mã BC-2611-001" in await press(world, an, AskDeleteDraft(number).data)
    assert world.count("drafts") == 1


async def test_a_seat_that_is_not_theirs_gets_no_draft(world: World) -> None:
    seat = world.read.conn.execute("SELECT id FROM seats WHERE code = 'HIEPHOIB'").fetchone()["id"]

    words = await press(world, world.phone("AN"), StartAdhoc(seat).data)

    assert out_of_date() in words
    assert world.count("drafts") == 0


async def test_where_somebody_has_several_seats_each_draft_names_its_member(world: World) -> None:
    await bring_roster(
        world, ROSTER + "AN,Nguyễn Văn An,Chánh Văn phòng,ong,vi,,focal,hoi_dong_tu_van,HIEPHOIC,Hiệp hội C\n"
    )
    an = world.phone("AN")
    for seat in ("HIEPHOIA", "HIEPHOIC"):
        label = next(label for label in await offered(world, an) if seat in label and "11" in label)
        await say(world, an, f"[{label}]", "[Khai vướng mắc]", "[Đất đai]")

    await say(world, an, "/batdau")

    assert "Bản nháp tháng 11/2026 – Hiệp hội A: đang ở bước 2/7" in an.last.text
    assert "Bản nháp tháng 11/2026 – Hiệp hội C: đang ở bước 2/7" in an.last.text
    assert {"Viết tiếp tháng 11 1", "Viết tiếp tháng 11 2"} <= set(an.last.labels)


async def offered(world: World, phone: Phone) -> list[str]:
    """Return the labels of the screen where a report is chosen."""
    await say(world, phone, "/baocao")
    return phone.last.labels


async def test_drafts_survive_a_restart_and_the_day(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *ONE[:3], *FIRST)

    world.clock.set(datetime(2026, 11, 17, 9, tzinfo=VN))
    await say(world, an, "/batdau", "[Viết tiếp tháng 11]", "[‹ Quay lại]")

    assert f"Đã nhập: {CONTENT}" in an.last.text
