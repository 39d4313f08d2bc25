"""What an administrator presses to see and to change the rules of reminders."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.reminder_rules import Kind
from bot.domain.rule_editing import RulePart


@dataclass(frozen=True)
class ListRules(Verb, wire="nl", access=Access.ADMIN):
    """All rules in force."""


@dataclass(frozen=True)
class EditRule(Verb, wire="ne", access=Access.ADMIN):
    """One rule, with what can be changed."""

    kind: Kind


@dataclass(frozen=True)
class AskRulePart(Verb, wire="nq", access=Access.ADMIN):
    """What a part of a rule is to be."""

    kind: Kind
    part: RulePart


@dataclass(frozen=True)
class AskRuleDrop(Verb, wire="nr", access=Access.ADMIN):
    """Which mark or role is to go from the draft of a rule."""

    kind: Kind


@dataclass(frozen=True)
class SetRulePart(Verb, wire="ns", access=Access.ADMIN):
    """A part is set, or a mark or a role is added, in the draft of a rule."""

    kind: Kind
    part: RulePart
    number: int


@dataclass(frozen=True)
class DropRulePart(Verb, wire="nd", access=Access.ADMIN):
    """A mark or a role goes from the draft of a rule."""

    kind: Kind
    part: RulePart
    number: int


@dataclass(frozen=True)
class DropRuleDraft(Verb, wire="nx", access=Access.ADMIN):
    """The draft of a rule goes; the rule stays as it is."""

    kind: Kind


@dataclass(frozen=True)
class PreviewRule(Verb, wire="np", access=Access.ADMIN):
    """What the draft of a rule would move."""

    kind: Kind


@dataclass(frozen=True)
class ApplyRule(Verb, wire="na", access=Access.ADMIN):
    """The draft of a rule, as it was at a revision, takes the place of the rule in the version that was in force."""

    kind: Kind
    rev: int
    version: int


@dataclass(frozen=True)
class ListRuleVersions(Verb, wire="nh", access=Access.ADMIN):
    """What was in force when, and who set it."""


@dataclass(frozen=True)
class PreviewRuleVersion(Verb, wire="nv", access=Access.ADMIN):
    """What an earlier version would move; 0 are the rules that ship."""

    number: int


@dataclass(frozen=True)
class ApplyRuleVersion(Verb, wire="nz", access=Access.ADMIN):
    """The rules of an earlier version take the place of the version that was in force."""

    number: int
    version: int
