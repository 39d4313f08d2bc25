"""The group of the desk: bound by a code, shown every report as it stands, and worked in by officers alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.verbs.handling import AcceptAll
from bot.services.difficulties import acts
from tests.catalogues import said
from tests.handlers.acts import NIL, ONE, OPEN, SENT_ADHOC
from tests.handlers.grouped import GROUP, OTHER, Group, bound, code_of, roomy, turn
from tests.handlers.handled import do
from tests.handlers.triaged import HUY
from tests.handlers.versioned import AMEND, REWRITTEN, SEND, WITHDRAW
from tests.handlers.versioned import OTHER as OTHER_WORDS
from tests.world import ROSTER, World, running, say

REPORT, FIRST, SECOND = "BC-2611-001", "VM-2611-001", "VM-2611-002"
TWO = (*OPEN, *ONE, "[Thêm vướng mắc]", *ONE, "[Gửi báo cáo]")
MINUTE = timedelta(minutes=1)
LEAVES = "This channel works in private chats only, so the system leaves this group. Please open a private chat."
PLACE = "This group is the place of work of the Standing Body already."


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A running world with two officers: Chi, and Huy with Mai's phone."""
    roomy(monkeypatch)
    monkeypatch.setattr("bot.services.desk.papers.NAMES", ())
    world = World(tmp_path)
    world.import_roster(f"{ROSTER}{HUY}\n")
    for code in ("AN", "BICH", "BINH", "CHI", "LAN", "MAI"):
        world.link(code)
    async with running(world):
        yield world
    world.close()


def lines(group: Group, code: str = REPORT) -> list[str]:
    """What the message about a code says."""
    return group.about(code).text.splitlines()


async def test_a_group_becomes_the_desks_by_an_officers_code_and_every_other_is_left(office: World) -> None:
    chi, an = office.phone("CHI"), office.phone("AN")
    group, other = Group(office), Group(office, OTHER)

    # Without a code the bot stays nowhere, and says nothing to what is no command.
    await group.says(chi, "xin chào")
    await group.becomes("member")
    await other.says(chi, "/tiepnhan")
    assert [each.text for each in (*group.messages, *other.messages)] == [said(LEAVES)] * 2
    assert office.telegram.left == [GROUP, OTHER]

    # With one it says what is to be typed; members, strangers, wrong codes and the words of others bind nothing.
    code = await code_of(office)
    await group.becomes("member")
    assert group.last.text.startswith("Để gắn nhóm này")
    await group.says(an, f"/start {code}")
    await group.says(office.phone("DUNG"), f"/start {code}")
    assert [each.text[:40] for each in group.messages[-2:]] == ["Chức năng này dành cho cán bộ Cơ quan th"] * 2
    await group.says(chi, f"/start {code}", forward_origin={"type": "hidden_user", "sender_user_name": "x", "date": 1})
    await group.says(chi, "/start NHOM-2222-2222-22")
    assert group.last.text.startswith("Chưa tìm thấy mã gắn nhóm này")
    assert office.count("code_attempts") == 1
    assert office.count("places") == 0

    await group.says(chi, f"/start@tro_ly_bot {code.lower().replace('-', ' ')}")
    assert "(người gắn: Phạm Thu Chi)" in group.last.text
    assert (office.telegram.left, office.phone("CHI").messages) == ([GROUP, OTHER], [])
    [place] = office.read.conn.execute("SELECT * FROM places").fetchall()
    assert (place["address"], place["left_at"]) == (str(GROUP), None)
    verbs = [row["verb"] for row in office.read.conn.execute("SELECT verb FROM audit WHERE object LIKE 'place:%'")]
    assert verbs == ["place.code_issued", "place.bound"]

    # A code binds once; another group takes the place of the first, and both are told.
    await other.says(chi, f"/start {code}")
    assert other.last.text.startswith("Mã này đã được sử dụng")
    again = await code_of(office)
    await group.says(chi, f"/start {again}")
    assert group.last.text == said(PLACE)
    await other.says(chi, f"@tro_ly_bot {again}")
    assert "Nhóm đã gắn trước đây không còn được sử dụng" in other.last.text
    assert group.last.text.endswith("Cơ quan thường trực làm việc ở nhóm khác; Hệ thống rời nhóm này.")
    assert office.telegram.left[2:] == [GROUP]
    assert [row["left_how"] for row in office.read.conn.execute("SELECT left_how FROM places ORDER BY id")] == [
        "replaced",
        None,
    ]

    # Whoever guesses waits, and an expired code is none.
    for _ in range(4):
        await group.says(chi, "/start NHOM-2222-2222-22")
    late = await code_of(office)
    await group.says(chi, f"/start {late}")
    assert group.last.text.startswith("Đã nhập sai 05 lần")
    await turn(office, timedelta(days=4))
    await group.says(chi, f"/start {late}")
    assert group.last.text.startswith("Mã này đã được sử dụng hoặc đã hết hạn")


