"""Difficulties that go on: the form of a new period begins with them, and everything says what is said of them."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from bot.clock import VN
from bot.domain.difficulties import DifficultyState, current_state
from bot.domain.periods import Period
from bot.exports.dossier import report_rows
from bot.services.dossier import make_dossier
from storage import people
from storage.difficulties import events_of
from tests.handlers.acts import CONTENT, ONE, SENT, bring_roster
from tests.handlers.difficulties import SECOND
from tests.handlers.working_group import MEMBERS, link, turn
from tests.handlers.working_group import OPEN as OPEN_QUARTER
from tests.world import ROSTER, World, say

DECEMBER = datetime(2026, 12, 16, 9, tzinfo=VN)
TWO_IN_NOVEMBER = (*SENT[:3], *ONE, "[Thêm vướng mắc]", *SECOND, "[Gửi báo cáo]")
OPEN = ("/baocao", "[Báo cáo tháng 12]")
FIRST, OTHER = "VM-2611-001", "VM-2611-002"
STATEMENT_SENT = ("[Tiếp tục báo cáo]", "[Xem lại, gửi]", "[Gửi báo cáo]")


def state(world: World, code: str) -> DifficultyState:
    return current_state(events_of(world.read, [code])[code])


def reported(world: World) -> list[tuple[str, int]]:
    return [tuple(row) for row in world.read.conn.execute("SELECT code, nil FROM reports ORDER BY id")]


@pytest.fixture
async def an_in_december(world: World) -> World:
    """AN has sent two difficulties for November and nothing since."""
    await say(world, world.phone("AN"), *TWO_IN_NOVEMBER)
    world.clock.set(DECEMBER)
    return world


async def test_the_form_of_a_new_period_begins_with_what_has_no_final_result(an_in_december: World) -> None:
    world, an = an_in_december, an_in_december.phone("AN")

    await say(world, an, *OPEN)

    assert "Kỳ trước chuyển sang 02 vướng mắc chưa có kết quả xử lý:" in an.last.text
    assert f"Mục 1. {FIRST} – Đất đai (đã gửi ngày 16/11/2026; nêu lần đầu tháng 11/2026)" in an.last.text
    assert an.last.labels[:3] == ["Tiếp tục báo cáo", "Cập nhật mục 1", "Cập nhật mục 2"]


async def test_one_tap_each_answers_and_leads_back_to_the_list(an_in_december: World) -> None:
    world, an = an_in_december, an_in_december.phone("AN")

    await say(world, an, *OPEN, "[Cập nhật mục 1]")
    asked = list(an.last.labels)
    await say(world, an, "[Đã tháo gỡ]")

    assert asked[:5] == ["Vẫn còn vướng mắc", "Tháo gỡ một phần", "Đã tháo gỡ", "Bổ sung thông tin", "Rút kiến nghị"]
    assert "Cập nhật, chưa gửi: đã tháo gỡ." in an.last.text
    assert "Tiếp tục báo cáo" in an.last.labels


@pytest.mark.parametrize(
    ("label", "said", "after"),
    [
        ("[Vẫn còn vướng mắc]", "vẫn còn", DifficultyState.SENT),
        ("[Tháo gỡ một phần]", "tháo gỡ một phần", DifficultyState.SENT),
        ("[Đã tháo gỡ]", "đã tháo gỡ", DifficultyState.CLOSED),
        ("[Rút kiến nghị]", "rút kiến nghị", DifficultyState.WITHDRAWN),
    ],
)
async def test_a_report_may_consist_of_a_statement_and_the_receipt_and_the_desk_say_it(
    an_in_december: World, label: str, said: str, after: DifficultyState
) -> None:
    world, an, chi = an_in_december, an_in_december.phone("AN"), an_in_december.phone("CHI")

    await say(world, an, *OPEN, "[Cập nhật mục 1]", label, *STATEMENT_SENT)

    assert reported(world)[-1] == ("BC-2612-001", 0)
    assert f"Vướng mắc kỳ trước, {said} (01): {FIRST}." in an.last.text
    assert "Kỳ trước chuyển sang: 01 vướng mắc tiếp tục được theo dõi." in an.last.text
    assert f"Vướng mắc kỳ trước, {said} (01)" in chi.last.text
    assert f"{FIRST} – Đất đai" in chi.last.text
    assert state(world, FIRST) is after
    assert state(world, OTHER) is DifficultyState.SENT
    dossier = make_dossier(
        world.unit(), next(s for s in people.seats_ever(world.read) if s.code == "HIEPHOIA"), Period(2026, 12), ""
    )
    assert report_rows(dossier)[-1][6] == f"Vướng mắc kỳ trước, {said} (01): {FIRST}."


async def test_what_is_added_is_kept_with_the_statement_word_for_word(an_in_december: World) -> None:
    world, an, chi = an_in_december, an_in_december.phone("AN"), an_in_december.phone("CHI")

    await say(world, an, *OPEN, "[Cập nhật mục 2]", "[Bổ sung thông tin]", "Thêm 12 doanh nghiệp ở Bắc Ninh.")
    await say(world, an, "[Cập nhật mục 2]", "[Bổ sung thông tin]", "[Viết thêm]", "Từ ngày 01/12.", *STATEMENT_SENT)

    (_, added) = events_of(world.read, [OTHER])[OTHER]
    assert added.detail == {"words": "Thêm 12 doanh nghiệp ở Bắc Ninh.\nTừ ngày 01/12."}
    assert "Thêm 12 doanh nghiệp ở Bắc Ninh." in chi.last.text


async def test_statements_and_new_difficulties_stand_in_one_report(an_in_december: World) -> None:
    world, an, chi = an_in_december, an_in_december.phone("AN"), an_in_december.phone("CHI")

    await say(world, an, *OPEN, "[Cập nhật mục 1]", "[Tháo gỡ một phần]", "[Tiếp tục báo cáo]", "[Khai vướng mắc]")
    await say(world, an, *ONE)
    assert f"{FIRST}: tháo gỡ một phần" in an.last.text
    await say(world, an, "[Gửi báo cáo]")

    assert "Nội dung: 01 vướng mắc (VM-2612-001)." in an.last.text
    assert f"Vướng mắc kỳ trước, tháo gỡ một phần (01): {FIRST}." in an.last.text
    assert f"{FIRST} – Đất đai (nêu lần thứ 2, từ tháng 11/2026)" in chi.last.text


async def test_nothing_new_leaves_them_as_they_are_and_its_one_screen_says_so(an_in_december: World) -> None:
    world, an, chi = an_in_december, an_in_december.phone("AN"), an_in_december.phone("CHI")

    await say(world, an, *OPEN, "[Tiếp tục báo cáo]", "[Báo không phát sinh]")
    asked = an.last.text
    await say(world, an, "[Gửi báo cáo]")

    assert "không phát sinh khó khăn, vướng mắc mới" in asked
    for text in (asked, an.last.text, chi.last.text):
        assert "Kỳ trước chuyển sang: 02 vướng mắc tiếp tục được theo dõi." in text
    assert reported(world)[-1] == ("BC-2612-001", 1)
    assert [state(world, code) for code in (FIRST, OTHER)] == [DifficultyState.SENT] * 2


async def test_typing_that_nothing_is_new_is_still_two_steps_with_difficulties_carried_over(
    an_in_december: World,
) -> None:
    world, an = an_in_december, an_in_december.phone("AN")

    await say(world, an, *OPEN, "không phát sinh", "[Gửi báo cáo]")

    assert reported(world)[-1] == ("BC-2612-001", 1)


async def test_what_was_said_to_be_solved_is_not_asked_about_again_and_the_age_grows(an_in_december: World) -> None:
    world, an = an_in_december, an_in_december.phone("AN")
    await say(world, an, *OPEN, "[Cập nhật mục 1]", "[Đã tháo gỡ]", "[Cập nhật mục 2]", "[Vẫn còn vướng mắc]")
    await say(world, an, *STATEMENT_SENT)
    world.clock.set(datetime(2027, 1, 18, 9, tzinfo=VN))

    await say(world, an, "/baocao", "[Báo cáo tháng 1]")

    assert FIRST not in an.last.text
    assert f"Mục 1. {OTHER} – Đầu tư, đăng ký" in an.last.text
    assert ": Điều chỉnh chủ trương (đã gửi ngày 16/11/2026; nêu lần thứ 2, từ tháng 11/2026)" in an.last.text
    await say(world, an, f"/tracuu {OTHER}")
    assert "nêu lần thứ 2, từ tháng 11/2026" in an.last.text
    await say(world, an, "/tracuu BC-2612-001")
    assert f"Vướng mắc kỳ trước, đã tháo gỡ (01)\n{FIRST} – Đất đai" in an.last.text


async def test_ad_hoc_difficulties_of_earlier_windows_are_carried_over_too(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, "/baocao", "[Báo cáo đột xuất]", "[Đề nghị xử lý sớm]", "dat dai", CONTENT, "Đề nghị bãi bỏ.")
    await say(world, an, "[Không kèm tệp]", "[Gửi báo cáo]")
    await say(world, an, *OPEN)
    same_window = an.last.text
    world.clock.set(datetime(2027, 1, 18, 9, tzinfo=VN))

    await say(world, an, "/baocao", "[Báo cáo tháng 1]")

    assert "Kỳ trước chuyển sang" not in same_window
    assert "Kỳ trước chuyển sang 01 vướng mắc" in an.last.text


async def test_a_draft_with_a_statement_counts_as_begun_and_survives_leaving(an_in_december: World) -> None:
    world, an = an_in_december, an_in_december.phone("AN")

    await say(world, an, *OPEN, "[Cập nhật mục 1]", "[Rút kiến nghị]", "[Lưu nháp, thoát]", *OPEN)

    assert "Cập nhật, chưa gửi: rút kiến nghị." in an.last.text


async def test_what_is_no_longer_followed_is_not_sent_and_the_sender_is_told(an_in_december: World) -> None:
    world, an = an_in_december, an_in_december.phone("AN")
    await say(world, an, *OPEN, "[Cập nhật mục 1]", "[Vẫn còn vướng mắc]", "[Tiếp tục báo cáo]", "[Xem lại, gửi]")
    world.write_now(lambda db: db.conn.execute(CLOSED_BY_THE_DESK, {"code": FIRST}))

    await say(world, an, "[Gửi báo cáo]")

    assert "nay không còn được theo dõi. Báo cáo chưa gửi" in an.last.text
    assert len(reported(world)) == 1
    row = world.read.conn.execute("SELECT answers FROM drafts WHERE closed_at IS NULL").fetchone()
    assert [each["code"] for each in json.loads(row["answers"])["carried"]] == [OTHER]


CLOSED_BY_THE_DESK = """
INSERT INTO difficulty_events (difficulty, report, kind, at, actor, detail)
SELECT :code, report, 'closed', at, 'person:CHI', '{}' FROM difficulty_events WHERE difficulty = :code
"""


async def test_a_nil_report_from_its_reminder_stays_at_two_taps(an_in_december: World) -> None:
    world, an = an_in_december, an_in_december.phone("AN")
    await turn(world, datetime(2026, 12, 17, 8, 30, tzinfo=VN))

    await say(world, an, "[Báo không phát sinh]")
    assert "Kỳ trước chuyển sang: 02 vướng mắc tiếp tục được theo dõi." in an.last.text
    await say(world, an, "[Gửi báo cáo]")

    assert reported(world)[-1] == ("BC-2612-001", 1)


async def test_a_quarterly_report_goes_on_with_the_difficulties_of_the_quarter_before(world: World) -> None:
    await bring_roster(world, ROSTER + MEMBERS)
    giap = link(world, "GIAP", 701)
    await say(world, giap, *OPEN_QUARTER, "[Khai vướng mắc]", *ONE, "[Bỏ qua]", "[Gửi báo cáo]")
    world.clock.set(datetime(2027, 3, 16, 9, tzinfo=VN))

    await say(world, giap, "/baocao", "[Báo cáo quý I]", "[Cập nhật mục 1]", "[Tháo gỡ một phần]")
    await say(world, giap, "[Tiếp tục báo cáo]", "[Xem lại, gửi]", "[Bỏ qua]", "[Gửi báo cáo]")

    assert "Vướng mắc kỳ trước, tháo gỡ một phần (01): VM-26Q4-001." in giap.last.text
    await say(world, giap, "/tracuu VM-26Q4-001")
    assert "nêu lần thứ 2, từ quý IV/2026" in giap.last.text
