"""What the dossiers of two months have to say, written by hand: line by line, cell by cell.

Worked out from what `test_two_months` lets people do, the demonstration's programme of tasks and a wall calendar.
The seat's first report is the sixth of November, its difficulties the seventh to the tenth: others sent theirs before.
Between two cells stands " | ", between two lines of a cell " / "; a time stands there as it is shown.
"""

from __future__ import annotations

import hashlib
import re

from tests.contents import PDF

SHA256 = hashlib.sha256(PDF).hexdigest()
"""Of the file that is kept."""

HEAD = """
HIỆP HỘI CHẾ BIẾN VÀ XUẤT KHẨU THỦY SẢN VIỆT NAM
Hội đồng tư vấn cải cách thủ tục hành chính
HỒ SƠ BÁO CÁO, VƯỚNG MẮC VÀ NHIỆM VỤ
"""
REPORT_HEADS = (
    "STT | Mã báo cáo | Loại báo cáo | Lần gửi | Thời điểm gửi | Người gửi | Nội dung | Tình trạng"  # of both files
)
FIRST = f"""
VM-2611-007 – Nông nghiệp, chế biến nông sản, thủy sản
Tình trạng: đã tiếp nhận
Số lần nêu: nêu lần thứ 2, từ tháng 11/2026
Kết quả: Đã bãi bỏ yêu cầu nộp bản giấy đối với hồ sơ ký số. Văn bản: 4512/BNNMT-CCPT ngày 17/11/2026.
Ý kiến của thành viên: Chưa tháo gỡ (Nguyễn Minh Châu, 10:00 ngày 20/11/2026): Cảng Cát Lái vẫn yêu cầu nộp bản giấy.
Bản gửi gần nhất: BC-2611-006, lần 03
Tên TTHC: Cấp chứng thư an toàn thực phẩm xuất khẩu, mã 1.002755
Nội dung: Doanh nghiệp phải nộp lại bản giấy hồ sơ đã ký số tại ba cảng từ tháng 8/2026.
Căn cứ pháp lý: Khoản 2 Điều 28 Nghị định số 69/2018/NĐ-CP
Cơ quan có thẩm quyền: Bộ Nông nghiệp và Môi trường
Kiến nghị: Bãi bỏ yêu cầu nộp bản giấy.
Tệp kèm theo: Cong-van-128.pdf – "Công văn của doanh nghiệp" (SHA-256: {SHA256})
Quá trình xử lý:
– 09:00 ngày 16/11/2026: đã gửi (Nguyễn Minh Châu)
– 09:05 ngày 16/11/2026: đã rút (Nguyễn Minh Châu)
– 09:20 ngày 16/11/2026: đã gửi (Nguyễn Minh Châu)
– 15:00 ngày 17/11/2026: đã tiếp nhận (Lê Quang Huy)
– 15:30 ngày 17/11/2026: đã chuyển Bộ Nông nghiệp và Môi trường, đề nghị trả lời trước ngày 30/11/2026
– 14:00 ngày 18/11/2026: kết quả xử lý: Đã bãi bỏ yêu cầu nộp bản giấy đối với hồ sơ ký số.\
 Văn bản: 4512/BNNMT-CCPT ngày 17/11/2026.
– 10:00 ngày 20/11/2026: thành viên báo chưa tháo gỡ, chuyển xem xét lại (Nguyễn Minh Châu):\
 Cảng Cát Lái vẫn yêu cầu nộp bản giấy.
– 09:00 ngày 16/12/2026: nêu lần thứ 2 (Trịnh Quốc Việt)
"""
SECOND = """
VM-2611-008 – Thuế, hải quan
Tình trạng: đã tháo gỡ theo xác nhận của thành viên
Số lần nêu: nêu lần đầu tháng 11/2026
Ý kiến của thành viên: Đã tháo gỡ (Trịnh Quốc Việt, 09:00 ngày 16/12/2026)
Bản gửi gần nhất: BC-2611-006, lần 03
Nội dung: Thời gian phân luồng tờ khai kéo dài từ hai đến bốn ngày làm việc tại Hải Phòng, Cát Lái.
Kiến nghị: Công khai thời gian phân luồng từng tờ khai.
Quá trình xử lý:
– 09:00 ngày 16/11/2026: đã gửi (Nguyễn Minh Châu)
– 09:05 ngày 16/11/2026: đã rút (Nguyễn Minh Châu)
– 09:20 ngày 16/11/2026: đã gửi (Nguyễn Minh Châu)
– 09:00 ngày 16/12/2026: thành viên báo đã tháo gỡ (Trịnh Quốc Việt)
"""
TAKEN_OUT = """
VM-2611-009 – Lao động, bảo hiểm xã hội
Tình trạng: đã rút
Số lần nêu: nêu lần đầu tháng 11/2026
Bản gửi gần nhất: BC-2611-006, lần 02
Nội dung: Mẫu báo cáo sử dụng lao động phải gửi cho hai cơ quan với cùng nội dung.
Kiến nghị: Gộp hai mẫu báo cáo làm một.
Quá trình xử lý:
– 09:00 ngày 16/11/2026: đã gửi (Nguyễn Minh Châu)
– 09:05 ngày 16/11/2026: đã rút (Nguyễn Minh Châu)
– 09:20 ngày 16/11/2026: đã gửi (Nguyễn Minh Châu)
– 10:00 ngày 17/11/2026: đã rút (Nguyễn Minh Châu)
"""
ADDED = """
VM-2611-010 – Môi trường
Tình trạng: đã gửi, chờ tiếp nhận
Số lần nêu: nêu lần thứ 2, từ tháng 11/2026
Bản gửi gần nhất: BC-2611-006, lần 03
Nội dung: Kết quả quan trắc phải nộp cả bản giấy và bản điện tử hằng quý.
Kiến nghị: Chỉ nhận kết quả quan trắc bản điện tử.
Quá trình xử lý:
– 10:00 ngày 17/11/2026: đã gửi (Nguyễn Minh Châu)
– 09:00 ngày 16/12/2026: thành viên bổ sung (Trịnh Quốc Việt): Thêm 12 doanh nghiệp tại Cần Thơ có cùng vướng mắc.
"""
OF_DECEMBER = """
VM-2612-001 – Xuất nhập khẩu, thương mại
Tình trạng: đã gửi, chờ tiếp nhận
Số lần nêu: nêu lần đầu tháng 12/2026
Bản gửi gần nhất: BC-2612-001
Nội dung: Giấy chứng nhận xuất xứ phải khai lại toàn bộ khi sai một ký tự.
Kiến nghị: Cho phép đính chính trực tuyến từng mục.
Quá trình xử lý:
– 09:00 ngày 16/12/2026: đã gửi (Trịnh Quốc Việt)
"""
TASKS = """
STT | Mã nhiệm vụ | Nhiệm vụ | Vai trò | Thời hạn | Tình trạng | Ngày hoàn thành | Kết quả được ghi nhận
1 | NV-26-038 | Gửi danh mục thủ tục kiểm tra chuyên ngành thủy sản còn trùng lặp | chủ trì | 10/11/2026\
 | Chưa hoàn thành, quá hạn |  |
2 | NV-26-045 | Rà soát, đề xuất phương án đơn giản hóa TTHC 03 năm không phát sinh hồ sơ | phối hợp | 23/11/2026\
 | Chưa hoàn thành, quá hạn |  |
3 | NV-26-047 | Cho ý kiến về phương án cắt giảm hồ sơ xuất khẩu | chủ trì | 18/11/2026\
 | Chưa hoàn thành, quá hạn |  |
4 | NV-26-051 | Góp ý dự thảo báo cáo đánh giá tác động TTHC | phối hợp | 31/12/2026\
 | Chưa hoàn thành, trong hạn |  |
5 | NV-26-053 | Cung cấp danh sách đầu mối tiếp nhận phản ánh của hội viên | phối hợp | \
 | Không hạn |  |
"""
NOVEMBER_DOCX = f"""{HEAD}
Kỳ tháng 11/2026 (15/10 đến 14/11/2026)
Hệ thống lập lúc 10:00 ngày 16/12/2026 theo đề nghị của Trịnh Quốc Việt. Cơ quan thường trực: Văn phòng Chính phủ.\
 Hồ sơ này không thay văn bản chính thức.
I. BÁO CÁO ĐÃ GỬI
{REPORT_HEADS}
1 | BC-2611-006 | định kỳ, đúng hạn | 1 | 09:00 ngày 16/11/2026 | Nguyễn Minh Châu\
 | 03 vướng mắc: VM-2611-007, VM-2611-008, VM-2611-009 | thu hồi lúc 09:05 ngày 16/11/2026
2 | BC-2611-006 | định kỳ, đúng hạn | 2 | 09:20 ngày 16/11/2026 | Nguyễn Minh Châu\
 | 03 vướng mắc: VM-2611-007, VM-2611-008, VM-2611-009 | được thay lúc 10:00 ngày 17/11/2026
3 | BC-2611-006 | định kỳ, đúng hạn | 3 | 10:00 ngày 17/11/2026 | Nguyễn Minh Châu\
 | 03 vướng mắc: VM-2611-007, VM-2611-008, VM-2611-010\
 / Thay đổi: thêm VM-2611-010; sửa VM-2611-008; rút VM-2611-009. | đang có hiệu lực
II. VƯỚNG MẮC VÀ KẾT QUẢ XỬ LÝ
1. {FIRST}
2. {SECOND}
3. {TAKEN_OUT}
4. {ADDED}
III. NHIỆM VỤ ĐƯỢC GIAO
Tình trạng tại thời điểm 10:00 ngày 16/12/2026.
{TASKS}
"""
DECEMBER_DOCX = f"""{HEAD}
Kỳ tháng 12/2026 (15/11 đến 14/12/2026)
Hệ thống lập lúc 10:05 ngày 16/12/2026 theo đề nghị của Trịnh Quốc Việt. Cơ quan thường trực: Văn phòng Chính phủ.\
 Hồ sơ này không thay văn bản chính thức.
I. BÁO CÁO ĐÃ GỬI
{REPORT_HEADS}
1 | BC-2612-001 | định kỳ, đúng hạn | 1 | 09:00 ngày 16/12/2026 | Trịnh Quốc Việt\
 | 01 vướng mắc: VM-2612-001 / Vướng mắc kỳ trước, vẫn còn (01): VM-2611-007.\
 / Vướng mắc kỳ trước, đã tháo gỡ (01): VM-2611-008.\
 / Vướng mắc kỳ trước, vẫn còn, có bổ sung (01): VM-2611-010. | đang có hiệu lực
II. VƯỚNG MẮC VÀ KẾT QUẢ XỬ LÝ
1. {FIRST}
2. {SECOND}
3. {TAKEN_OUT}
4. {ADDED}
5. {OF_DECEMBER}
III. NHIỆM VỤ ĐƯỢC GIAO
Tình trạng tại thời điểm 10:05 ngày 16/12/2026.
{TASKS}
"""
_DIFFICULTIES = f"""
== Vướng mắc
STT | Mã | Bản gửi gần nhất | Lĩnh vực | Tên TTHC | Nội dung | Căn cứ pháp lý | Cơ quan có thẩm quyền | Kiến nghị\
 | Tên tệp | Mã SHA-256 | Nêu lần thứ | Nêu từ | Tình trạng | Kết quả xử lý | Ý kiến của thành viên
1 | VM-2611-007 | BC-2611-006, lần 03 | Nông nghiệp, chế biến nông sản, thủy sản\
 | Cấp chứng thư an toàn thực phẩm xuất khẩu, mã 1.002755\
 | Doanh nghiệp phải nộp lại bản giấy hồ sơ đã ký số tại ba cảng từ tháng 8/2026.\
 | Khoản 2 Điều 28 Nghị định số 69/2018/NĐ-CP | Bộ Nông nghiệp và Môi trường | Bãi bỏ yêu cầu nộp bản giấy.\
 | Cong-van-128.pdf – "Công văn của doanh nghiệp" | {SHA256} | 2 | tháng 11/2026 | đã tiếp nhận\
 | Đã bãi bỏ yêu cầu nộp bản giấy đối với hồ sơ ký số. Văn bản: 4512/BNNMT-CCPT ngày 17/11/2026.\
 | Chưa tháo gỡ (Nguyễn Minh Châu, 10:00 ngày 20/11/2026): Cảng Cát Lái vẫn yêu cầu nộp bản giấy.
2 | VM-2611-008 | BC-2611-006, lần 03 | Thuế, hải quan | \
 | Thời gian phân luồng tờ khai kéo dài từ hai đến bốn ngày làm việc tại Hải Phòng, Cát Lái. |  | \
 | Công khai thời gian phân luồng từng tờ khai. |  |  | 1 | tháng 11/2026\
 | đã tháo gỡ theo xác nhận của thành viên |  | Đã tháo gỡ (Trịnh Quốc Việt, 09:00 ngày 16/12/2026)
3 | VM-2611-009 | BC-2611-006, lần 02 | Lao động, bảo hiểm xã hội | \
 | Mẫu báo cáo sử dụng lao động phải gửi cho hai cơ quan với cùng nội dung. |  | \
 | Gộp hai mẫu báo cáo làm một. |  |  | 1 | tháng 11/2026 | đã rút |  |
4 | VM-2611-010 | BC-2611-006, lần 03 | Môi trường | \
 | Kết quả quan trắc phải nộp cả bản giấy và bản điện tử hằng quý. |  | \
 | Chỉ nhận kết quả quan trắc bản điện tử. |  |  | 2 | tháng 11/2026 | đã gửi, chờ tiếp nhận |  |
"""
_WAY = """
== Quá trình xử lý
STT | Mã | Thời điểm | Nội dung xử lý
1 | VM-2611-007 | 16/11/2026 09:00 | đã gửi (Nguyễn Minh Châu)
2 | VM-2611-007 | 16/11/2026 09:05 | đã rút (Nguyễn Minh Châu)
3 | VM-2611-007 | 16/11/2026 09:20 | đã gửi (Nguyễn Minh Châu)
4 | VM-2611-007 | 17/11/2026 15:00 | đã tiếp nhận (Lê Quang Huy)
5 | VM-2611-007 | 17/11/2026 15:30\
 | đã chuyển Bộ Nông nghiệp và Môi trường, đề nghị trả lời trước ngày 30/11/2026
6 | VM-2611-007 | 18/11/2026 14:00 | kết quả xử lý: Đã bãi bỏ yêu cầu nộp bản giấy đối với hồ sơ ký số.\
 Văn bản: 4512/BNNMT-CCPT ngày 17/11/2026.
7 | VM-2611-007 | 20/11/2026 10:00 | thành viên báo chưa tháo gỡ, chuyển xem xét lại (Nguyễn Minh Châu):\
 Cảng Cát Lái vẫn yêu cầu nộp bản giấy.
8 | VM-2611-007 | 16/12/2026 09:00 | nêu lần thứ 2 (Trịnh Quốc Việt)
9 | VM-2611-008 | 16/11/2026 09:00 | đã gửi (Nguyễn Minh Châu)
10 | VM-2611-008 | 16/11/2026 09:05 | đã rút (Nguyễn Minh Châu)
11 | VM-2611-008 | 16/11/2026 09:20 | đã gửi (Nguyễn Minh Châu)
12 | VM-2611-008 | 16/12/2026 09:00 | thành viên báo đã tháo gỡ (Trịnh Quốc Việt)
13 | VM-2611-009 | 16/11/2026 09:00 | đã gửi (Nguyễn Minh Châu)
14 | VM-2611-009 | 16/11/2026 09:05 | đã rút (Nguyễn Minh Châu)
15 | VM-2611-009 | 16/11/2026 09:20 | đã gửi (Nguyễn Minh Châu)
16 | VM-2611-009 | 17/11/2026 10:00 | đã rút (Nguyễn Minh Châu)
17 | VM-2611-010 | 17/11/2026 10:00 | đã gửi (Nguyễn Minh Châu)
18 | VM-2611-010 | 16/12/2026 09:00 | thành viên bổ sung (Trịnh Quốc Việt):\
 Thêm 12 doanh nghiệp tại Cần Thơ có cùng vướng mắc.
"""
_TASK_SHEET = """
== Nhiệm vụ
STT | Mã nhiệm vụ | Nhiệm vụ | Vai trò | Thời hạn | Tình trạng | Ngày hoàn thành | Kết quả được ghi nhận\
 | Kết quả | Văn bản | Nguyên nhân chậm
1 | NV-26-038 | Gửi danh mục thủ tục kiểm tra chuyên ngành thủy sản còn trùng lặp | chủ trì | 10/11/2026\
 | Chưa hoàn thành, quá hạn |  |  |  |  |
2 | NV-26-045 | Rà soát, đề xuất phương án đơn giản hóa TTHC 03 năm không phát sinh hồ sơ | phối hợp | 23/11/2026\
 | Chưa hoàn thành, quá hạn |  |  |  |  |
3 | NV-26-047 | Cho ý kiến về phương án cắt giảm hồ sơ xuất khẩu | chủ trì | 18/11/2026\
 | Chưa hoàn thành, quá hạn |  |  |  |  |
4 | NV-26-051 | Góp ý dự thảo báo cáo đánh giá tác động TTHC | phối hợp | 31/12/2026\
 | Chưa hoàn thành, trong hạn |  |  |  |  |
5 | NV-26-053 | Cung cấp danh sách đầu mối tiếp nhận phản ánh của hội viên | phối hợp | \
 | Không hạn |  |  |  |  |
"""
NOVEMBER_XLSX = f"""
== Báo cáo
{REPORT_HEADS}
1 | BC-2611-006 | định kỳ, đúng hạn | 1 | 16/11/2026 09:00 | Nguyễn Minh Châu\
 | 03 vướng mắc: VM-2611-007, VM-2611-008, VM-2611-009 | thu hồi lúc 09:05 ngày 16/11/2026
2 | BC-2611-006 | định kỳ, đúng hạn | 2 | 16/11/2026 09:20 | Nguyễn Minh Châu\
 | 03 vướng mắc: VM-2611-007, VM-2611-008, VM-2611-009 | được thay lúc 10:00 ngày 17/11/2026
3 | BC-2611-006 | định kỳ, đúng hạn | 3 | 17/11/2026 10:00 | Nguyễn Minh Châu\
 | 03 vướng mắc: VM-2611-007, VM-2611-008, VM-2611-010\
 / Thay đổi: thêm VM-2611-010; sửa VM-2611-008; rút VM-2611-009. | đang có hiệu lực
{_DIFFICULTIES}{_WAY}{_TASK_SHEET}"""
DECEMBER_XLSX = f"""
== Báo cáo
{REPORT_HEADS}
1 | BC-2612-001 | định kỳ, đúng hạn | 1 | 16/12/2026 09:00 | Trịnh Quốc Việt\
 | 01 vướng mắc: VM-2612-001 / Vướng mắc kỳ trước, vẫn còn (01): VM-2611-007.\
 / Vướng mắc kỳ trước, đã tháo gỡ (01): VM-2611-008.\
 / Vướng mắc kỳ trước, vẫn còn, có bổ sung (01): VM-2611-010. | đang có hiệu lực
{_DIFFICULTIES}
5 | VM-2612-001 | BC-2612-001 | Xuất nhập khẩu, thương mại | \
 | Giấy chứng nhận xuất xứ phải khai lại toàn bộ khi sai một ký tự. |  | \
 | Cho phép đính chính trực tuyến từng mục. |  |  | 1 | tháng 12/2026 | đã gửi, chờ tiếp nhận |  |
{_WAY}
19 | VM-2612-001 | 16/12/2026 09:00 | đã gửi (Trịnh Quốc Việt)
{_TASK_SHEET}"""


def lines(table: str) -> list[str]:
    """Return the lines of a table; an empty one is there to be read more easily, a number goes with what follows it."""
    numbered = re.sub(r"^(\d+\.) *\n+", r"\1 ", table, flags=re.MULTILINE)
    return [line.rstrip() for line in numbered.splitlines() if line.strip()]
