"""From 16 to 26 November 2026: what the demonstration's phones get, however often the program is killed."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections import Counter
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from bot.clock import VN
from tests.acceptance.month import STRANGER, USERS, Month, at, instants
from tests.acceptance.played import SENDERS, Fate, KeptTelegram, without_repeats
from tests.acceptance.program import ROOT
from tests.asking import step_at
from tests.seen import Seen

LIVES_SECONDS = 120
WORKING_DAYS = {16, 17, 18, 19, 20, 23, 25, 26}

# Worked out by hand from the roster, the reports, the tasks and a wall calendar; Tuesday the 24th is a day off.
# VASEP (TV01), VNREA (TV05) and AMCHAM (TV08) owe the report due on the 20th, as do seven seats without a person.
# NV-26-045, due on the 23rd: VCCI (TV02), VASEP, VITAS (TV03), VNREA. NV-26-047, before the 19th: VASEP, VLA (TV04).
# NV-26-038 of VASEP and VITAS was due on the 10th, so the 19th is the seventh working day after it. NV-26-051 and -052
# are due in December, -053 never; so the ministry of the working group (TC16), which reports by quarter, gets nothing.
# The first named of each leads; the others take part, and hear three days before and on the day.
LATE = {days: f"NV-26-038 (chủ trì, {days:02} ngày làm việc)" for days in range(4, 11)}
"""How the cards of TV01 name what is overdue beside their matters."""
TABLE = f"""
TV01 17 08:30 Việc hôm nay – thứ Ba, ngày 17/11/2026 | NV-26-047 | 01 ngày | Báo cáo tháng 11/2026 | 03 ngày | {LATE[5]}
TV01 18 08:30 Nhiệm vụ NV-26-047 | (chủ trì) đến hạn hôm nay, trước 17:00 | {LATE[6]}
TV01 19 08:30 Việc hôm nay – thứ Năm, ngày 19/11/2026 | quá hạn 07 ngày | quá hạn 01 ngày | Ngày mai, 17:00 thứ Sáu
TV01 20 08:30 Việc hôm nay – thứ Sáu, ngày 20/11/2026 | Hôm nay là thời hạn | còn 01 ngày làm việc | quá hạn 08
TV01 23 08:30 Việc hôm nay – thứ Hai, ngày 23/11/2026 | chưa nhận được | đến hạn hôm nay | quá hạn 03 ngày | quá hạn 09
TV01 24 09:00 Báo cáo tháng 11/2026 – vướng mắc số 1 – {step_at("content")}
TV01 24 09:00 Báo cáo tháng 11/2026 – vướng mắc số 1 – {step_at("proposal")}
TV01 24 09:00 Kiểm tra trước khi gửi – báo cáo tháng 11/2026 | được ghi nhận là gửi quá hạn
TV01 24 09:00 Đã nhận báo cáo BC-2611-008 | 09:00 thứ Ba, ngày 24/11/2026 (quá hạn)
TV01 25 17:00 Kính gửi | Kỳ báo cáo tháng 11/2026 đã đóng | BC-2611-008 | Phụ lục bổ sung số 01 tháng 11/2026
TV02 16 08:30 Nhiệm vụ NV-26-045 | (chủ trì) còn 05 ngày làm việc, đến hạn 17:00 thứ Hai, ngày 23/11/2026
TV02 20 08:30 Nhiệm vụ NV-26-045 | còn 01 ngày làm việc, đến hạn 17:00 thứ Hai, ngày 23/11/2026
TV02 23 08:30 Nhiệm vụ NV-26-045 | đến hạn hôm nay, trước 17:00
TV02 23 17:00 Kính gửi | đã tổng hợp 07 vướng mắc mới | có 02 vướng mắc: 02 đã gửi
TV02 25 08:30 Nhiệm vụ NV-26-045 | (chủ trì) quá hạn 01 ngày làm việc. Thời hạn: 17:00 thứ Hai, ngày 23/11/2026
TV02 26 08:30 Nhiệm vụ NV-26-045 | quá hạn 02 ngày làm việc | chưa được xác nhận đã nhận
TV03 20 08:30 Nhiệm vụ NV-26-045 | (phối hợp, chủ trì: | còn 01 ngày làm việc
TV03 23 08:30 Nhiệm vụ NV-26-045 | đến hạn hôm nay
TV03 23 17:00 Kính gửi | đã tổng hợp 07 vướng mắc mới | có 01 vướng mắc: 01 đã gửi
TV04 18 08:30 Nhiệm vụ NV-26-047 | đến hạn hôm nay
TV04 23 17:00 Kính gửi | đã tổng hợp 07 vướng mắc mới | không phát sinh vướng mắc mới
TV05 17 08:30 Báo cáo tháng 11/2026 của Hiệp hội Bất động sản Việt Nam còn 03 ngày làm việc đến hạn
TV05 18 10:00 Báo cáo tháng 11/2026 – vướng mắc số 1 – {step_at("content")}
TV05 18 10:00 Báo cáo tháng 11/2026 – vướng mắc số 1 – {step_at("proposal")}
TV05 18 10:00 Kiểm tra trước khi gửi – báo cáo tháng 11/2026
TV05 18 10:00 Đã nhận báo cáo BC-2611-006 | 10:00 thứ Tư, ngày 18/11/2026 (đúng hạn)
TV05 20 08:30 Nhiệm vụ NV-26-045 | còn 01 ngày làm việc
TV05 23 08:30 Nhiệm vụ NV-26-045 | đến hạn hôm nay
TV05 23 17:00 Kính gửi | Kỳ tháng 11/2026, Cơ quan thường trực đã tổng hợp 07 vướng mắc mới | có 01 vướng mắc: 01 đã gửi
TV06 23 17:00 Kính gửi | đã tổng hợp 07 vướng mắc mới | có 02 vướng mắc: 02 đã gửi
TV07 23 17:00 Kính gửi | đã tổng hợp 07 vướng mắc mới | có 01 vướng mắc: 01 đã gửi
TV08 17 08:30 The November 2026 report of American Chamber of Commerce in Vietnam: 3 working days left
TV08 19 08:30 Tomorrow, 17:00, Friday 20 November 2026, is the deadline for the November 2026 report
TV08 20 08:30 Today is the deadline for the November 2026 report
TV08 20 17:30 November 2026 report | is recorded as late | no new difficulties
TV08 20 17:30 Report BC-2611-007 received | 17:30, Friday 20 November 2026 (late)
TV08 23 17:00 Dear Emily Carter, | put together 7 new difficulties | nothing new arose
TT01 16 08:30 Việc hôm nay – thứ Hai, ngày 16/11/2026 | Nhiệm vụ quá hạn: 01 | 1. NV-26-038 – chủ trì VASEP
TT01 16 16:45 Tổng hợp ngày 16/11/2026 (từ 16:45 ngày 13/11) | Chờ tiếp nhận: 17 vướng mắc | 05/15 thành viên đã gửi
TT01 18 10:10 BC-2611-006 – tháng 11/2026, đúng hạn | VM-2611-007
TT01 18 16:45 Tổng hợp ngày 18/11/2026 (từ 16:45 ngày 16/11) | Báo cáo mới: 01 | 06/15 thành viên đã gửi (40%)
TT01 19 08:30 Việc hôm nay – thứ Năm, ngày 19/11/2026 | Nhiệm vụ quá hạn: 02 | 2. NV-26-047 – chủ trì VASEP, quá hạn 01
TT01 20 08:30 Việc hôm nay – thứ Sáu, ngày 20/11/2026 | Chưa gửi báo cáo tháng 11/2026: 09 thành viên | quá hạn: 02
TT01 20 17:40 BC-2611-007 – tháng 11/2026, quá hạn | không phát sinh
TT01 23 08:30 Việc hôm nay – thứ Hai, ngày 23/11/2026 | 08 thành viên | Hôm nay lập bản tổng hợp tháng 11/2026 (17:00)
TT01 23 16:45 Tổng hợp ngày 23/11/2026 (từ 16:45 ngày 18/11) | Báo cáo mới: 01 | 07/15 thành viên đã gửi
TT01 23 17:00 Tổng hợp khó khăn, vướng mắc về TTHC tháng 11/2026 | 07/15 đã gửi | Vướng mắc: 07
TT01 23 17:00 Kỳ tháng 11/2026, số liệu đến 17:00 ngày 23/11/2026 | Du-thao-bao-cao-2026-11.docx
TT01 23 17:00 Kỳ tháng 11/2026, số liệu đến 17:00 ngày 23/11/2026 | Phu-luc-2026-11.xlsx
TT01 24 09:10 BC-2611-008 – tháng 11/2026, quá hạn | VM-2611-008
TT01 25 08:30 02 việc quá hạn chưa được xác nhận đã nhận sau 03 ngày làm việc | danh sách cần gọi
TT01 25 08:30 Việc hôm nay – thứ Tư, ngày 25/11/2026 | 07 thành viên | Hôm nay đóng kỳ | Nhiệm vụ quá hạn: 03
TT01 25 16:45 Tổng hợp ngày 25/11/2026 (từ 16:45 ngày 23/11) | Báo cáo mới: 01 | 08/15 thành viên đã gửi
TT01 25 17:00 Phụ lục bổ sung số 01 – tháng 11/2026 | 01 báo cáo | 08/15 đã gửi
TT01 25 17:00 Kỳ tháng 11/2026, số liệu đến 17:00 ngày 25/11/2026 | Phu-luc-bo-sung-01-2026-11.docx
TT01 25 17:00 Kỳ tháng 11/2026, số liệu đến 17:00 ngày 25/11/2026 | Phu-luc-bo-sung-01-2026-11.xlsx
TT02 16 08:30 Tình hình tuần – từ ngày 09/11/2026 đến ngày 15/11/2026
TT02 23 08:30 Tình hình tuần – từ ngày 16/11/2026 đến ngày 22/11/2026
TT02 23 17:00 Tổng hợp khó khăn, vướng mắc về TTHC tháng 11/2026 | 07/15 đã gửi | Vướng mắc: 07
TT02 23 17:00 Kỳ tháng 11/2026, số liệu đến 17:00 ngày 23/11/2026 | Du-thao-bao-cao-2026-11.docx
TT02 23 17:00 Kỳ tháng 11/2026, số liệu đến 17:00 ngày 23/11/2026 | Phu-luc-2026-11.xlsx
TT02 25 17:00 Phụ lục bổ sung số 01 – tháng 11/2026 | 01 báo cáo | 08/15 đã gửi
TT02 25 17:00 Kỳ tháng 11/2026, số liệu đến 17:00 ngày 25/11/2026 | Phu-luc-bo-sung-01-2026-11.docx
TT02 25 17:00 Kỳ tháng 11/2026, số liệu đến 17:00 ngày 25/11/2026 | Phu-luc-bo-sung-01-2026-11.xlsx
"""
"""Every message: whose phone, the day and hour, how it begins | what else is in it, or the name of its file.

In the order in which each phone got them. A screen that was changed in place stands where it first appeared, and shows
what it showed last."""


def test_in_ten_days_every_phone_gets_what_the_table_says_and_nothing_else(tmp_path: Path) -> None:
    month = Month(tmp_path)

    asyncio.run(month.live())

    month.close()
    assert wrong(month.kept) == []
    assert repeats(month.kept) == Counter()


def test_killed_twice_a_day_the_program_sends_the_same_and_repeats_only_what_was_on_its_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deaths = lives(tmp_path, seed=3)

    telegram = KeptTelegram(tmp_path / "telegram", Fate())
    on_the_way = Counter(user_id for death in deaths for user_id in death["sending"])
    with capsys.disabled():
        print(f"\n{figures(deaths)}, {repeats(telegram).total()} messages repeated")
    assert wrong(telegram) == []
    assert repeats(telegram) <= on_the_way
    assert max(len(death["sending"]) for death in deaths) <= SENDERS
    assert {int(death["at"][:2]) for death in deaths} >= WORKING_DAYS
    assert any(death["sending"] for death in deaths), "no death came between a message and its mark"
    assert any(death["queued"] for death in deaths), "no death came between a commit and what follows from it"


def wrong(telegram: KeptTelegram) -> list[str]:
    """Return each message of the table that is not where it should be, and each on a phone that no line asks for."""
    lines = [line.split(" ", 3) for line in TABLE.strip().splitlines()]
    found: list[str] = []
    for code, user_id in {**USERS, "-": STRANGER}.items():
        expected = [line for line in lines if line[0] == code]
        for line, seen in zip_longest(expected, without_repeats(telegram, user_id)):
            if line is None or seen is None or not fits(line, seen, telegram.arrivals[seen.id][0]):
                found.append(f"{line} – {seen and seen.text}")
    strange = {chat for chat, messages in telegram.chats.items() if messages} - set(USERS.values())
    return found + [f"a phone of nobody: {chat}" for chat in strange]


def fits(line: list[str], seen: Seen, arrived: datetime) -> bool:
    """Return whether a message is the one a line of the table speaks of."""
    _, day, hour, words = line
    begins, *others = words.split(" | ")
    name = seen.file[0] if seen.file else ""
    named = [word for word in others if word.endswith((".docx", ".xlsx"))]
    said = [word for word in others if word not in named]
    return (
        f"{arrived.astimezone(VN):%d %H:%M}" == f"{day} {hour}"
        and seen.text.startswith(begins)
        and all(word in seen.text for word in said)
        and [name] == (named or [""])
    )


def repeats(telegram: KeptTelegram) -> Counter[int]:
    """Return how many messages each phone got once more."""
    return Counter(
        {user_id: len(seen) - len(without_repeats(telegram, user_id)) for user_id, seen in telegram.chats.items()}
    )


def lives(directory: Path, *, seed: int) -> list[dict[str, Any]]:
    """Let the program live and die through the ten days in processes of its own; return what each death left."""
    command = [sys.executable, "-m", "tests.acceptance.month", str(directory), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=LIVES_SECONDS, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def figures(deaths: list[dict[str, Any]]) -> str:
    """Say how the program died."""
    sending, queued = (sum(bool(death[state]) for death in deaths) for state in ("sending", "queued"))
    return f"{len(deaths)} deaths: {sending} with messages on their way, {queued} with messages still to be taken"


# --- the instants


def test_the_instants_are_all_at_which_a_tick_is_due_and_never_the_first_moment() -> None:
    found = instants(at(16, 2, 20), at(16, 2, 31))

    assert found == [at(16, 2, 25), at(16, 2, 30)]
