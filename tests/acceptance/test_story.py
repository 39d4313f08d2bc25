"""The story, told once with the real command on the sandbox; then what was seen is looked at from all sides."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from docx import Document
from openpyxl import load_workbook

from bot.sandbox.client import Phone
from tests.acceptance.phones import phone_in, states
from tests.acceptance.program import START_SECONDS, Program, Watched, no_sandbox_left, program, verb
from tests.asking import between, skip, step_at

MEMBER, SECRETARY = 700001, 700002
SEAT = "Hiệp hội Chế biến và Xuất khẩu Thủy sản Việt Nam"
FIRST = ("Hồ sơ nhập khẩu phải nộp lại bản giấy dù đã gửi bản điện tử có ký số.", "Đề nghị bỏ yêu cầu nộp bản giấy.")
SECOND = ("Thời gian cấp giấy chứng nhận kéo dài gấp đôi quy định tại ba tỉnh.", "Đề nghị công khai tiến độ hồ sơ.")
FILES = ("Du-thao-bao-cao-2026-11.docx", "Phu-luc-2026-11.xlsx")
WITHDRAWN_WITHIN = timedelta(minutes=10)
"""So long the desk's copy of a report waits."""
SHA256 = re.compile(r"\b[0-9a-f]{64}\b")

Json = dict[str, Any]
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:docx", "ignore::DeprecationWarning:openpyxl")


@dataclass(frozen=True)
class Story:
    """What was seen and heard while the story was told."""

    first_start: list[str]
    after_the_kill: str
    receipt: str
    copy: Json
    summary: str
    files: Mapping[str, bytes]
    digest: Mapping[str, bytes]
    digest_said: list[str]
    interrupted: tuple[int, float]
    sandbox_ended_too: bool
    later_home: str


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    data = tmp_path_factory.mktemp("story") / "data"
    with no_sandbox_left(data):
        return asyncio.run(tell(data))


async def tell(data: Path) -> Story:
    async with ClientSession() as session:
        async with run(data, python=("-X", "importtime")) as killed:
            address = await killed.sandbox()
            member, secretary = (Phone(session, address, user) for user in (MEMBER, SECRETARY))
            await join(member, await code_shown(session, address))
            await begin(member)
            killed.kill()
            await killed.ended()
        await member.send(SECOND[0])

        async with run(data) as running:
            assert await running.sandbox() == address, "the sandbox outlived the bot and is joined again"
            after_the_kill = (await member.wait_for(step_at("legal"), START_SECONDS))["text"]
            await finish(member)
            receipt = (await member.wait_for("Đã nhận báo cáo", START_SECONDS))["text"]
            await turn(session, address, WITHDRAWN_WITHIN)
            copy = await secretary.wait_for("người gửi: Nguyễn Minh Châu", START_SECONDS)
            summary, files = await aggregate(session, address, secretary)
            digest_said = await verb(data, "digest", "--period", "2026-11", "--out", str(data.parent / "digest"))
            interrupted, sandbox_ended_too = await interrupt(running, data)

        async with run(data) as again:
            member = Phone(session, await again.sandbox(), MEMBER)
            await member.start()
            later_home = (await member.wait_for("Báo cáo tháng 11/2026:", START_SECONDS))["text"]

    return Story(
        first_start=killed.said,
        after_the_kill=after_the_kill,
        receipt=receipt,
        copy=copy,
        summary=summary,
        files=files,
        digest={path.name: path.read_bytes() for path in (data.parent / "digest").iterdir()},
        digest_said=digest_said,
        interrupted=interrupted,
        sandbox_ended_too=sandbox_ended_too,
        later_home=later_home,
    )


def run(data: Path, python: tuple[str, ...] = ()) -> Any:
    return program(data, "run", "--sandbox", "--port", "0", python=python)


async def turn(session: ClientSession, address: str, by: timedelta) -> None:
    """Turn the clock of the page."""
    async for state in states(session, address):
        to = datetime.fromisoformat(state["clock"]["now"]) + by
        async with session.post(f"{address}sandbox/clock", json={"to": to.isoformat()}, raise_for_status=True):
            return


async def code_shown(session: ClientSession, address: str) -> str:
    """Return the invitation code that stands on the member's phone."""
    async for state in states(session, address):
        return str(phone_in(state, MEMBER)["code"])
    raise AssertionError


async def press(phone: Phone, *labels: str) -> None:
    for label in labels:
        await phone.tap(label, START_SECONDS)


