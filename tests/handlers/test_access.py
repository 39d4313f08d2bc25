"""Who may use which command and which button: everything that is not granted here is refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from itertools import product, zip_longest
from pathlib import Path

import pytest

from bot.domain.buttons import Verb
from bot.domain.questions import ReportPart
from bot.domain.verbs.approving import RemindApprover
from bot.domain.verbs.desk import AcceptAdhoc
from bot.domain.verbs.difficulties import SayOfResult
from bot.domain.verbs.handling import OpenAct
from bot.domain.verbs.home import ShowHelp
from bot.domain.verbs.lookup import ShowReport
from bot.domain.verbs.registry import VERBS
from bot.domain.verbs.reporting import (
    AnswerForm,
    ContinueDraft,
    DropKept,
    MoveDraft,
)
from bot.domain.verbs.settings import ChooseLanguage, ChooseMorning, ChoosePause, ChooseQuiet
from bot.domain.verbs.task_papers import MakeTaskDossier
from bot.domain.verbs.tasks import ShowTask
from bot.screens.group import works_in_group
from handlers.access import COMMANDS
from tests.catalogues import out_of_date, said
from tests.handlers.acts import CLOSED, OPEN, SENT_ADHOC, press
from tests.handlers.broadcast_rights import OVER_THE_BUTTON as CONFIRMED
from tests.handlers.broadcast_rights import begin_broadcast
from tests.handlers.cast import (
    CAST,
    DESK,
    GRANTED,
    LEADER,
    MEMBERS,
    PERSONS,
    REFUSALS,
    phone_of,
    rows_of_members,
    texts,
)
from tests.handlers.desk_task_rights import begin_tasks
from tests.handlers.forecast_rights import begin_forecast
from tests.handlers.grouped import GROUP, bound, roomy
from tests.handlers.ladder_rights import remind
from tests.handlers.leading_rights import begin_opinion
from tests.handlers.notice_rights import begin_import
from tests.handlers.owned import answer_all, ask, hold_back, preview_file, share_headlines, things_of, turn_seats
from tests.handlers.rights import MAY_PRESS, MAY_SAY
from tests.handlers.roster_acts import TWO_ADMINS
from tests.handlers.served import SERVED
from tests.handlers.submitted import submit
from tests.handlers.subtask_rights import OVER_THE_BUTTON
from tests.task_world import import_tasks
from tests.world import World, running, say

SAID_OVER_THE_BUTTON = frozenset(
    {AcceptAdhoc, DropKept, SayOfResult, RemindApprover, ChooseMorning, ChooseQuiet, ChoosePause, ChooseLanguage}
    | OVER_THE_BUTTON
    | CONFIRMED
    | {MakeTaskDossier}
)
"""Verbs that serve with a remark over the button."""


def test_every_command_has_its_row_here() -> None:
    assert set(MAY_SAY) == set(COMMANDS)


def test_every_verb_has_its_row_here() -> None:
    assert set(MAY_PRESS) == set(VERBS)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_ownership_only_takes_away_from_what_a_verb_grants(verb: type[Verb]) -> None:
    own, others = MAY_PRESS[verb]

    assert own | others <= GRANTED[verb.access]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Every member has sent an ad hoc report and has a draft for November; Mai is the admin. It is told once."""
    world = World(tmp_path_factory.mktemp("told"))
    world.import_roster(TWO_ADMINS)
    import_tasks(world)
    for code in PERSONS.values():
        world.link(code)
    asyncio.run(tell(world))
    world.close()
    return world


async def tell(world: World) -> None:
    async with running(world):
        for code in ("AN", "BICH", "BINH"):
            await say(world, world.phone(code), *SENT_ADHOC, *OPEN)


