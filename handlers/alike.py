"""Difficulties that look alike: co-signed by members, shared by the desk."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.alike import (
    AskCosign,
    AskCosignBack,
    CosignInstead,
    OpenSharing,
    RevokeSharing,
    TakeCosignBack,
)
from bot.services.desk import sharing
from bot.services.reporting import cosigning
from handlers.filters import Linked, Presses
from handlers.replies import after_press
from storage.unit import Unit

router = Router(name="alike")


@router.callback_query(Linked(), Presses(AskCosign))
async def ask(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskCosign) -> list[Operation]:
    """Whether a difficulty of another is co-signed in place of an item."""
    return after_press(actor, cosigning.ask(unit, actor, press))


@router.callback_query(Linked(), Presses(CosignInstead))
async def cosign(_query: CallbackQuery, unit: Unit, actor: Actor, press: CosignInstead) -> list[Operation]:
    """Co-sign the difficulty that was shown."""
    return after_press(actor, cosigning.cosign(unit, actor, press))


@router.callback_query(Linked(), Presses(AskCosignBack))
async def ask_back(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskCosignBack) -> list[Operation]:
    """Whether a difficulty is co-signed no longer."""
    return after_press(actor, cosigning.ask_back(unit, actor, press.difficulty))


@router.callback_query(Linked(), Presses(TakeCosignBack))
async def take_back(_query: CallbackQuery, unit: Unit, actor: Actor, press: TakeCosignBack) -> list[Operation]:
    """Co-sign a difficulty no longer."""
    return after_press(actor, cosigning.take_back(unit, actor, press.difficulty))


@router.callback_query(Linked(), Presses(OpenSharing))
async def share(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenSharing) -> list[Operation]:
    """Open the form in which a headline is edited."""
    return after_press(actor, sharing.start(unit, actor, press.difficulty))


@router.callback_query(Linked(), Presses(RevokeSharing))
async def revoke(_query: CallbackQuery, unit: Unit, actor: Actor, press: RevokeSharing) -> list[Operation]:
    """Share a headline no longer."""
    return after_press(actor, sharing.revoke(unit, actor, press.difficulty))
