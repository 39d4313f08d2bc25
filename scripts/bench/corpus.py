"""Difficulties made up of parts, in a base of their own: as many as are asked for, none of them anybody's."""

from __future__ import annotations

import gc
import random
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from bot.clock import VN
from bot.config import load_key
from bot.domain import questions
from bot.domain.people import Honorific, Person
from bot.domain.periods import Period
from bot.domain.reports import Difficulty, Report, difficulty_code, report_code
from bot.services.rules import load_rules
from storage import people, reports
from storage.database import Writer, migrate, open_for_reading, open_for_writing
from storage.unit import Rules, Unit

NOW = datetime(2027, 6, 16, 9, 0, tzinfo=VN)
_SEATS, _IN_A_REPORT = 200, 10

_ACTS = "cấp mới;cấp lại;gia hạn;điều chỉnh;thẩm định;công bố;đăng ký;chấp thuận;kiểm tra;hoàn trả;xác nhận;chuyển đổi"
_THINGS = (
    "giấy phép môi trường của cơ sở chế biến;giấy phép lao động cho chuyên gia;hồ sơ hoàn thuế giá trị gia tăng;"
    "giấy chứng nhận đủ điều kiện phòng cháy;mục đích sử dụng đất nông nghiệp;chủ trương đầu tư dự án nhà ở;"
    "số lưu hành thuốc nhập khẩu;giấy phép khai thác khoáng sản;hợp quy thức ăn chăn nuôi;mã số vùng trồng xuất khẩu;"
    "giấy phép vận tải liên vận;chứng nhận xuất xứ hàng dệt may;bảo hiểm xã hội cho lao động thời vụ;"
    "giấy phép xây dựng nhà xưởng;danh mục thiết bị miễn thuế;kiểm dịch lô hàng thủy sản;phiếu lý lịch tư pháp;"
    "quyền sở hữu công trình trên đất thuê;đấu nối điện mặt trời mái nhà;quảng cáo thực phẩm chức năng"
)
_TROUBLES = (
    "cơ quan tiếp nhận yêu cầu nộp bản giấy có chứng thực dù đã nộp trên cổng trực tuyến;"
    "thời hạn giải quyết kéo dài gấp ba lần quy định mà không có văn bản trả lời;"
    "hai nghị định quy định khác nhau về cùng một thành phần hồ sơ;mỗi địa phương hướng dẫn một cách;"
    "phần mềm báo lỗi ở bước ký số nên không gửi được hồ sơ;phải xin ý kiến nhiều sở nối tiếp nhau;"
    "mẫu tờ khai bắt buộc điền thông tin mà cơ sở dữ liệu quốc gia đã có;phí thẩm định tăng mà không có biểu phí;"
    "không rõ cơ quan nào có thẩm quyền sau khi sắp xếp bộ máy;phòng thử nghiệm được chỉ định quá ít;"
    "kết quả điện tử không được cơ quan thuế chấp nhận;phải nộp lại toàn bộ hồ sơ khi chỉ đổi người đại diện;"
    "điều kiện về diện tích kho không còn phù hợp với thực tế;quy định chuyển tiếp không có hướng dẫn;"
    "hồ sơ bị trả lại nhiều lần với lý do khác nhau;không có quy định về thời hạn lấy ý kiến"
)
_HARMS = (
    "hàng lưu kho phát sinh chi phí;dự án chậm tiến độ một quý;đơn hàng bị hủy;doanh nghiệp nhỏ phải thuê dịch vụ;"
    "lao động phải nghỉ chờ việc;không kịp mùa vụ;mất cơ hội dự thầu;dòng vốn bị đọng"
)
_WISHES = (
    "Đề nghị bỏ thành phần hồ sơ này;Đề nghị ban hành hướng dẫn thống nhất;Đề nghị phân cấp cho địa phương;"
    "Đề nghị quy định rõ thời hạn phối hợp;Đề nghị kết nối dữ liệu giữa các hệ thống;Đề nghị chuyển sang hậu kiểm"
)
_PLACES = (
    "Hà Nội;Hải Phòng;Huế;Đà Nẵng;Cần Thơ;Lạng Sơn;Nghệ An;Gia Lai;Đồng Nai;Cà Mau;An Giang;Quảng Ninh;Lâm Đồng;"
    "Phú Thọ;Bắc Ninh;Thanh Hóa;Khánh Hòa;Tây Ninh;Vĩnh Long;Sơn La"
)


