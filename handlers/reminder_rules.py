"""The rules of reminders, for administrators."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.reminder_rules import (
    ApplyRule,
    ApplyRuleVersion,
    AskRuleDrop,
    AskRulePart,
    DropRuleDraft,
    DropRulePart,
    EditRule,
    ListRules,
    ListRuleVersions,
    PreviewRule,
    PreviewRuleVersion,
    SetRulePart,
)
from bot.services import rule_editing
from handlers.filters import Linked, Presses, Says
from handlers.replies import after_message, after_press
from storage.unit import Unit

router = Router(name="reminder_rules")


@router.message(Linked(), Says("quytac", "rules"))
async def rules(_message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """All rules in force."""
    return after_message(actor, rule_editing.show(unit, actor))


@router.callback_query(Linked(), Presses(ListRules))
async def listed(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """All rules in force."""
    return after_press(actor, rule_editing.show(unit, actor))


@router.callback_query(Linked(), Presses(EditRule))
async def edited(_query: CallbackQuery, unit: Unit, actor: Actor, press: EditRule) -> list[Operation]:
    """One rule."""
    return after_press(actor, rule_editing.edit(unit, actor, press.kind))


@router.callback_query(Linked(), Presses(AskRulePart))
async def asked(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskRulePart) -> list[Operation]:
    """What a part is to be."""
    return after_press(actor, rule_editing.ask(unit, actor, press.kind, press.part))


@router.callback_query(Linked(), Presses(AskRuleDrop))
async def asked_drop(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskRuleDrop) -> list[Operation]:
    """Which mark or role is to go."""
    return after_press(actor, rule_editing.ask_drop(unit, actor, press.kind))


@router.callback_query(Linked(), Presses(SetRulePart))
async def part_set(_query: CallbackQuery, unit: Unit, actor: Actor, press: SetRulePart) -> list[Operation]:
    """A part is set in the draft."""
    return after_press(actor, rule_editing.set_part(unit, actor, press.kind, press.part, press.number))


@router.callback_query(Linked(), Presses(DropRulePart))
async def part_dropped(_query: CallbackQuery, unit: Unit, actor: Actor, press: DropRulePart) -> list[Operation]:
    """A mark or a role goes from the draft."""
    return after_press(actor, rule_editing.drop_part(unit, actor, press.kind, press.part, press.number))


@router.callback_query(Linked(), Presses(DropRuleDraft))
async def dropped(_query: CallbackQuery, unit: Unit, actor: Actor, press: DropRuleDraft) -> list[Operation]:
    """The draft goes."""
    return after_press(actor, rule_editing.drop(unit, actor, press.kind))


@router.callback_query(Linked(), Presses(PreviewRule))
async def previewed(_query: CallbackQuery, unit: Unit, actor: Actor, press: PreviewRule) -> list[Operation]:
    """What the draft would move."""
    return after_press(actor, rule_editing.preview(unit, actor, press.kind))


@router.callback_query(Linked(), Presses(ApplyRule))
async def applied(_query: CallbackQuery, unit: Unit, actor: Actor, press: ApplyRule) -> list[Operation]:
    """The draft is put in force."""
    return after_press(actor, rule_editing.apply(unit, actor, press.kind, press.rev, press.version))


@router.callback_query(Linked(), Presses(ListRuleVersions))
async def versions(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """What was in force when."""
    return after_press(actor, rule_editing.show_versions(unit, actor))


@router.callback_query(Linked(), Presses(PreviewRuleVersion))
async def version_previewed(
    _query: CallbackQuery, unit: Unit, actor: Actor, press: PreviewRuleVersion
) -> list[Operation]:
    """What an earlier version would move."""
    return after_press(actor, rule_editing.preview_version(unit, actor, press.number))


@router.callback_query(Linked(), Presses(ApplyRuleVersion))
async def version_applied(_query: CallbackQuery, unit: Unit, actor: Actor, press: ApplyRuleVersion) -> list[Operation]:
    """An earlier version is put in force again."""
    return after_press(actor, rule_editing.apply_version(unit, actor, press.number, press.version))
