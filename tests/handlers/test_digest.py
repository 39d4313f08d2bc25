"""The aggregate on its digest day, and the addendum at the close."""

from __future__ import annotations

import io
from datetime import time

from docx import Document
from openpyxl import load_workbook

from tests.handlers.acts import CONTENT, ONE, OPEN
from tests.handlers.turning import CLOSE, turn_to
from tests.world import World, say


async def test_on_the_digest_day_officers_and_leaders_get_the_aggregate_with_both_files(world: World) -> None:
    await turn_to(world, 16, CLOSE)
    await say(world, world.phone("AN"), *OPEN, *ONE, "[Gửi báo cáo]")

    await turn_to(world, 23, CLOSE)

    for code in ("CHI", "LAN"):
        texts = [message.text for message in world.phone(code).messages]
        assert any("Lập lúc 17:00 thứ Hai, ngày 23/11/2026." in text for text in texts)
        names = [message.file[0] for message in world.phone(code).messages if message.file]
        assert names == ["Du-thao-bao-cao-2026-11.docx", "Phu-luc-2026-11.xlsx"]
    file = next(message.file for message in world.phone("LAN").messages if message.file)
    assert CONTENT in "\n".join(
        cell.text for row in Document(io.BytesIO(file[1])).tables[-1].rows for cell in row.cells
    )
    assert world.count("digests") == 1


async def test_a_report_between_digest_and_close_goes_into_a_numbered_addendum(world: World) -> None:
    await turn_to(world, 23, CLOSE)
    await turn_to(world, 24, time(9))
    await say(world, world.phone("AN"), *OPEN, *ONE, "[Gửi báo cáo]")
    lan = world.phone("LAN")
    lan.messages.clear()

    await turn_to(world, 25, CLOSE)

    told = next(message for message in lan.messages if "Phụ lục bổ sung" in message.text)
    assert "Phụ lục bổ sung số 01 – tháng 11/2026" in told.text
    files = dict(message.file for message in lan.messages if message.file)
    assert list(files) == ["Phu-luc-bo-sung-01-2026-11.docx", "Phu-luc-bo-sung-01-2026-11.xlsx"]
    data = files["Phu-luc-bo-sung-01-2026-11.xlsx"]
    rows = list(load_workbook(io.BytesIO(data)).worksheets[0].values)
    assert [row[8] for row in rows[1:]] == [CONTENT]


async def test_a_report_of_the_very_instant_after_the_aggregate_is_not_lost_between_both(world: World) -> None:
    await turn_to(world, 23, CLOSE)
    await say(world, world.phone("AN"), *OPEN, *ONE, "[Gửi báo cáo]")
    lan = world.phone("LAN")
    lan.messages.clear()

    await turn_to(world, 25, CLOSE)

    files = dict(message.file for message in lan.messages if message.file)
    data = files["Phu-luc-bo-sung-01-2026-11.xlsx"]
    assert [row[8] for row in load_workbook(io.BytesIO(data)).worksheets[0].values][1:] == [CONTENT]


async def test_without_late_reports_there_is_no_addendum(world: World) -> None:
    await turn_to(world, 23, CLOSE)

    await turn_to(world, 25, CLOSE)

    assert world.count("digests") == 1


async def test_after_an_interruption_the_aggregate_is_made_late_and_once(world: World) -> None:
    await turn_to(world, 16, CLOSE)

    await turn_to(world, 24, time(8))
    await turn_to(world, 24, time(17))

    assert world.count("digests") == 1
    assert sum("Lập lúc" in message.text for message in world.phone("LAN").messages) == 1


async def test_a_period_in_which_nobody_reported_asks_the_leader_for_nothing(world: World) -> None:
    lan = world.phone("LAN")

    await turn_to(world, 23, CLOSE)

    (summary,) = [message.text for message in lan.messages if "Lập lúc" in message.text]
    assert "Kỳ này không có báo cáo nào được gửi nên không có nội dung cần xem xét, chỉ đạo." in summary
    assert "trình ký" not in summary
    draft = next(message.file[1] for message in lan.messages if message.file and message.file[0].endswith(".docx"))
    closing = [p.text for p in Document(io.BytesIO(draft)).paragraphs if "kính báo cáo" in p.text]
    assert len(closing) == 1
    assert closing[0].startswith("Đến thời điểm lấy số liệu, không có nội dung kiến nghị, đề xuất.")
    assert "xem xét, chỉ đạo" not in closing[0]
