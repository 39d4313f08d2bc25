"""Papers on a task."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.task_papers import MakeTaskDossier
from bot.services.tasks import dossier
from handlers.filters import Linked, Presses
from handlers.replies import after_press
from storage.unit import Unit

router = Router(name="task_papers")


@router.callback_query(Linked(), Presses(MakeTaskDossier))
async def dossier_pressed(_query: CallbackQuery, unit: Unit, actor: Actor, press: MakeTaskDossier) -> list[Operation]:
    """The dossier of a task."""
    return after_press(actor, dossier.make(unit, actor, press.task))
