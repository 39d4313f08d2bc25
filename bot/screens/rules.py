"""The rules of reminders as an administrator sees and changes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.people import Person
from bot.domain.reminder_rules import HOURS, Kind, Mark, Rule, Ruleset
from bot.domain.rule_editing import ROLES, SIDE_OF, RulePart
from bot.domain.rule_moves import Becomes, Move, by_day, counted, persons
from bot.domain.texts import BLANK, N_, Choice, Row, Screen, Text, Weight
from bot.domain.verbs.home import ShowHome
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
from bot.screens import rule_words as words
from bot.screens.lookup import by_number
from bot.screens.matters import matter
from bot.screens.people import changing

_NAMED, _DAYS = 8, 10
_HOME = Choice(Text(N_("Main screen")), ShowHome())
RULES = Choice(Text(N_("‹ Back to the rules")), ListRules())
_PARTS: Mapping[RulePart, str] = {
    RulePart.OPENING: N_("Remind at opening"),
    RulePart.WAITED: N_("Set days waited"),
    RulePart.BEFORE: N_("Add days before"),
    RulePart.BEFORE_WORKING: N_("Working days before"),
    RulePart.AFTER: N_("Add days after"),
    RulePart.MINUTES: N_("Set minutes waited"),
    RulePart.ROLE: N_("Add recipients"),
    RulePart.HOUR: N_("Set the hour"),
    RulePart.LATE: N_("Set late days"),
}


@dataclass(frozen=True)
class InForce:
    """A version: who set it and when; without, those that ship."""

    number: int
    by: str = ""
    """The name of whoever set it; empty for the command line."""
    at: datetime | None = None


def _version(found: InForce) -> Text:
    if found.at is None:
        return Text(N_("version 0, as shipped"))
    by = found.by or Text(N_("the command line"))
    return Text(N_("version {number}, set by {by} at {at:stamp}"), number=found.number, by=by, at=found.at)


def listed(rules: Ruleset, found: InForce) -> Screen:
    """All rules in force."""
    lines = [
        Text(N_("{number}. {rule}"), number=number, rule=words.line(kind, rules.of(kind)))
        for number, kind in enumerate(Kind, 1)
    ]
    heading = Text(N_("<b>Rules of reminders</b> – {version}"), version=_version(found))
    shipped = [(Choice(Text(N_("View rules as shipped")), PreviewRuleVersion(0)),)] if found.number else []
    versions = (Choice(Text(N_("View versions")), ListRuleVersions()), _HOME)
    note = Text(N_("Choose a rule to change it; before anything changes it is shown which reminders move."))
    rows = (*by_number([EditRule(kind) for kind in Kind]), *shipped, versions)
    return Screen((heading, *lines, BLANK, note), rows)


def editing(kind: Kind, rule: Rule, draft: Rule | None, parts: Sequence[RulePart], *, drops: bool) -> Screen:
    """One rule, with the draft of it where there is one; `parts` can be changed, and something can go."""
    lines = [Text(N_("<b>Rule of reminders</b>")), Text(N_("In force: {rule}"), rule=words.line(kind, rule))]
    if draft is not None:
        lines.append(Text(N_("Draft, not applied yet: {rule}"), rule=words.line(kind, draft)))
    choices = [Choice(Text(_PARTS[part]), AskRulePart(kind, part)) for part in parts]
    choices += [Choice(Text(N_("Remove marks, roles")), AskRuleDrop(kind))] if drops else []
    rows: list[Row] = [tuple(choices[i : i + 2]) for i in range(0, len(choices), 2)]
    if draft is not None:
        preview = Choice(Text(N_("Preview the change")), PreviewRule(kind))
        rows.append((preview, Choice(Text(N_("Drop the change")), DropRuleDraft(kind))))
    return Screen(tuple(lines), (*rows, (RULES,)))


def ask(kind: Kind, rule: Rule, part: RulePart, numbers: Sequence[int]) -> Screen:
    """What a part of a rule is to be."""
    lines = [_numbered(place, _named(part, number)) for place, number in enumerate(numbers, 1)]
    asked = Text(N_("{rule}. What is to be set?"), rule=words.name(kind))
    now = Text(N_("Now: {rule}"), rule=words.line(kind, rule))
    none = () if numbers else (Text(N_("Nothing more can be set here.")),)
    rows = (*by_number([SetRulePart(kind, part, number) for number in numbers]), (_back(kind),))
    return Screen((asked, now, BLANK, *lines, *none), rows)


def ask_drop(kind: Kind, rule: Rule, found: Sequence[tuple[RulePart, int]]) -> Screen:
    """Which mark or role is to go."""
    lines = [_numbered(place, _named(part, number)) for place, (part, number) in enumerate(found, 1)]
    asked = Text(N_("{rule}. What is to go?"), rule=words.name(kind))
    now = Text(N_("Now: {rule}"), rule=words.line(kind, rule))
    rows = (*by_number([DropRulePart(kind, part, number) for part, number in found]), (_back(kind),))
    return Screen((asked, now, BLANK, *lines), rows)


def _numbered(place: int, text: Text) -> Text:
    return Text(N_("{number}. {text}"), number=place, text=text)


def _named(part: RulePart, number: int) -> Text:
    match part:
        case RulePart.HOUR:
            return Text("{at:clock}", at=HOURS[number - 1]) if number else Text(N_("the hour each person has chosen"))
        case RulePart.LATE:
            return words.late(number)
        case RulePart.ROLE:
            return Text(changing.ROLES[ROLES[number]])
    return words.marks([Mark(SIDE_OF[part], number)])


def _back(kind: Kind) -> Choice:
    return Choice(Text(N_("‹ Back to the rule")), EditRule(kind))


@dataclass(frozen=True)
class Preview:
    """What a change of rules would do: the kinds whose rule is another, what moves, and who is named."""

    old: Ruleset
    new: Ruleset
    kinds: Sequence[Kind]
    moves: Sequence[Move]
    people: Mapping[int, Person]


@dataclass(frozen=True)
class Previewed:
    """The same as it is told: its lines, by the version in force, and whether any rule is another."""

    lines: Sequence[Text]
    version: int
    differs: bool


def previewed(found: Preview) -> Previewed:
    """Return a preview as it is told."""
    return Previewed(tuple(preview_lines(found)), found.old.version, bool(found.kinds))


def preview_lines(found: Preview) -> Iterator[Text]:
    """Yield what a change of rules would do."""
    if not found.kinds:
        yield Text(N_("Nothing would change: these are the rules in force."))
        return
    for kind in found.kinds:
        yield Text(N_("Now: {rule}"), rule=words.line(kind, found.old.of(kind)))
        yield Text(N_("Then: {rule}"), rule=words.line(kind, found.new.of(kind)))
    yield BLANK
    yield from _moves(found)
    yield Text(N_("What was sent stays as it is."))


def _moves(found: Preview) -> Iterator[Text]:
    if not found.moves:
        yield Text(N_("No reminder that is planned moves."))
        return
    yield Text(
        N_(
            "Reminders not sent yet: {dropped:count} go, {added:count} come, {moved:count} change their hour; they"
            " concern {persons:count} persons."
        ),
        **_counts(found.moves),
        persons=persons(found.moves),
    )
    days = by_day(found.moves)
    for day, moves in days[:_DAYS]:
        msgid = N_("• {day:day}: {dropped:count} go, {added:count} come, {moved:count} change their hour")
        yield Text(msgid, day=day, **_counts(moves))
    if len(days) > _DAYS:
        yield Text(N_("• and {count:count} other days"), count=len(days) - _DAYS)
    yield from (_named_move(number, move, found) for number, move in enumerate(found.moves[:_NAMED], 1))
    if len(found.moves) > _NAMED:
        yield Text(N_("and {count:count} other reminders"), count=len(found.moves) - _NAMED)


def _counts(moves: Sequence[Move]) -> dict[str, int]:
    return {becomes.value: counted(moves, becomes) for becomes in Becomes}


_BECOMES: Mapping[Becomes, str] = {
    Becomes.DROPPED: N_("{number}. {full_name}, {matter}: not reminded on {day:date} any more"),
    Becomes.ADDED: N_("{number}. {full_name}, {matter}: reminded on {day:date}"),
    Becomes.MOVED: N_("{number}. {full_name}, {matter}: {day:date}, another hour"),
}


def _named_move(number: int, move: Move, found: Preview) -> Text:
    due = move.occurrence.due
    return Text(
        _BECOMES[move.becomes],
        number=number,
        full_name=found.people[due.person].full_name,
        matter=matter(due.kind, due.subject),
        day=move.day,
    )


def preview_rule(kind: Kind, found: Previewed, rev: int) -> Screen:
    """What the draft of a rule would move."""
    heading = Text(N_("<b>Preview of a change of the rules</b>"))
    discard = Choice(Text(N_("Drop the change")), DropRuleDraft(kind))
    apply = Choice(Text(N_("Apply the rule")), ApplyRule(kind, rev, found.version), Weight.SEND)
    first = (apply, discard) if found.differs else (discard,)
    return Screen((heading, *found.lines), (first, (_back(kind),)))


def preview_version(number: int, found: Previewed) -> Screen:
    """What an earlier version would move."""
    heading = Text(N_("<b>Preview of version {number} of the rules</b>"), number=number)
    apply = Choice(Text(N_("Apply this version")), ApplyRuleVersion(number, found.version), Weight.SEND)
    versions = Choice(Text(N_("View versions")), ListRuleVersions())
    rows = ((apply,),) if found.differs else ()
    return Screen((heading, *found.lines), (*rows, (versions, RULES)))


def versions(found: Sequence[InForce]) -> Screen:
    """What was in force when, the newest first."""
    lines = [_numbered(place, _version(each)) for place, each in enumerate(found, 1)]
    heading = Text(N_("<b>Versions of the rules of reminders</b> – the first one is in force"))
    return Screen((heading, *lines), (*by_number([PreviewRuleVersion(each.number) for each in found]), (RULES,)))


APPLIED = N_("Version {number} of the rules is in force. Reminders not sent yet have been planned anew.")


def applied(number: int) -> Text:
    """A change has been made."""
    return Text(APPLIED, number=number)


CHANGED_SINCE = Text(
    N_("The rules have been changed meanwhile, so nothing was applied. This is what the change would do now:")
)
DROPPED = Text(N_("The change has been dropped; the rule stays as it was."))
