"""The tasks of two conclusion notices of autumn 2023, from the notice to the papers, press by press.

The notices are in words of the tests: they say what the two sessions of the Working Group of 8/9 and 16/10/2023 asked
for. `python -m tests.acceptance.seed_tasks DIR SEED` lives through the autumn, on a clock that is turned, in processes
that are killed once on each day on which somebody does something, and prints for each death what was on its way, as
JSON.
"""

from __future__ import annotations

import json
import random
import signal
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar

from bot.clock import VN
from tests.acceptance.desk_months import POINTS
from tests.acceptance.desk_script import Script
from tests.acceptance.played import Act, Fate, one_life, stock, warm_up
from tests.acceptance.seeds_2023 import DESK, FINANCE, LEADER, SEAFOOD, Autumn, at
from tests.acceptance.turned import Turned

OFFICE = "TC02"
"""The focal person of the Government Office."""
FIRST = """Kết luận Phiên họp thứ nhất của Tổ công tác cải cách thủ tục hành chính, ngày 08/9/2023.

Tổ trưởng giao các thành viên Tổ công tác trong các tháng cuối năm 2023 thực hiện đánh giá tác động, thẩm định thủ \
tục hành chính ngay từ dự thảo văn bản.

Định kỳ hằng tháng, các bộ, ngành, địa phương thống kê thủ tục hành chính được ban hành mới, sửa đổi hoặc bãi bỏ.

Các bộ, ngành, địa phương rà soát, làm sạch thủ tục hành chính đã công khai trên cơ sở dữ liệu quốc gia, hoàn thành \
trước ngày 31/12/2023.

Bộ Tài chính tái cấu trúc quy trình dịch vụ công trực tuyến, cắt giảm ít nhất 20% thông tin phải khai báo, hoàn thành \
trước ngày 15/12/2023.

Các bộ, cơ quan ngang bộ xử lý dứt điểm 342 phản ánh, kiến nghị tại mục IX Nghị quyết số 97/NQ-CP ngày 08/7/2023, \
hoàn thành trong quý IV/2023.
"""
SECOND = """Thông báo số 437/TB-VPCP về kết luận của Tổ trưởng Tổ công tác cải cách thủ tục hành chính tại Phiên họp \
thứ hai ngày 16/10/2023.

Tổ trưởng ghi nhận những kết quả bước đầu của các bộ, ngành, địa phương. Tuy nhiên, dữ liệu còn chưa được chia sẻ, \
việc giải quyết hồ sơ còn chậm.

Tổ trưởng yêu cầu các bộ, cơ quan ngang bộ, Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương:

1. Rà soát, đơn giản hóa thủ tục hành chính; đề xuất phương án với thủ tục trong 03 năm không có hồ sơ nào.

2. Nâng cấp, kết nối các hệ thống thông tin phục vụ giải quyết thủ tục hành chính, tháo gỡ điểm nghẽn của Đề án 06.

3. Bố trí cán bộ đủ năng lực cho công tác cải cách, không làm tăng biên chế.

4. Tăng cường kiểm tra, giám sát, xử lý kịp thời phản ánh, kiến nghị của người dân, doanh nghiệp.

5. Văn phòng Chính phủ hoàn thiện báo cáo và dự thảo Chỉ thị của Thủ tướng Chính phủ, trình ký trong tháng 10/2023.

6. Các thành viên Hội đồng tư vấn cải cách thủ tục hành chính tổng hợp khó khăn, vướng mắc, định kỳ hằng tháng gửi \
Cơ quan thường trực.
"""
PASTE = ("/nhapthongbao", "[Dán nội dung]")
ACCEPT = "[Nhận mục này]"


class Autumn2023(Script):
    """A script of 2023."""

    def __init__(self) -> None:
        super().__init__()
        self._now = at(10, 17, 8, 15)

    def at(self, month: int, day: int, hour: int, minute: int = 0) -> None:
        """Go on at a moment of 2023 in Viet Nam, later than anything before."""
        moment = at(month, day, hour, minute)
        assert moment > self._now, "a script goes forward"
        self._now = moment

    def task(self, who: str, code: str, *what: str) -> None:
        """Let somebody do something on the page of a task."""
        self.say(who, code, *what)


