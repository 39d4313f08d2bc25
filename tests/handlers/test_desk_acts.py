"""The desk acts on difficulties from the chat: the member is told once of each step, and of nothing taken back."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from bot.clock import VN
from bot.domain.verbs.difficulties import ShowWay
from bot.domain.verbs.handling import AcceptDifficulty, ShowNotes, UndoAct
from bot.domain.verbs.lookup import ShowReport
from storage import difficulties
from tests.handlers.acts import ONE, OPEN, bring_roster, press
from tests.handlers.handled import CODE, happened, turn_by, turn_to_day
from tests.telegram import Phone
from tests.world import ROSTER, World, say

OTHER = "VM-2611-002"
REPORT = "BC-2611-001"
TWO_SENT = (*OPEN, *ONE, "[Thêm vướng mắc]", *ONE, "[Gửi báo cáo]")
SECOND_CLERK = "LAN,Hoàng Thị Lan,Chuyên viên,,vi,,secretariat,,,\n"
WAIT = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The papers of the period are tested elsewhere; their files take a process each."""
    monkeypatch.setattr("bot.services.desk.papers.NAMES", ())


def news(phone: Phone) -> list[str]:
    """What has arrived since the last time this was asked."""
    texts = [message.text for message in phone.messages]
    phone.messages.clear()
    return texts


async def sent(world: World) -> tuple[Phone, Phone]:
    """Let An have sent two difficulties; return the phones of An and of the desk, with nothing new on An's."""
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *TWO_SENT)
    news(an)
    return an, chi


async def test_what_is_taken_back_in_time_is_told_to_nobody_and_the_rest_once(world: World) -> None:
    an, chi = await sent(world)

    # All of a report, taken back, done again, and one of the two taken back alone.
    await say(world, chi, "[Tiếp nhận tất cả]")
    confirmed, all_done = chi.last.text.splitlines()[0], chi.last.labels
    await say(world, chi, "[Hoàn tác]")
    undone = chi.last.text.splitlines()[0]
    await turn_by(world, WAIT)
    after_undo = news(an)
    await say(world, chi, "[Tiếp nhận tất cả]", f"[Xem {OTHER}]")
    stale = UndoAct(OTHER, 4).data
    await say(world, chi, "[Hoàn tác]")
    taken_back = chi.last.text.splitlines()[0]
    twice = await press(world, chi, stale)
    before_time = news(an)
    await turn_by(world, WAIT)

    assert confirmed == f"Đã tiếp nhận 02 vướng mắc của {REPORT} lúc 08:15. Thông báo gửi thành viên sau 05 phút."
    assert all_done[0] == "Hoàn tác"
    assert "Tiếp nhận tất cả" not in all_done
    assert undone == f"{REPORT}: đã hoàn tác việc tiếp nhận 02 vướng mắc, không gửi thông báo đến thành viên."
    assert taken_back == f"{OTHER}: đã hoàn tác, không gửi thông báo đến thành viên."
    assert (twice, chi.last.text.splitlines()[0]) == (
        "",
        f"{OTHER}: đã hoàn tác trước đó, không gửi thông báo đến thành viên.",
    )
    assert (after_undo, before_time) == ([], [])
    assert news(an) == [
        f"Vướng mắc {CODE} đã được tiếp nhận ngày 16/11/2026. Hệ thống sẽ thông báo khi có kết quả xử lý."
    ]
    # By events: each is kept, and what was taken back counts for nothing.
    assert happened(world, OTHER) == ["sent", "undone", "undone", "undone", "undone"]
    kinds = world.read.conn.execute("SELECT kind FROM difficulty_events WHERE difficulty = ? ORDER BY id", (OTHER,))
    assert [row["kind"] for row in kinds] == ["sent", "accepted", "undone", "accepted", "undone"]
    await say(world, an, f"/tracuu {OTHER}")
    assert "Tình trạng: đã gửi, chờ tiếp nhận." in an.last.text
    assert "hoàn tác" not in an.last.text

    await noted_for_the_desk_alone(world, an, chi)

    # Too late: what to do instead is said, and the acts for it stand below.
    await say(world, chi, f"/tracuu {CODE}")
    await press(world, chi, UndoAct(CODE, len(happened(world))).data)
    assert chi.last.text.startswith(f"{CODE}: thao tác đã quá 05 phút, thông báo đã gửi thành viên")
    assert {"Không tiếp nhận", "Trả lại"} <= set(chi.last.labels)
    verbs = [row["verb"] for row in world.read.conn.execute("SELECT verb FROM audit WHERE verb LIKE 'difficulty.%'")]
    assert verbs.count("difficulty.undone") == verbs.count("difficulty.accepted") - 1 == 3


