"""What would hold up everybody is reckoned in a process of its own: it says what would have been said at once."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.periods import Period
from bot.domain.verbs.desk import ReleaseFigures
from bot.exports.snapshot import canonical, sha256
from bot.runtime import reckoning
from bot.runtime.arrivals import Arrivals
from bot.services.beside import BesideError
from bot.services.desk import previewing
from bot.services.upkeep import purging
from storage import difficulties, releases, snapshots
from tests.handlers.acts import CONTENT, SENT
from tests.handlers.turning import CLOSE, turn_to
from tests.telegram import Phone
from tests.world import World, running, say, toast, until

FIRST = "VM-2611-001"
NOVEMBER = Period(2026, 11)
_LOOKED_AGAIN_AFTER = 0.15
"""Longer than the worker waits where something is due."""
MADE = "Hệ thống đang tổng hợp số liệu."


@pytest.fixture(autouse=True)
def nothing_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is too long to be done at once; files are built elsewhere."""
    monkeypatch.setattr("bot.services.beside.MOST_AT_ONCE", 0)
    for module in ("releasing", "papers", "aggregate"):
        monkeypatch.setattr(f"bot.services.desk.{module}.NAMES", ())


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[World]:
    """A running world whose desk releases its papers; An has reported one difficulty."""
    world = World(tmp_path, profile="btp-2026")
    world.import_roster()
    for code in ("AN", "BICH", "CHI", "LAN"):
        world.link(code)
    async with running(world):
        await turn_to(world, 16, CLOSE)
        await say(world, world.phone("AN"), *SENT)
        yield world
    world.close()


