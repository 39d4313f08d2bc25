"""The form in which the desk writes an announcement: what it asks, and how each answer is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.attachments import SIZE_MAX
from bot.domain.broadcasts import Audience, Chosen
from bot.domain.characters import clean, cut, key
from bot.domain.day_phrases import Today, Why
from bot.domain.day_steps import refused as refused_day
from bot.domain.forms import Draft, Form, Item, Step
from bot.domain.handling import FILES, WORDS
from bot.domain.hour_phrases import NotAnInstant, WhyNot, read_instant
from bot.domain.task_parts import Directory, parts_step
from bot.domain.texts import N_, Text

BROADCAST = "broadcast"
"""The kind of its drafts, which are of no seat; their subject is empty, or the code of what is repeated."""
AUDIENCE, WHEN, CONFIRM = "audience", "when", "confirm"
WHICH: Mapping[Audience, str] = {each: f"which_{each.value}" for each in Audience}
"""The question which of them, by the kind of audience: another kind leaves the answer of the one before alone."""
NOW, YES, NO = "now", "yes", "no"
FILES_MAX = 5
LONGEST = 3000
_SHOWN, _TYPED_MOST = 60, 4000
_LATEST = timedelta(days=92)
_YES, _NO = frozenset({"co", "yes"}), frozenset({"khong", "no"})
_NOW = frozenset({"ngay", "gui ngay", "bay gio", "now", "at once", "ngay bay gio"})
_KEPT = "%H:%M %d/%m/%Y"


@dataclass(frozen=True)
class Known:
    """What the form can offer: the hour, who can be named, and by each kind of audience what can be chosen.

    `options`: codes, each with how it is called by whoever types it, in whatever language.
    """

    now: datetime
    today: Today
    directory: Directory
    options: Mapping[Audience, Mapping[str, Sequence[str]]]
    morning: datetime
    """The usual hour of the next working day."""


def broadcast_form(known: Known, draft: Draft) -> Form:
    """Return the form, with what is asked because of the audience that a draft has."""
    item: Item = draft.items[0] if draft.items else {}
    which = _which(known, item.get(AUDIENCE, ""))
    steps = (_WORDS, _FILES, _audience(known), *([which] if which else []), _when(known), _CONFIRM)
    return Form(steps, items_max=1, becomes=lambda changed: broadcast_form(known, changed), keeps=False)


def chosen(item: Item) -> Chosen:
    """Return the audience of a complete form."""
    audience = Audience(item[AUDIENCE])
    return Chosen(audience, item[WHICH[audience]])


def instant_of(kept: str) -> datetime | None:
    """Return the hour of an answer that was kept, in Viet Nam's time without its zone; None for "now"."""
    return None if kept == NOW else datetime.strptime(kept, _KEPT)  # noqa: DTZ007 - its zone is given where it is used


_WORDS = Step(
    WORDS,
    (
        Text(N_("What is to be announced? It is sent as it is written.")),
        Text(N_("It must hold no state secret and no personal data that its readers need not know.")),
    ),
    least=10,
    most=LONGEST,
    extendable=True,
)
_FILES = Step(
    FILES,
    (
        Text(
            N_(
                "Send photos or files that go with it (at most {most:count} files, each of at most {size:number} MB)."
                " Everybody gets each of them as a message of its own."
            ),
            most=FILES_MAX,
            size=SIZE_MAX // 2**20,
        ),
    ),
    optional=True,
    files_max=FILES_MAX,
)
_UNKNOWN = N_('"{typed}" is none of the choices. Please choose one of:')


def _yes_or_no(text: str) -> tuple[str, ...]:
    said = key(text).strip(" .")
    return (YES,) if said in _YES | {"1"} else (NO,) if said in _NO | {"2"} else ()


