"""Who may use which command and which button: everything that is not granted here is refused."""

from __future__ import annotations

from itertools import zip_longest

import pytest

from bot.domain.callbacks import base36
from handlers.access import COMMANDS, VERBS
from tests.handlers.acts import OPEN, SENT, SENT_ADHOC, bring_roster, press
from tests.task_world import import_tasks
from tests.telegram import Phone
from tests.world import ROSTER, World, say

CAST = ("stranger", "member", "other member", "principal", "secretary", "leader")
PERSONS = dict(zip(CAST[1:], ("AN", "BICH", "BINH", "CHI", "LAN"), strict=True))
EVERYBODY = frozenset(CAST)
LINKED = EVERYBODY - {"stranger"}
MEMBERS = frozenset({"member", "other member", "principal"})
OWNER = frozenset({"member"})
DESK = frozenset({"secretary"})
READERS = MEMBERS | {"secretary", "leader"}
NOBODY: frozenset[str] = frozenset()

MAY_SAY = {
    "start": EVERYBODY,
    "batdau": EVERYBODY,
    "trogiup": LINKED,
    "help": LINKED,
    "baocao": MEMBERS,
    "nhiemvu": READERS,
    "tracuu": READERS,
    "tonghop": DESK,
    "thanhvien": DESK,
}
"""Everybody in the table of commands, and who is served by them."""

MAY_PRESS = {
    "i": frozenset({"stranger"}),
    "x": LINKED,
    "h": LINKED,
    "g": LINKED,
    "k": MEMBERS,
    "n": OWNER,
    "d": OWNER,
    "f": OWNER,
    "p": NOBODY,
    "z": OWNER,
    "tl": READERS,
    "ta": OWNER | {"secretary", "leader"},
    "tv": READERS - OWNER,
    "u": OWNER,
    "ua": DESK,
    "v": DESK,
    "t": DESK,
    "m": DESK,
    "mi": DESK,
    "mc": DESK,
    "mu": DESK,
    "mx": DESK,
}
"""Every verb of a button, and who is served when it names what belongs to the member.

`p` needs a closed period; `tv` names what the other member sent.
"""

SERVED = {
    "start": "Trợ lý Tổ công tác",
    "batdau": "Trợ lý Tổ công tác",
    "trogiup": "Hướng dẫn",
    "help": "Hướng dẫn",
    "baocao": "Gửi báo cáo",
    "nhiemvu": "Nhiệm vụ đang thực hiện",
    "tracuu": "Tra cứu",
    "tonghop": "Tổng hợp khó khăn, vướng mắc",
    "thanhvien": "Danh sách thành viên",
    "i": "Kênh này dành cho thành viên",
    "x": "Đã liên kết tài khoản của",
    "h": "Trợ lý Tổ công tác",
    "g": "Hướng dẫn",
    "k": "Gửi báo cáo",
    "n": "Báo cáo tháng 12/2026",
    "d": "Báo cáo tháng 12/2026",
    "f": "bước 1/6",
    "z": "không phát sinh",
    "tl": "Nhiệm vụ đang thực hiện",
    "ta": "NV-26-038 – Hoàn thiện kết nối",
    "tv": "VM-2611-001",
    "u": "Mức độ đề nghị xử lý",
    "ua": "Người tiếp nhận: Phạm Thu Chi",
    "v": "VM-2611-001",
    "t": "Tổng hợp khó khăn, vướng mắc",
    "m": "Danh sách thành viên",
    "mi": "Nguyễn Văn An (AN)",
    "mc": "Đã tạo mã mời cho Nguyễn Văn An",
    "mu": "Hủy liên kết tài khoản của Nguyễn Văn An?",
    "mx": "Đã hủy liên kết tài khoản của Nguyễn Văn An",
}
"""Words that only somebody who is served can see."""
SAID_OVER_THE_BUTTON = frozenset({"ua"})
"""Verbs that serve with a remark over the button."""
REFUSALS = (
    "Màn hình này đã cũ",
    "Chức năng này dành cho cán bộ Cơ quan thường trực",
    "Chức năng này dành cho người đại diện thành viên",
    "Kênh này dành cho thành viên",
    "Chưa tìm thấy",
)


