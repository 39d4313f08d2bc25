"""The desk narrows a search by period, state and member; a member's words are words."""

from __future__ import annotations

from bot.services.difficulties import acts
from tests.handlers.handled import do
from tests.handlers.searched import found
from tests.world import World, say

OF_AN, OF_BICH = "VM-2611-001", "VM-2611-002"


async def test_a_search_is_narrowed_by_period_state_and_member_for_the_desk_alone(searchable: World) -> None:
    chi, an = searchable.phone("CHI"), searchable.phone("AN")
    await do(searchable, acts.accept, OF_BICH)
    await do(searchable, acts.forward, OF_BICH, "Bộ Nông nghiệp và Môi trường")

    async def look(query: str) -> list[str]:
        await say(searchable, chi, f"/tracuu {query}")
        return [entry.split(" – ")[0] for entry in found(chi)]

    assert await look("tình trạng đã chuyển") == [OF_BICH]
    assert "Chỉ vướng mắc ở tình trạng: đã chuyển cơ quan có thẩm quyền." in chi.last.text
    assert await look("tinh trang dang xu ly ky 11/2026") == [OF_BICH, OF_AN]
    assert "Chỉ vướng mắc gửi lần đầu trong kỳ tháng 11/2026." in chi.last.text
    assert await look("trich luc tinh trang cho tiep nhan") == [OF_AN]
    assert "nộp lại trích lục bản đồ" in chi.last.text, "with the part that was looked for"
    assert await look("hiệp hội b tình trạng đã chuyển") == [OF_BICH], "of a member, without a word of its own"
    assert await look("thành viên HIEPHOIB") == [OF_BICH]
    assert await look("trích lục kỳ 10/2026") == []
    assert 'Chưa tìm thấy nội dung nào với từ khóa "trích lục"' in chi.last.text
    assert "Chỉ vướng mắc gửi lần đầu trong kỳ tháng 10/2026." in chi.last.text
    assert await look("tình trạng đã gộp") == []
    assert chi.last.text.startswith("Chưa tìm thấy nội dung nào.")

    await say(searchable, an, "/tracuu tình trạng đã chuyển")
    assert "Chỉ vướng mắc" not in an.last.text