async def test_a_report_is_one_message_and_the_second_who_presses_sees_what_the_first_did(office: World) -> None:
    an, chi, huy, group = office.phone("AN"), office.phone("CHI"), office.phone("MAI"), await bound(office)

    await say(office, an, *TWO)
    assert lines(group) == [
        f"{REPORT} – tháng 11/2026, đúng hạn",
        "Hiệp hội A – người gửi: Nguyễn Văn An, 08:15 ngày 16/11/2026",
        "02 vướng mắc: Đất đai (02)",
    ]
    card = group.about(REPORT)
    assert (card.silent, card.labels) == (True, ["Mở mục 1", "Mở mục 2", "Tiếp nhận tất cả"])
    assert len(group.messages) == 2, "no files, and no message beside it"

    # One press each; the second sees what the first did.
    told = await group.taps(chi, "Tiếp nhận tất cả")
    again = await group.presses(huy, AcceptAll(REPORT, 1).data, card.id)
    assert told == f"Đã tiếp nhận 02 vướng mắc của {REPORT} lúc 08:15. Thông báo gửi thành viên sau 05 phút."
    assert again == f"{REPORT}: hiện không có nội dung để thực hiện thao tác này; chưa thay đổi nội dung nào."
    assert lines(group)[3:] == [
        f"{n}. {code}: đã tiếp nhận (Phạm Thu Chi, 08:15)" for n, code in ((1, FIRST), (2, SECOND))
    ]
    assert card.labels == ["Mở mục 1", "Mở mục 2", "Hoàn tác"]
    undone = await group.taps(huy, "Hoàn tác")
    assert undone == f"{REPORT}: đã hoàn tác việc tiếp nhận 02 vướng mắc, không gửi thông báo đến thành viên."
    await group.taps(chi, "Tiếp nhận tất cả")
    before = [message.text for message in an.messages]
    await turn(office, 5 * MINUTE)
    assert [message.text for message in an.messages][len(before) :] == [
        f"Đã tiếp nhận 02 vướng mắc của báo cáo {REPORT} ngày 16/11/2026: {FIRST}, {SECOND}. Hệ thống sẽ thông báo khi"
        " có kết quả xử lý."
    ]


