"""The chapter in which the roster is changed from the chat, by officers and administrators, in both languages."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from aiogram.exceptions import TelegramNetworkError

from tests.golden.stage import Stage
from tests.runtime.stepping import METHOD

SECOND_ADMIN = "QT02,Helen Ford,Engineer,,en,,admin,,,\n"
NEWCOMER = "TV20,Mạc Đăng Khoa,Chuyên viên,ong,vi,024 0000 0020,focal,hoi_dong_tu_van,VITA,Hiệp hội Du lịch Việt Nam\n"
OFFICER = "TT09,Tạ Thu Cúc,Chuyên viên,ba,vi,080 00029,secretariat,,,\n"


async def roster(stage: Stage, text: str) -> None:
    """Everything about one person, then a file."""
    do = stage.do
    await stage.bring_roster(text + SECOND_ADMIN)
    await stage.join("QT01")
    await stage.join("QT02")
    await do("QT01", "/batdau", "/trogiup", "/thanhvien", "[Cần gọi điện]", "[Xem trang sau]", "[Xem trang trước]")
    await do("QT02", "/start", "/help", "/members", "[Who must be called]", "[View next page]", "[Back to the list]")
    await adding(stage)
    await asking(stage)
    await ending(stage)
    await handing_over(stage)
    await file(stage, text + SECOND_ADMIN)


async def adding(stage: Stage) -> None:
    """A focal person is added, with every step back and every refusal."""
    do = stage.do
    await do("TT01", "/thanhvien", "[Thêm người]", "[‹ Quay lại]", "[Tiếp tục]", "x" * 200, "Mạc Văn Tư", "Phó phòng")
    await do("TT01", "Đồng chí ấy làm ở phòng nào thì tôi chưa rõ", "abc", "[Ông]", "[Đầu mối]", "hiệp hội", "xyz")
    await do("TT01", "[Xem tất cả]", "VITA", "12", "[Lưu nháp, thoát]", "[Nhập tiếp]", "024 3804 4066", "[Tiếng Việt]")
    await do("TT01", "[Sửa nội dung]", "[Sửa chức vụ]", "[Giữ nội dung này]", "[Sửa nội dung]", "[Sửa vai trò]")
    await do("TT01", "[Lãnh đạo]")
    record = stage.data("TT01", "Ghi vào danh sách")
    await do("TT01", "[Ghi vào danh sách]")
    await stage.press_data("TT01", record)
    await do(
        "TT03", "/members", "[Add a person]", "Jane Marple", "[Skip]", "[Keep it neutral]", "[Focal person]", "AMCHAM"
    )
    await do("TT03", "5", "[Skip]", "[English]", "[Save and exit]", "[Continue entering]", "[Record person]")
    await do("TT03", "[Add a duty]", "[Focal person]", "AMCHAM", "[Record duty]")


async def asking(stage: Stage) -> None:
    """What takes two administrators: confirmed, refused, taken back, expired."""
    do = stage.do
    await do("QT01", "/thanhvien", "[Thêm người]", "Ngô Thị Hạ", "[Bỏ qua]", "[Bà]", "[Cán bộ Cơ quan thường trực]")
    await do("QT01", "[Bỏ qua]", "[Tiếng Việt]", "[Đề nghị xác nhận]", "/thanhvien", "[Xem đề nghị 1]")
    await do("QT02", "/members", "[View request 1]", "[Confirm request]")
    await do("QT02", "/members", "[Add a person]", "John Doe", "[Skip]", "[Mr]", "[Administrator]")
    await do("QT02", "[Skip]", "[English]", "[Ask to confirm]")
    await do("QT01", "[Từ chối]")
    await do("QT02", "/members", "[Add a person]", "John Doe", "[Skip]", "[Mr]", "[Desk leader]")
    await do("QT02", "[Skip]", "[English]", "[Ask to confirm]", "/members", "[View request 1]", "[Take back request]")
    await do("QT02", "/members", "[Add a person]", "John Doe", "[Skip]", "[Mr]", "[Desk leader]")
    await do("QT02", "[Skip]", "[English]", "[Ask to confirm]")
    await stage.turn(timedelta(hours=72, minutes=16))


async def ending(stage: Stage) -> None:
    """A duty ends; nobody ends the last one of its kind or their own."""
    do = stage.do
    await find(stage, "TT01", "Phan Thị Hạnh")
    await do("TT01", "[Kết thúc vai trò]", "[Giữ vai trò]", "[Kết thúc vai trò]", "[Kết thúc vai trò]")
    await find(stage, "TT03", "John Baker")
    await do("TT03", "[End duty]", "[Keep the duty]", "[End duty]", "[End the duty]")


async def handing_over(stage: Stage) -> None:
    """A seat goes to somebody of the roster, and one to somebody new."""
    do = stage.do
    await find(stage, "TT01", "Lý Văn Sơn")
    await do("TT01", "[Bàn giao]", "khong co ai", "[Lưu nháp, thoát]", "[Nhập tiếp]", "[Người mới]", "Đào Duy Từ")
    await do("TT01", "[Bỏ qua]", "[Ông]", "[Bỏ qua]", "[Tiếng Việt]", "[Tính từ hôm nay]")
    await do("TT01", "[Sửa nội dung]", "[‹ Quay lại]")
    await do("TT01", "[Ghi nhận bàn giao]")
    await find(stage, "TT03", "Paul Martin")
    await do("TT03", "[Hand over]", "Jane Marple", "[From today]", "[Record handover]")


async def file(stage: Stage, text: str) -> None:
    """A roster file: shown, discarded, applied, confirmed, refused, and one that does not come."""
    do, phone, english = stage.do, stage.phone("QT01"), stage.phone("QT02")
    await do("QT01", partial(phone.send_file, "danh-sach.csv", (text + NEWCOMER).encode()), "[Chỉ thêm]")
    await do("QT01", "[Xem cả danh sách]", "[Bỏ tệp]")
    await do("QT01", partial(phone.send_file, "danh-sach.csv", (text + NEWCOMER).encode()), "[Chỉ thêm]")
    await do("QT01", "[Áp dụng thay đổi]")
    await do("QT02", partial(english.send_file, "roster.csv", (text + OFFICER).encode()), "[Only add, end none]")
    await do("QT02", "[Ask to confirm]")
    await do("QT01", "[Xác nhận đề nghị]")
    await do("QT02", partial(english.send_file, "roster.csv", b"a,b\n1,2\n"))
    await do("QT01", partial(phone.send_file, "danh-sach.csv", text.replace("QT01,", "QT09,").encode()))
    stage.telegram.download_failures.extend(TelegramNetworkError(METHOD, "no network") for _ in range(9))
    await do("QT02", partial(english.send_file, "roster.csv", text.encode()))
    for _ in range(5):
        await stage.turn(timedelta(minutes=6))


async def find(stage: Stage, who: str, name: str) -> None:
    """Open a person of the list, whichever page it stands on."""
    vi = who in ("TT01", "QT01")
    await stage.do(who, "/thanhvien" if vi else "/members")
    while not (line := next((line for line in stage.phone(who).last.text.splitlines() if name in line), "")):
        await stage.do(who, "[Xem trang sau]" if vi else "[View next page]")
    await stage.do(who, f"[{'Chọn' if vi else 'Choose'} {line.partition('.')[0]}]")
