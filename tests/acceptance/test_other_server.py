"""The live path, verb by verb, against a server of the Bot API that is not the sandbox."""

from __future__ import annotations

import csv
import os
import re
import socket
from datetime import timedelta
from importlib.metadata import packages_distributions
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from bot.clock import SandboxClock
from scripts.licences import BASE, locked
from tests.acceptance.program import START_SECONDS, program, verb
from tests.acceptance.stub import TOKEN, Stub, stub_server
from tests.asking import between, skip, step_at

MEMBER, SECRETARY = 101, 104
BEST_EFFORT = {"getWebhookInfo", "setMyCommands", "setMyDescription", "setMyShortDescription"}
ROSTER = """person_code,full_name,title,address,language,phone,role,body,seat_code,organisation
AN,Nguyễn Văn An,Chánh Văn phòng,ong,vi,,focal,hoi_dong_tu_van,HIEPHOIA,Hiệp hội A
CHI,Phạm Thu Chi,Chuyên viên,ba,vi,,secretariat,,,
"""
DIFFICULTIES = (
    ("Doanh nghiệp phải nộp lại trích lục bản đồ dù dữ liệu đã có.", "Đề nghị bãi bỏ thành phần hồ sơ này."),
    ("Cơ quan tiếp nhận yêu cầu bản giấy dù đã nộp trực tuyến.", "Đề nghị chấp nhận bản điện tử có ký số."),
)


WITHDRAWN_WITHIN = timedelta(minutes=10)
"""So long the desk's copy of a report waits."""

REPORTING = """
import os, sys
sys.argv.pop(0)
sys.path.insert(0, os.path.dirname(sys.argv[0]))
import main
status = main.main(sys.argv[1:])
print(*sys.modules)
sys.exit(status)
"""
BASE_ALONE = """
import os, sys

class Nothing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {unknown}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Nothing())
""" + REPORTING.replace(
    "import main\n",
    """
from pathlib import Path
import bot.clock
bot.clock.SystemClock = lambda: bot.clock.SandboxClock(Path(os.environ["DATA_DIR"], "turned.json"))
import main
""",
)
"""As where nothing but the base lock is installed, by a clock that can be turned."""


def beside_the_base_lock() -> set[str]:
    """Return the modules of every package installed here that the base lock does not hold."""
    base = {name.replace("_", "-") for name in locked(BASE)}
    found = packages_distributions()
    return {module for module, names in found.items() if not {re.sub("[-_.]+", "-", n).lower() for n in names} & base}