class Gate:
    """Stands behind the child: what it has reckoned waits, and other things can happen meanwhile."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        self.open = asyncio.Event()
        reckon = reckoning.Reckoner.reckon

        async def wait(reckoner: reckoning.Reckoner, asked: BesideError) -> None:
            await reckon(reckoner, asked)
            self.asked.append(str(asked))
            await self.open.wait()

        monkeypatch.setattr(reckoning.Reckoner, "reckon", wait)


def texts(phone: Phone) -> list[str]:
    return [message.text for message in phone.messages if not message.file]


def fingerprint(world: World) -> int:
    fixed = releases.waiting(world.read, NOVEMBER.iso)
    assert fixed is not None
    return previewing.preview(world.unit(), fixed).fingerprint


async def fixed_for_release(world: World) -> int:
    """The day of the aggregate has come; return by what a button names the preview."""
    await turn_to(world, 23, CLOSE)
    world.clock.set(world.clock.now() + timedelta(minutes=1))
    return fingerprint(world)


async def test_that_it_is_being_made_is_said_at_once_and_then_what_would_have_been_said(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, chi, an = office, office.phone("CHI"), office.phone("AN")
    gate = Gate(monkeypatch)

    chi.send("/tonghop")
    await until(lambda: any(MADE in text for text in texts(chi)))
    await until(lambda: gate.asked)
    an.send("/start")  # who has not asked for it does not wait for it
    await until(lambda: an.last.text.startswith("Trợ lý Tổ công tác"))
    assert MADE in chi.last.text
    gate.open.set()
    await world.settle()

    assert gate.asked == ["PaperOf"]
    beside = chi.last.text
    assert CONTENT not in beside
    monkeypatch.setattr("bot.services.beside.MOST_AT_ONCE", 1000)
    world.clock.set(world.clock.now() + timedelta(seconds=30))
    await say(world, chi, "/tonghop")
    assert chi.last.text == beside
    kept = [row[0] for row in world.read.execute("SELECT sha256 FROM snapshots ORDER BY id").fetchall()]
    assert len(kept) == 2


async def test_nobody_looks_meanwhile_whether_it_has_been_made(office: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world, chi, gate, looks = office, office.phone("CHI"), Gate(monkeypatch), Counter[str]()
    for name in ("next_of_each", "next_at"):
        monkeypatch.setattr(Arrivals, name, _counted(looks, name, getattr(Arrivals, name)))
    reckon = reckoning.Reckoner.reckon

    async def slowly(reckoner: reckoning.Reckoner, asked: BesideError) -> None:
        looked = looks.total()
        for _ in range(3):
            await asyncio.sleep(_LOOKED_AGAIN_AFTER)
        looks["meanwhile"] = looks.total() - looked
        await reckon(reckoner, asked)

    monkeypatch.setattr(reckoning.Reckoner, "reckon", slowly)
    gate.open.set()
    await say(world, chi, "/tonghop")

    assert chi.last.text.startswith("Tổng hợp")
    assert looks["meanwhile"] <= 2  # the look after which it waits


def _counted(counts: Counter[str], name: str, ask: Callable[..., Any]) -> Callable[..., Any]:
    def count(*args: Any) -> Any:
        counts[name] += 1
        return ask(*args)

    return count


async def test_of_a_search_it_is_said_that_the_system_is_searching(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, chi, gate = office, office.phone("CHI"), Gate(monkeypatch)

    chi.send("/tracuu trích lục xyzzy nguyễn bích")
    await until(lambda: "Hệ thống đang tra cứu. Kết quả sẽ hiện khi tra cứu xong." in texts(chi))
    gate.open.set()
    await world.settle()

    assert set(gate.asked) == {"NearestOf"}
    assert "trích lục xyzzy nguyễn bích" in chi.last.text


async def test_a_press_is_answered_at_once_and_released_papers_are_those_that_were_shown(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, chi = office, office.phone("CHI")
    shown = await fixed_for_release(world)
    gate = Gate(monkeypatch)
    fixed = releases.waiting(world.read, NOVEMBER.iso)
    assert fixed is not None
    before = previewing.preview(world.unit(), fixed).snapshot

    chi.press(ReleaseFigures(NOVEMBER, shown).data)
    assert MADE in await toast(chi)
    chi.press(ReleaseFigures(NOVEMBER, shown).data)  # once more, while the first is being made
    gate.open.set()
    await world.settle()

    assert gate.asked[0] == "ReleaseOf"
    assert world.count("digests") == 1
    assert world.count("audit", "verb = 'digest.released'") == 1
    found = snapshots.digest(world.read, NOVEMBER.iso, 0)
    assert found is not None
    added = {"kind", "released", "audit", "taken_at"}
    same = json.loads(canonical(before))
    assert {k: v for k, v in found.snapshot.items() if k not in added} == {
        k: v for k, v in same.items() if k not in added
    }
    assert snapshots.sha256_of(world.read, found.id) == sha256(found.snapshot)
    said = texts(world.phone("LAN"))
    assert sum("Mã dữ liệu: " + sha256(found.snapshot)[:16] in text for text in said) == 1


async def test_what_the_desk_does_while_a_release_is_made_is_in_what_is_shown_anew(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, chi = office, office.phone("CHI")
    shown = await fixed_for_release(world)
    gate = Gate(monkeypatch)

    chi.press(ReleaseFigures(NOVEMBER, shown).data)
    await until(lambda: gate.asked)
    at = world.clock.now()
    await world.writer.write(lambda db: _accept(world, db))
    gate.open.set()
    await world.settle()

    assert gate.asked[:2] == ["ReleaseOf", "ReleaseOf"]
    assert world.clock.now() == at
    assert world.count("digests") == 0
    assert releases.waiting(world.read, NOVEMBER.iso) is not None
    assert fingerprint(world) != shown
    assert "Số liệu đã thay đổi" in "".join(texts(chi))


def _accept(world: World, db: Database) -> None:
    event = DifficultyEvent(DifficultyAct.ACCEPTED, world.clock.now(), "person:CHI", {})
    [[report]] = db.conn.execute("SELECT report FROM difficulties WHERE code = ?", [FIRST]).fetchall()
    difficulties.add_event(db, FIRST, report, event)


async def test_a_program_that_died_meanwhile_answers_after_its_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path, profile="btp-2026")
    world.import_roster()
    for code in ("AN", "CHI", "LAN"):
        world.link(code)
    with monkeypatch.context() as patched:
        async with running(world):
            await turn_to(world, 16, CLOSE)
            await say(world, world.phone("AN"), *SENT)
            shown = await fixed_for_release(world)
            gate = Gate(patched)
            world.phone("CHI").press(ReleaseFigures(NOVEMBER, shown).data)
            await until(lambda: gate.asked)
    world.close()

    again = World(tmp_path, profile="btp-2026", telegram=world.telegram, clock=world.clock)
    assert again.count("digests") == 0
    async with running(again):
        await again.settle()
        assert again.count("digests") == 1
        assert again.count("inbox", "state = 'new'") == 0
    again.close()


async def test_nothing_is_kept_of_what_was_read_before_words_were_removed(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, chi = office, office.phone("CHI")
    gate = Gate(monkeypatch)

    chi.send("/tonghop")
    await until(lambda: gate.asked)
    await world.writer.write(lambda db: purging.purge(world.unit(db), FIRST, "test"))
    gate.open.set()
    await world.settle()

    assert gate.asked == ["PaperOf", "PaperOf"]
    [body] = [row[0] for row in world.read.execute("SELECT body FROM snapshots").fetchall()]
    assert FIRST in body
    assert CONTENT not in body


async def test_figures_that_cannot_be_reckoned_are_tried_again(office: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world, chi = office, office.phone("CHI")
    tries: list[str] = []
    reckon = reckoning.Reckoner.reckon

    async def fail_once(reckoner: reckoning.Reckoner, asked: BesideError) -> None:
        tries.append(str(asked))
        if len(tries) == 1:
            raise reckoning.ReckoningError
        await reckon(reckoner, asked)

    monkeypatch.setattr(reckoning.Reckoner, "reckon", fail_once)
    chi.send("/tonghop")
    await until(lambda: world.count("inbox", "state = 'new' AND attempts = 1"))
    world.clock.set(world.clock.now() + timedelta(seconds=2))
    world.app.wake()
    await world.settle()

    assert tries == ["PaperOf", "PaperOf"]
    assert chi.last.text.startswith("Tổng hợp")
    assert sum(MADE in text for text in texts(chi)) == 1


async def test_the_aggregate_of_the_day_is_the_same_however_it_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for name, most in (("beside", 0), ("at_once", 1000)):
        monkeypatch.setattr("bot.services.beside.MOST_AT_ONCE", most)
        (tmp_path / name).mkdir()
        world = World(tmp_path / name)
        world.import_roster()
        for code in ("AN", "BICH", "CHI", "LAN"):
            world.link(code)
        async with running(world):
            await turn_to(world, 16, CLOSE)
            await say(world, world.phone("AN"), *SENT)
            await turn_to(world, 23, CLOSE)
            digest = world.read.execute("SELECT period, number, taken_at, body, sha256 FROM digests").fetchall()
            said = {code: texts(world.phone(code)) for code in ("AN", "BICH", "CHI", "LAN")}
        world.close()
        found.append(([tuple(row) for row in digest], said))
    beside, at_once = found
    assert len(beside[0]) == 1
    assert beside == at_once
