"""The golden story: as many screens as there are, in both languages, on the real program."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from functools import partial

from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError

from bot.clock import VN
from tests.asking import answered
from tests.golden.roster_story import roster
from tests.golden.stage import CODE, Stage
from tests.runtime.stepping import METHOD
from tests.world import until

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CONTENT = "Doanh nghiệp phải nộp lại trích lục bản đồ dù dữ liệu đã có trên cơ sở dữ liệu."
PROPOSAL = "Đề nghị bãi bỏ thành phần hồ sơ này."
CONTENT_EN = "Companies must resubmit the map extract although the data are already in the database."
PROPOSAL_EN = "Remove this document from the dossier."
ONE = answered(field="[Đất đai]", content=CONTENT, proposal=PROPOSAL)
ONE_EN = answered("en", field="[Land]", content=CONTENT_EN, proposal=PROPOSAL_EN)
TO_PROPOSAL = answered(after="content", before="proposal")
LONG = "Mô tả dài của vướng mắc. " * 78
STICKER = {
    "sticker": {
        "file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1,
        "is_animated": False, "is_video": False,
    }
}  # fmt: skip
VOICE = {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}}


async def strangers(stage: Stage) -> None:
    """Nobody on the roster, in both languages; wrong, used, locked and expired codes; too many of them."""
    do = stage.do
    stranger = stage.phone("STRANGER")
    await do("STRANGER", "/start", "xin chào", "/tonghop", "[Hỏi cách lấy mã]", "[Nhập mã mời]", "MOI-2222-3333-44")
    await do("STRANGER", partial(stranger.send, None, **STICKER), partial(stranger.press, "no such data"))
    await do("STRANGER", "/start nothing_like_a_token_0")
    await do("FOREIGNER", "/start", "[Ask about the code]", "[Enter the code]", "MOI-2222-2222-22", "/start nothing_0")
    code = (await stage.invite("TV05")).code
    await do("STRANGER", code, "[Báo không đúng]", "[Khóa mã mời]", "Tôi là người khác", code)
    await do("FOREIGNER", code)
    await do("FOREIGNER", *["MOI-2222-2222-22"] * 5)
    await do("STRANGER", *["MOI-2222-3333-44"] * 4)
    group = {"id": -5, "type": "supergroup", "title": "Nhóm"}
    await do("STRANGER", partial(stranger.send, "/batdau", chat=group))


async def joining(stage: Stage) -> None:
    """Members of both bodies, an officer and a leader join, each in their language, with every answer."""
    do = stage.do
    issued = await stage.invite("TV01")
    await do("TV01", f"/start {issued.token}", "[Xác nhận đúng]", "[Để sau]", "[Đọc lại thông báo]")
    await do("TV01", "[Đồng ý, tiếp tục]", "[Bà]")
    await do("STRANGER", issued.code)
    await stage.turn(20 * MINUTE)
    await do("STRANGER", issued.code)
    await do("FOREIGNER", issued.code)
    issued = await stage.invite("TV08")
    await do("TV08", issued.code, "[Confirm]", "[Decide later]", "[Read notice again]", "[Agree and continue]")
    await stage.join("TV09", "[Giữ trung tính]")
    await stage.join("TC16")
    await stage.join("TC17")
    await stage.join("TT03")
    await stage.join("TT04")
    await stage.join("TV02")
    await stage.join("QT01")
    await do("TV08", (await stage.invite("TV08")).code, (await stage.invite("TV05")).code, "MOI-2222-2222-22")
    await do("TV01", (await stage.invite("TV01")).code, f"/start {(await stage.invite('TV05')).token}")


async def homes(stage: Stage) -> None:
    """The main screen and help of every role; what nobody understands; what is not for everybody."""
    for who in ("TV01", "TV02", "TV08", "TV09", "TC16", "TC17", "TT01", "TT02", "TT03", "TT04", "QT01"):
        phone = stage.phone(who)
        await stage.do(who, "/batdau", "/trogiup", "/nothing", "xin chào", partial(phone.send, None, **STICKER))
        await stage.do(who, phone.send_photo, "/tonghop_", partial(phone.press, "no such data"))
    for who in ("TV01", "TV08", "TT02", "QT01", "TC17"):
        await stage.do(who, "/tonghop", "/thanhvien", "/baocao", "/nhiemvu", "/tracuu")
    for who in ("TT01", "TT03"):
        await stage.do(who, "/baocao")


async def tasks(stage: Stage) -> None:
    """Lists, filters, pages and single tasks; looking things up."""
    do = stage.do
    await do("TV01", "/nhiemvu", "[Xem việc đã xong]", "[Xem việc đang làm]", "[Chọn danh sách]")
    await do("TV08", "/nhiemvu", "[View tasks done]", "[View under way]", "[Choose a list]")
    for who, after in (("TT01", "[Xem trang sau]"), ("TT03", "[Next page]")):
        await do(who, "/nhiemvu", after, after)
        await do(who, "[Xem trang trước]" if who == "TT01" else "[Previous page]")
    await do("TT02", "/nhiemvu")
    await do("TC16", "/nhiemvu")
    codes = [f"NV-26-{n:03}" for n in (38, 45, 47, 51, 52, 53, 101, 102, 103, 104, 105, 106, 107, 108, 109)]
    for code in codes:
        await do("TT01", f"/tracuu {code}")
        await do("TT03", f"/tracuu {code}")
    await do("TV01", "/tracuu", "NV-26-038", "/tracuu NV-26-999", "NV-26-999", "/tracuu gì đó")
    await do("TV08", "/tracuu", "NV-26-104", "/tracuu NV-26-999", "/tracuu nothing")
    await do("TT01", "/tracuu BC-2610-002", "/tracuu VM-2610-001", "/tracuu BC-2611-001")
    await do("TT03", "/tracuu BC-2610-002", "/tracuu VM-2610-001")
    await do("TV08", "/tracuu BC-2610-007", "/tracuu BC-2610-002", "/tracuu VM-2610-001")


async def monthly(stage: Stage) -> None:
    """The monthly form: every step, every error, review, changes, deletion, files, a draft, the receipt."""
    do, chau = stage.do, stage.phone("TV01")
    await do("TV01", "/baocao", "[Báo cáo tháng 11]", "xin chào", chau.send_photo, partial(chau.send, None, **VOICE))
    await do("TV01", "[Khai vướng mắc]", "không có lĩnh vực này", chau.send_photo, partial(chau.send, None, **VOICE))
    await do("TV01", "[Xem lĩnh vực khác]", "[‹ Quay lại]", "[Khai vướng mắc]", "dat dai", "[‹ Quay lại]")
    old = stage.data("TV01", "Giữ nội dung này")
    await do("TV01", "[Giữ nội dung này]", "ab", "t" * 301, "Đăng ký biến động")
    await stage.press_data("TV01", old)
    await do("TV01", "ngắn", "n" * 2001, CONTENT, "[Viết thêm]", "Thời gian kéo dài.", "[Viết thêm]", "[‹ Quay lại]")
    await do("TV01", "[Lưu nháp, thoát]", "/batdau", "[Viết tiếp tháng 11]")
    await do("TV01", "Điều", *answered(after="legal", before="proposal"), "Khoản 2 Điều 5 Nghị định số 102/2024/NĐ-CP")
    await do("TV01", "kg", PROPOSAL)
    await do("TV01", "Nội dung chữ", partial(chau.send_document, "Trích lục.pdf"), chau.send_photo)
    await do("TV01", partial(chau.send_document, "a.exe", "application/x-msdownload"))
    await do("TV01", partial(chau.send_document, "lon.pdf", size=30_000_000), "[Xóa tệp vừa gửi]")
    await do("TV01", *[partial(chau.send_document, f"{n:02}.pdf", media_group_id="a") for n in range(12)])
    await do("TV01", "[Gửi tệp xong]", "[Thêm vướng mắc]", "[Đất đai]", "[Không rõ thủ tục]", CONTENT)
    await do("TV01", *TO_PROPOSAL, "[Lưu nháp, thoát]", "/batdau", "/baocao", "[Báo cáo tháng 11]", PROPOSAL)
    await do("TV01", "[Không kèm tệp]", "xin chào", "[Sửa mục 1]", "[Sửa thủ tục]")
    await do("TV01", "[Giữ nội dung này]", "[Sửa mục 1]", "[Sửa tệp kèm theo]", "[Gửi tệp xong]", "[Sửa mục 2]")
    await do("TV01", "[Xóa mục 2]", "[Giữ mục 2]", "[Xóa mục 2]", "[Xóa mục 2]", "[Thêm vướng mắc]", "[Đầu tư]")
    await do("TV01", "[Lưu nháp, thoát]", "/batdau", "[Viết tiếp tháng 11]", *["[‹ Quay lại]"] * 2)
    await do("TV01", "[Nhập tiếp mục 2]", LONG, *TO_PROPOSAL, LONG, "[Không kèm tệp]")
    for field in ("[Môi trường]", "[Y tế, thực phẩm]"):
        await do("TV01", "[Thêm vướng mắc]", "[Xem lĩnh vực khác]", field, *ONE[1:])
    await do("TV01", "[Lưu nháp, thoát]", "[Tiếp tục bản nháp]")
    review = stage.data("TV01", "Gửi báo cáo")
    await do("TV01", "[Gửi báo cáo]")
    await stage.press_data("TV01", review)
    await do("TV01", "/baocao", "/batdau", "/tracuu BC-2611-006", "/tracuu VM-2611-009")
    for who in ("TT01", "TT03"):
        await do(who, "/tracuu BC-2611-006")


async def monthly_in_english(stage: Stage) -> None:
    """The same form in English, more briefly; a report that says there is nothing new beside a draft."""
    do, emily = stage.do, stage.phone("TV08")
    await do("TV08", "/baocao", "[November report]", "hello", emily.send_photo, partial(emily.send, None, **VOICE))
    await do(
        "TV08", "[Update item 1]", "[Add information]", "ab", "More firms.", "[Update item 1]", "[Drop this update]"
    )
    await do("TV08", "[Go on with report]")
    await do("TV08", "[Report difficulties]", "no such field", emily.send_photo, partial(emily.send, None, **STICKER))
    await do("TV08", "[Show other fields]", "[Land]", "ab", "x" * 301, "[‹ Back]", "[Procedure not known]")
    await do("TV08", "short", "x" * 2001)
    await do("TV08", CONTENT_EN, "[Write more]", "More of it.", *answered("en", after="content", before="proposal"))
    await do("TV08", "y", PROPOSAL_EN, "words")
    await do("TV08", emily.send_photo, partial(emily.send_document, "a.exe", "application/exe"))
    await do("TV08", partial(emily.send_document, "huge.pdf", size=30_000_000), partial(emily.send_document, None))
    await do("TV08", *[partial(emily.send_document, f"{n:02}.pdf", media_group_id="b") for n in range(12)])
    await do("TV08", "[Delete last file]", "[Files complete]", "[Add a difficulty]", "customs", *ONE_EN[1:])
    await do("TV08", "[Edit item 1]", "[Edit attached files]", "[Files complete]", "[Edit item 2]")
    await do("TV08", "[Delete item 2]", "[Keep item 2]", "[Edit legal basis]", "[Skip]", "[Add a difficulty]")
    await do("TV08", "[Land]", "[Save and exit]", "/batdau", "[Continue November]", "[‹ Back]", "[‹ Back]")
    await do("TV08", "[Complete item 3]", *ONE_EN[2:], "/batdau")
    await do("TV08", "/baocao", "[November report]")
    review = stage.data("TV08", "Send report")
    await do("TV08", "[Send report]")
    await stage.press_data("TV08", review)
    await do("TV08", "/baocao", "/batdau", "/tracuu BC-2611-007", "/tracuu VM-2611-012")
    await do("TV02", "/baocao", "/batdau")


async def colleagues(stage: Stage) -> None:
    """Two persons of one seat, and one person of two seats; nothing new, beside a draft and without one."""
    do = stage.do
    await do("TV09", "/baocao", "[Báo cáo tháng 12]", "[Tiếp tục báo cáo]", "[Khai vướng mắc]", "[Đất đai]")
    await do("TV09", "/baocao", "[Báo cáo tháng 12]")
    await do("TV09", "[‹ Quay lại]", "[‹ Quay lại]", "[Báo không phát sinh]", "[‹ Quay lại]", "[Báo không phát sinh]")
    nil = stage.data("TV09", "Gửi báo cáo")
    await do("TV01", "/baocao", "[Báo cáo tháng 12]", "[Xem bản nháp]", "/baocao", "[Báo cáo tháng 12]")
    await do("TV01", "[Nhận soạn tiếp]", "/batdau", "[Viết tiếp tháng 12]", *["[‹ Quay lại]"] * 2)
    await do("TV01", "[Cập nhật mục 1]", "[Đã tháo gỡ]", "[Tiếp tục báo cáo]", "[Nhập tiếp mục 1]", *ONE[2:])
    await do("TV09", "[Gửi báo cáo]", "/batdau")
    await stage.press_data("TV09", nil)
    await do("TV01", "[Gửi báo cáo]", "/batdau")
    await do("TV02", "/baocao", "[tháng 11 – VNBA]", "[Báo không phát sinh]", "xin chào", "[Gửi báo cáo]", "/batdau")
    await do("TV08", "/baocao", "[December report]", "[Go on with report]", "[Report nothing new]", "[Send report]")


async def results(stage: Stage) -> None:
    """What became of tasks: entered, left, changed, taken back, refused, by both members of a task."""
    do = stage.do
    await do("TC16", "/baocao", "[Báo cáo quý IV]", "[Nêu kết quả nhiệm vụ]", "[Nêu kết quả NV-26-101]", "Đã")
    await do("TC16", "Đã trình Chính phủ dự thảo nghị định.", "[‹ Quay lại]", "[Giữ nội dung này]", "v" * 201)
    await do("TC16", "Tờ trình số 12/TTr-BNNMT ngày 05/11/2026", "[Lưu nháp, thoát]", "/batdau")
    await do("TC16", "[Viết tiếp NV-26-101]", "Chờ ý kiến của 05 bộ.", "[Sửa nội dung]", "[Sửa nguyên nhân]")
    await do("TC16", partial(stage.phone("TC16").send_document, "a.pdf"), "[Giữ nội dung này]", "[Lưu kết quả]")
    await do("TC16", "[Nêu kết quả NV-26-102]", "[‹ Quay lại]", "[Nêu kết quả]", "[Bỏ qua]", "[Bỏ qua]")
    await do("TC16", "[Nêu kết quả]", "[Sửa văn bản]", "Công văn số 8", "[Lưu kết quả]", "[Sửa kết quả NV-26-102]")
    await do("TC16", "[Rút kết quả NV-26-102]", "[‹ Quay lại]", "[Rút kết quả NV-26-102]", "[Rút kết quả NV-26-102]")
    await do("TC17", "/baocao", "[Q4 report]", "[Enter task results]", "[Enter NV-26-101]", "Comments were sent.")
    await do("TC17", "[Skip]", "[Skip]", "[Save result]", "[Edit NV-26-101]", "[‹ Back to the list]", "/batdau")


async def quarterly(stage: Stage) -> None:
    """The report of a quarter, in both languages, with and without a paragraph, with tasks."""
    do = stage.do
    await results(stage)
    await do("TC16", "/baocao", "[Báo cáo quý IV]", "[Khai vướng mắc]", *ONE, "ý kiến", "o" * 2001)
    await do("TC16", "Đề nghị tập huấn trực tuyến hằng quý cho cán bộ cấp xã.", "[Sửa ý kiến]", "[Giữ nội dung này]")
    await do("TC16", "[Lưu nháp, thoát]", "/batdau", "[Viết tiếp quý IV]", "[Gửi báo cáo]", "/batdau", "/baocao")
    await do("TC16", "/tracuu BC-26Q4-001")
    await do("TC17", "/baocao", "[Q4 report]", "[Report nothing new]", "[Skip]", "[Add an opinion]", "[Save and exit]")
    await do("TC17", "/batdau", "[Continue Q4]", "Train the staff of communes.", "[Send report]", "/batdau")
    await do("TC16", "/tracuu NV-26-101", "[Sửa kết quả]", "[Sửa nội dung]", "[Sửa nội dung]", "[Sửa kết quả]")
    await do("TC16", "Đã ban hành.", "[Lưu kết quả]", "/tracuu BC-26Q4-001")
    for who in ("TT01", "TT03"):
        await do(who, "/tracuu BC-26Q4-001", "/tracuu BC-26Q4-002", "/tonghop")


async def adhoc(stage: Stage) -> None:
    """Urgent and soon, accepted and not, in both languages."""
    do, chau = stage.do, stage.phone("TV01")
    urgent = ("dat dai", CONTENT, PROPOSAL)
    await do("TV01", "/baocao", "[Báo cáo đột xuất]", "xin chào", "[Đề nghị xử lý khẩn]", "dat dai", "ngắn", CONTENT)
    await do("TV01", PROPOSAL, chau.send_photo, "[Gửi tệp xong]", "[Đổi mức độ]", "[Đề nghị xử lý sớm]", "[Đổi mức độ]")
    await do("TV01", "[Đề nghị xử lý khẩn]", "[Sửa nội dung]", "[Sửa kiến nghị]", "[Giữ nội dung này]")
    await do("TV01", "[Lưu nháp, thoát]", "/batdau", "[Viết tiếp đột xuất]")
    review = stage.data("TV01", "Gửi khẩn")
    await do("TV01", "[Gửi khẩn]")
    await stage.press_data("TV01", review)
    await do("TV01", "/tracuu DX-2611-001")
    card = stage.data("TT03", "Accept")
    await do("TT01", "[Tiếp nhận]")
    await stage.press_data("TT03", card)
    await do("TV01", "/tracuu DX-2611-001")
    await do("TV08", "/baocao", "[Ad hoc report]", "[Ask for urgent]", "[Land (last used)]", CONTENT_EN, PROPOSAL_EN)
    await do(
        "TV08", "[No files]", "[Change content]", "[‹ Back]", "[Change level]", "[Ask for urgent]", "[Save and exit]"
    )
    await do("TV08", "/batdau", "[Continue ad hoc]", "[Submit as urgent]", "/tracuu DX-2611-002")
    await do("TC17", "/baocao", "[Ad hoc report]", "[Ask for early]", "Land", CONTENT_EN, PROPOSAL_EN, "[No files]")
    await do("TC17", "[Send report]")
    await do("TV02", "/baocao", "[Báo cáo đột xuất]", "[Chọn 2]", "[Đề nghị xử lý sớm]", *urgent, "[Không kèm tệp]")
    await do("TV02", "[Gửi báo cáo]")
    await stage.turn(2 * HOUR + 5 * MINUTE)
    await do("TT02", "[Xem DX-2611-002]", "[Xem VM-2611-015]")
    await do("TT04", "[View DX-2611-002]", "[View VM-2611-015]")
    await do("TT03", "[Accept]")
    await do("TV08", "/tracuu DX-2611-002")


async def members(stage: Stage) -> None:
    """The desk's list of members and its acts, in both languages."""
    do, stranger = stage.do, stage.phone("STRANGER")
    await do("TT01", "/batdau", "[Xem thành viên]", "[Xem trang sau]", "[Xem trang sau]", "[Xem trang trước]")
    await do("TT01", "[Lọc chưa liên kết]", "[Xem tất cả]", "[Chọn 1]", "[Về danh sách]")
    await do(
        "TT03",
        "/thanhvien",
        "[View next page]",
        "[View previous page]",
        "[View those not linked]",
        "[Choose 1]",
        "[Issue invitation]",
    )
    await do("TT03", "[Back to the list]")
    await do("TT01", "/thanhvien", "[Lọc chưa liên kết]", "[Chọn 1]", "[Cấp mã mời]")
    code = CODE.findall("\n".join(seen.text for seen in stage.phone("TT01").messages))[-1]
    await do("STRANGER", code, partial(stranger.send, "không phải tôi"))
    await do("TT01", "/thanhvien")
    for who, choose, ask, keep, end in (
        ("TT01", "Chọn", "[Hủy liên kết]", "[Giữ liên kết]", "[Hủy liên kết]"),
        ("TT03", "Choose", "[End the link]", "[Keep the link]", "[End the link]"),
    ):
        wanted = "Trịnh Thu Trang" if who == "TT01" else "Emily Carter"
        await do(who, "/thanhvien")
        for _ in range(5):
            line = [line for line in stage.phone(who).last.text.splitlines() if wanted in line]
            if line:
                break
            await do(who, "[Xem trang sau]" if who == "TT01" else "[View next page]")
        await do(who, f"[{choose} {line[0].partition('.')[0]}]", ask, keep, ask)
        if who == "TT01":
            await do(who, end)
    await do("TV09", "/batdau")
    await stage.join("TV09")


