"""The draft of the slip with which a difficulty is forwarded: from the form of the act, and from its page later."""

from __future__ import annotations

import io
import json
from importlib import import_module

import pytest
from docx import Document

from bot.domain.verbs.slips import DraftSlip, MakeSlip
from bot.exports import MODULES
from bot.services.acts import ACTS
from bot.services.desk import merging
from tests.asking import answered
from tests.catalogues import out_of_date
from tests.handlers.acts import OPEN, SENT, press
from tests.handlers.handled import CODE, decide, happened
from tests.telegram import Phone
from tests.world import World, say

OTHER = "VM-2611-002"
WORDS = "Cơ quan yêu cầu nộp lại trích lục <b>công chứng</b> & bản sao."
ALIKE = (*OPEN, *answered(field="[Đất đai]", content=WORDS, proposal="Bãi bỏ thành phần hồ sơ."), "[Gửi báo cáo]")


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are built without a child; what the child does with them is tested elsewhere."""

    def build(name: str, snapshot: bytes, _timeout: float) -> bytes:
        built: bytes = import_module(MODULES[name]).build(json.loads(snapshot))
        return built

    monkeypatch.setattr("bot.services.desk.files.build_in_child", build)
    monkeypatch.setattr("bot.services.desk.papers.NAMES", ())


def slips(phone: Phone) -> list[tuple[str, str]]:
    """The slips that have arrived: their names, and all that stands in them."""
    found = [message.file for message in phone.messages if message.file]
    documents = [(name, Document(io.BytesIO(content))) for name, content in found]
    return [
        (
            name,
            "\n".join(
                [*(p.text for p in each.paragraphs), *(c.text for t in each.tables for r in t.rows for c in r.cells)]
            ),
        )
        for name, each in documents
    ]


async def test_a_slip_is_downloaded_before_and_after_the_forwarding_and_names_what_was_merged(world: World) -> None:
    an, bich, chi, lan = (world.phone(code) for code in ("AN", "BICH", "CHI", "LAN"))
    await say(world, an, *SENT)
    await say(world, bich, *ALIKE)
    await decide(world, merging.merge, OTHER, CODE)

    # In the review, before anything has been done.
    await say(world, chi, f"/tracuu {CODE}", "[Tiếp nhận]", "[Chuyển cơ quan]", "Bộ Tài chính", "[Bỏ qua]")
    [number] = world.read.conn.execute("SELECT id FROM drafts WHERE kind = 'handling'").fetchone()
    await say(world, chi, "[Tải phiếu chuyển]")
    before, [(name, text)] = happened(world), slips(chi)
    caption = next(message.text for message in chi.messages if message.file)
    assert (before, chi.last.text == caption) == (["sent", "accepted"], True)

    assert name == f"Phieu-chuyen-{CODE}.docx"
    assert "Kính gửi: Bộ Tài chính" in text
    assert "trước ngày 01 tháng 12 năm 2026" in text
    assert "Số thành viên cùng kiến nghị: 02" in text
    assert all(part in text for part in (OTHER, "Hiệp hội B", WORDS))
    assert caption.startswith(f"Dự thảo phiếu chuyển: {CODE} gửi Bộ Tài chính, lập lúc 08:15 ngày 16/11/2026.")

    # On the page of what is with the authority: the same words, whoever of the desk asks.
    form = next(message for message in reversed(chi.messages) if "Ghi nhận chuyển" in message.labels)
    await press(world, chi, dict(each for row in form.rows for each in row)["Ghi nhận chuyển"])
    shown = next(message for message in reversed(chi.messages) if message.labels)
    assert "Tải phiếu chuyển" in shown.labels
    await press(world, chi, MakeSlip(CODE).data)
    assert [each for _, each in slips(chi)] == [text, text]

    # Nobody else's: the sender, the leader, and a draft that is over.
    for who, verb in ((an, MakeSlip(CODE)), (lan, MakeSlip(CODE)), (an, DraftSlip(number))):
        words = await press(world, who, verb.data)
        assert "cán bộ Cơ quan thường trực" in (words or who.last.text)
    for verb in (DraftSlip(number), MakeSlip(OTHER), MakeSlip("VM-2611-999")):
        assert out_of_date() in await press(world, chi, verb.data)
    assert not any(slips(who) for who in (an, bich, lan))
    made = world.read.conn.execute("SELECT actor, object FROM audit WHERE verb = 'slip.made'").fetchall()
    assert [tuple(row) for row in made] == [("person:CHI", f"difficulty:{CODE}")] * 2

    # What is removed of a source goes from the chat of whoever has a slip that names it.
    await world.writer.write(lambda db: ACTS["purge"](world.unit(db), {"code": OTHER}))
    world.app.wake()
    await world.settle()
    assert slips(chi) == []
