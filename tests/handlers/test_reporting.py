"""Writing and sending a report, on the real program."""

from __future__ import annotations

from tests.world import World, say

CONTENT = "Doanh nghiệp phải nộp lại trích lục bản đồ dù dữ liệu đã có trên cơ sở dữ liệu."
PROPOSAL = "Đề nghị bãi bỏ thành phần hồ sơ này."
OPEN = ("/baocao", "[Báo cáo tháng 11]", "[Khai vướng mắc]")
ONE = ("[Đất đai]", "[Không rõ thủ tục]", CONTENT, "[Bỏ qua]", PROPOSAL)


async def test_a_member_files_a_difficulty_and_gets_the_code_under_which_it_is_stored(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *OPEN, *ONE, "[Xem lại, gửi]", "[Gửi báo cáo]")

    assert "Đã nhận báo cáo BC-2611-001" in an.last.text
    assert "VM-2611-001" in an.last.text
    assert world.count("difficulties", f"content = '{CONTENT}'") == 1