async def first(stage: Stage) -> None:
    """Everything up to the deadline of November."""
    await stage.begin()
    for chapter in (strangers, joining, homes, tasks, monthly, monthly_in_english, colleagues, quarterly):
        await chapter(stage)


async def second(stage: Stage) -> None:
    """From the ad hoc reports to the end of the year."""
    for chapter in (adhoc, members, reminders, failures, later):
        await chapter(stage)
    await roster(stage, stage.roster + MORE_MEMBERS)


async def reminders(stage: Stage) -> None:
    """Every morning to the close of November, with the aggregate, an addendum and a report that is late."""
    do = stage.do
    await stage.bring_roster(stage.roster + MORE_MEMBERS)
    await stage.join("TV05")
    for who in ("TV10", "TV11", "TV12", "TV13"):
        await stage.join(who)
    await do("TV10", "/baocao", "[November report]", "[Report difficulties]", *ONE_EN)
    await do("TV05", "/baocao", "[Báo cáo tháng 11]", "[Tiếp tục báo cáo]", "[Khai vướng mắc]", "[Đất đai]")
    for day in (17, 18, 19, 20):
        await stage.day(day, 11)
        await do("TV05", "/batdau")
        await do("TV10", "/batdau")
        await do("TV01", "/nhiemvu")
        await do("TV08", "/nhiemvu")
    await do("TT01", "[Xem bản tổng hợp]")
    await stage.day(20, 11, 16, 30)
    await do("TV05", "/batdau")
    await stage.day(23, 11)
    await do("TV05", "/batdau", "/baocao", "[Báo cáo tháng 11]")
    await do("TV10", "/batdau", "/baocao", "[November report]", "[Send report]")
    await stage.day(23, 11, 17)
    await stage.day(24, 11, 9, 0)
    await do("TV05", "/baocao", "[Báo cáo tháng 11]", *ONE[1:], "[Gửi báo cáo]")
    await do(
        "TV02",
        "/baocao",
        "[tháng 12 – VCCI]",
        "[Tiếp tục báo cáo]",
        "[Khai vướng mắc]",
        "[Đầu tư (lần trước)]",
        *ONE[1:],
    )
    await do("TV11", "/baocao", "[Báo cáo tháng 11]", "[Khai vướng mắc]", *ONE)
    await do("TV12", "/baocao", "[November report]", "[Report difficulties]", *ONE_EN)
    await do("TV13", "/baocao", "[Báo cáo tháng 11]", "[Báo không phát sinh]", "[Gửi báo cáo]")
    await stage.day(25, 11)
    await stage.day(25, 11, 17)
    await do("TV11", "[Gửi báo cáo]", "[Đưa vào tháng 12]", "[Gửi báo cáo]")
    await do("TV12", "[Send report]", "[Move to December]", "[Send report]")
    await do("TV02", "[Gửi báo cáo]")
    await do("TT03", "/tonghop")