def test_every_command_has_its_row_here() -> None:
    assert set(MAY_SAY) == set(COMMANDS)


def test_every_verb_has_its_row_here() -> None:
    assert set(MAY_PRESS) == set(VERBS)


@pytest.fixture
def tasks(still_world: World) -> None:
    import_tasks(still_world)


@pytest.fixture
def unhurried(world: World) -> None:
    """One person may press more in a moment than the quota lets pass."""
    world.app._worker._quota.most = 1000


def phone_of(world: World, who: str) -> Phone:
    return world.telegram.phone(987650777) if who == "stranger" else world.phone(PERSONS[who])


@pytest.mark.usefixtures("tasks")
@pytest.mark.parametrize("who", CAST)
async def test_every_command_serves_those_it_is_for_and_nobody_else(
    world: World, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.desk.NAMES", ())  # building the files is tested elsewhere
    phone = phone_of(world, who)

    for command, served in MAY_SAY.items():
        await say(world, phone, f"/{command}")

        assert (SERVED[command] in phone.last.text) == (who in served), command
        assert who in served or any(words in phone.last.text for words in REFUSALS), command
    assert world.count("snapshots") == (who in MAY_SAY["tonghop"])


async def buttons_of_what_an_owns(world: World) -> dict[str, str]:
    """A button of each verb that names what is An's: December is being drafted. November is Bích's."""
    one = world.read.conn.execute("SELECT id, rev, seat FROM drafts WHERE closed_at IS NULL").fetchone()
    draft, seat = base36(one["id"]), base36(one["seat"])
    an, task = (
        base36(world.read.conn.execute(f"SELECT id FROM {table} WHERE code = '{code}'").fetchone()[0])
        for table, code in (("persons", "AN"), ("tasks", "NV-26-038"))
    )
    account = base36(world.read.conn.execute("SELECT id FROM accounts WHERE user_key = '101'").fetchone()[0])
    return {
        "i": "i:e",
        "x": "x:0",
        "h": "h",
        "g": "g",
        "k": "k",
        "n": f"n:{seat}:2612",
        "d": f"d:{draft}",
        "f": f"f:{draft}:{base36(one['rev'])}:y:0",
        "p": f"p:{draft}",
        "z": f"z:{seat}:2612",
        "tl": "tl:o:0",
        "ta": f"ta:{task}:o:0",
        "tv": "tv:vm2611001",
        "u": f"u:{seat}",
        "ua": "ua:dx2611001",
        "v": "v:1",
        "t": "t:2611",
        "m": "m",
        "mi": f"mi:{an}:a:0",
        "mc": f"mc:{an}:0:a:0",
        "mu": f"mu:{an}:a:0",
        "mx": f"mx:{an}:{account}:a:0",
    }


@pytest.mark.usefixtures("tasks", "unhurried")
@pytest.mark.parametrize("who", CAST)
async def test_every_button_serves_those_it_is_for_and_nobody_else(
    world: World, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.desk.NAMES", ())
    await say(world, world.phone("BICH"), *SENT, *SENT_ADHOC)
    await say(world, world.phone("AN"), "/baocao", "[Báo cáo tháng 12]")
    buttons = await buttons_of_what_an_owns(world)
    phone = phone_of(world, who)

    for verb, served in MAY_PRESS.items():
        if who in served and who != "stranger":
            await say(world, phone, "/batdau" if verb == "g" else "/trogiup")
        shown, base = texts(phone), rows_of_members(world)
        words = await press(world, phone, buttons[verb])
        news = "\n".join(now for now, before in zip_longest(texts(phone), shown) if now != before)

        if who in served:
            assert SERVED[verb] in news, verb
            assert (words == "") == (verb not in SAID_OVER_THE_BUTTON), verb
        else:
            assert any(refusal in (words or news) for refusal in REFUSALS), verb
            assert bool(words) != bool(news), verb
            assert rows_of_members(world) == base, verb


def texts(phone: Phone) -> list[str]:
    return [message.text for message in phone.messages]


def rows_of_members(world: World) -> list[tuple[object, ...]]:
    """What members own and may change."""
    tables = (
        "persons",
        "accounts",
        "invitations",
        "consents",
        "drafts",
        "reports",
        "receptions",
        "difficulties",
        "snapshots",
        "tasks",
    )
    columns = {"accounts": "id, person, unlinked_at, open_draft"}
    return [
        tuple(row)
        for table in tables
        for row in world.read.conn.execute(f"SELECT {columns.get(table, '*')} FROM {table}")
    ]


NAMES_NOTHING = (
    "d:zzz",
    "f:zzz:0:y:0",
    "p:zzz",
    "n:zzz:2611",
    "n:1:zz",
    "d",
    "f:1",
    "u:zzz",
    "u:1:1",
    "ua",
    "ua:zz",
    "n:1",
    "p",
    "v",
    "v:zz",
    "t:9999",
    "x:9",
    "z",
    "z:1:zz",
    "z:zzz:2611",
    "tl",
    "tl:z:0",
    "ta",
    "ta:zzz:o:0",
    "tv",
    "tv:zz",
    "tv:vm9912999",
    "m:z:0",
    "mi",
    "mi:zzz:a:0",
    "mc:zzz:0:a:0",
    "mu:zzz:a:0",
    "mx:zzz:1:a:0",
)


@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize("who", sorted(LINKED))
async def test_a_button_that_names_nothing_does_nothing_and_is_answered(world: World, who: str) -> None:
    phone = phone_of(world, who)

    for data in (*NAMES_NOTHING, "", "?", "zz:1", "\ud800", "f:1:0:y:0:0:0:0"):
        base = rows_of_members(world)
        words = await press(world, phone, data)

        assert any(refusal in (words or phone.last.text) for refusal in REFUSALS), data
        assert rows_of_members(world) == base


async def test_a_button_of_anothers_draft_is_answered_like_one_of_a_draft_that_does_not_exist(world: World) -> None:
    await say(world, world.phone("AN"), *OPEN)
    draft = world.read.conn.execute("SELECT id, rev FROM drafts").fetchone()
    bich = world.phone("BICH")

    hers = await press(world, bich, f"f:{base36(draft['id'])}:{base36(draft['rev'])}:c:0")
    nobodys = await press(world, bich, "f:zz:0:c:0")

    assert hers == nobodys
    assert "Màn hình này đã cũ" in hers
    assert bich.messages == []


async def test_a_command_works_in_any_case_and_with_the_bots_name(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, "/BaoCao@tro_ly_bot")

    assert "Mời chọn báo cáo" in an.last.text


async def test_a_right_that_was_taken_away_is_gone_at_the_next_act(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, world.phone("AN"), *SENT)

    await bring_roster(world, "\n".join(line for line in ROSTER.splitlines() if not line.startswith("CHI,")))
    before = len(chi.messages)
    await say(world, chi, "/tonghop")
    await press(world, chi, "v:1")

    assert all("Chức năng này dành cho cán bộ" in message.text for message in chi.messages[before:])
    assert len(chi.messages) == before + 2


async def test_in_a_group_no_content_is_shown_and_nothing_is_done(world: World) -> None:
    group = {"id": -100, "type": "group", "title": "Nhóm"}
    chi = {"id": 104, "is_bot": False, "first_name": "Chi"}
    message = {"message_id": 1, "date": 1794791700, "chat": group, "from": chi}

    for text in ("/tonghop", "xin chào"):
        world.telegram.deliver({"message": {**message, "text": text}})
    query = {"id": "q", "from": chi, "chat_instance": "1", "data": "t", "message": {**message, "text": "…"}}
    world.telegram.deliver({"callback_query": query})
    await world.settle()

    shown = [seen.text for seen in world.telegram.phone(-100).messages]
    assert shown == ["Thông tin này chỉ hiển thị trong trò chuyện riêng. Mời mở trò chuyện riêng với Hệ thống."]
    assert world.phone("CHI").messages == []
    assert world.count("snapshots") == 0