def _one(chance: random.Random, parts: str) -> str:
    return chance.choice(parts.split(";"))


def item(chance: random.Random, fields: list[str]) -> dict[str, str]:
    """Return the answers about one difficulty, by the names of the questions."""
    procedure = f"{_one(chance, _ACTS)} {_one(chance, _THINGS)}"
    year = chance.randint(2015, 2026)
    law = f"Khoản {chance.randint(1, 9)} Điều {chance.randint(3, 60)} Nghị định {chance.randint(1, 160)}/{year}/NĐ-CP"
    content = (
        f"Tại {_one(chance, _PLACES)}, khi {procedure}, {_one(chance, _TROUBLES)}; {_one(chance, _HARMS)}, "
        f"{chance.randint(2, 900)} hồ sơ bị ảnh hưởng."
    )
    return {
        questions.FIELD: chance.choice(fields),
        questions.PROCEDURE: procedure if chance.random() < 0.6 else "",
        "content": content,
        questions.LEGAL: law if chance.random() < 0.5 else "",
        "agency": "UBND cấp tỉnh" if chance.random() < 0.3 else "",
        "proposal": f"{_one(chance, _WISHES)}.",
    }


def reports_of(unit: Unit, many: int, seats: list[int], person: int, seed: int) -> Iterator[Report]:
    """Yield so many difficulties in reports of ten, of all seats in turn, month by month."""
    chance, fields = random.Random(seed), list(unit.rules.fields)  # noqa: S311 - no secret is made of it
    period, numbers, sent = Period(2020, 1), 0, 0
    for number in range(0, many, _IN_A_REPORT):
        if number and number // _IN_A_REPORT % len(seats) == 0:
            period, numbers, sent = period.next(), 0, 0
        items = [item(chance, fields) for _ in range(min(_IN_A_REPORT, many - number))]
        answers = [questions.kept(each, unit.rules.agencies) for each in items]
        found = tuple(Difficulty(0, difficulty_code(period, numbers + at), each) for at, each in enumerate(answers, 1))
        numbers, sent = numbers + len(found), sent + 1
        at = datetime(period.year, period.number, 18, 10, tzinfo=VN) + timedelta(minutes=sent)
        yield Report(0, report_code(period, sent), seats[sent - 1], period.iso, False, person, at, found)


def fill(unit: Unit, many: int, seed: int = 1) -> None:
    """Put seats and so many difficulties into a base, as they are stored when they are sent."""
    first_day = datetime(2019, 12, 1, tzinfo=VN).date()
    seats = [
        people.put_seat(unit.db, f"HH{number:03}", "hoi_dong_tu_van", f"Hiệp hội số {number}", first_day, number)
        for number in range(1, _SEATS + 1)
    ]
    person = people.put_person(unit.db, Person(0, "P1", "Lý Thị Mận", "", Honorific.NONE, "vi", ""))
    for report in reports_of(unit, many, seats, person, seed):
        reports.add_version(unit.db, report)


def base(place: Path, many: int) -> tuple[Database, Rules]:
    """Return a base with so many difficulties, opened for reading; one that is at this place already is used again."""
    file = place / f"bench-{many}.db"
    is_new = not file.exists()
    migrate(file)
    rules = load_rules("vpcp-2023", load_key(place), NOW.date())
    if is_new:
        began = time.monotonic()
        writer = Writer(open_for_writing(file))
        writer.write_now(lambda db: fill(Unit(db, NOW, rules), many))
        writer.close()
        print(f"{many} difficulties stored in {time.monotonic() - began:.0f} s", file=sys.stderr)
    return open_for_reading(file), rules


def as_the_program() -> None:
    """Let the collector pass over what has been imported, as the running program does."""
    gc.collect()
    gc.freeze()


def percentiles(seconds: list[float]) -> str:
    """Return the median and the slowest but one in a hundred, in milliseconds.

    Of the processor's time: what else the machine does is not measured, and such a base is in its memory.
    """
    ordered = sorted(seconds)
    p50, p99 = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return f"p50 {p50 * 1000:.2f} ms, p99 {p99 * 1000:.2f} ms"