_CONFIRM = Step(
    CONFIRM,
    (Text(N_("Are the recipients asked to confirm that they have received it?")),),
    options=(YES, NO),
    find=_yes_or_no,
    takes_no=True,
    unknown=_UNKNOWN,
)
_AUDIENCES: Mapping[Audience, tuple[str, ...]] = {
    Audience.BODY: ("to chuc", "co quan", "body"),
    Audience.ROLE: ("vai tro", "role"),
    Audience.SEATS: ("danh sach", "list"),
    Audience.UNFILED: ("chua gui bao cao", "report missing"),
    Audience.UNCONFIRMED: ("chua xac nhan", "not confirmed"),
}


def _audience(known: Known) -> Step:
    # What nothing can be chosen of is not offered.
    offered = {each.value: _AUDIENCES[each] for each in Audience if each is Audience.SEATS or known.options.get(each)}
    return _choice(AUDIENCE, Text(N_("For whom is it?")), offered)


def _which(known: Known, answer: str) -> Step | None:
    if not answer:
        return None
    audience = Audience(answer)
    if audience is Audience.SEATS:
        asked = Text(N_("Which members? Type names or codes, on lines of their own or between semicolons."))
        return replace(parts_step(WHICH[audience], (asked,), known.directory, lead=False), optional=False)
    return _choice(WHICH[audience], Text(_ASKED[audience]), known.options.get(audience, {}))


_ASKED: Mapping[Audience, str] = {
    Audience.BODY: N_("For the members of which body? Leaders and focal persons get it."),
    Audience.ROLE: N_("For the holders of which role?"),
    Audience.UNFILED: N_("Whose report for which period has not come?"),
    Audience.UNCONFIRMED: N_("Who has not confirmed which announcement?"),
}


def _choice(name: str, asked: Text, options: Mapping[str, Sequence[str]]) -> Step:
    codes = tuple(options)

    def find(text: str) -> tuple[str, ...]:
        said = key(clean(text)).strip(" .")
        if said.isdecimal() and 0 < int(said) <= len(codes):
            return (codes[int(said) - 1],)
        return tuple(code for code, called in options.items() if said in {key(code), *map(key, called)})

    return Step(name, (asked,), options=codes, find=find, unknown=_UNKNOWN)


def _when(known: Known) -> Step:
    def refuse(text: str) -> Text | None:
        found = _instant(text, known)
        if not isinstance(found, NotAnInstant):
            return _too_late(found, known) if found else None
        if found.why is WhyNot.PAST:
            return Text(N_("{at:full} has passed. Please enter a later hour."), at=found.at)
        if found.day and found.day.why is not Why.UNKNOWN:
            return refused_day(found.day, text, known.today)
        said = N_('"{typed}" names no hour that can be taken. For example: 08:30 tomorrow; 14:00 {day:date}; now.')
        return Text(said, typed=cut(text, _SHOWN), day=known.morning)

    def kept_as(text: str) -> str:
        found = _instant(text, known)
        return f"{found:{_KEPT}}" if isinstance(found, datetime) else NOW

    def remark(text: str) -> Text | None:
        found = _instant(text, known)
        return _remark(found, known) if isinstance(found, datetime) else None

    asked = Text(N_("When is it sent? As it is said: now; 08:30 tomorrow; 2 p.m. on Friday."))
    quick = (NOW, f"{known.morning:{_KEPT}}")
    return Step(WHEN, (asked,), least=1, most=_TYPED_MOST, quick=quick, refuse=refuse, kept_as=kept_as, remark=remark)


def _instant(text: str, known: Known) -> datetime | NotAnInstant | None:
    """What a text means; None for "now"."""
    return None if key(clean(text)).strip(" .") in _NOW else read_instant(text, known.today, known.now)


def _too_late(at: datetime, known: Known) -> Text | None:
    latest = known.now + _LATEST
    if at <= latest:
        return None
    return Text(N_("{at:full} is too late: please name an hour until {latest:date}."), at=at, latest=latest)


def _remark(at: datetime, known: Known) -> Text:
    if known.today.calendar.is_working(at.date()):
        return Text(N_("Understood as {at:full}."), at=at)
    return Text(N_("Understood as {at:full}, a day off."), at=at)
