"""What forty-five seats and their desk do in November and December 2026, press by press.

Who reports what stands in one place for each month, so that the figures of the papers can be worked out by hand from
it. Codes are numbered in the order in which reports are sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.clock import VN
from tests.acceptance.played import Act
from tests.asking import answered

DESK, LEADER = "TT01", "TT02"
PAUSE = timedelta(seconds=20)
PROPOSAL = "Đề nghị sửa đổi quy định cho phù hợp thực tế."
ENGLISH = frozenset({"TV08", "TV32", "TV33", "TV34", "TV35"})
OPEN = {"vi": ("/baocao", "[Báo cáo tháng {month}]"), "en": ("/baocao", "[{name} report]")}
DESCRIBE = {"vi": "[Khai vướng mắc]", "en": "[Report difficulties]"}
MORE = {"vi": "[Thêm vướng mắc]", "en": "[Add difficulty]"}
NIL = {"vi": "[Báo không phát sinh]", "en": "[Report nothing new]"}
SEND = {"vi": "[Gửi báo cáo]", "en": "[Send report]"}
GO_ON = {"vi": "[Tiếp tục báo cáo]", "en": "[Go on with report]"}
REVIEW = {"vi": "[Xem lại, gửi]", "en": "[Review and send]"}
NAMES = {10: "October", 11: "November", 12: "December"}

MAP = (
    "Khi chuyển mục đích sử dụng đất, doanh nghiệp bị yêu cầu nộp lại trích lục bản đồ địa chính dù dữ liệu đã có.",
    "Văn phòng đăng ký đất đai vẫn đòi bản giấy trích lục bản đồ địa chính dù CSDL đất đai quốc gia đã có dữ liệu.",
    "Hồ sơ chuyển mục đích sử dụng đất vẫn phải kèm trích lục bản đồ địa chính dù hệ thống đã có dữ liệu.",
)
"""Three seats write of the same rule."""
COLD_STORE = "Kho lạnh xuất khẩu phải kiểm tra chất lượng hai lần tại cảng và tại nhà máy."
CERTIFICATE = "Chứng thư an toàn thực phẩm phải nộp bản giấy dù đã ký số."
LICENCE = "Giấy phép lao động của chuyên gia phải xin lại khi chuyển nhà máy sang tỉnh khác."
CONTAINER = "Tờ khai luồng vàng chờ hơn hai ngày làm việc tại cảng Hải Phòng."
TRUCKS = "Xe chở hàng tươi chờ kiểm dịch tại cửa khẩu hơn mười ngày."
SOFTWARE = "Hồ sơ ưu đãi thuế cho dự án phần mềm phải xác nhận tại ba cơ quan."
HOSPITAL = "Giấy phép hoạt động khám bệnh phải thẩm định lại toàn bộ khi thêm một kỹ thuật."
DRUGS = "Số đăng ký lưu hành thuốc hết hạn khi hồ sơ gia hạn chưa được xem xét."
SHOES = "Giấy chứng nhận xuất xứ phải khai lại toàn bộ khi sai một ký tự."
AUDIT = "Companies must file the same labour report with two agencies."
VISA = "Business visas for experts take longer than the legal time limit."
RICE = "Vùng trồng phải khai hai lần mã số trên hai hệ thống khác nhau."
TIMBER = "Hoàn thuế giá trị gia tăng ngành gỗ chậm do xác minh nguồn gốc đến hộ trồng rừng."
TOURS = "Giấy phép kinh doanh lữ hành quốc tế phải nộp lại xác nhận ký quỹ hằng năm."
SHIPS = "Tàu vào cảng phải nộp bản giấy danh sách thuyền viên dù đã khai điện tử."
ADDED = "Hàng may mặc tái xuất phải giám định lại thành phần sợi."
FIRE = "Nhà xưởng cũ phải cải tạo theo quy chuẩn phòng cháy chữa cháy mới không khả thi."
LAND_PRICE = "Thời gian xác định giá đất cụ thể kéo dài làm chậm giao đất."

IN_VIETNAMESE = "Thị thực thương mại cho chuyên gia được giải quyết chậm hơn thời hạn luật định."
WORDED = "Giấy chứng nhận xuất xứ phải khai lại toàn bộ khi sai một ký tự, chưa có cơ chế đính chính."
REMARKS = "Vướng mắc về đất đai tiếp tục được nhiều thành viên nêu."
STATED = ("Đã trình Chính phủ dự thảo nghị định.", "Tờ trình số 12/TTr-BTC ngày 05/12/2026", "Chờ ý kiến của 05 bộ.")
"""What the Ministry of Finance says of its task: the result, its document, why it is late."""
SENT = ("[Không kèm tệp]", "[Gửi kết quả]")
CHANGED = ("VM-2611-004", FIRE)
BEHIND_THE_BACK = (datetime(2026, 11, 25, 13, 50, tzinfo=VN), datetime(2026, 11, 25, 13, 58, tzinfo=VN))
"""Which difficulty says something else than was sent, and from when until when."""


class Script:
    """Writes down who does what and when."""

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self._now = datetime(2026, 11, 16, 8, 15, tzinfo=VN)

    def at(self, month: int, day: int, hour: int, minute: int = 0) -> None:
        """Go on at a moment of 2026 in Viet Nam, later than anything before."""
        moment = datetime(2026, month, day, hour, minute, tzinfo=VN)
        assert moment > self._now, "a script goes forward"
        self._now = moment

    def say(self, who: str, *what: str) -> None:
        """Let somebody send texts and press `[Labels]`."""
        for each in what:
            self.acts.append(Act(self._now, who, each))
            self._now += PAUSE

    def report(self, who: str, month: int, *items: tuple[str, str], before: Sequence[str] = ()) -> None:
        """Report difficulties, each a field and what it says; `before`: what is said of earlier ones first."""
        lang = "en" if who in ENGLISH else "vi"
        self.say(who, *_opened(lang, month), *before)
        for number, (field, content) in enumerate(items):
            self.say(who, MORE[lang] if number else DESCRIBE[lang])
            self.say(who, *answered(lang, field=field, content=content, proposal=PROPOSAL))
        self.say(who, SEND[lang])

    def nothing_new(self, who: str, month: int, before: Sequence[str] = ()) -> None:
        """Report that there is nothing new."""
        lang = "en" if who in ENGLISH else "vi"
        self.say(who, *_opened(lang, month), *before, NIL[lang], SEND[lang])

    def stated(self, who: str, month: int, *statements: str) -> None:
        """Report what has become of what is carried over, in order, and nothing else."""
        said = [press for number, each in enumerate(statements, 1) for press in (f"[Cập nhật mục {number}]", each)]
        self.say(who, *_opened("vi", month), *said, GO_ON["vi"], REVIEW["vi"], SEND["vi"])

    def quarter(self, who: str, *items: tuple[str, str], result: bool = False) -> None:
        """Report for the fourth quarter; `result`: and say what has become of NV-26-101."""
        self.say(who, "/baocao", "[Báo cáo quý IV]")
        if result:
            self.say(who, "[Nêu kết quả nhiệm vụ]", "[Nêu kết quả NV-26-101]", *STATED)
            self.say(who, "[Lưu kết quả]", "[‹ Về báo cáo]")
        if items:
            ((field, content),) = items
            self.say(who, DESCRIBE["vi"], *answered(field=field, content=content, proposal=PROPOSAL))
        else:
            self.say(who, NIL["vi"])
        self.say(who, "[Bỏ qua]", SEND["vi"])

    def release(self, period: str) -> None:
        """Let the desk release what waits of a period."""
        self.say(DESK, f"/tonghop {period}", "[Duyệt số liệu]", "[Duyệt số liệu]")

    def desk(self, code: str, *what: str) -> None:
        """Let the desk do something on the page of a difficulty or a report."""
        self.say(DESK, f"/tracuu {code}", *what)


def _opened(lang: str, month: int) -> tuple[str, ...]:
    return tuple(each.format(month=month, name=NAMES[month]) for each in OPEN[lang])


def vm(number: int, month: int = 11) -> str:
    """Return the code of a difficulty."""
    return f"VM-26{month}-{number:03}"


def november(script: Script) -> None:
    """30 seats: 12 report in time, 9 have nothing new; 2 report late, 1 has nothing new late; 6 send nothing by then.

    Of the six one is excused, one sends after the aggregate, one has nothing new after it, three never send.
    """
    _first_days(script)
    _desk_begins(script)
    _desk_goes_on(script)
    _desk_prepares_the_paper(script)
    _until_the_aggregate(script)
    _from_the_aggregate_to_the_close(script)


def _first_days(script: Script) -> None:
    script.at(11, 16, 9)
    script.report("TV01", 11, ("Nông nghiệp", CERTIFICATE), ("Xuất nhập khẩu", COLD_STORE))  # 1, 2
    script.report("TV05", 11, ("Đất đai", MAP[0]), ("Xây dựng", FIRE))  # 3, 4
    script.report("TV03", 11, ("Lao động", LICENCE))  # 5
    script.report("TV04", 11, ("Thuế, hải quan", CONTAINER), ("Nông nghiệp", TRUCKS))  # 6, 7
    script.report("TV07", 11, ("Thuế, hải quan", SOFTWARE))  # 8
    for who in ("TV09", "TV10", "TV14", "TV15"):
        script.nothing_new(who, 11)
    script.at(11, 17, 9)
    script.report("TV25", 11, ("Y tế", HOSPITAL))  # 9
    script.report("TV24", 11, ("Y tế", DRUGS))  # 10
    script.report("TV21", 11, ("Xuất nhập khẩu", SHOES))  # 11
    script.say("TV21", "[Thu hồi báo cáo]", "[Thu hồi báo cáo]", "[Sửa bản nháp]", "[Gửi báo cáo]")
    script.report("TV12", 11, ("Đất đai", MAP[1]))  # 12
    script.report("TV23", 11, ("Đất đai", MAP[2]))  # 13
    script.report("TV08", 11, ("labour", AUDIT))  # 14
    script.report("TV32", 11, ("labour", VISA))  # 15
    for who in ("TV17", "TV18", "TV19", "TV34", "TV35"):
        script.nothing_new(who, 11)


def _desk_begins(script: Script) -> None:
    script.at(11, 18, 8, 40)
    script.desk("BC-2611-001", "[Tiếp nhận tất cả]")
    script.desk("BC-2611-002", "[Tiếp nhận tất cả]", "[Hoàn tác]")
    script.at(11, 18, 9)
    script.desk("BC-2611-002", "[Tiếp nhận tất cả]")
    script.desk(vm(5), "[Đề nghị bổ sung]", "[Chọn 1]", "[Bỏ qua]", "[Gửi đề nghị]")
    script.desk(vm(9), "[Đề nghị bổ sung]", "[Chọn 2]", "[Bỏ qua]", "[Gửi đề nghị]")
    script.at(11, 18, 9, 30)
    script.desk(vm(1), "[Chuyển cơ quan]", "Bộ Nông nghiệp và Môi trường", "[Bỏ qua]", "[Ghi nhận chuyển]")
    script.say(DESK, "[Tải phiếu chuyển]")
    script.desk(vm(3), "[Chuyển cơ quan]", "Bộ Nông nghiệp và Môi trường", "[Bỏ qua]", "[Ghi nhận chuyển]")
    script.desk(vm(14), "[Tiếp nhận]")
    script.at(11, 18, 10)
    script.desk(vm(14), "[Chuyển cơ quan]", "Bộ Nội vụ", "[Bỏ qua]", "[Ghi nhận chuyển]", "[Hoàn tác]")
    script.at(11, 18, 14)
    script.say("TV03", "[Bổ sung nội dung]", "Tại Bình Dương và Đồng Nai, từ tháng 3.", "[Gửi bổ sung]")
    script.say("TV03", "/tracuu BC-2611-003", "[Bổ sung, đính chính]", "[Thêm vướng mắc]")
    script.say("TV03", *answered(field="Xuất nhập khẩu", content=ADDED, proposal=PROPOSAL), "[Gửi bổ sung]")  # 16


def _desk_goes_on(script: Script) -> None:
    script.at(11, 19, 9)
    script.desk(vm(5), "[Tiếp nhận]")
    script.desk(vm(12), "[Gộp vướng mắc]", f"mã {vm(3)}", "[Gộp vướng mắc]")
    script.desk(vm(13), "[Gộp vướng mắc]", f"mã {vm(3)}", "[Gộp vướng mắc]")
    script.desk(vm(11), "[Trả lại]", "[Chọn 1]", "[Trả lại]")
    script.at(11, 19, 10)
    script.say("TV28", "/baocao", "[Báo cáo đột xuất]", "[Đề nghị xử lý khẩn]", "giao thong", SHIPS, PROPOSAL)
    script.say("TV28", "[Không kèm tệp]", "[Gửi khẩn]")  # 17, DX-2611-001
    script.desk("DX-2611-001", "[Tiếp nhận]")
    script.at(11, 19, 14)
    script.say("TV21", "[Bổ sung nội dung]", "Mẫu D, cảng Cát Lái, tháng 9.", "[Gửi bổ sung]")
    script.at(11, 20, 9)
    script.desk(
        vm(3),
        "[Trả lời]",
        "Đã bãi bỏ thành phần hồ sơ",
        "123/QĐ-BNNMT",
        "19/11/2026",
        "[Không kèm tệp]",
        "[Gửi kết quả]",
    )
    script.desk(vm(6), "[Tiếp nhận]")
    script.desk(vm(8), "[Tiếp nhận]")
    script.desk(vm(10), "[Không tiếp nhận]", "[Chọn 2]", "[Không tiếp nhận]")
    script.at(11, 20, 9, 30)
    script.desk(vm(6), "[Trả lời]", "Công khai thời gian phân luồng", "[Bỏ qua]", *SENT)
    script.desk(vm(8), "[Trả lời]", "Đã liên thông xác nhận", "[Bỏ qua]", *SENT)
    script.desk(vm(7), "[Đóng theo dõi]", "[Chọn 1]", "[Đóng theo dõi]")


def _desk_prepares_the_paper(script: Script) -> None:
    script.at(11, 20, 14)
    script.desk(vm(9), "[Sửa phân loại]", "[Sửa lĩnh vực]", "[Đầu tư]", "[Ghi nhận]")
    script.desk(vm(16), "[Sửa phân loại]", "[Đổi cơ quan]", "bo cong thuong", "[Ghi nhận]")
    script.say(DESK, "[Sửa phân loại]", "[Đánh dấu 1]")
    script.desk(vm(15), "[Biên tập nội dung]", IN_VIETNAMESE, "[Giữ nguyên văn]", "[Ghi nội dung]")
    script.desk(vm(11), "[Biên tập nội dung]", WORDED, "[Giữ nguyên văn]", "[Ghi nội dung]")
    script.say(DESK, "[Gửi thành viên xác nhận]")
    script.desk(vm(2), "[Xin ý kiến lãnh đạo]", "Đề nghị thống nhất một đầu mối kiểm tra.", "[Gửi lãnh đạo]")
    script.at(11, 20, 15)
    script.say("TV21", f"/tracuu {vm(11)}", "[Thống nhất]")
    script.say(LEADER, "/batdau", "[Cho ý kiến]", "[Chọn 1]", "[Đồng ý đề xuất]")


def _until_the_aggregate(script: Script) -> None:
    script.at(11, 20, 16)
    script.say("TV05", "[Đã tháo gỡ]")
    script.say("TV04", f"/tracuu {vm(6)}", "[Tháo gỡ một phần]")
    script.say("TV04", f"/tracuu {vm(7)}", "[Chưa tháo gỡ]", "Hàng vẫn chờ.", "[Gửi ý kiến]")
    script.at(11, 23, 9)
    script.say("TV12", "[Chưa tháo gỡ]", "Văn phòng đăng ký vẫn đòi bản giấy.", "[Gửi ý kiến]")
    script.report("TV30", 11, ("Thuế, hải quan", TIMBER))  # 18
    script.report("TV29", 11, ("Nông nghiệp", RICE))  # 19
    script.nothing_new("TV31", 11)
    script.at(11, 23, 14)
    script.say(DESK, "/batdau", "[Sổ theo dõi]", "[Chưa gửi, quá hạn (6)]", "[Chọn 4]")  # TAB
    script.say(DESK, "[Miễn kỳ]", "Đang kiện toàn tổ chức.", "[Miễn kỳ]")
    script.at(11, 23, 14, 30)
    script.say(DESK, "/batdau", "[Sổ theo dõi]", "[Gửi đôn đốc]", "[Gửi đôn đốc]")


def _from_the_aggregate_to_the_close(script: Script) -> None:
    script.at(11, 25, 9)
    script.desk(vm(19), "[Tiếp nhận]")
    script.desk(vm(10), "[Mở lại]", "Đã bổ sung đủ căn cứ", "[Mở lại]")
    script.report("TV26", 11, ("Văn hóa", TOURS))  # 20
    script.nothing_new("TV33", 11)
    script.at(11, 25, 13, 52)
    script.release("11/2026")  # refused: see BEHIND_THE_BACK
    script.at(11, 25, 14)
    script.release("11/2026")
    script.at(11, 26, 9)
    script.release("11/2026")


def december(script: Script) -> None:
    """30 seats: 11 report in time, 13 have nothing new, 1 has nothing new late; 5 send nothing by then, two of them
    after the aggregate, one by telephone. Of the working group's 15 seats 10 report in time, one
    a difficulty, 2 late, 3 not at all.
    """
    _between_the_months(script)
    _december_reports(script)
    _the_quarter(script)
    _december_papers(script)


def _between_the_months(script: Script) -> None:
    script.at(12, 2, 9)
    script.desk(
        vm(1), "[Trả lời]", "Chỉ nhận bản ký số", "4735/BNNMT-CCPT", "1/12/2026", "[Không kèm tệp]", "[Gửi kết quả]"
    )
    script.say(DESK, "/tiepnhan", "[Mới (5)]", "[Chọn nhiều]", "[Chọn cả trang]")  # 9, 15, 16, 18, 20
    script.say(DESK, "[Xử lý 5 mục chọn]", "[Tiếp nhận]", "[Ghi nhận 5 mục]")
    script.at(12, 3, 9)
    script.desk(vm(16), "[Chuyển cơ quan]", "Bộ Công Thương", "88/BTP-KSTT", "[Ghi nhận chuyển]")
    script.desk(
        vm(17), "[Trả lời]", "Bãi bỏ bản giấy danh sách thuyền viên", "[Bỏ qua]", "[Không kèm tệp]", "[Gửi kết quả]"
    )
    script.at(12, 3, 15)
    script.say("TV28", "[Đã tháo gỡ]")
    script.at(12, 4, 9)
    script.desk(vm(13), f"[Tách {vm(13)}]")
    script.at(12, 4, 10)
    script.desk(vm(11), "[Tiếp nhận]")


def _december_reports(script: Script) -> None:
    script.at(12, 15, 9)
    script.stated("TV05", 12, "[Đã tháo gỡ]")  # 4
    script.stated("TV03", 12, "[Vẫn còn vướng mắc]", "[Tháo gỡ một phần]")  # 5, 16
    said = ("[Cập nhật mục 1]", "[Đã tháo gỡ]", GO_ON["vi"])
    script.report("TV04", 12, ("Đất đai", LAND_PRICE), before=said)  # 6; VM-2612-001
    script.stated("TV30", 12, "[Rút kiến nghị]")  # 18
    for who in ("TV25", "TV24", "TV21", "TV12", "TV23", "TV08", "TV32", "TV29"):
        lang = "en" if who in ENGLISH else "vi"
        script.nothing_new(who, 12, before=(GO_ON[lang],))
    script.at(12, 16, 9)
    for who in ("TV09", "TV10", "TV14", "TV15", "TV17"):
        script.nothing_new(who, 12)
    for who, items in _REPORTED_IN_DECEMBER.items():
        script.report(who, 12, *items, before=(GO_ON["vi"],) if who == "TV26" else ())
    script.at(12, 17, 9)
    script.stated("TV01", 12, "[Vẫn còn vướng mắc]")  # 2; 1 was closed by silence the day before
    script.say("TV07", "/tracuu BC-2612-018", "[Bổ sung, đính chính]", "[Sửa mục 1]", "[Sửa nội dung]", SOFTWARE)
    script.say("TV07", "[Gửi bổ sung]")


_REPORTED_IN_DECEMBER = {
    "TV07": (("Thuế, hải quan", FIRE),),
    "TV18": (("Lao động", LICENCE),),
    "TV19": (("Đất đai", MAP[1]),),
    "TV26": (("Văn hóa", TOURS), ("Giao thông", SHIPS)),
    "TV28": (("Giao thông", TRUCKS),),
    "TV31": (("Đầu tư", RICE),),
}


def _the_quarter(script: Script) -> None:
    script.at(12, 17, 14)
    for number in range(1, 11):
        script.quarter(f"TC{number:02}", *([("Xây dựng", FIRE)] if number == 9 else []), result=number == 7)
    script.at(12, 21, 9)
    for number in (11, 12):
        script.quarter(f"TC{number}")


def _december_papers(script: Script) -> None:
    script.at(12, 21, 10)
    script.nothing_new("TV33", 12)
    script.desk("VM-2612-001", "[Gộp vướng mắc]", "mã VM-2612-004", "[Gộp vướng mắc]")
    script.at(12, 23, 10)
    script.say(DESK, "/tonghop 12/2026", "[Sửa nhận định]", REMARKS, "[Ghi nhận định]")
    script.say(DESK, "[Gửi lãnh đạo xem]", "[Gửi lãnh đạo xem]")
    script.release("12/2026")
    script.at(12, 23, 10, 30)
    script.release("IV/2026")
    script.at(12, 24, 9)
    script.nothing_new("TV34", 12)
    script.say(DESK, "/thanhvien", "[Nhập báo cáo thay]", "[Xem trang sau]", "[Chọn 1]", "[Báo cáo tháng 12]")
    script.say(DESK, "[Điện thoại]", "[Báo không phát sinh]", "[Gửi báo cáo]")  # KOTRA
    script.at(12, 28, 9)
    script.release("12/2026")
    script.at(12, 29, 9)
    script.say(DESK, "/tonghop năm 2026")