async def failures(stage: Stage) -> None:
    """A file that cannot be sent on, an account out of reach, a backup that fails, an update set aside."""
    do, phone = stage.do, stage.phone("TV09")
    await do("TV09", "/baocao", "[Báo cáo đột xuất]", "[Đề nghị xử lý khẩn]", "dat dai", CONTENT, PROPOSAL)
    await do("TV09", partial(phone.send_document, "Trích lục.pdf"), "[Gửi tệp xong]")
    stage.telegram.file_failures.append(TelegramBadRequest(METHOD, "Bad Request: wrong file identifier"))
    await do("TV09", "[Gửi khẩn]")
    stage.phone("TV05").fails_with(TelegramForbiddenError(METHOD, "Forbidden: bot was blocked by the user"))
    await do("TV05", "/batdau")
    await do("TT01", "/thanhvien")
    await do("TT03", "/thanhvien")
    await do("TV05", "/batdau")
    for who in ("TV08", "TV09"):
        chat = {"id": stage.phone(who).user_id, "type": "private"}
        stage.phone(who).send("x", date="never", chat=chat)
        for _ in range(8):
            await stage.turn(timedelta(seconds=10))
    backups = stage.world.path / "backups"
    await until(lambda: stage.world.count("meta", "name = 'backup_due'") == 0 or stage.backed_up)
    shutil.rmtree(backups / ".part", ignore_errors=True)
    (backups / ".part").touch()
    await stage.day(26, 11, 2, 29)
    told = stage.world.count("outbox", "dedupe_key LIKE 'backup_failed:%'")
    await stage.turn_until(
        datetime(2026, 11, 26, 2, 31, tzinfo=VN),
        lambda: stage.world.count("outbox", "dedupe_key LIKE 'backup_failed:%'") > told,
        "the backup has failed",
    )
    (backups / ".part").unlink()


async def later(stage: Stage) -> None:
    """December: the quarter's deadline, its aggregate; the close."""
    do = stage.do
    for day in (10, 15, 17, 18, 20, 21):
        await stage.day(day, 12)
    await stage.day(22, 12, 17)
    await stage.day(25, 12)
    await stage.day(25, 12, 17)
    await do("TV01", "/nhiemvu")
    await do("TV08", "/nhiemvu")


MORE_MEMBERS = """TV11,Phan Thị Hạnh,Trưởng phòng,ba,vi,,focal,hoi_dong_tu_van,VASB,Hiệp hội Kinh doanh chứng khoán
TV12,John Baker,Adviser,,en,,focal,hoi_dong_tu_van,BRITCHAM,Hiệp hội Doanh nghiệp Anh quốc tại Việt Nam
TV13,Lý Văn Sơn,Phó Ban,ong,vi,,focal,hoi_dong_tu_van,LEFASO,Hiệp hội Da - Giày - Túi xách Việt Nam
TV10,Paul Martin,Director,,en,,principal,hoi_dong_tu_van,EUROCHAM,Hiệp hội Doanh nghiệp châu Âu tại Việt Nam
"""
