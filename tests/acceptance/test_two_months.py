"""Two months of one seat on the sandbox, told once with the real command: its dossiers are read line by line.

What the desk does to a difficulty (accept, forward, answer) has no button yet: its services are asked while the
program does not run, each for the hour at which it was decided, and what follows is put into the outbox.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.table import Table
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from sqlite_utils import Database

from bot.channels.telegram.client import CAPABILITIES
from bot.clock import SANDBOX_START, VN
from bot.config import load_key
from bot.domain.people import Caller
from bot.runtime.postbox import enqueue
from bot.services.difficulties import acts
from bot.services.reply import Reply
from bot.services.rules import load_rules
from bot.verbs.opening import database
from storage import people
from storage.database import Writer, open_for_writing
from storage.lock import exclusive
from storage.unit import Rules, Unit
from tests.acceptance import two_months
from tests.acceptance.program import START_SECONDS, no_sandbox_left
from tests.acceptance.stage import Stage, answered_below, running
from tests.asking import answered
from tests.contents import PDF
from tests.handlers.directory import CODE

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:docx", "ignore::DeprecationWarning:openpyxl")

CHAU, HUY, VIET = 700001, 700002, 700003
"""The member's person of November, the secretary, and whoever takes the seat over."""
FIRST = answered(
    field="Nông nghiệp",
    procedure="Cấp chứng thư an toàn thực phẩm xuất khẩu, mã 1.002755",
    content="Doanh nghiệp phải nộp lại bản giấy hồ sơ đã ký số tại ba cảng từ tháng 8/2026.",
    legal="Khoản 2 Điều 28 Nghị định số 69/2018/NĐ-CP",
    agency="Bộ Nông nghiệp và Môi trường",
    proposal="Bãi bỏ yêu cầu nộp bản giấy.",
    before="files",
)
SECOND = answered(
    field="Thuế, hải quan",
    content="Thời gian phân luồng tờ khai kéo dài hơn hai ngày làm việc tại Hải Phòng.",
    proposal="Công khai thời gian phân luồng từng tờ khai.",
)
EDITED = "Thời gian phân luồng tờ khai kéo dài từ hai đến bốn ngày làm việc tại Hải Phòng, Cát Lái."
TAKEN_OUT = answered(
    field="Lao động",
    content="Mẫu báo cáo sử dụng lao động phải gửi cho hai cơ quan với cùng nội dung.",
    proposal="Gộp hai mẫu báo cáo làm một.",
)
ADDED = answered(
    field="Môi trường",
    content="Kết quả quan trắc phải nộp cả bản giấy và bản điện tử hằng quý.",
    proposal="Chỉ nhận kết quả quan trắc bản điện tử.",
)
OF_DECEMBER = answered(
    field="Xuất nhập khẩu",
    content="Giấy chứng nhận xuất xứ phải khai lại toàn bộ khi sai một ký tự.",
    proposal="Cho phép đính chính trực tuyến từng mục.",
)
WHY = "Cảng Cát Lái vẫn yêu cầu nộp bản giấy."
MORE = "Thêm 12 doanh nghiệp tại Cần Thơ có cùng vướng mắc."
SHA256 = re.compile(r"SHA-256 của số liệu: ([0-9a-f]{64})")


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of 2026 in Viet Nam."""
    return datetime(2026, month, day, hour, minute, tzinfo=VN)


def decide(data: Path, moment: datetime, act: Callable[..., Reply], *what: object) -> None:
    """Let the secretary do something to a difficulty at a moment, by the service that its button will ask."""
    rules = load_rules("vpcp-2023", load_key(data), SANDBOX_START.date())
    with exclusive(data):
        writer = Writer(open_for_writing(database(data)))
        writer.write_now(partial(_decided, rules, moment, act, what))
        writer.close()


def _decided(rules: Rules, moment: datetime, act: Callable[..., Reply], what: tuple[object, ...], db: Database) -> None:
    unit = Unit(db, moment, rules)
    actor = people.find_actor(db, Caller("telegram", str(HUY), str(HUY)), unit.today)
    assert actor is not None
    enqueue(unit, act(unit, actor, *what).notices, f"desk:{moment.isoformat()}", {"telegram": CAPABILITIES})


async def file_and_amend(stage: Stage) -> dict[str, str]:
    """November: a report of three difficulties, taken back and sent again, then amended; return what the desk gets."""
    chau, huy = stage.phone(CHAU), stage.phone(HUY)
    await stage.say(chau, await stage.code(CHAU), "[Xác nhận đúng]", "[Đồng ý, tiếp tục]", "[Giữ trung tính]")
    await stage.say(chau, "/baocao", "[Báo cáo tháng 11]", "[Khai vướng mắc]", *FIRST)
    await chau.attach(("Cong-van-128.pdf", PDF), caption="Công văn của doanh nghiệp", as_documents=True)
    await stage.until(chau, answered_below)
    await stage.say(chau, "[Gửi tệp xong]", "[Thêm vướng mắc]", *SECOND, "[Thêm vướng mắc]", *TAKEN_OUT)
    await stage.turn(at(11, 16, 9))
    await stage.say(chau, "[Gửi báo cáo]")
    await stage.turn(at(11, 16, 9, 5))
    await stage.say(chau, "[Thu hồi báo cáo]", "[Thu hồi báo cáo]", "[Sửa bản nháp]")
    await stage.turn(at(11, 16, 9, 20))
    await stage.say(chau, "[Gửi báo cáo]")
    await stage.turn(at(11, 17, 9, 50))
    copy = await huy.wait_for("BC-2611-006, lần 02", START_SECONDS)
    await stage.say(chau, "[Bổ sung, đính chính]", "[Sửa mục 2]", "[Sửa nội dung]", EDITED)
    await stage.say(chau, "[Sửa mục 3]", "[Xóa mục 3]", "[Xóa mục 3]", "[Thêm vướng mắc]", *ADDED)
    await stage.turn(at(11, 17, 10))
    await stage.say(chau, "[Gửi bổ sung]")
    await stage.turn(at(11, 18, 14))
    amendment = await huy.wait_for("Bổ sung, đính chính: BC-2611-006, lần 03", START_SECONDS)
    return {"copy": copy["text"], "amendment": amendment["text"]}


async def deny_and_hand_over(stage: Stage) -> dict[str, str]:
    """The member is asked and says that it is not solved; the seat goes to somebody new."""
    chau, huy, viet = (stage.phone(user) for user in (CHAU, HUY, VIET))
    await stage.turn(at(11, 18, 14, 5))  # till then the desk can take the result back
    result = await stage.until(chau, lambda shown: next((m for m in shown if "Kết quả xử lý" in m["text"]), None))
    await stage.say(chau, "[Chưa tháo gỡ]", WHY)
    await stage.turn(at(11, 20, 10))
    await stage.say(chau, "[Gửi ý kiến]")
    denial = await huy.wait_for("VM-2611-007 chưa tháo gỡ", START_SECONDS)
    await stage.turn(at(11, 30, 14))
    await stage.say(huy, "/thanhvien", "[Chọn 6]", "[Bàn giao]", "[Người mới]", "Trịnh Quốc Việt")
    await stage.say(huy, "Trưởng ban Pháp chế", "[Ông]", "[Bỏ qua]", "[Tiếng Việt]", "1/12/2026", "[Ghi nhận bàn giao]")
    await stage.turn(at(12, 1, 9))
    await stage.say(chau, "/baocao")
    refused = await chau.wait_for("Trợ lý Tổ công tác", START_SECONDS)
    await stage.say(huy, "/thanhvien", "[Chọn 6]", "[Cấp mã mời]")
    invitation = await huy.wait_for("Đã tạo mã mời cho Trịnh Quốc Việt", START_SECONDS)
    await stage.say(viet, CODE.findall(invitation["text"])[0], "[Xác nhận đúng]", "[Đồng ý, tiếp tục]")
    await stage.turn(at(12, 1, 10, 15))  # what goes over is told with the plan of the hour
    card = await viet.wait_for("Nội dung nhận bàn giao", START_SECONDS)
    await viet.tap("Nhận bàn giao", START_SECONDS)
    received = await viet.wait_for("Đã ghi nhận", START_SECONDS)
    return {
        "result": result["text"],
        "denial": denial["text"],
        "refused": refused["text"],
        "card": card["text"],
        "received": received["text"],
    }


async def carry_over(stage: Stage) -> dict[str, str]:
    """December: the successor's form begins with what is open; he says how each stands and reports something new."""
    viet, huy = stage.phone(VIET), stage.phone(HUY)
    await stage.turn(at(12, 16, 8, 50))
    await stage.say(viet, "/baocao", "[Báo cáo tháng 12]")
    carried = await viet.wait_for("Kỳ trước chuyển sang", START_SECONDS)
    await stage.say(viet, "[Cập nhật mục 1]", "[Vẫn còn vướng mắc]", "[Cập nhật mục 2]", "[Đã tháo gỡ]")
    await stage.say(viet, "[Cập nhật mục 3]", "[Bổ sung thông tin]", MORE)
    await stage.say(viet, "[Tiếp tục báo cáo]", "[Khai vướng mắc]", *OF_DECEMBER)
    await stage.turn(at(12, 16, 9))
    await viet.tap("Gửi báo cáo", START_SECONDS)
    receipt = await viet.wait_for("Đã nhận báo cáo", START_SECONDS)
    await stage.turn(at(12, 16, 10))
    copy = await huy.wait_for("BC-2612-001 – tháng 12/2026", START_SECONDS)
    return {"carried": carried["text"], "receipt": receipt["text"], "december": copy["text"]}


