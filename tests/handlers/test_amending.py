"""A report that was sent is amended: the same form, the next version, and the desk sees what differs."""

from __future__ import annotations

import json
from datetime import datetime

from bot.clock import VN
from bot.domain.questions import ReportPart
from bot.domain.verbs.desk import AcceptAdhoc
from bot.domain.verbs.lookup import ShowReport
from bot.domain.verbs.versions import AmendReport, ShowDifference
from tests.catalogues import out_of_date
from tests.handlers.acts import CLOSED, CONTENT, IN_TIME, LATE, NIL, PROPOSAL, SENT, SENT_ADHOC, press
from tests.handlers.adhoc import CODE as DX
from tests.handlers.adhoc import about
from tests.handlers.versioned import (
    ADDED,
    AMEND,
    CODE,
    OTHER,
    REMOVED,
    REWRITTEN,
    SEND,
    audited,
    difficulties,
    looked_up,
    turn,
    versions,
)
from tests.world import World, say

CUT_OFF = datetime(2026, 11, 20, 17, tzinfo=VN)
DIGEST = datetime(2026, 11, 23, 17, tzinfo=VN)


def frozen(world: World, number: int) -> dict[str, object]:
    """What was frozen of November under a number."""
    found = world.read.conn.execute("SELECT body FROM digests WHERE period = '2026-11' AND number = ?", [number])
    body: dict[str, object] = json.loads(found.fetchone()[0])
    return body


async def test_it_opens_the_same_form_with_everything_that_was_sent(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *SENT, AMEND)

    assert f"Bổ sung, đính chính {CODE}, gửi lúc 08:15 ngày 16/11/2026" in an.last.text
    assert "Nội dung đã gửi được lưu nguyên; nội dung dưới đây thay thế khi gửi lần 02." in an.last.text
    assert CONTENT in an.last.text
    assert PROPOSAL in an.last.text
    assert SEND[1:-1] in an.last.labels


async def test_sending_makes_the_next_version_and_the_first_stays_as_it_was_sent(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *SENT, AMEND, *REWRITTEN, *ADDED, SEND)

    assert versions(world) == [(1, True, False), (2, False, False)]
    assert difficulties(world, 1) == ["VM-2611-001"]
    assert difficulties(world, 2) == ["VM-2611-001", "VM-2611-002"]
    texts = [row[0] for row in world.read.conn.execute("SELECT content FROM difficulties ORDER BY id")]
    assert texts == [CONTENT, OTHER, CONTENT]
    assert audited(world) == [("report.sent", f"report:{CODE}:1"), ("report.amended", f"report:{CODE}:2")]


async def test_the_receipt_names_the_version_and_what_it_changes(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *SENT, AMEND, *REWRITTEN, *ADDED, SEND)

    lines = an.last.text.splitlines()
    assert lines[0] == f"Đã nhận bổ sung, đính chính báo cáo {CODE}, lần 02"
    assert "Thay đổi: thêm VM-2611-002; sửa VM-2611-001." in lines