async def test_the_story_runs_on_the_base_lock_alone_and_another_server_that_knows_only_what_is_needed(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    (tmp_path / "roster.csv").write_text(ROSTER)
    await verb(data, "import-roster", "--yes", "roster.csv")
    await verb(data, "invite", "--all", "--out", "codes.csv")
    lines = csv.DictReader((tmp_path / "codes.csv").read_text("utf-8-sig").splitlines())
    codes = {line["person_code"]: line["code"] for line in lines}

    unknown = beside_the_base_lock()
    assert {"telegram", "imagesize", "pytest"} <= unknown
    base_alone = ("-c", BASE_ALONE.format(unknown=sorted(unknown)))

    (data / "turned.json").write_text('{"ahead_seconds": 0}')
    async with (
        stub_server(seed=11) as (stub, address),
        program(data, "run", python=base_alone, BOT_TOKEN=TOKEN, BOT_API_BASE=address) as running,
    ):
        await join(stub, SECRETARY, codes["CHI"])
        await join(stub, MEMBER, codes["AN"])
        await report(stub)
        receipt = await stub.text_with(MEMBER, "Đã nhận báo cáo", START_SECONDS)
        docx, xlsx = await aggregate(stub)
        turned = SandboxClock(data / "turned.json")
        turned.set(turned.now() + WITHDRAWN_WITHIN)
        copy = await stub.text_with(SECRETARY, "người gửi: Nguyễn Văn An", START_SECONDS)
        running.interrupt()
        status = await running.ended()

    assert status == 0
    assert "Hiệp hội A" in receipt.text
    assert copy.silent
    assert all(text in copy.text for difficulty in DIFFICULTIES for text in difficulty)
    assert docx.startswith(b"PK")
    assert {row[8] for row in annex(xlsx)} == {content for content, _ in DIFFICULTIES}
    assert set(stub.unknown) <= BEST_EFFORT, "nothing that counts depends on a method the server may lack"
    assert any(f"connected as @other_server_bot, through {address} (BOT_API_BASE)" in line for line in running.said)
    assert not [line for line in running.said if "Traceback" in line or " ERROR " in line]


async def test_with_the_sandbox_closed_the_program_imports_nothing_of_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (tmp_path / "roster.csv").write_text(ROSTER)
    await verb(data, "import-roster", "--yes", "roster.csv")

    name = f"tthc-acceptance-{os.getpid()}"
    manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
    manager.bind(f"\0{name}")
    async with (
        stub_server(seed=12) as (stub, address),
        program(
            data, "run", python=("-c", REPORTING), BOT_TOKEN=TOKEN, BOT_API_BASE=address, NOTIFY_SOCKET=f"@{name}"
        ) as running,
    ):
        stub.say(666, "/start")
        await stub.text_with(666, "", START_SECONDS)
        running.interrupt()
        status = await running.ended()

    imported = set(running.said[-1].split())
    assert status == 0
    assert told(manager) == ["READY=1", "STOPPING=1"]
    assert {"bot.verbs.run", "bot.channels.telegram.client", "aiogram"} <= imported
    assert "prometheus_client" not in imported  # METRICS_PORT is not set
    assert not {name for name in imported if name.partition(".")[0] == "telegram" or name.startswith("bot.sandbox")}


def told(manager: socket.socket) -> list[str]:
    """Return what the program has told its service manager, and hang up."""
    with manager:
        said = []
        while True:
            try:
                said.append(manager.recv(4096).decode())
            except BlockingIOError:
                return said


async def join(stub: Stub, user: int, code: str) -> None:
    stub.say(user, code)
    await stub.press(user, "Xác nhận đúng", START_SECONDS)
    await stub.press(user, "Đồng ý, tiếp tục", START_SECONDS)
    await stub.text_with(user, "Đã liên kết tài khoản", START_SECONDS)


async def report(stub: Stub) -> None:
    """File two difficulties for the period that has been open longest."""
    stub.say(MEMBER, "/baocao")
    await stub.press(MEMBER, "Báo cáo tháng", START_SECONDS)
    await stub.press(MEMBER, "Khai vướng mắc", START_SECONDS)
    for number, (content, proposal) in enumerate(DIFFICULTIES, 1):
        if number > 1:
            await stub.press(MEMBER, "Thêm vướng mắc", START_SECONDS)
        await stub.press(MEMBER, "Đất đai", START_SECONDS)
        await stub.press(MEMBER, "Không rõ thủ tục", START_SECONDS)
        await stub.text_with(MEMBER, f"vướng mắc số {number} – {step_at('content')}", START_SECONDS)
        stub.say(MEMBER, content)
        for name in between("content", "proposal"):
            await stub.text_with(MEMBER, f"vướng mắc số {number} – {step_at(name)}", START_SECONDS)
            await stub.press(MEMBER, skip(name).strip("[]"), START_SECONDS)
        await stub.text_with(MEMBER, f"vướng mắc số {number} – {step_at('proposal')}", START_SECONDS)
        stub.say(MEMBER, proposal)
        await stub.press(MEMBER, "Không kèm tệp", START_SECONDS)
    await stub.text_with(MEMBER, "Kiểm tra trước khi gửi", START_SECONDS)
    await stub.press(MEMBER, "Gửi báo cáo", START_SECONDS)


async def aggregate(stub: Stub) -> tuple[bytes, bytes]:
    """Ask for the aggregate; return the draft report and the annex."""
    stub.say(SECRETARY, "/tonghop")

    def both() -> list[bytes] | None:
        files = dict(shown.file for shown in stub.messages.values() if shown.file)
        return [files[name] for name in sorted(files)] if len(files) == 2 else None

    docx, xlsx = await stub.wait_for(both, START_SECONDS, "two files")
    return docx, xlsx


def annex(content: bytes) -> list[tuple[object, ...]]:
    return list(load_workbook(BytesIO(content)).worksheets[0].iter_rows(min_row=2, values_only=True))