async def join(member: Phone, code: str) -> None:
    await member.send(code)
    await press(member, "Xác nhận đúng", "Đồng ý, tiếp tục", "Giữ trung tính")
    await member.wait_for("Đã liên kết tài khoản của Nguyễn Minh Châu", START_SECONDS)


async def begin(member: Phone) -> None:
    """Enter a first difficulty and half of a second one."""
    await member.send("/baocao")
    await press(member, "Báo cáo tháng 11", "Khai vướng mắc", "Thuế, hải quan", "Không rõ thủ tục")
    await member.wait_for(step_at("content"), START_SECONDS)
    await member.send(FIRST[0])
    await skip_to_proposal(member)
    await member.send(FIRST[1])
    await press(member, "Không kèm tệp", "Thêm vướng mắc", "Xem lĩnh vực khác", "Nông, thủy sản", "Không rõ thủ tục")
    await member.wait_for(f"vướng mắc số 2 – {step_at('content')}", START_SECONDS)


async def skip_to_proposal(member: Phone) -> None:
    for name in between("content", "proposal"):
        await member.wait_for(step_at(name), START_SECONDS)  # each has the same button to skip it
        await press(member, skip(name).strip("[]"))
    await member.wait_for(step_at("proposal"), START_SECONDS)


async def finish(member: Phone) -> None:
    await skip_to_proposal(member)
    await member.send(SECOND[1])
    await press(member, "Không kèm tệp", "Gửi báo cáo")


async def aggregate(session: ClientSession, address: str, secretary: Phone) -> tuple[str, dict[str, bytes]]:
    """Ask for the aggregate; return the summary and the two files by name."""
    await secretary.send("/tonghop")
    summary = (await secretary.wait_for("Tổng hợp khó khăn, vướng mắc", START_SECONDS))["text"]
    async with asyncio.timeout(START_SECONDS):
        async for state in states(session, address):
            documents = [m["document"] for m in phone_in(state, SECRETARY)["messages"] if m["document"]]
            if len(documents) == len(FILES):
                break
    return summary, {document["name"]: await secretary.download(document["file_id"]) for document in documents}


async def interrupt(running: Program, data: Path) -> tuple[tuple[int, float], bool]:
    """Press Ctrl+C; return the exit status, how many seconds it took, and whether the sandbox ended too."""
    sandbox = Watched(json.loads((data / "sandbox.json").read_text())["pid"])
    began = time.monotonic()
    running.interrupt()
    status = await running.ended()
    return (status, time.monotonic() - began), sandbox.gone(10)


def test_the_page_is_announced_before_the_telegram_library_is_loaded(story: Story) -> None:
    announced = next(n for n, line in enumerate(story.first_start) if "http://127.0.0.1:" in line)
    loaded = [n for n, line in enumerate(story.first_start) if re.search(r"\|\s+aiogram\b", line)]

    assert loaded, "the interpreter lists what it imports"
    assert announced < loaded[0]


def test_a_form_goes_on_where_the_killed_program_left_it(story: Story) -> None:
    assert f"vướng mắc số 2 – {step_at('legal')}" in story.after_the_kill


def test_the_receipt_names_the_report_and_both_difficulties(story: Story) -> None:
    assert len(codes(story.receipt, "BC")) == 1
    assert len(codes(story.receipt, "VM")) == 2
    assert SEAT in story.receipt


def test_the_secretary_gets_a_copy_that_makes_no_sound(story: Story) -> None:
    assert story.copy["silent"]
    assert codes(story.copy["text"], "BC") == codes(story.receipt, "BC")
    assert codes(story.copy["text"], "VM") == codes(story.receipt, "VM")
    assert all(text in story.copy["text"] for text in (*FIRST, *SECOND, SEAT))


def test_both_difficulties_stand_in_every_file_with_code_seat_and_texts(story: Story) -> None:
    wanted = {
        (code, SEAT, content, proposal)
        for code, (content, proposal) in zip(codes(story.receipt, "VM"), (FIRST, SECOND), strict=True)
    }

    assert wanted <= annex_of_docx(story.files[FILES[0]])
    assert wanted <= annex_of_xlsx(story.files[FILES[1]])