async def test_the_desk_sees_the_difference_field_by_field(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")

    await say(world, an, *SENT, AMEND, *REWRITTEN, SEND)

    lines = chi.last.text.splitlines()
    assert lines[0] == f"Bổ sung, đính chính: {CODE}, lần 02 – tháng 11/2026"
    assert lines[-4:] == ["1. Trước:", f"Vướng mắc: {CONTENT}", "1. Nay:", f"Vướng mắc: {OTHER}"]
    assert "Sửa: VM-2611-001 – Đất đai" in chi.last.text
    assert PROPOSAL not in chi.last.text


async def test_long_texts_of_a_difference_can_be_viewed_alone_in_both_versions(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    long, longer = "a" * 2000, "b" * 2000
    rewritten = ("[Sửa mục 1]", "[Sửa nội dung]", long, "[Sửa mục 1]", "[Sửa kiến nghị]", long)
    again = ("[Sửa mục 1]", "[Sửa nội dung]", longer, "[Sửa mục 1]", "[Sửa kiến nghị]", longer)
    await say(world, an, *SENT, AMEND, *rewritten, SEND, AMEND, *again, SEND)

    await say(world, chi, "[Xem bản trước 1]")
    before = chi.last.text
    await say(world, chi, "[Xem bản nay 1]")

    assert long in before
    assert longer in chi.last.text


async def test_an_on_time_report_stays_on_time_when_it_is_amended_after_the_deadline(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    world.clock.set(IN_TIME)
    await say(world, an, *SENT)
    world.clock.set(LATE)

    await say(world, an, AMEND, *ADDED, SEND, "/baocao")
    receipt = next(m.text for m in an.messages if "bổ sung, đính chính báo cáo" in m.text)

    assert "tính theo thời điểm nhận lần đầu: 16:59 ngày 20/11/2026 (đúng hạn)" in receipt
    await turn(world, DIGEST)
    await say(world, chi, "/tonghop 11/2026")
    (seat,) = [seat for seat in frozen(world, 0)["seats"] if seat["report"]]  # type: ignore[attr-defined]
    assert (seat["state"], seat["sent_at"][:16], seat["amended"]["version"]) == ("reported", "2026-11-20T09:59", 2)


async def test_a_form_across_the_minute_of_the_deadline_is_judged_when_it_is_sent(world: World) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    world.clock.set(IN_TIME)
    await say(world, an, *SENT, AMEND, *ADDED)
    await say(world, bich, *SENT[:-1])
    world.clock.set(CUT_OFF.replace(second=1))

    await say(world, an, SEND)
    await say(world, bich, "[Gửi báo cáo]")

    assert "(đúng hạn)" in an.last.text
    assert "(quá hạn)" in bich.last.text


async def test_a_difficulty_taken_out_is_withdrawn_and_the_others_keep_their_codes_and_events(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")

    await say(world, an, *SENT, AMEND, *ADDED, SEND, AMEND, *REMOVED, SEND)

    assert difficulties(world, 3) == ["VM-2611-002"]
    events = world.read.conn.execute("SELECT difficulty, kind FROM difficulty_events ORDER BY id")
    assert [tuple(row) for row in events] == [
        ("VM-2611-001", "sent"),
        ("VM-2611-002", "sent"),
        ("VM-2611-001", "withdrawn"),
    ]
    assert "Rút: VM-2611-001 – Đất đai" in chi.last.text


async def test_the_officer_who_accepted_it_is_told_that_a_difficulty_was_taken_out(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *SENT_ADHOC)
    await say(world, chi, "[Tiếp nhận]")

    await say(world, an, AMEND, "[Thêm vướng mắc]", "dat dai", CONTENT, PROPOSAL, "[Không kèm tệp]", *REMOVED, SEND)

    told = [message.text for message in chi.messages if "tiếp nhận đã được người gửi rút" in message.text]
    assert [text.split(" ")[0] for text in told] == ["VM-2611-001"]
    assert f"{DX}, lần 02" in told[0]


async def test_nothing_new_becomes_a_report_and_back(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")

    await say(world, an, *NIL, AMEND, "[Khai vướng mắc]", "[Đất đai]", *ADDED[2:], SEND)
    reported = chi.last.text
    await say(world, an, AMEND, *REMOVED, "[Báo không phát sinh]", SEND)

    nil = [row[0] for row in world.read.conn.execute("SELECT nil FROM reports ORDER BY version")]
    assert nil == [1, 0, 1]
    assert "Lần gửi trước: không phát sinh vướng mắc." in reported
    assert "Thêm: VM-2611-001 – Đất đai" in reported
    assert "Nay báo không phát sinh vướng mắc." in chi.last.text
    assert world.count("difficulty_events", "kind = 'withdrawn'") == 1


async def test_an_amendment_that_changes_nothing_is_not_sent(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *SENT, AMEND, SEND)

    assert an.last.text.startswith("Chưa có thay đổi so với nội dung đã gửi")
    assert SEND[1:-1] in an.last.labels
    assert versions(world) == [(1, False, False)]


async def test_of_two_focal_persons_one_wins_and_the_other_keeps_the_text_and_goes_on_from_it(world: World) -> None:
    bich, binh = world.phone("BICH"), world.phone("BINH")
    await say(world, bich, *SENT)
    await press(world, binh, AmendReport(CODE).data)
    await say(world, binh, *REWRITTEN)
    await say(world, bich, AMEND, *ADDED, SEND)

    await say(world, binh, SEND)
    refused = binh.last.text
    await say(world, binh, AMEND)
    taken_up = binh.last.text
    await say(world, binh, SEND)

    assert refused.startswith(f"{CODE}, lần 02 đã được Trần Thị Bích gửi lúc 08:15 ngày 16/11/2026, sau khi")
    assert OTHER in taken_up
    assert "Mục 2." in taken_up
    assert difficulties(world, 3) == ["VM-2611-001", "VM-2611-002"]


async def test_an_amendment_while_the_desk_has_the_item_open_is_read_before_it_is_accepted(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *SENT_ADHOC, AMEND, "[Sửa nội dung]", "[Sửa nội dung]", OTHER, SEND)

    words = await press(world, chi, AcceptAdhoc(DX, 1).data)
    unread = world.count("receptions", "accepted_at IS NULL")
    await press(world, chi, AcceptAdhoc(DX, 2).data)

    assert words.startswith(f"{DX} vừa được bổ sung, đính chính")
    assert unread == 1
    assert world.count("receptions", "accepted_at IS NOT NULL") == 1
    assert OTHER in about(chi)[0]


async def test_a_button_on_an_older_copy_shows_what_that_said_and_that_it_is_not_the_last_word(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *SENT, AMEND, *REWRITTEN, SEND)

    await press(world, chi, ShowReport("VM-2611-001", ReportPart.DIFFICULTY, 1).data)

    assert CONTENT in chi.last.text
    assert "mới hơn" in chi.last.text


async def test_in_the_minute_of_the_snapshot_it_stands_either_in_the_digest_or_in_the_addendum(world: World) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    await say(world, an, *SENT)
    await say(world, bich, *SENT)
    world.clock.set(DIGEST)
    await say(world, an, AMEND, *ADDED, SEND)
    await turn(world, DIGEST)

    await say(world, bich, AMEND, *ADDED)
    review = bich.last.text
    await say(world, bich, SEND)
    await turn(world, CLOSED)

    assert frozen(world, 0)["versions"] == {CODE: 2}
    assert frozen(world, 1)["added"] == ["BC-2611-002"]
    assert "Bản tổng hợp tháng 11/2026 đã lập lúc 17:00 ngày 23/11/2026" in review
    receipt = next(m.text for m in bich.messages if "Đã nhận bổ sung, đính chính" in m.text)
    assert "phụ lục bổ sung số 01" in receipt.lower()
    assert "Bản bổ sung, đính chính lần 02 của báo cáo BC-2611-002" in bich.last.text


async def test_after_the_close_it_is_refused_and_what_was_entered_can_go_elsewhere(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT, AMEND, *ADDED)
    world.clock.set(CLOSED)

    await say(world, an, SEND)
    refused = an.last.labels
    await say(world, an, f"[{refused[0]}]")
    moved = an.last.text
    await say(world, an, "[Gửi báo cáo]")

    assert versions(world) == [(1, False, False)]
    assert refused == ["Đưa vào tháng 12", "Báo cáo đột xuất", "Về màn hình chính"]
    assert "Mục 2." not in moved
    assert difficulties(world, 1, "BC-2612-001") == ["VM-2612-001"]


async def test_after_the_close_nothing_is_opened_that_cannot_be_sent(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT)
    world.clock.set(CLOSED)

    await say(world, an, AMEND)

    assert f"báo cáo {CODE} không bổ sung, đính chính được nữa" in an.last.text
    assert "Báo cáo đột xuất" in an.last.labels
    assert world.count("drafts", "closed_at IS NULL") == 0


async def test_the_look_up_names_the_version_and_leads_to_what_it_changed(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *SENT, AMEND, *ADDED, SEND)

    await looked_up(world, chi)
    shown = chi.last.text
    await say(world, chi, "[Xem thay đổi lần 02]")

    assert shown.startswith(f"{CODE}, lần 02 – báo cáo tháng 11/2026")
    assert "Thêm: VM-2611-002 – Đất đai" in chi.last.text


async def test_nobody_else_sees_what_a_version_changed(world: World) -> None:
    await say(world, world.phone("AN"), *SENT, AMEND, *ADDED, SEND)

    words = await press(world, world.phone("BICH"), ShowDifference(CODE, 2).data)

    assert out_of_date() in words


async def test_an_ad_hoc_report_holds_several_difficulties_and_the_review_adds_them(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    more = ("[Thêm vướng mắc]", "dat dai", OTHER, PROPOSAL, "[Không kèm tệp]")

    await say(world, an, *SENT_ADHOC[:-1], *more, "[Gửi khẩn]")

    assert difficulties(world, 1, DX) == ["VM-2611-001", "VM-2611-002"]
    (card,) = about(chi)
    assert CONTENT in card
    assert OTHER in card
    assert "Nội dung: VM-2611-001, VM-2611-002." in an.last.text