def script() -> list[Act]:
    """What is done from the notice to the papers."""
    found = Autumn2023()
    found.at(10, 17, 8, 20)
    found.report(SEAFOOD, 10, ("Xuất nhập khẩu", "Tờ khai phải nhập lại dữ liệu đã có trên hệ thống."))
    found.at(10, 17, 9)
    found.say(DESK, *PASTE, FIRST, "[Đọc văn bản]")
    found.say(DESK, "[Sửa căn cứ]", "Kết luận Phiên họp thứ nhất ngày 08/9/2023", "[Ghi nhận thay đổi]")
    found.say(DESK, "[Kiểm tra từng mục]", ACCEPT, ACCEPT, ACCEPT, "[Chọn 1]")
    found.say(DESK, "[Sửa mục]", "[Sửa chỉ tiêu]", "20 %", "[Ghi nhận thay đổi]", ACCEPT, "[Chọn 1]")
    found.say(DESK, ACCEPT, "[Chọn 1]", "[Giao nhiệm vụ]")
    found.at(10, 17, 9, 30)
    found.say(DESK, *PASTE, SECOND, "[Đọc văn bản]", "[Kiểm tra từng mục]")
    found.say(DESK, ACCEPT, "[Chọn 1]", ACCEPT, "[Chọn 1]", "[Bỏ mục]", ACCEPT, "[Chọn 1]", ACCEPT)
    found.say(DESK, ACCEPT, "[Giao nhiệm vụ]")
    found.at(10, 18, 8, 45)
    found.say(FINANCE, "NV-23-005", "[Xác nhận đã nhận]")
    found.say(OFFICE, "NV-23-010", "[Xác nhận đã nhận]")
    found.at(10, 18, 9)
    found.desk("BC-2310-001", "[Tiếp nhận tất cả]")
    found.desk("VM-2310-001", "[Nhiệm vụ (00)]", "[Gắn việc đã giao]", "NV-23-005", "[Gắn]")
    found.at(10, 20, 9)
    found.say(OFFICE, "NV-23-010", "[Cập nhật tiến độ]", "[50%]")
    found.at(10, 24, 9)
    found.say(OFFICE, "NV-23-010", "[Cập nhật tiến độ]", "80% đang chờ ý kiến Bộ Tư pháp")
    found.at(10, 27, 15)
    found.say(OFFICE, "NV-23-010", "[Báo hoàn thành]", "Đã trình ký Chỉ thị.", "Chỉ thị số 27/CT-TTg", "27/10/2023")
    found.say(OFFICE, "[Không kèm tệp]", "[Gửi kết quả]")
    found.at(10, 30, 9)
    found.say(DESK, "NV-23-010", "[Xem kết quả]", "[Trả lại]", "Chưa kèm báo cáo.", "[Trả lại]")
    found.at(10, 31, 10)
    found.say(OFFICE, "NV-23-010", "[Bổ sung kết quả]", "Đã gửi kèm báo cáo.", "Chỉ thị số 27/CT-TTg", "27/10/2023")
    found.say(OFFICE, "[Không kèm tệp]", "[Gửi kết quả]")
    found.at(11, 1, 9)
    found.say(DESK, "NV-23-010", "[Xem kết quả]", "[Xác nhận xong]")
    found.at(11, 2, 9)
    found.say(LEADER, "/batdau")
    found.at(11, 13, 9)
    found.say(FINANCE, "NV-23-005", "[Cập nhật tiến độ]", "12/20")
    found.at(12, 1, 9)
    found.say(FINANCE, "NV-23-005", "[Điều chỉnh thời hạn]", "22/12", "Chờ ý kiến của 05 địa phương.", "[Gửi đề nghị]")
    found.at(12, 4, 9)
    found.say(DESK, "NV-23-005", "[Xem đề nghị]", "[Chấp thuận]")
    found.at(12, 19, 9)
    found.say(FINANCE, "NV-23-005", "[Báo hoàn thành]", "Đã cắt giảm 22% thông tin phải khai báo.", "[Bỏ qua]")
    found.say(FINANCE, "[Không kèm tệp]", "[Gửi kết quả]")
    found.at(12, 20, 9)
    found.say(FINANCE, "/baocao", "[Báo cáo quý IV]", "[Báo không phát sinh]", "[Bỏ qua]", "[Gửi báo cáo]")
    found.at(12, 21, 9)
    found.say(DESK, "NV-23-005", "[Xem kết quả]", "[Xác nhận xong]")
    return found.acts


class SeedTasks(Autumn):
    """The autumn in which the tasks of both notices are worked."""

    acts: ClassVar[Sequence[Act]] = script()
    end: ClassVar[datetime] = at(12, 25, 18)


class TurnedSeedTasks(Turned, SeedTasks):
    """The same on the sandbox's own clock, turned by its page from one act to the next."""


def days() -> list[date]:
    """The days on which somebody does something."""
    return sorted({act.at.astimezone(VN).date() for act in SeedTasks.acts})


def main(arguments: list[str]) -> None:
    """Live through the autumn in processes that are killed; print a line of JSON for each death."""
    directory, rng = Path(arguments[0]), random.Random(arguments[1])
    warm_up(TurnedSeedTasks, directory)
    for day in days():
        moments = [act.at for act in SeedTasks.acts if act.at.astimezone(VN).date() == day]
        fate = Fate(rng.choice(moments[: len(moments) // 2 + 1]), rng.randint(1, POINTS))
        status = one_life(TurnedSeedTasks, directory, fate)
        assert status == -signal.SIGKILL, f"the program of {day} ended by itself with {status}"
        print(json.dumps(stock(directory)), flush=True)
    assert one_life(TurnedSeedTasks, directory, Fate()) == 0


if __name__ == "__main__":
    main(sys.argv[1:])