async def fetch(stage: Stage) -> Mapping[str, tuple[bytes, str]]:
    """Fetch the dossiers of both months."""
    viet = stage.phone(VIET)
    await stage.say(viet, "/tracuu", "[Xem hồ sơ của tôi]", "[Chọn 3]")
    names = [f"Ho-so-2026-11.{kind}" for kind in ("docx", "xlsx")]
    found = {name: await stage.file(viet, name) for name in names}
    await stage.say(viet, "[‹ Về danh sách]")
    await stage.turn(at(12, 16, 10, 5))
    await stage.say(viet, "[Chọn 2]")
    names = [f"Ho-so-2026-12.{kind}" for kind in ("docx", "xlsx")]
    return found | {name: await stage.file(viet, name) for name in names}


async def test_two_months_of_a_seat_end_in_dossiers_that_say_what_the_table_says(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with no_sandbox_left(data):
        async with running(data) as stage:
            said = await file_and_amend(stage)
        decide(data, at(11, 17, 15), acts.accept, "VM-2611-007")
        agency = ("Bộ Nông nghiệp và Môi trường", date(2026, 11, 30))
        decide(data, at(11, 17, 15, 30), acts.forward, "VM-2611-007", *agency)
        result = ("Đã bãi bỏ yêu cầu nộp bản giấy đối với hồ sơ ký số", "4512/BNNMT-CCPT", date(2026, 11, 17))
        decide(data, at(11, 18, 14), acts.answer, "VM-2611-007", *result)
        async with running(data) as stage:
            said |= await deny_and_hand_over(stage)
            said |= await carry_over(stage)
            files = await fetch(stage)

    for name, parts in SAID.items():
        assert [part for part in parts if part not in said[name]] == [], said[name]
    contents = {name: content for name, (content, _) in files.items()}
    for month, docx, xlsx in (
        (11, two_months.NOVEMBER_DOCX, two_months.NOVEMBER_XLSX),
        (12, two_months.DECEMBER_DOCX, two_months.DECEMBER_XLSX),
    ):
        assert of_docx(contents[f"Ho-so-2026-{month}.docx"]) == two_months.lines(docx)
        assert of_xlsx(contents[f"Ho-so-2026-{month}.xlsx"]) == two_months.lines(xlsx)
        both = {kind: f"Ho-so-2026-{month}.{kind}" for kind in ("docx", "xlsx")}
        (sha256,) = feet_of_docx(contents[both["docx"]]) | feet_of_xlsx(contents[both["xlsx"]])
        assert all(f"Mã dữ liệu: {sha256[:16]}" in files[name][1] for name in both.values())


SAID = {
    "copy": (
        "đúng hạn",
        "kèm 01 tệp (đã lưu 01)",
        "Hệ thống hiểu: khoản 2 Điều 28 Nghị định số 69/2018/NĐ-CP; 1.002755",
    ),
    "amendment": ("Thêm: VM-2611-010", "Rút: VM-2611-009", "Sửa: VM-2611-008", f"1. Nay:\nVướng mắc: {EDITED}"),
    "result": ("Kết quả xử lý vướng mắc VM-2611-007: Đã bãi bỏ", "trước 17:00 thứ Năm, ngày 03/12/2026"),
    "denial": ("Vướng mắc được mở lại để xem xét.", WHY),
    "refused": ("Mời nhập mã mời",),
    "card": ("Từ ngày 01/12/2026, Ông là đầu mối", "00 bản nháp, 05 nhiệm vụ", "03 vướng mắc đang theo dõi"),
    "received": ("Đã ghi nhận Ông nhận bàn giao",),
    "carried": ("Kỳ trước chuyển sang 03 vướng mắc", "Mục 1. VM-2611-007", "Mục 2. VM-2611-008", "Mục 3. VM-2611-010"),
    "receipt": ("BC-2612-001", "09:00 thứ Tư, ngày 16/12/2026 (đúng hạn)", "vẫn còn, có bổ sung (01): VM-2611-010"),
    "december": ("người gửi: Trịnh Quốc Việt", "nêu lần thứ 2, từ tháng 11/2026", MORE),
}
"""What stands on the phones on the way."""


def of_docx(content: bytes) -> list[str]:
    """Return every line of a Word file: its paragraphs, and the rows of its tables, in their order."""
    found: list[str] = []
    for part in Document(io.BytesIO(content)).iter_inner_content():
        rows = [[cell.text for cell in row.cells] for row in part.rows] if isinstance(part, Table) else [[part.text]]
        found += [" | ".join(row).replace("\n", " / ").rstrip() for row in rows]
    return [line for line in found if line]


def of_xlsx(content: bytes) -> list[str]:
    """Return every row of every sheet, below the sheet's name."""
    found: list[str] = []
    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        found.append(f"== {sheet.title}")
        found += [" | ".join(map(_shown, row)).replace("\n", " / ").rstrip() for row in sheet.iter_rows()]
    return found


def _shown(cell: Cell | MergedCell) -> str:
    """Return a cell as it is shown."""
    value: Any = cell.value
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M" if "hh" in cell.number_format else "%d/%m/%Y")
    return "" if value is None else str(value)


def feet_of_docx(content: bytes) -> set[str]:
    """Return the fingerprints of the figures at the foot of a Word file."""
    section = Document(io.BytesIO(content)).sections[0]
    return set(SHA256.findall("\n".join(each.text for each in section.first_page_footer.paragraphs)))


def feet_of_xlsx(content: bytes) -> set[str]:
    """Return the fingerprints at the feet of a workbook's sheets."""
    feet = [sheet.HeaderFooter.oddFooter for sheet in load_workbook(io.BytesIO(content)).worksheets]
    return {SHA256.findall(str(foot and foot.left.text))[0] for foot in feet}
