"""A story in which reports can be withdrawn: what comes before and after a report, in both languages."""

from __future__ import annotations

from datetime import timedelta

from bot.services.people import roster
from tests.golden.house import DESK, OPEN, ROSTER
from tests.golden.stage import Stage
from tests.golden.story import CONTENT, CONTENT_EN, HOUR, MINUTE, ONE, ONE_EN, PROPOSAL

MORE = """TV05,Lê Thu Cúc,Chủ tịch,ba,vi,,principal,hoi_dong_tu_van,VASEP,Hiệp hội A
TV08,Emily Carter,Director,,en,,focal,hoi_dong_tu_van,AMCHAM,American Chamber of Commerce
TV10,Paul Martin,Chairman,,en,,principal,hoi_dong_tu_van,AMCHAM,American Chamber of Commerce
TT02,Phạm Thu Hà,Cục trưởng,ba,vi,,leader,,,
"""
OPEN_EN = ("/report", "[November report]", "[Report difficulties]")
MARKED = "Công văn số 12/BC-UBND ngày 05/11/2026, độ mật: TUYỆT MẬT, về dự án khai thác khoáng sản."
NUMBERS = "Ông Hà, căn cước 001085012345, điện thoại 0912 345 678, phải nộp lại trích lục bản đồ theo k2 đ5 nđ 9/2019."
HEADLINE = "Yêu cầu nộp lại trích lục bản đồ dù dữ liệu đã có trên cơ sở dữ liệu"
ALIKE = "Hồ sơ của chúng tôi bị yêu cầu nộp lại trích lục bản đồ dù dữ liệu đã có trên cơ sở dữ liệu đất đai quốc gia."


def move_in(stage: Stage) -> None:
    """Import the roster while the program is not running."""
    lines = roster.read(ROSTER + MORE + DESK, stage.world.rules.profile.bodies)
    stage.world.write_now(lambda db: roster.write(stage.world.unit(db), lines, "operator"))


async def approval(stage: Stage) -> None:
    """Principals require it; a report is submitted, taken back, returned, approved, edited, sent by a delegate."""
    do = stage.do
    await do("TV05", "/duyet", "[Bật chế độ duyệt]")
    await do("TV01", *OPEN, *ONE, "[Trình duyệt]", "/baocao", "[Báo cáo tháng 11]", "[Nhắc người duyệt]")
    await do("TV01", "[Rút về sửa]", "[Trình duyệt]")
    await do("TV05", "/batdau", "/baocao")
    await do("TV05", "/duyet", "[Ủy quyền duyệt]")
    await stage.turn(5 * HOUR)
    await do("TV01", "[Nhắc người duyệt]")
    await do("TV05", "[Trả lại báo cáo]", "Đề nghị nêu rõ địa phương.", "[Trả lại báo cáo]")
    await do("TV01", "[Sửa báo cáo]", "[Trình duyệt]")
    await do("TV05", "[Duyệt, gửi]")
    await do("TV10", "/approval", "[Require approval]")
    await do("TV08", *OPEN_EN, *ONE_EN, "[Submit for approval]", "/report", "[November report]")
    await do("TV10", "[Return the report]", "Please name the provinces.", "[Return the report]")
    await do("TV08", "[Edit the report]", "[Submit for approval]")
    await do("TV10", "[Edit and send]", "[Send report]")
    await do("TV10", "/approval", "[Stop approval]")


async def changes(stage: Stage) -> None:
    """A report is withdrawn, sent again, and amended; the desk sees what has changed."""
    do = stage.do
    await do("TV02", *OPEN, *ONE, "[Gửi báo cáo]", "[Thu hồi báo cáo]", "[Thu hồi báo cáo]", "/batdau")
    await do("TV02", "[Tiếp tục BC-2611-003]", "[Gửi báo cáo]")
    await stage.turn(11 * MINUTE)
    await do("TV02", "[Bổ sung, đính chính]", "[Sửa mục 1]", "[Sửa nội dung]", CONTENT + " Nay thêm bản giấy.")
    await do("TV02", "[Thêm vướng mắc]", "[Đầu tư]", *ONE[1:], "[Gửi bổ sung]")
    for who in ("TT01", "TT03"):
        await do(who, "/tracuu BC-2611-003")
    await do("TT01", "[Xem thay đổi lần 03]")
    await do("TV10", "/search BC-2611-002", "[Amend the report]", "[Edit item 1]", "[Delete item 1]", "[Delete item 1]")


async def held_back(stage: Stage) -> None:
    """Marks of secrecy, and numbers of persons beside provisions that are understood."""
    do = stage.do
    await do("TV09", *OPEN, "[Đất đai]", "[Không rõ thủ tục]", MARKED, "[Xác nhận không mật]", "[‹ Quay lại]")
    await do("TV09", "[Xác nhận không mật]", "[Xác nhận, tiếp tục]", MARKED)
    await do("TV10", MARKED, "[Confirm no secret]", "[Confirm, continue]")
    await do("TV11", *OPEN, "[Đất đai]", "[Không rõ thủ tục]", MARKED, "[Hủy nội dung]", NUMBERS, *ONE[3:])
    await do("TV11", "[Sửa cách hiểu]", "[‹ Quay lại]", "[Che các số này]", "[Gửi báo cáo]")