@pytest.fixture
async def busy(told: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A world of its own in which all that was told, and November has closed."""
    roomy(monkeypatch)
    for names in ("desk.aggregate.NAMES", "dossier.DOSSIER"):
        monkeypatch.setattr(f"bot.services.{names}", ())  # building the files is tested elsewhere
    world = told.copied(tmp_path)
    async with running(world):
        await world.settle()
        world.clock.set(CLOSED)
        for prepare in (
            answer_all,
            ask,
            ask,
            preview_file,
            hold_back,
            share_headlines,
            begin_opinion,
            begin_import,
            begin_tasks,
            begin_broadcast,
            begin_forecast,
            submit,
            turn_seats,
            remind,
        ):
            await world.writer.write(partial(prepare, world))
        yield world
    world.close()


def owner(who: str, whose: str) -> str:
    """Return who owns what somebody names: they themselves, or somebody of another seat."""
    if whose == "own":
        return who
    return "other member" if who == "member" else "member"


WHOSE = ("own", "others")


@pytest.mark.parametrize("whose", WHOSE)
@pytest.mark.parametrize("who", CAST)
async def test_every_command_serves_those_it_is_for_and_nobody_else(busy: World, who: str, whose: str) -> None:
    phone, things = phone_of(busy, who), things_of(busy, owner(who, whose))

    for command, row in MAY_SAY.items():
        looking_up = command in ("tracuu", "search")
        if looking_up and not things.words["difficulty"]:
            continue  # there is nothing of theirs to look up
        served = row[WHOSE.index(whose)]
        await say(busy, phone, f"/{command} {things.words['difficulty']}" if looking_up else f"/{command}")

        assert (SERVED[command].format(**things.words) in phone.last.text) == (who in served), command
        assert who in served or any(words in phone.last.text for words in REFUSALS), command
    assert busy.count("snapshots") == 2 * (who in DESK | LEADER)


@pytest.mark.parametrize("whose", WHOSE)
@pytest.mark.parametrize("who", CAST)
async def test_every_button_serves_those_it_is_for_and_nobody_else(busy: World, who: str, whose: str) -> None:
    phone = phone_of(busy, who)

    pressed = set()
    for verb, row in MAY_PRESS.items():
        served = row[WHOSE.index(whose)]
        things = things_of(busy, owner(who, whose))
        if verb not in things.buttons:
            assert who not in served, verb
            continue
        if who in served and who != "stranger":
            await say(busy, phone, "/batdau" if verb is ShowHelp else "/trogiup")
        shown, base = texts(phone), rows_of_members(busy)
        words = await press(busy, phone, things.buttons[verb].data)
        news = "\n".join(now for now, before in zip_longest(texts(phone), shown) if now != before)
        pressed.add(verb)

        if who in served:
            assert SERVED[verb].format(**things.words) in news, verb
            assert (words == "") == (verb not in SAID_OVER_THE_BUTTON), verb
        else:
            assert any(refusal in (words or news) for refusal in REFUSALS), verb
            assert bool(words) != bool(news), verb
            assert rows_of_members(busy) == base, verb
    assert pressed == set(VERBS) or (whose == "own" and who not in MEMBERS)


FOR_DESK_ALONE = "This is shown in a private chat only. Please open a private chat with the system."


@pytest.mark.parametrize("who", ["stranger", "member", "leader", "secretary"])
async def test_in_the_group_officers_alone_are_served_and_nothing_personal_appears(busy: World, who: str) -> None:
    phone, group = phone_of(busy, who), await bound(busy)

    for verb in VERBS:
        things = things_of(busy, owner(who, "others"))
        button = things.buttons.get(verb) or things_of(busy, "member").buttons[verb]
        shown, base, own = [each.text for each in group.messages], rows_of_members(busy), len(phone.messages)
        words = await group.presses(phone, button.data)
        news = [each.text for each in group.messages if each.text not in shown]

        if who != "secretary" or not works_in_group(button):
            refusal = FOR_DESK_ALONE if who == "secretary" else "This function is for officers of the Standing Body."
            assert said(refusal)[:30] in words if who == "secretary" else REFUSALS[1] in words, verb
            assert (news, rows_of_members(busy), len(phone.messages)) == ([], base, own), verb
        else:
            assert words or news, verb
            # What is theirs alone stays with them: only a form opens, and that in private.
            assert (len(phone.messages) > own) == (verb is OpenAct and "trò chuyện riêng" in words), verb
            assert not any("Về màn hình chính" in label for label in group.last.labels), verb
    live = "SELECT count(*) FROM anchors WHERE address = ? AND anchor NOT LIKE 'desk:place%'"
    assert busy.read.conn.execute(live, [str(GROUP)]).fetchone()[0] == 0
    assert busy.count("outbox", f"address = '{GROUP}' AND account IS NOT NULL") == 0


async def test_a_draft_is_its_writers_alone_and_what_was_sent_is_everybodys_of_the_seat(busy: World) -> None:
    binh, hers = busy.phone("BINH"), things_of(busy, "other member")

    refused = [await press(busy, binh, hers.buttons[verb].data) for verb in (ContinueDraft, AnswerForm, MoveDraft)]
    for verb in (ShowReport, ShowTask):
        await press(busy, binh, hers.buttons[verb].data)
        assert SERVED[verb].format(**hers.words) in binh.last.text

    assert all(out_of_date() in words for words in refused)


@pytest.mark.parametrize("whose", WHOSE)
@pytest.mark.parametrize("who", CAST)
async def test_a_part_of_a_report_is_shown_to_those_who_may_see_the_report(busy: World, who: str, whose: str) -> None:
    phone, difficulty = phone_of(busy, who), things_of(busy, owner(who, whose)).words["difficulty"]
    if not difficulty:
        return  # they have sent nothing

    for part, version in product(set(ReportPart) - {ReportPart.OPINION, ReportPart.UPDATES}, (None, 1)):
        words = await press(busy, phone, ShowReport(difficulty, part, version).data)
        shown = phone.messages and phone.last.text.startswith(difficulty)

        assert bool(shown) == (who in MAY_PRESS[ShowReport][WHOSE.index(whose)]), part
        assert shown or any(refusal in (words or phone.last.text) for refusal in REFUSALS)


async def test_a_command_works_in_any_case_and_with_the_bots_name(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, "/BaoCao@tro_ly_bot")

    assert said("Please choose the report:") in an.last.text