async def noted_for_the_desk_alone(world: World, an: Phone, chi: Phone) -> None:
    """A note is no event: the page, the way and the dossier of the member have nothing of it."""
    await say(world, chi, f"/tracuu {OTHER}", "[Ghi chú (00)]", "[Thêm ghi chú]", "Gọi lại sau 16:00", "[Lưu ghi chú]")
    noted = chi.last.text
    await say(world, chi, f"[Xem {OTHER}]")
    assert "Phạm Thu Chi:\nGọi lại sau 16:00" in noted
    # What stands alone is put two in a row, so that all of it is seen at once.
    assert [[label for label, _ in row] for row in chi.last.rows[-5:]] == [
        ["Sửa phân loại", "Ghi chú (01)"],
        ["Nhận xử lý", "Nhiệm vụ (00)"],
        ["Gộp vướng mắc", "Cho phép chia sẻ"],
        ["Biên tập nội dung", f"Xem {REPORT}"],
        ["Về màn hình chính"],
    ]
    assert happened(world, OTHER) == ["sent", "undone", "undone", "undone", "undone"]
    await turn_by(world, WAIT)
    news(an)
    for verb in (ShowNotes(OTHER, 0), ShowWay(OTHER, 0), ShowReport(OTHER)):
        await press(world, an, verb.data)
    assert not any("Gọi lại" in text for text in news(an))


async def test_every_act_with_words_is_asked_shown_as_the_member_will_read_it_and_told_so(world: World) -> None:
    an, chi = await sent(world)
    told: list[str] = []

    async def act(button: str, *answers: str) -> str:
        """Do something by its form; return what the review says of what the member will read."""
        await say(world, chi, f"/tracuu {CODE}", f"[{button}]", *answers)
        review = chi.last.text
        await say(world, chi, f"[{chi.last.labels[0]}]")
        assert not news(an)
        await turn_by(world, WAIT)
        told.extend(news(an))
        return review.partition("Nội dung thành viên nhận được:\n\n")[2]

    asked = await act("Đề nghị bổ sung", "[Chọn 2]", "[Chọn 1]")
    await say(world, an, f"/tracuu {CODE}", "[Bổ sung nội dung]", "Gia Lâm", "[Gửi bổ sung]")
    news(an)
    returned = await act("Trả lại", "1")
    refused = await act("Không tiếp nhận", "[Chọn 2]")
    taken_up = await act("Mở lại", "Đã bổ sung đủ nội dung")
    forwarded = await act("Chuyển cơ quan", "bo tai chinh", "12/BTP-KSTT")
    answered = await act(
        "Trả lời", "Đã bãi bỏ thành phần hồ sơ", "123/QĐ-BTC", "4/12/2026", "4/11/2026", "[Không kèm tệp]"
    )
    closed = await act("Đóng theo dõi", "[Chọn 1]")
    reopened = await act("Mở lại", "Đã đóng nhầm")

    assert told == [
        asked.replace("Kính gửi Quý thành viên,", "Kính gửi Ông Nguyễn Văn An,"),
        returned,
        refused,
        taken_up,
        forwarded,
        answered.replace("Quý thành viên", "Ông"),
        closed.replace("Quý thành viên", "Ông"),
        reopened,
    ]
    assert "địa phương, thời điểm phát sinh" in asked.lower()
    assert asked.endswith("Thời hạn: 17:00 thứ Năm, ngày 19/11/2026.")
    assert "Luật Khiếu nại, Luật Tố cáo" in refused
    assert forwarded == (
        f"Vướng mắc {CODE} đã được chuyển Bộ Tài chính ngày 16/11/2026 (văn bản 12/BTP-KSTT), đề nghị trả lời trước"
        " ngày 01/12/2026."
    )
    assert "Văn bản: 123/QĐ-BTC ngày 04/11/2026." in answered
    assert happened(world) == [
        *("sent", "asked", "supplemented", "returned", "not_accepted", "reopened"),
        *("forwarded", "answered", "closed", "reopened"),
    ]
    await say(world, an, f"/tracuu {CODE}")
    assert "Tình trạng: đã tiếp nhận." in an.last.text
    assert difficulties.waited_for(world.read) == []


