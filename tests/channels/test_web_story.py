"""The whole story of a report on the office's page, from the code of the invitation to what the desk looks up."""

from __future__ import annotations

from pathlib import Path

from bot.domain.characters import utf16_length
from tests.asking import answered
from tests.channels.web_bench import Browser, in_the_program, text_of
from tests.handlers.acts import CONTENT, NIL, ONE, OPEN, PROPOSAL
from tests.world import say

SECOND = "Thời hạn giải quyết hồ sơ kéo dài do phải lấy ý kiến nhiều cơ quan trong cùng một bước."
TWO = ("[Thêm vướng mắc]", *answered(field="[Đầu tư]", content=SECOND, proposal=PROPOSAL))


def texts(browser: Browser) -> list[str]:
    return [text_of(each) for each in browser.messages]


async def test_a_report_is_written_sent_read_and_found_on_the_page(tmp_path: Path) -> None:
    async with in_the_program(tmp_path) as (bench, world):
        an, bich, chi = (bench.phone(f"trinh-duyet-cua-{code}") for code in ("AN", "BICH", "CHI"))
        for browser, code, *address in ((an, "AN"), (bich, "BICH", "[Bà]"), (chi, "CHI", "[Đồng chí]")):
            join = (world.invite(code).code, "[Xác nhận đúng]", "[Đồng ý, tiếp tục]")
            await say(world, browser, "Xin chào", *join, *address)

        await say(world, an, *OPEN, *ONE, *TWO)
        review = texts(an)[-1]
        await say(world, an, "[Gửi báo cáo]")
        await say(world, bich, *NIL)
        copies = [text for text in texts(chi) if text.startswith("BC-2611-00")]
        await say(world, chi, "/tracuu", "BC-2611-001", "[Xem VM-2611-002]")

        assert "Mục 1. Đất đai" in review
        assert "Mục 2. Đầu tư" in review
        assert "Đã nhận báo cáo BC-2611-001" in texts(an)[-1]
        assert "02 vướng mắc (VM-2611-001, VM-2611-002)" in texts(an)[-1]
        assert "Đã nhận báo cáo BC-2611-002" in texts(bich)[-1]
        assert [CONTENT in copy and SECOND in copy for copy in copies] == [True, False]
        assert SECOND in texts(chi)[-1]
        assert (world.count("reports"), world.count("difficulties")) == (2, 2)
        assert world.telegram.chats == {}
        limit = bench.channel.capabilities.text_limit
        assert all(utf16_length(text) <= limit for browser in (an, bich, chi) for text in texts(browser))
        linked = world.read.conn.execute("SELECT channel, user_key FROM accounts ORDER BY id").fetchall()
        assert [tuple(row) for row in linked] == [("web", browser.user) for browser in (an, bich, chi)]


async def test_a_stranger_types_the_code_of_an_invitation_and_is_a_member_then(tmp_path: Path) -> None:
    async with in_the_program(tmp_path) as (bench, world):
        code = world.invite("AN").code
        guest = bench.phone("khach-khach-khach-khac")
        before = (await bench.get(guest.user, "/web/state")).body
        await say(world, guest, "Xin chào", code, "[Xác nhận đúng]", "[Đồng ý, tiếp tục]")

        after = (await bench.get(guest.user, "/web/state")).body

    assert (before["is_member"], before["me"]["kind"]) == (False, "guest")
    assert (after["is_member"], after["me"]["kind"], after["me"]["name"]) == (True, "focal", "Nguyễn Văn An")
    assert [each["command"] for each in before["commands"]] == ["batdau", "trogiup"]
    assert "baocao" in [each["command"] for each in after["commands"]]