async def shared(stage: Stage) -> None:
    """The desk shares a headline; a member whose difficulty looks like it co-signs."""
    do = stage.do
    await do("TT01", "/tracuu VM-2611-001", "[Cho phép chia sẻ]", HEADLINE, "[Bỏ qua]", "[Cho phép chia sẻ]")
    await do("TV02", "/baocao", "[Báo cáo đột xuất]", "[Đề nghị xử lý sớm]", "dat dai", ALIKE, PROPOSAL)
    await do("TV02", "[Không kèm tệp]", "[Cùng kiến nghị mục 1]", "[Gửi kèm ví dụ]", "/tracuu VM-2611-001")
    await do("TT01", "/tracuu VM-2611-001", "[Sửa chia sẻ]", "[Giữ nội dung này]", "Đã bãi bỏ.", "[Cho phép chia sẻ]")
    await do("TT01", "/tracuu VM-2611-001", "[Thu hồi chia sẻ]")


async def drafts(stage: Stage) -> None:
    """Several drafts, one that a colleague takes over, one that is deleted."""
    do = stage.do
    await do("TV02", "/baocao", "[Báo cáo đột xuất]", "[Đề nghị xử lý sớm]", "dat dai", CONTENT)
    await do(
        "TV02", "/baocao", "[Báo cáo đột xuất]", "[Tạo mới, giữ nháp]", "[Đề nghị xử lý khẩn]", "dat dai", "/batdau"
    )
    await do("TV02", "[Quản lý bản nháp]", "[Xóa bản nháp 2]", "[Giữ bản nháp]")
    await do("TV02", "[Xóa bản nháp 2]", "[Xóa bản nháp]")
    await do("TV08", "/report", "[Ad hoc report]", "[Ask for early]", "Land", CONTENT_EN, "/start", "[Manage drafts]")


async def requests(stage: Stage) -> None:
    """A member asks to be excused, another for a substitute; the desk grants, refuses, and enters a report itself."""
    do = stage.do
    await do("TC16", "/baocao", "[Đề nghị miễn kỳ này]", "Đơn vị đang sắp xếp lại tổ chức.")
    await do("TC16", "[Gửi đề nghị]", "/batdau")
    await do(
        "TT01", "/batdau", "[Xem đề nghị]", "[Xem đề nghị 1]", "[Không chấp thuận]", "Đề nghị báo không phát sinh."
    )
    await do("TT01", "[Gửi ý kiến]")
    await do("TV08", "/report", "[Report an absence]", "Jane Marple, 024 3804 0002", "20/11/2026", "30/11/2026")
    await do("TV08", "[Send request]")
    await do("TT03", "/start", "[View requests]", "[View request 1]")
    await do("TT01", "/thanhvien", "[Nhập báo cáo thay]")


async def settings(stage: Stage) -> None:
    """Hours, a pause, the language, and what is stored of a person."""
    do = stage.do
    await do("TV11", "/caidat", "[Đổi giờ nhận tin]", "[Nhận lúc 08:30]", "[Tạm dừng nhắc]", "[Dừng 07 ngày]")
    await do("TV11", "[Tạm dừng nhắc]", "[Nhắc việc trở lại]", "[Đổi ngôn ngữ]", "[Tiếng Anh]")
    await do("TV11", "[Change my language]", "[Vietnamese]", "[Xem dữ liệu]", "[Tải dữ liệu]")
    await do("TV11", "/caidat", "[Xem dữ liệu]", "[Đề nghị xóa]", "[Gửi đề nghị]")
    await do("TV11", "/caidat", "[Xem dữ liệu]", "[Rút lại đồng ý]", "[Rút lại đồng ý]", "/batdau")
    await do("TV10", "/settings", "[Change the hour]", "[‹ Back]", "[View my data]")
    await stage.turn(timedelta(days=1))


async def calendar(stage: Stage) -> None:
    """The desk swaps two days, takes them back, and records that a year is decided."""
    do, document = stage.do, "Thông báo số 15/TB-BNV ngày 10/11/2026"
    await do("TT01", "/lich", "[Hoán đổi ngày]", "18/12", "20/11", "19/12", "theo chỉ đạo", document, "[Xác nhận]")
    await do("TT01", "[Bỏ ngày đã nhập]", "[18/12/2026]", "[Xác nhận]", "[Thêm ngày nghỉ]", "[Lưu nháp, thoát]")
    await do("TT03", "/calendar", "[Year 2027]", "[2027 is decided]", document, "[Change content]", "[‹ Back]")


async def tell(stage: Stage) -> None:
    """Tell the whole story of the office."""
    await stage.begin()
    for who in ("TV01", "TV02", "TV05", "TV08", "TV09", "TV10", "TV11", "TC16", "TT01", "TT02", "TT03"):
        await stage.join(who)
    for chapter in (approval, changes, held_back, shared, drafts, requests, settings, calendar):
        await chapter(stage)