def test_chat_files_and_the_digest_verb_state_the_same_rows_and_totals(story: Story) -> None:
    in_chat = totals_of_chat(story.summary)
    sets = (story.files, story.digest)

    assert in_chat[2] > 2, "the demonstration's reports count too"
    assert {totals_of_docx(files[FILES[0]]) for files in sets} == {in_chat}
    assert {totals_of_xlsx(files[FILES[1]]) for files in sets} == {in_chat}
    annexes = [frozenset(annex_of_docx(files[FILES[0]])) for files in sets]
    annexes += [frozenset(annex_of_xlsx(files[FILES[1]])) for files in sets]
    assert len(set(annexes)) == 1
    assert len(annexes[0]) == in_chat[2]


def test_the_files_of_one_snapshot_carry_its_fingerprint(story: Story) -> None:
    in_chat = fingerprint_of_docx(story.files[FILES[0]])

    assert fingerprint_of_xlsx(story.files[FILES[1]]) == in_chat
    assert story.digest_said[-1].split()[-1] == fingerprint_of_docx(story.digest[FILES[0]])


def test_an_interrupt_ends_program_and_sandbox_within_seconds(story: Story) -> None:
    status, seconds = story.interrupted

    assert status == 0
    assert seconds < 8
    assert story.sandbox_ended_too


def test_a_later_run_still_has_what_was_sent(story: Story) -> None:
    assert codes(story.receipt, "BC")[0] in story.later_home


async def test_a_port_in_use_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, no_sandbox_left(tmp_path / "data"):
        port = taken.getsockname()[1]

        async with program(tmp_path / "data", "run", "--sandbox", "--port", str(port)) as refused:
            assert await refused.ended() == 1

    assert refused.said == [
        f"Không khởi động được môi trường thử nghiệm: Cổng {port} đang được chương trình khác sử dụng. Đề nghị chọn"
        " cổng khác bằng --port (hoặc `make run PORT=8016`); 0 là tự chọn cổng trống."
    ]


def codes(text: str, kind: str) -> list[str]:
    """Return the codes of one kind (BC, VM) in a text, each once, in order."""
    return list(dict.fromkeys(re.findall(rf"{kind}-2611-\d{{3,}}", text)))


def totals_of_chat(summary: str) -> tuple[int, int, int]:
    """Return how many members sent a report, how many had to, and how many difficulties there are."""
    members = re.search(r"Thành viên: (\d+)/(\d+) đã gửi báo cáo", summary)
    difficulties = re.search(r"Vướng mắc: (\d+),", summary)
    assert members
    assert difficulties
    return int(members[1]), int(members[2]), int(difficulties[1])


def totals_of_docx(content: bytes) -> tuple[int, int, int]:
    text = words_of_docx(content)
    members = re.search(r"Đã gửi báo cáo định kỳ: (\d+)/(\d+) thành viên", text)
    difficulties = re.search(r"Tổng số: (\d+) vướng mắc", text)
    assert members
    assert difficulties
    return int(members[1]), int(members[2]), int(difficulties[1])


def totals_of_xlsx(content: bytes) -> tuple[int, int, int]:
    rows = dict(totals_sheet(content))
    sent = (
        "Đã gửi (có vướng mắc)",
        "Đã gửi quá hạn (có vướng mắc)",
        "Không phát sinh",
        "Không phát sinh (gửi quá hạn)",
    )
    due = rows["Tổng số thành viên phải gửi báo cáo định kỳ"]
    return sum(rows[state] for state in sent), due, rows["Tổng số khó khăn, vướng mắc"]


def annex_of_docx(content: bytes) -> set[tuple[str, ...]]:
    """Return code, member, content and proposal of every row."""
    annex = max(Document(BytesIO(content)).tables, key=lambda table: len(table.columns))
    rows = [[cell.text for cell in row.cells] for row in annex.rows]
    return {(row[1], row[2], row[6], row[7]) for row in rows if row[1].startswith("VM-")}


def annex_of_xlsx(content: bytes) -> set[tuple[str, ...]]:
    """Return code, member, content and proposal of every row."""
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    return {(str(row[1]), str(row[4]), str(row[8]), str(row[9])) for row in rows}


def fingerprint_of_docx(content: bytes) -> str:
    foot = Document(BytesIO(content)).sections[0].first_page_footer
    return str(SHA256.findall(foot.paragraphs[0].text)[0])


def fingerprint_of_xlsx(content: bytes) -> str:
    return str(dict(totals_sheet(content))["SHA-256 của số liệu"])


def words_of_docx(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)


def totals_sheet(content: bytes) -> list[tuple[str, Any]]:
    sheet = load_workbook(BytesIO(content)).worksheets[-1]
    return [(str(label), value) for label, value in sheet.iter_rows(max_col=2, values_only=True)]
