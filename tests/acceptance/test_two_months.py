"""Two months of one seat on the sandbox, told once with the real command; its dossiers are read line by line."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from docx import Document
from openpyxl import load_workbook
from sqlite_utils import Database

from bot.channels.telegram.client import CAPABILITIES
from bot.clock import VN
from bot.config import Settings, load_key
from bot.domain.people import Caller
from bot.runtime.postbox import enqueue
from bot.sandbox.client import Phone
from bot.services.difficulties import acts
from bot.services.rules import load_rules
from bot.verbs.opening import database
from storage import people
from storage.database import Writer, open_for_writing
from storage.lock import exclusive
from storage.unit import Unit
from tests.acceptance.phones import phone_in, states
from tests.acceptance.program import START_SECONDS, no_sandbox_left, program
from tests.acceptance.test_turning import ask, reached
from tests.asking import answered
from tests.contents import PDF

from tests.handlers.directory import CODE

MEMBER, SECRETARY, SUCCESSOR = 700001, 700002, 700003


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=VN)


async def say(phone: Phone, *what: str) -> str:
    """Send texts and press `[Labels]` in turn, waiting after each until it is answered."""
    shown = ""
    for act in what:
        if act.startswith("["):
            await phone.tap(act[1:-1], START_SECONDS)
            shown = (await phone.wait_for("", START_SECONDS))["text"]
        else:
            await phone.send(act)
            shown = await answer_below(phone)
    return shown


async def answer_below(phone: Phone) -> str:
    """Wait until the bot has written below what was sent; return that."""
    async with asyncio.timeout(START_SECONDS):
        async for state in states(phone._session, phone._base + "/"):
            last = phone_in(state, phone.user_id)["messages"][-1]
            if last["from"] == "bot":
                return last["text"]
    raise AssertionError


@asynccontextmanager
async def stage(data: Path) -> AsyncIterator[Any]:
    async with program(data, "run", "--sandbox", "--port", "0") as running:
        address = await running.sandbox()
        async with ClientSession(address) as page:
            yield page, {user: Phone(page, address, user) for user in (MEMBER, SECRETARY, SUCCESSOR)}, address
        running.interrupt()
        assert await running.ended() == 0
        print([l for l in running.said if "ERROR" in l or "Traceback" in l])


async def turn(page, to):
    await ask(page, to)
    await reached(page)


def desk(data, *done):
    with exclusive(data):
        writer = Writer(open_for_writing(database(data)))
        rules = load_rules("vpcp-2023", load_key(data), date(2026, 11, 16))
        for number, (moment, act, *rest) in enumerate(done):
            def work(db: Database) -> None:
                unit = Unit(db, moment, rules)
                actor = people.find_actor(db, Caller("telegram", str(SECRETARY), str(SECRETARY)), unit.today)
                reply = act(unit, actor, *rest)
                enqueue(unit, reply.notices, f"desk:{moment.isoformat()}:{number}", {"telegram": CAPABILITIES})
            writer.write_now(work)
        writer.close()

A = answered(field="Nông nghiệp", procedure="Cấp chứng thư an toàn thực phẩm xuất khẩu, mã 1.002755",
    content="Doanh nghiệp phải nộp lại bản giấy hồ sơ đã ký số tại ba cảng từ tháng 8/2026.",
    legal="Khoản 2 Điều 28 Nghị định số 69/2018/NĐ-CP", agency="Bộ Nông nghiệp và Môi trường",
    proposal="Bãi bỏ yêu cầu nộp bản giấy.", before="files")
B = answered(field="Thuế, hải quan", content="Thời gian phân luồng tờ khai kéo dài hơn hai ngày làm việc tại Hải Phòng.",
    proposal="Công khai thời gian phân luồng từng tờ khai.")
C = answered(field="Lao động", content="Mẫu báo cáo sử dụng lao động phải gửi cho hai cơ quan với cùng nội dung.",
    proposal="Gộp hai mẫu báo cáo làm một.")
D = answered(field="Môi trường", content="Kết quả quan trắc phải nộp cả bản giấy và bản điện tử hằng quý.",
    proposal="Chỉ nhận kết quả quan trắc bản điện tử.")
E = answered(field="Xuất nhập khẩu", content="Giấy chứng nhận xuất xứ phải khai lại toàn bộ khi sai một ký tự.",
    proposal="Cho phép đính chính trực tuyến từng mục.")
B2 = "Thời gian phân luồng tờ khai kéo dài từ hai đến bốn ngày làm việc tại Hải Phòng, Cát Lái."


async def test_x(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with no_sandbox_left(data):
        async with stage(data) as (page, phones, address):
            an = phones[MEMBER]
            async for state in states(page, address):
                code = phone_in(state, MEMBER)["code"]
                break
            await say(an, code, "[Xác nhận đúng]", "[Đồng ý, tiếp tục]", "[Giữ trung tính]")
            await turn(page, at(11, 16, 9))
            await say(an, "/baocao", "[Báo cáo tháng 11]", "[Khai vướng mắc]", *A)
            await an.attach(("Cong-van-128.pdf", PDF), caption="Công văn của doanh nghiệp", as_documents=True)
            await an.wait_for("", START_SECONDS)
            await say(an, "[Gửi tệp xong]", "[Thêm vướng mắc]", *B, "[Thêm vướng mắc]", *C, "[Gửi báo cáo]")
            await turn(page, at(11, 16, 9, 5))
            await say(an, "[Thu hồi báo cáo]", "[Thu hồi báo cáo]", "[Sửa bản nháp]")
            await turn(page, at(11, 16, 9, 20))
            await say(an, "[Gửi báo cáo]")
            await turn(page, at(11, 17, 10))
            await say(an, "[Bổ sung, đính chính]", "[Sửa mục 2]", "[Sửa nội dung]", B2, "[Sửa mục 3]", "[Xóa mục 3]", "[Xóa mục 3]",
                "[Thêm vướng mắc]", *D, "[Gửi bổ sung]")
            await turn(page, at(11, 18, 14))
        desk(data, (at(11, 17, 15), acts.accept, "VM-2611-007"),
            (at(11, 17, 15, 30), acts.forward, "VM-2611-007", "Bộ Nông nghiệp và Môi trường", date(2026, 11, 30)),
            (at(11, 18, 14), acts.answer, "VM-2611-007", "Đã bãi bỏ yêu cầu nộp bản giấy đối với hồ sơ ký số", "4512/BNNMT-CCPT", date(2026, 11, 17)))
        async with stage(data) as (page, phones, address):
            an, chi = phones[MEMBER], phones[SECRETARY]
            await turn(page, at(11, 20, 10))
            await say(an, "[Chưa tháo gỡ]", "Cảng Cát Lái vẫn yêu cầu nộp bản giấy.", "[Gửi ý kiến]")
            await turn(page, at(11, 30, 14))
            await say(chi, "/thanhvien", "[Chọn 6]", "[Bàn giao]", "[Người mới]", "Trịnh Quốc Việt", "Trưởng ban Pháp chế", "[Ông]", "[Bỏ qua]", "[Tiếng Việt]")
            print(await say(chi, "1/12/2026", "[Ghi nhận bàn giao]"))
            await turn(page, at(12, 1, 9))
            print("OLD", await say(an, "/baocao"))
            print(await say(chi, "/thanhvien", "[Chọn 6]"))
            shown = await say(chi, "[Cấp mã mời]")
            for m in (await chi.messages())[-4:]:
                print("SECR", m["text"][:1500], m["document"], "\n")
            code = CODE.findall((await chi.messages())[-1]["text"])[0]
            viet = phones[SUCCESSOR]
            await say(viet, code, "[Xác nhận đúng]", "[Đồng ý, tiếp tục]")
            await turn(page, at(12, 1, 10, 20))
            print("NEW", await say(viet, "[Nhận bàn giao]"))
            await turn(page, at(12, 16, 9))
            print("NEW", await say(viet, "/baocao", "[Báo cáo tháng 12]"))
            await say(viet, "[Cập nhật mục 1]", "[Vẫn còn vướng mắc]", "[Cập nhật mục 2]", "[Đã tháo gỡ]", "[Cập nhật mục 3]", "[Bổ sung thông tin]", "Thêm 12 doanh nghiệp tại Cần Thơ có cùng vướng mắc.",
                "[Tiếp tục báo cáo]", "[Khai vướng mắc]", *E)
            print("NEW", await say(viet, "[Gửi báo cáo]"))
            await turn(page, at(12, 16, 10))
            print("NEW", await say(viet, "/tracuu", "[Xem hồ sơ của tôi]"))
            await say(viet, "[Chọn 3]")
            await files(viet, 2)
            await say(viet, "[‹ Về danh sách]", "[Chọn 2]")
            for name, content in (await files(viet, 4)).items():
                Path("/tmp/u2-"+name).write_bytes(content)
                print("=====", name)
                dump(name, content)
            for m in (await viet.messages()):
                print("VIET", m["text"][:1500], m["document"], "\n")


async def files(phone, n):
    async with asyncio.timeout(START_SECONDS):
        async for state in states(phone._session, phone._base + "/"):
            documents = [m["document"] for m in phone_in(state, phone.user_id)["messages"] if m["document"]]
            if len(documents) == n:
                return {document["name"]: await phone.download(document["file_id"]) for document in documents}

def dump(name, content):
    if name.endswith("docx"):
        d = Document(io.BytesIO(content))
        for p in d.iter_inner_content():
            if hasattr(p, "rows"):
                for r in p.rows:
                    print("|", " | ".join(c.text for c in r.cells))
            else:
                print(p.text)
    else:
        for s in load_workbook(io.BytesIO(content)).worksheets:
            print("##", s.title)
            for r in s.iter_rows(values_only=True):
                print(r)
