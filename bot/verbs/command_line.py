"""The command line: what can be written after `python main.py`.

Imports the standard library only, so that `--help` and `--version` answer at once, even in a damaged installation.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from pathlib import Path


def parser() -> argparse.ArgumentParser:
    """Return the parser of all verbs."""
    top = argparse.ArgumentParser(
        prog="python main.py",
        description="Trợ lý Tổ công tác cải cách thủ tục hành chính: báo cáo khó khăn, vướng mắc qua trò chuyện.",
    )
    top.add_argument("--version", action=_Version, nargs=0, help="phiên bản của chương trình và của cấu trúc dữ liệu")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="LỆNH")

    _add_run(verbs)
    _add_doctor(verbs)
    verbs.add_parser("migrate", help="đưa cơ sở dữ liệu về cấu trúc hiện hành")

    _add_imports(verbs)

    _add_signing_in(verbs)

    calendar = verbs.add_parser(
        "calendar", help="in lịch làm việc của một năm: ngày nghỉ, ngày làm bù, căn cứ, dự kiến"
    )
    calendar.add_argument("year", nargs="?", type=_number, metavar="NĂM", help="ví dụ 2027 (mặc định: năm nay)")

    verbs.add_parser("bind-desk", help="cấp mã để gắn một nhóm trò chuyện làm nơi làm việc của Cơ quan thường trực")
    verbs.add_parser("unbind-desk", help="thôi dùng nhóm đã gắn; Hệ thống báo trong nhóm rồi rời nhóm")

    digest = verbs.add_parser("digest", help="lập dự thảo báo cáo và phụ lục của một kỳ, hoặc xuất lại bản đã chốt")
    digest.add_argument("--period", required=True, metavar="YYYY-MM", help="kỳ báo cáo, ví dụ 2026-11 hoặc 2026-Q4")
    digest.add_argument(
        "--no",
        type=_number,
        metavar="SỐ",
        help="bản đã chốt: 0 là bản tổng hợp, 1 trở đi là phụ lục bổ sung (mặc định: số liệu tạm tính)",
    )
    digest.add_argument("--out", required=True, metavar="DIR", help="thư mục ghi tệp")

    backup = verbs.add_parser("backup", help="sao lưu dữ liệu (chạy được cả khi hệ thống đang hoạt động)")
    backup.add_argument("--out", metavar="DIR", help="thư mục ghi (mặc định: backups trong thư mục dữ liệu)")

    restore = verbs.add_parser("restore", help="phục hồi một bản sao lưu vào thư mục dữ liệu còn trống")
    restore.add_argument("file", metavar="FILE.db")

    audit = verbs.add_parser("audit", help="nhật ký thao tác")
    audit.add_subparsers(dest="act", required=True, metavar="VIỆC").add_parser(
        "verify", help="kiểm tra chuỗi nhật ký còn nguyên vẹn"
    )

    purge = verbs.add_parser("purge", help="gỡ bỏ nội dung của một báo cáo hoặc vướng mắc (lộ, lọt bí mật nhà nước)")
    purge.add_argument("code", metavar="MÃ", help="mã báo cáo hoặc mã vướng mắc, ví dụ BC-2611-007, VM-2611-031")
    purge.add_argument("--yes", action="store_true", help="thực hiện (mặc định: chỉ xem trước, không gỡ gì)")
    _add_privacy(verbs)
    _add_simulate(verbs)

    replay = verbs.add_parser("replay", help="đưa các tin xử lý không được vào xử lý lại")
    replay.add_argument("id", nargs="?", type=int, metavar="SỐ", help="một tin (mặc định: tất cả)")
    return top


def _add_signing_in(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    invite = verbs.add_parser("invite", help="cấp mã mời dùng một lần")
    who = invite.add_mutually_exclusive_group(required=True)
    who.add_argument("--person", metavar="MÃ", help="người có mã này trong danh sách")
    who.add_argument("--all", action="store_true", help="tất cả người đang có nhiệm vụ mà chưa liên kết tài khoản")
    who.add_argument("--sign-in", metavar="MÃ", help="in liên kết đăng nhập trang của cơ quan cho người có mã này")
    invite.add_argument("--out", metavar="FILE.csv", help="ghi ra tệp (mặc định: in ra màn hình)")

    reset = verbs.add_parser("reset-totp", help="bỏ mã xác thực hai bước của một người, kết thúc mọi phiên đăng nhập")
    reset.add_argument("person", metavar="MÃ", help="mã của người đó trong danh sách")


def _add_privacy(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    privacy = verbs.add_parser("privacy", help="dữ liệu cá nhân: thời gian lưu, xóa dữ liệu của một người")
    acts = privacy.add_subparsers(dest="act", required=True, metavar="VIỆC")
    acts.add_parser("report", help="nêu dữ liệu được lưu, thời gian lưu, số dòng sẽ xóa (không xóa gì)")
    erase = acts.add_parser("erase", help="xóa dữ liệu cá nhân của người đã thôi nhiệm vụ")
    erase.add_argument("person", metavar="MÃ", help="mã của người đó trong danh sách")
    erase.add_argument("--yes", action="store_true", help="thực hiện ngay, không hỏi lại")


def _add_simulate(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    simulate = verbs.add_parser(
        "simulate", help="tính trước các tin Hệ thống sẽ tự gửi nếu không ai làm gì (không ghi, không gửi gì)"
    )
    simulate.add_argument("--from", dest="first", metavar="DAY", help="ngày đầu, ví dụ 16/11/2026 (mặc định: hôm nay)")
    simulate.add_argument("--to", dest="last", metavar="DAY", help="ngày cuối (mặc định: 14 ngày sau ngày đầu)")
    simulate.add_argument("--rule", metavar="FILE.toml", help="thử quy tắc nhắc việc trong tệp, chưa áp dụng")


def _add_run(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    run = verbs.add_parser("run", help="chạy hệ thống (Telegram, hoặc môi trường thử nghiệm với --sandbox)")
    run.add_argument("--sandbox", action="store_true", help="chạy với máy chủ thử nghiệm và dữ liệu minh họa")
    run.add_argument("--port", type=_port, metavar="CỔNG", help="cổng của trang thử nghiệm (mặc định 8015; 0: tự chọn)")
    run.add_argument("--empty", action="store_true", help="với --sandbox: không nạp dữ liệu minh họa")
    run.add_argument(
        "--reset", action="store_true", help="với --sandbox: hỏi rồi xóa dữ liệu thử nghiệm, bắt đầu lại từ đầu"
    )
    run.add_argument(
        "--start",
        metavar="YYYY-MM-DDTHH:MM",
        help="với --sandbox, khi chưa có dữ liệu: ngày giờ Việt Nam bắt đầu (mặc định 2026-11-16T08:15; không ghi giờ:"
        " 08:15)",
    )


def _add_doctor(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    doctor = verbs.add_parser("doctor", help="kiểm tra cấu hình, dữ liệu, lịch, danh mục câu chữ; nêu việc cần xử lý")
    doctor.add_argument(
        "--online", action="store_true", help="hỏi thêm máy chủ Bot API (mã bot, đường truyền, webhook)"
    )


def _add_imports(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    roster = verbs.add_parser("import-roster", help="nhập danh sách thành viên từ tệp CSV hoặc Excel (.xlsx)")
    roster.add_argument("file", metavar="FILE")
    roster.add_argument("--add", action="store_true", help="tệp chỉ là một phần danh sách: không kết thúc nhiệm vụ nào")
    agreed = roster.add_mutually_exclusive_group()
    agreed.add_argument("--dry-run", action="store_true", help="chỉ xem thay đổi, không ghi gì")
    agreed.add_argument("--yes", action="store_true", help="thực hiện ngay, không hỏi lại")

    tasks = verbs.add_parser("import-tasks", help="nhập danh sách nhiệm vụ từ tệp CSV hoặc Excel (.xlsx)")
    tasks.add_argument("file", metavar="FILE")

    rules = verbs.add_parser("import-rules", help="nhập quy tắc nhắc việc từ tệp TOML; nêu trước các tin nhắc thay đổi")
    rules.add_argument("file", metavar="FILE.toml", help="như bot/data/reminders.toml; tệp không nêu thì giữ nguyên")
    consent = rules.add_mutually_exclusive_group()
    consent.add_argument("--dry-run", action="store_true", help="chỉ xem thay đổi, không ghi gì")
    consent.add_argument("--yes", action="store_true", help="thực hiện ngay, không hỏi lại")

    calendar = verbs.add_parser("import-calendar", help="nhập ngày nghỉ, ngày làm bù từ tệp TOML (như holidays.toml)")
    calendar.add_argument("file", metavar="FILE.toml")
    accepted = calendar.add_mutually_exclusive_group()
    accepted.add_argument("--dry-run", action="store_true", help="chỉ xem thay đổi, không ghi gì")
    accepted.add_argument("--yes", action="store_true", help="thực hiện ngay, không hỏi lại")

    notice = verbs.add_parser("read-notice", help="đọc thông báo kết luận, đề xuất danh sách nhiệm vụ để kiểm tra")
    notice.add_argument("file", metavar="FILE", help="tệp .docx, PDF có chữ hoặc văn bản thuần")
    notice.add_argument("--out", metavar="FILE.csv", required=True, help="tệp CSV để sửa, rồi nhập bằng import-tasks")
    notice.add_argument("--first", metavar="CODE", required=True, help="mã nhiệm vụ đầu tiên, ví dụ NV-26-101")
    notice.add_argument("--stated", metavar="DAY", help="ngày của thông báo, ví dụ 16/10/2026")
    notice.add_argument("--basis", metavar="TEXT", help="văn bản giao, nếu khác số hiệu đọc được")


class _Version(argparse.Action):
    """Prints the version of the program and of its data, and ends."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Read it from the sources: the library that applies the steps may be what is missing."""
        root = Path(__file__).parents[2]
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        steps = re.findall(
            r"^    (m\d+_\w+),$", (root / "storage/migrations.py").read_text(encoding="utf-8"), re.MULTILINE
        )
        print(f"{project['name']} {project['version']}, cấu trúc dữ liệu {steps[-1]}")
        parser.exit()


def _port(number: str) -> int:
    if not number.isdecimal() or int(number) >= 2**16:
        raise argparse.ArgumentTypeError("0–65535")
    return int(number)


def _number(written: str) -> int:
    if not written.isdecimal() or len(written) > 6:
        raise argparse.ArgumentTypeError("0, 1, 2 …")
    return int(written)