async def test_of_two_clerks_the_second_learns_what_the_first_did_and_keeps_the_words(world: World) -> None:
    an, chi = await sent(world)
    await bring_roster(
        world, "\n".join(x for x in ROSTER.splitlines() if not x.startswith("LAN,")) + "\n" + SECOND_CLERK
    )
    lan = world.phone("LAN")
    await say(world, chi, f"/tracuu {CODE}")
    await say(world, lan, f"/tracuu {CODE}", "[Không tiếp nhận]", "Không phải việc của TTHC", "[Bỏ qua]")

    # While Lan reads her review Chi accepts; what Lan has ready is still open, but rests on less than is known.
    await say(world, chi, "[Tiếp nhận]")
    await say(world, lan, "[Không tiếp nhận]")
    warned = lan.last.text.splitlines()[0]
    # Chi records a result: now it is not open any more.
    await say(world, chi, "[Trả lời]", "Đã bãi bỏ thành phần hồ sơ", "[Bỏ qua]", "[Không kèm tệp]", "[Gửi kết quả]")
    await say(world, lan, "[Không tiếp nhận]")
    lost = lan.last.text.splitlines()
    # A button of a page that shows less than has happened does nothing but say so.
    await press(world, lan, AcceptDifficulty(CODE, 1).data)
    old_page = lan.last.text.splitlines()[0]

    assert warned == (
        f"{CODE}: lúc 08:15 ngày 16/11/2026 đã ghi nhận (người thực hiện: Phạm Thu Chi): đã tiếp nhận (Phạm Thu Chi)."
        " Thao tác vừa chọn chưa được thực hiện."
    )
    assert "kết quả xử lý: Đã bãi bỏ thành phần hồ sơ" in lost[0]
    assert lost[1:3] == ["Nội dung đã nhập được lưu:", "Không phải việc của TTHC"]
    assert old_page == lost[0]
    assert happened(world) == ["sent", "accepted", "answered"]

    # By night the result, taken back before anybody read it, wakes nobody; the next one waits for the morning.
    await turn_by(world, datetime(2026, 11, 16, 21, 58, tzinfo=VN) - world.clock.now())
    news(an)
    await say(world, an, "/caidat", "[Đổi giờ yên lặng]", "[22:00 – 06:00]")
    news(an)
    await say(
        world,
        chi,
        f"/tracuu {CODE}",
        "[Trả lời]",
        "Nhầm kết quả",
        "[Bỏ qua]",
        "[Không kèm tệp]",
        "[Gửi kết quả]",
        "[Hoàn tác]",
    )
    await turn_by(world, timedelta(seconds=40))
    await say(world, chi, "[Trả lời]", "Đã sửa quy định", "[Bỏ qua]", "[Không kèm tệp]", "[Gửi kết quả]")
    await turn_by(world, WAIT)
    at_night = news(an)
    await turn_to_day(world, 11, 17, time(6))

    assert at_night == []
    assert [text.splitlines()[0] for text in news(an)] == [f"Kết quả xử lý vướng mắc {CODE}: Đã sửa quy định."]
