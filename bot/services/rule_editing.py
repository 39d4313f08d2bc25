"""The rules of reminders in an administrator's chat: looked at, changed as a draft, previewed, applied, taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.domain.forms import Draft, Form
from bot.domain.people import Actor, Role
from bot.domain.reminder_rules import Kind, Rule, Ruleset, as_plain, from_plain
from bot.domain.rule_editing import DRAFT_KIND, RulePart, offered, parts, removable, with_part, without_part
from bot.domain.texts import Screen
from bot.errors import BotError
from bot.screens import rules as wording
from bot.screens.rules import InForce, Preview, Previewed
from bot.services import reminder_rules as changing
from bot.services.beside import OverPlan, reckoned
from bot.services.people.duties import by
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, people, reminder_rules
from storage.unit import Unit

_RULE = "rule"
_VERSIONS_SHOWN = 8


def show(unit: Unit, actor: Actor) -> Reply:
    """Show all rules in force. Raises BotError("admins_only")."""
    _admin_only(unit, actor)
    people.set_open_draft(unit.db, actor.account, None)
    latest = reminder_rules.latest(unit.db)
    return Reply(wording.listed(unit.rules.reminders, _version(unit, latest) if latest else InForce(0)))


def edit(unit: Unit, actor: Actor, kind: Kind) -> Reply:
    """Show one rule, with its draft where there is one. Raises BotError("admins_only")."""
    _admin_only(unit, actor)
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(_editing(unit, actor, kind))


def _editing(unit: Unit, actor: Actor, kind: Kind) -> Screen:
    rule, draft = unit.rules.reminders.of(kind), _draft(unit, actor, kind)
    there = draft or rule
    can = [part for part in parts(kind) if offered(kind, there, part)]
    return wording.editing(kind, rule, draft, can, drops=bool(removable(kind, there)))


def ask(unit: Unit, actor: Actor, kind: Kind, part: RulePart) -> Reply:
    """Ask what a part is to be. Raises BotError("admins_only")."""
    _admin_only(unit, actor)
    rule = _there(unit, actor, kind)
    return Reply(wording.ask(kind, rule, part, offered(kind, rule, part)))


def ask_drop(unit: Unit, actor: Actor, kind: Kind) -> Reply:
    """Ask which mark or role is to go. Raises BotError("admins_only")."""
    _admin_only(unit, actor)
    rule = _there(unit, actor, kind)
    return Reply(wording.ask_drop(kind, rule, removable(kind, rule)))


def set_part(unit: Unit, actor: Actor, kind: Kind, part: RulePart, number: int) -> Reply:
    """Set a part in the draft. Raises BotError: rights, or bad_rule."""
    return _changed(unit, actor, kind, lambda rule: with_part(kind, rule, part, number))


def drop_part(unit: Unit, actor: Actor, kind: Kind, part: RulePart, number: int) -> Reply:
    """Take a mark or a role from the draft. Raises BotError: rights, or bad_rule."""
    return _changed(unit, actor, kind, lambda rule: without_part(kind, rule, part, number))


def _changed(unit: Unit, actor: Actor, kind: Kind, change: Callable[[Rule], Rule]) -> Reply:
    _admin_only(unit, actor)
    rule = change(_there(unit, actor, kind))
    key = (actor.person.id, 0, DRAFT_KIND, kind.value)
    draft = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    item = {_RULE: json.dumps(as_plain({kind: rule}))}
    drafts.save_draft(unit.db, replace(draft, rev=draft.rev + 1, items=(item,)), unit.now)
    return edit(unit, actor, kind)


def drop(unit: Unit, actor: Actor, kind: Kind) -> Reply:
    """Drop the draft. Raises BotError("admins_only")."""
    _admin_only(unit, actor)
    _drop(unit, actor, kind)
    return with_remark(edit(unit, actor, kind), wording.DROPPED)


def _drop(unit: Unit, actor: Actor, kind: Kind) -> None:
    draft = drafts.live_draft(unit.db, actor.person.id, 0, DRAFT_KIND, kind.value)
    if draft:
        drafts.drop_draft(unit.db, draft.id)


def preview(unit: Unit, actor: Actor, kind: Kind) -> Reply:
    """Show what the draft would move. Raises BotError: rights, or stale where there is no draft."""
    _admin_only(unit, actor)
    draft = drafts.live_draft(unit.db, actor.person.id, 0, DRAFT_KIND, kind.value)
    if draft is None:
        raise BotError("stale")
    new = unit.rules.reminders.with_rule(kind, _rule(draft, kind))
    return Reply(wording.preview_rule(kind, _previewed(unit, new), draft.rev))


def apply(unit: Unit, actor: Actor, kind: Kind, rev: int, version: int) -> Reply:
    """Put the draft in force as it was previewed; else show the preview as it is now. Raises what `preview` raises."""
    _admin_only(unit, actor)
    draft = drafts.live_draft(unit.db, actor.person.id, 0, DRAFT_KIND, kind.value)
    rules = unit.rules.reminders
    if draft is None or (draft.rev, rules.version) != (rev, version):
        return with_remark(preview(unit, actor, kind), wording.CHANGED_SINCE)
    new = rules.with_rule(kind, _rule(draft, kind))
    _drop(unit, actor, kind)
    return _applied(unit, actor, new)


def show_versions(unit: Unit, actor: Actor) -> Reply:
    """Show the newest versions. Raises BotError("admins_only")."""
    _admin_only(unit, actor)
    found = [_version(unit, each) for each in reminder_rules.versions(unit.db, _VERSIONS_SHOWN)]
    return Reply(wording.versions([*found, InForce(0)]))


def preview_version(unit: Unit, actor: Actor, number: int) -> Reply:
    """Show what an earlier version would move. Raises BotError: rights, or stale where there is none of it."""
    _admin_only(unit, actor)
    return Reply(wording.preview_version(number, _previewed(unit, changing.of_number(unit, number))))


def apply_version(unit: Unit, actor: Actor, number: int, version: int) -> Reply:
    """Put the rules of an earlier version in force again, under a new number. Raises what `preview_version` raises."""
    _admin_only(unit, actor)
    new = changing.of_number(unit, number)
    if unit.rules.reminders.version != version:
        return with_remark(preview_version(unit, actor, number), wording.CHANGED_SINCE)
    return _applied(unit, actor, new)


def _applied(unit: Unit, actor: Actor, new: Ruleset) -> Reply:
    number = changing.put(unit, new.rules, unit.rules.reminders.version, by(actor))
    after = Unit(unit.db, unit.now, unit.shipped)
    return with_remark(show(after, actor), wording.applied(number))


@dataclass(frozen=True)
class PreviewRulesOf(OverPlan):
    """The work of finding what other rules, as plain JSON, would do: what they concern is planned twice, in memory."""

    rules: str

    def __call__(self, unit: Unit) -> Previewed:
        """Find it."""
        new = replace(unit.rules.reminders, rules=from_plain(json.loads(self.rules)))
        return wording.previewed(preview_of(unit, new))


def _previewed(unit: Unit, new: Ruleset) -> Previewed:
    return reckoned(unit, PreviewRulesOf(json.dumps(as_plain(new.rules), sort_keys=True)))


def preview_of(unit: Unit, new: Ruleset) -> Preview:
    """Return what other rules would do."""
    old = unit.rules.reminders
    kinds = changing.differing(old, new)
    moves = changing.moved(unit, new) if kinds else []
    named = people.persons_by_id(unit.db, {move.occurrence.due.person for move in moves})
    return Preview(old, new, kinds, moves, named)


def _version(unit: Unit, found: reminder_rules.Version) -> InForce:
    code = found.actor.partition(":")[2]
    person = people.person_by_code(unit.db, code) if code else None
    return InForce(found.version, person.full_name if person else code, found.at)


def _there(unit: Unit, actor: Actor, kind: Kind) -> Rule:
    return _draft(unit, actor, kind) or unit.rules.reminders.of(kind)


def _draft(unit: Unit, actor: Actor, kind: Kind) -> Rule | None:
    draft = drafts.live_draft(unit.db, actor.person.id, 0, DRAFT_KIND, kind.value)
    return _rule(draft, kind) if draft else None


def _rule(draft: Draft, kind: Kind) -> Rule:
    return from_plain(json.loads(draft.items[0][_RULE]))[kind]


def _admin_only(unit: Unit, actor: Actor) -> None:
    if Role.ADMIN not in actor.roles:
        raise BotError("admins_only", phone=unit.rules.profile.office.phone)


def _overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    """Nothing of it is typed: it has a screen of its own, whatever opens it."""
    return edit(unit, actor, Kind(draft.subject))


def _no_form(_unit: Unit, _draft: Draft) -> Form:
    raise BotError("stale")


FORM = DraftForm(
    _no_form, lambda unit, actor, draft: _editing(unit, actor, Kind(draft.subject)),
    lambda unit, actor, draft, _done: _overtaken(unit, actor, draft), last_day_untouched, _overtaken,
)  # fmt: skip
"""What a draft of a rule is to those who open drafts."""
