"""Files that an officer sends with a result: kept like others, opened by whoever is told of it, and by nobody else."""

from __future__ import annotations

import pytest

from bot.domain.verbs.difficulties import SendResultFiles
from bot.services.desk import merging
from bot.services.desk.snapshots import make_snapshot
from bot.services.standing import period_schedule, window
from storage import result_files
from tests.asking import answered
from tests.catalogues import out_of_date
from tests.contents import PDF
from tests.contents import docx as document
from tests.handlers.acts import OPEN, PROPOSAL, SENT, press
from tests.handlers.handled import CODE, decide, turn_by
from tests.handlers.keeping import clean_up, no_network, on_disk
from tests.handlers.triaged import NOVEMBER
from tests.telegram import Phone
from tests.world import World, say

OTHER = "VM-2611-002"
ALIKE = "TTHC đất đai: bị yêu cầu nộp lại trích lục bản đồ dù dữ liệu đã có trên CSDL đất đai quốc gia."
RESULT = ("[Trả lời]", "Đã bãi bỏ thành phần hồ sơ", "[Bỏ qua]")


@pytest.fixture(autouse=True)
def _without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The papers of the period are tested elsewhere; their files take a process each."""
    monkeypatch.setattr("bot.services.desk.papers.NAMES", ())


def received(phone: Phone) -> list[tuple[str, str]]:
    """What was sent on: the words under each, and by which identifier."""
    return [(message.text, message.stored[1]) for message in phone.messages if message.stored]


async def attach(world: World, phone: Phone, *names: str) -> None:
    for name in names:
        phone.send_document(name)
        await world.settle()


async def test_files_of_a_result_are_opened_by_every_sender_of_the_cluster_and_by_nobody_else(world: World) -> None:
    an, bich, chi, lan = (world.phone(code) for code in ("AN", "BICH", "CHI", "LAN"))
    await say(world, an, *SENT)
    sent = (*OPEN, *answered(field="[Đất đai]", content=ALIKE, proposal=PROPOSAL), "[Gửi báo cáo]")
    await say(world, bich, *sent)
    await decide(world, merging.merge, OTHER, CODE)

    await say(world, chi, f"/tracuu {CODE}", "[Tiếp nhận]", *RESULT)
    asked = chi.last.text
    await attach(world, chi, "ket-qua.pdf", "phu-luc.pdf", "may.exe")
    named = chi.last.text
    await say(world, chi, "[Gửi tệp xong]")
    review = chi.last.text
    await say(world, chi, "[Gửi kết quả]")
    await clean_up(world)
    await turn_by(world, world.rules.profile.undo_within)

    assert "Mời gửi ảnh hoặc tệp kèm theo kết quả (tối đa 10 tệp" in asked
    assert "Đã nhận 02 tệp: ket-qua.pdf; phu-luc.pdf." in named
    assert '"may.exe"' in named
    assert review.endswith("Tệp kèm theo (02): ket-qua.pdf; phu-luc.pdf")
    assert f"Kết quả xử lý vướng mắc {CODE}: Đã bãi bỏ thành phần hồ sơ. Tệp kèm theo: 02." in review
    assert set(on_disk(world).values()) == {PDF}  # the draft is gone, and they are not

    # Each sender has it under a code of their own, on the notice and on the page.
    for phone, code in ((an, CODE), (bich, OTHER)):
        notice = next(m for m in phone.messages if m.text.startswith(f"Kết quả xử lý vướng mắc {code}: "))
        assert notice.labels[0] == "Xem tệp (02)"
        await press(world, phone, notice.rows[0][0][1])
        assert [text for text, _ in received(phone)] == [
            f"Kết quả xử lý {code} – ket-qua.pdf",
            f"Kết quả xử lý {code} – phu-luc.pdf",
        ]
    await say(world, lan, f"/tracuu {CODE}", "[Xem tệp (02)]")
    assert len(received(lan)) == 2
    for phone, code in ((bich, CODE), (an, OTHER)):
        assert out_of_date() in await press(world, phone, SendResultFiles(code, 3).data)
        assert len(received(phone)) == 2
    assert out_of_date() in await press(world, an, SendResultFiles(CODE, 2).data)
    await say(world, an, f"/tracuu {CODE}")
    assert "kết quả xử lý: Đã bãi bỏ thành phần hồ sơ. Tệp kèm theo: 02." in an.last.text

    # The annex counts them; that they were removed is said.
    [line] = [d for d in _difficulties(world) if d["code"] == CODE]
    assert line["result_files"] == 2
    await world.writer.write(lambda db: db.conn.execute("DELETE FROM result_files"))
    assert await press(world, an, SendResultFiles(CODE, 3).data) == "02 tệp không lưu được hoặc đã gỡ bỏ."
    assert len(received(an)) == 2


def _difficulties(world: World) -> list[dict[str, object]]:
    unit = world.unit()
    found = make_snapshot(unit, window(unit, period_schedule(unit, NOVEMBER)))["difficulties"]
    assert isinstance(found, list)
    return found


async def test_a_file_that_is_late_or_not_kept_is_said_to_whoever_waits_for_it(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *SENT)
    await say(world, chi, f"/tracuu {CODE}", "[Tiếp nhận]", *RESULT)
    no_network(world)
    chi.send_file("cham.docx", document(word__vbaProject_bin=b"x"), mime_type=None)
    await world.settle()
    await say(world, chi, "[Gửi tệp xong]", "[Gửi kết quả]")
    early = await press(world, an, SendResultFiles(CODE, 3).data)

    await turn_by(world, world.rules.profile.undo_within)
    late = await press(world, an, SendResultFiles(CODE, 3).data)

    assert early == "01 tệp đang tải, mời chọn lại sau."
    assert late == "01 tệp không lưu được hoặc đã gỡ bỏ."
    assert received(an) == []
    told = [m.text for m in chi.messages if m.text.startswith(f"Tệp cham.docx kèm kết quả xử lý {CODE} không lưu được")]
    assert len(told) == 1
    [(code, file)] = result_files.with_bytes(world.read, 1)
    assert (code, file.name) == (CODE, "cham.docx")