async def test_pages_and_cards_follow_whatever_is_done_and_wherever(office: World) -> None:
    an, chi, huy, group = office.phone("AN"), office.phone("CHI"), office.phone("MAI"), await bound(office)
    await say(office, an, *TWO)
    await group.taps(chi, "Tiếp nhận tất cả")
    await turn(office, 5 * MINUTE)

    # A difficulty opens below, once; it is taken on there, and what needs words goes on in private.
    private = len(chi.messages)
    assert await group.taps(chi, "Mở mục 1") == ""
    assert await group.taps(huy, "Mở mục 1") == f"{FIRST} đã được mở tại đây lúc 08:20; mời xem bên dưới."
    page = group.about(FIRST)
    assert page.text.splitlines()[0] == f"{FIRST} – Đất đai"
    assert await group.taps(huy, "Nhận xử lý", page) == f"{FIRST} đang do Lê Quang Huy xử lý (từ 08:20)."
    assert page.text.splitlines()[1] == f"{FIRST} đang do Lê Quang Huy xử lý (từ 08:20)."
    assert lines(group)[3].endswith("; Lê Quang Huy đang xử lý")
    assert len(chi.messages) == private, "nothing of it in private"
    words = await group.taps(huy, "Trả lời", page)
    assert words == f"{FIRST}: mời làm tiếp trong trò chuyện riêng với Hệ thống, nơi đã mở biểu mẫu."
    assert f"{FIRST} – " in huy.last.text
    messages = len(group.messages)
    await say(office, huy, "Đã sửa quy định.", "[Bỏ qua]", "[Không kèm tệp]")
    assert len(group.messages) == messages, "nobody else sees what is being written"
    await say(office, huy, f"[{huy.last.labels[0]}]")
    assert "Đã sửa quy định." in page.text
    assert lines(group)[3] == f"1. {FIRST}: đã có kết quả xử lý (Lê Quang Huy, 08:20); Lê Quang Huy đang xử lý"

    # The member amends, and the rest is done by time and elsewhere: the same message follows.
    await say(office, an, f"/tracuu {REPORT}", AMEND, *REWRITTEN, SEND)
    assert lines(group)[0] == f"{REPORT}, lần 02 – tháng 11/2026, đúng hạn"
    assert OTHER_WORDS in page.text
    await do(office, acts.close, SECOND, "Trùng nội dung.")
    assert not lines(group)[4].startswith(f"2. {SECOND}: đã đóng"), "what no chat did waits for the tick"
    await turn(office, timedelta(days=30))
    await turn(office, 5 * MINUTE)
    assert "Đã xử lý xong các vướng mắc của báo cáo này." in group.about(REPORT).text
    assert len([each for each in group.messages if each.text.startswith(REPORT)]) == 1


async def test_urgent_reports_ring_others_do_not_and_what_waits_or_is_withdrawn_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roomy(monkeypatch)
    world = World(tmp_path, waits=True)
    world.import_roster(ROSTER)
    an, chi = world.link("AN"), world.link("CHI")
    world.link("BICH")
    async with running(world):
        await say(world, world.phone("BICH"), *NIL)
        group = await bound(world)

        # Urgent: at once, with sound; accepted by one press, and told so on every card.
        await say(world, an, *SENT_ADHOC)
        urgent = group.about("DX-2611-001")
        assert urgent.text.splitlines()[0] == "DX-2611-001 – đề nghị xử lý khẩn"
        assert (urgent.silent, urgent.labels) == (False, ["Mở mục 1", "Tiếp nhận"])
        assert await group.taps(chi, "Tiếp nhận") == (
            "Đã tiếp nhận DX-2611-001; thông báo đang được gửi đến người gửi."
        )
        assert "Đã tiếp nhận lúc 08:15 ngày 16/11/2026. Người tiếp nhận: Phạm Thu Chi." in urgent.text
        assert "Người tiếp nhận: Phạm Thu Chi" in chi.messages[0].text
        assert urgent.labels == ["Mở mục 1"]

        # Others: as long as they can be withdrawn the group sees nothing; a version takes the place of the one before.
        await say(world, an, *OPEN, "[Đất đai (lần trước)]", *ONE[1:], "[Gửi báo cáo]")
        await turn(world, timedelta(minutes=1))
        await say(world, an, "/tracuu BC-2611-002", WITHDRAW, WITHDRAW)
        await turn(world, timedelta(minutes=10))
        assert not any(each.text.startswith("BC-") for each in group.messages), "nor what was sent before it was bound"
        await say(world, an, "/baocao", "[Báo cáo tháng 11]", "[Gửi báo cáo]")
        await say(world, an, "/tracuu BC-2611-002", AMEND, *REWRITTEN, SEND)
        assert not any(each.text.startswith("BC-") for each in group.messages)
        await turn(world, timedelta(minutes=10))
        assert lines(group, "BC-2611-002") == [
            "BC-2611-002, lần 03 – tháng 11/2026, đúng hạn",
            "Hiệp hội A – người gửi: Nguyễn Văn An, 08:26 ngày 16/11/2026",
            "01 vướng mắc: Đất đai (01)",
        ]

        # What the group has got and is withdrawn says so, and offers nothing any more.
        await say(world, an, *SENT_ADHOC)
        await say(world, an, "/tracuu DX-2611-002", WITHDRAW, WITHDRAW)
        assert lines(group, "DX-2611-002")[-1] == "Thành viên đã rút báo cáo này."
        assert group.about("DX-2611-002").labels == []
        assert not any("Hiệp hội B" in each.text for each in group.messages)
    world.close()
