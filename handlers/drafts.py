"""Drafts that were left: listed, deleted, taken over."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.drafts import (
    AskDeleteDraft,
    DeleteDraft,
    ListDrafts,
    ShowSharedDraft,
    StartAdhoc,
    TakeDraft,
)
from bot.services.reporting import adhoc, forms, own_drafts, sharing
from handlers.filters import Linked, Presses
from handlers.replies import after_press
from storage.unit import Unit

router = Router(name="drafts")


@router.callback_query(Linked(), Presses(ListDrafts))
async def every(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """Every draft."""
    return after_press(actor, own_drafts.show(unit, actor))


@router.callback_query(Linked(), Presses(StartAdhoc))
async def another(_query: CallbackQuery, unit: Unit, actor: Actor, press: StartAdhoc) -> list[Operation]:
    """Another ad hoc report."""
    return after_press(actor, adhoc.start_another(unit, actor, press.seat))


@router.callback_query(Linked(), Presses(AskDeleteDraft))
async def ask_delete(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskDeleteDraft) -> list[Operation]:
    """Whether to delete a draft."""
    return after_press(actor, own_drafts.ask_delete(unit, actor, press.draft))


@router.callback_query(Linked(), Presses(DeleteDraft))
async def delete(_query: CallbackQuery, unit: Unit, actor: Actor, press: DeleteDraft) -> list[Operation]:
    """Delete a draft."""
    return after_press(actor, own_drafts.delete(unit, actor, press.draft, press.rev))


@router.callback_query(Linked(), Presses(ShowSharedDraft))
async def shared(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowSharedDraft) -> list[Operation]:
    """What a colleague has entered."""
    return after_press(actor, sharing.show(unit, actor, press.draft))


@router.callback_query(Linked(), Presses(TakeDraft))
async def take(_query: CallbackQuery, unit: Unit, actor: Actor, press: TakeDraft) -> list[Operation]:
    """Write on in place of a colleague."""
    return after_press(actor, forms.take_over(unit, actor, press.draft, press.rev))
