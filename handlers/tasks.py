"""Tasks, and looking things up by their code or by words."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Filter as UpdateFilter
from aiogram.types import CallbackQuery, Message

from bot.domain.buttons import Access
from bot.domain.codes import is_code, read_code
from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.lookup import AskLookup, ShowLookupEntry, ShowLookupList, ShowReport
from bot.domain.verbs.tasks import ListReportTasks, ListTasks, ShowStatement, ShowTask, StateTask
from bot.domain.verbs.versions import ShowDifference
from bot.services import lookup, seen
from bot.services.reporting import freetext, periodic
from bot.services.tasks import listing, page, stating
from handlers.access import check
from handlers.filters import Linked, Presses, Says, answers_another
from handlers.replies import after_message, after_press
from storage.unit import Unit

router = Router(name="tasks")


class TypesCode(UpdateFilter):
    """A code typed by somebody who may look it up and is not writing anything."""

    async def __call__(self, message: Message, actor: Actor | None, unit: Unit) -> bool:
        if actor is None or actor.open_draft is not None or not message.text or read_code(message.text) is None:
            return False
        if not is_code(message.text) and _is_about_another(unit, actor, message):
            return False  # a code alone is looked up, whatever it is said to answer
        if freetext.goes_on(unit, actor, message.date):
            return False
        check(Access.READER, actor, unit.rules.profile.office.phone)
        return True


class AnswersLookup(UpdateFilter):
    """A text typed by somebody who is asked what to look up and may do so; no command."""

    async def __call__(self, message: Message, actor: Actor | None, unit: Unit) -> bool:
        text = message.text or ""
        if actor is None or not text or text.startswith("/") or not lookup.awaits(unit, actor, text):
            return False
        if answers_another(unit, actor, message) or freetext.goes_on(unit, actor, message.date):
            return False
        check(Access.READER, actor, unit.rules.profile.office.phone)
        return True


def _is_about_another(unit: Unit, actor: Actor, message: Message) -> bool:
    """Whether a text answers a message whose subject is known."""
    replied = message.reply_to_message
    return replied is not None and seen.topic_of(unit, actor, str(replied.message_id)) is not None


@router.message(Linked(), Says("nhiemvu", "tasks"))
async def show_list(_message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """What is under way."""
    return after_message(actor, listing.show_list(unit, actor))


@router.message(Linked(), Says("tracuu", "search"))
async def look_up(_message: Message, unit: Unit, actor: Actor, rest: str) -> list[Operation]:
    """What has the code that follows, or what its words find; without any, the question for them."""
    return after_message(actor, lookup.find(unit, actor, rest) if rest else lookup.ask(unit, actor))


@router.message(Linked(), TypesCode())
async def typed_code(message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """What has this code."""
    return after_message(actor, lookup.find(unit, actor, message.text or ""))


@router.message(Linked(), AnswersLookup())
async def typed_words(message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """What these words find."""
    return after_message(actor, lookup.find(unit, actor, message.text or ""))


@router.callback_query(Linked(), Presses(AskLookup))
async def ask_pressed(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """What to look up."""
    return after_press(actor, lookup.ask(unit, actor))


@router.callback_query(Linked(), Presses(ShowLookupList))
async def lookup_list_pressed(
    _query: CallbackQuery, unit: Unit, actor: Actor, press: ShowLookupList
) -> list[Operation]:
    """A page of what was found, or of the reports that were sent."""
    return after_press(actor, lookup.show_list(unit, actor, press.which, press.page))


@router.callback_query(Linked(), Presses(ShowLookupEntry))
async def lookup_entry_pressed(
    _query: CallbackQuery, unit: Unit, actor: Actor, press: ShowLookupEntry
) -> list[Operation]:
    """An entry of such a list."""
    return after_press(actor, lookup.show_entry(unit, actor, press.code, press.which, press.page))


@router.callback_query(Linked(), Presses(ListTasks))
async def list_pressed(_query: CallbackQuery, unit: Unit, actor: Actor, press: ListTasks) -> list[Operation]:
    """A page of a list."""
    return after_press(actor, listing.show_list(unit, actor, press.which, press.page, press.basis))


@router.callback_query(Linked(), Presses(ShowTask))
async def task_pressed(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowTask) -> list[Operation]:
    """One task."""
    return after_press(actor, page.show(unit, actor, press.task, press.which, press.page, press.basis))


@router.callback_query(Linked(), Presses(ShowReport))
async def view_pressed(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowReport) -> list[Operation]:
    """A report or a difficulty, or a part of it."""
    if press.part:
        return after_press(actor, lookup.show_part(unit, actor, press.code, press.part, press.version))
    return after_press(actor, lookup.show(unit, actor, press.code))


@router.callback_query(Linked(), Presses(ShowDifference))
async def difference_pressed(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowDifference) -> list[Operation]:
    """What a version of a report changes of the one before."""
    return after_press(actor, lookup.show_difference(unit, actor, press.report, press.version))


@router.callback_query(Linked(), Presses(ShowStatement))
async def statement_pressed(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowStatement) -> list[Operation]:
    """What a report says of a task."""
    return after_press(actor, lookup.show_statement(unit, actor, press.report, press.place, press.version))


@router.callback_query(Linked(), Presses(ListReportTasks))
async def results_pressed(_query: CallbackQuery, unit: Unit, actor: Actor, press: ListReportTasks) -> list[Operation]:
    """The tasks of a report that is being drafted."""
    return after_press(actor, periodic.show_tasks(unit, actor, press.draft, press.page))


@router.callback_query(Linked(), Presses(StateTask))
async def state_pressed(_query: CallbackQuery, unit: Unit, actor: Actor, press: StateTask) -> list[Operation]:
    """What a seat says of a task."""
    return after_press(actor, stating.start(unit, actor, press.seat, press.task))
