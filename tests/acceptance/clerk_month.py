"""One clerk's November, press by press on a phone; what members do meanwhile is done beside the browser."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import Page

from tests.acceptance.clerk import Clerk
from tests.acceptance.month import at
from tests.acceptance.stage import Stage
from tests.asking import answered

CLERK, CLERK_NAME = 700002, "Lê Quang Huy"
CHAU, EMILY = 700001, 700004

MAP = (
    "Hồ sơ nuôi trồng phải nộp lại trích lục bản đồ địa chính dù dữ liệu đã có.",
    "Đề nghị bãi bỏ thành phần hồ sơ này.",
)
CERTIFICATE = ("Chứng thư an toàn thực phẩm phải nộp bản giấy dù đã ký số.", "Đề nghị chỉ nhận bản ký số.")
PROPOSED = "Đề nghị giao Bộ Xây dựng chủ trì trả lời trước ngày 30/11/2026."
WORDED = "Hồ sơ cải tạo nhà xưởng quy mô nhỏ nộp đồng thời tại hai cơ quan; thời gian thực hiện trung bình 68 ngày."
ANSWER = "Đã bãi bỏ yêu cầu nộp bản giấy từ ngày 15/11/2026."
EXCUSED = "Đang kiện toàn tổ chức."
REMARKS = "Vướng mắc tập trung ở lĩnh vực đất đai, thuế và hải quan."

Goal = Callable[["Month"], Awaitable[None]]
GOALS: dict[str, Goal] = {}


def goal(row: str) -> Callable[[Goal], Goal]:
    """Register how a row of the table is played; rows follow each other as in the month."""

    def register(played: Goal) -> Goal:
        GOALS[row] = played
        return played

    return register


class Month:
    """The clerk, the members, and how many presses and texts each goal took."""

    def __init__(self, page: Page, stage: Stage, files: Path) -> None:
        self.clerk = Clerk(page, stage, CLERK, CLERK_NAME)
        self.stage = stage
        self.files = files
        self.saved: list[Path] = []
        """The files that were opened."""
        self.counted: dict[str, tuple[int, int]] = {}
        self._begun = 0, 0
        self._writing: asyncio.Task[None]

    async def play(self) -> None:
        """Reach every goal."""
        await self.clerk.page.locator("#tabs").get_by_role("button", name=CLERK_NAME).tap()
        async with asyncio.TaskGroup() as group:
            self._writing = group.create_task(members_join_and_write(self.stage))
            for row, played in GOALS.items():
                self.from_here()
                await played(self)
                presses, texts = self._begun
                self.counted[row] = self.clerk.taps - presses, self.clerk.texts - texts

    async def report_comes(self) -> None:
        """Wait until the member has sent its report and cannot withdraw it any more."""
        await self._writing
        await self.stage.turn(at(16, 9))
        await self.clerk.looks_at("người gửi: Nguyễn Minh Châu")

    def from_here(self) -> None:
        """Count from what is looked at now."""
        self._begun = self.clerk.taps, self.clerk.texts


async def members_join_and_write(stage: Stage) -> None:
    """A member reports two difficulties, another one only joins."""
    chau, emily = stage.phone(CHAU), stage.phone(EMILY)
    await asyncio.gather(
        stage.say(chau, await stage.code(CHAU), "[Xác nhận đúng]", "[Đồng ý, tiếp tục]", "[Giữ trung tính]"),
        stage.say(emily, await stage.code(EMILY), "[Confirm]", "[Agree and continue]"),
    )
    first, second = (
        answered(field=field, content=content, proposal=proposal)
        for field, (content, proposal) in (("Đất đai", MAP), ("Nông nghiệp", CERTIFICATE))
    )
    opened = ("/baocao", "[Báo cáo tháng 11]", "[Khai vướng mắc]")
    await stage.say(chau, *opened, *first, "[Thêm vướng mắc]", *second, "[Gửi báo cáo]")


@goal("xử lý cùng lúc hai mục đã chọn")
async def together(month: Month) -> None:
    await month.clerk.do(
        "/tiepnhan", "Xử lý vướng mắc – tất cả",
        "[Chọn nhiều]", "đã chọn: 00",
        "[Đánh dấu 1]", "đã chọn: 01",
        "[Đánh dấu 2]", "đã chọn: 02",
        "[Xử lý 2 mục chọn]", "02 vướng mắc",
        "[Tiếp nhận]", "02",
        "[Ghi nhận 2 mục]", "02",
    )  # fmt: skip


@goal("sửa phân loại một mục")
async def correct(month: Month) -> None:
    await month.clerk.do("VM-2610-004", "VM-2610-004 –")
    month.from_here()
    await month.clerk.do(
        "[Sửa phân loại]", "VM-2610-004 – phân loại",
        "[Sửa lĩnh vực]", "sửa phân loại: lĩnh vực",
        "[Năng lượng]", "Sửa thành",
        "[Ghi nhận]", "VM-2610-004",
    )  # fmt: skip


@goal("biên tập nội dung để đưa vào văn bản")
async def word(month: Month) -> None:
    await month.clerk.do("VM-2610-003", "VM-2610-003 –")
    month.from_here()
    await month.clerk.do(
        "[Biên tập nội dung]", "Nguyên văn",
        WORDED, "Mời nhập kiến nghị",
        "[Giữ nguyên văn]", "Kiểm tra",
        "[Ghi nội dung]", "VM-2610-003",
    )  # fmt: skip


@goal("xin ý kiến lãnh đạo")
async def ask_the_leader(month: Month) -> None:
    await month.clerk.do("[Xin ý kiến lãnh đạo]", "Xin ý kiến", PROPOSED, "Kiểm tra", "[Gửi lãnh đạo]", "VM-2610-003")


@goal("không tiếp nhận, lý do chọn sẵn")
async def refuse(month: Month) -> None:
    await month.clerk.do("VM-2610-006", "VM-2610-006 –")
    month.from_here()
    await month.clerk.do(
        "[Không tiếp nhận]", "khiếu nại", "[Chọn 3]", "Kiểm tra", "[Không tiếp nhận]", "chưa được tiếp nhận"
    )


@goal("hoàn tác thao tác vừa thực hiện")
async def undo(month: Month) -> None:
    await month.clerk.do("[Hoàn tác]", "VM-2610-006")


@goal("tiếp nhận mọi mục của báo cáo mới")
async def accept_all(month: Month) -> None:
    await month.report_comes()
    await month.clerk.do("[Tiếp nhận tất cả]", "Đã tiếp nhận 02 vướng mắc")


@goal("gộp hai vướng mắc có thể trùng")
async def merge(month: Month) -> None:
    await month.clerk.do("[Xem VM-2611-007]", "VM-2611-007 –")
    month.from_here()
    await month.clerk.do("[Gộp vướng mắc]", "Gần giống nhất", "[Chọn 1]", "Gộp", "[Gộp vướng mắc]", "VM-2611-007")


@goal("đề nghị bổ sung bằng lý do chọn sẵn")
async def ask_back(month: Month) -> None:
    await month.clerk.do("VM-2611-008", "VM-2611-008 –")
    month.from_here()
    await month.clerk.do(
        "[Đề nghị bổ sung]", "1. ",
        "[Chọn 2]", "ngày làm việc",
        "[Bỏ qua]", "Kiểm tra",
        "[Gửi đề nghị]", "VM-2611-008",
    )  # fmt: skip


@goal("chuyển cơ quan, tải phiếu chuyển")
async def forward(month: Month) -> None:
    await month.clerk.do("VM-2610-001", "VM-2610-001 –")
    month.from_here()
    await month.clerk.do("[Chuyển cơ quan]", "1. Bộ Y tế", "[Chọn 1]", "Số, ký hiệu", "[Bỏ qua]", "Kiểm tra")
    month.saved.append(await month.clerk.downloads("Tải phiếu chuyển", "VM-2610-001.docx", month.files))
    await month.clerk.do("[Ghi nhận chuyển]", "đã chuyển Bộ Y tế")


@goal("ghi kết quả xử lý")
async def answer(month: Month) -> None:
    await month.clerk.do(
        "[Trả lời]", "Kết quả xử lý",
        ANSWER, "Số, ký hiệu",
        "[Bỏ qua]", "Mời gửi ảnh",
        "[Không kèm tệp]", "Kiểm tra",
        "[Gửi kết quả]", "đã có kết quả xử lý",
    )  # fmt: skip


@goal("đôn đốc thành viên chưa gửi")
async def urge(month: Month) -> None:
    await month.stage.turn(at(23, 9))
    await month.clerk.do("/batdau", "Báo cáo mới nhất")
    month.from_here()
    await month.clerk.do("[Sổ theo dõi]", "Sổ theo dõi", "[Gửi đôn đốc]", "chưa", "[Gửi đôn đốc]", "đôn đốc")


@goal("miễn báo cáo cho một thành viên")
async def excuse(month: Month) -> None:
    await month.clerk.do("/batdau", "Báo cáo mới nhất")
    month.from_here()
    await month.clerk.do(
        "[Sổ theo dõi]", "Sổ theo dõi",
        "[Chưa gửi, quá hạn (9)]", "Hiệp hội",
        "[Chọn 1]", "Hiệp hội",
        "[Miễn kỳ]", "ý do",
        EXCUSED, "Kiểm tra",
        "[Miễn kỳ]", "miễn",
    )  # fmt: skip


@goal("xem bản tổng hợp tạm tính, mở tệp dự thảo")
async def look_at_the_aggregate(month: Month) -> None:
    await month.clerk.do("/tonghop", "Tổng hợp")
    month.saved.append(await month.clerk.saves("2026-11.docx", month.files))


@goal("viết nhận định")
async def remark(month: Month) -> None:
    await month.stage.turn(at(23, 17, 5))
    await month.clerk.looks_at("chưa được duyệt")
    month.from_here()
    await month.clerk.do("[Sửa nhận định]", "hận định", REMARKS, "Kiểm tra", "[Ghi nhận định]", REMARKS)


@goal("duyệt số liệu")
async def release(month: Month) -> None:
    await month.clerk.do("[Duyệt số liệu]", "Duyệt", "[Duyệt số liệu]", "được duyệt lúc")


@goal("duyệt phụ lục bổ sung")
async def addendum(month: Month) -> None:
    await month.stage.say(month.stage.phone(EMILY), "[Report nothing new]", "[Send report]")
    await month.stage.turn(at(25, 17, 5))
    await month.clerk.looks_at("Phụ lục bổ sung")
    month.from_here()
    await month.clerk.do("[Duyệt số liệu]", "Duyệt", "[Duyệt số liệu]", "được duyệt lúc")
