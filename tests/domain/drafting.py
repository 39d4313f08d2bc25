"""Drafts of the periodic form: every one that can be reached, and what can happen to it."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache

from hypothesis import strategies as st

from bot.data_source import load_fields
from bot.domain.attachments import SIZE_MAX, Attachment, FileKind, received
from bot.domain.calendars import Calendar
from bot.domain.form_engine import step
from bot.domain.forms import Act, At, Attached, Draft, Event, Form, Outcome, Position, Tap, Typed, Unreadable
from bot.domain.people import Honorific, Reader
from bot.domain.periods import Period, PeriodRules, schedule
from bot.domain.reports import REPORT, report_form
from bot.domain.texts import Choice, Text
from bot.domain.verbs.reporting import AnswerForm
from bot.screens.reporting.periodic import View, draft_screen

FIELDS = load_fields()
FORM = report_form(FIELDS, 20)
SMALL = report_form(FIELDS, 2)
"""The same steps, and so few items that every position can be visited."""
NOW = datetime(2026, 11, 16, 1, 15, tzinfo=UTC)
START = Draft(1, 1, 1, REPORT, "2026-11", 0, Position(At.OPENING), (), NOW)
EMAIL = "thu@example.vn"
WEEKDAYS = Calendar({}, decided_through=2027)
TEXTS = {
    "procedure": "Cấp giấy",
    "content": "Nội dung trái Điều 5 Nghị định 09/2019/NĐ-CP.",
    "legal": "Điều 5",
    "proposal": "Đề nghị bỏ.",
}
LONG = "Một dòng dài của phần mô tả, viết đi viết lại nhiều lần.\n" * 60
"""Over the limit of every question."""
FULL_ITEM = {"field": "dat_dai", **TEXTS}


def a_view(form: Form = FORM, *, late: bool = True, named: str = "Hiệp hội A") -> View:
    november = schedule(Period(2026, 11), PeriodRules(), WEEKDAYS)
    return View(form, {field.code: field for field in FIELDS}, named, named, november, late, email=EMAIL)


def offered(form: Form, draft: Draft) -> list[tuple[str, Tap]]:
    """What the buttons of the present screen carry, and the event each becomes."""
    rows = draft_screen(a_view(form), draft).rows
    return [(choice.verb.data, tap_of(choice)) for row in rows for choice in row]


def tap_of(choice: Choice) -> Tap:
    assert isinstance(choice.verb, AnswerForm)
    return Tap(choice.verb.rev, choice.verb.what, choice.verb.index)


def at(position: Position, *items: dict[str, str], rev: int = 5) -> Draft:
    return replace(START, rev=rev, position=position, items=items)


def asks(name: str, *, item: int = 0, adding: bool = False, returning: bool = False) -> Position:
    return Position(At.STEP, item, name, adding=adding, returning=returning)


def a_file(name: str = "a.pdf", size: int = 1000) -> Attachment:
    return received("telegram", f"id of {name}", FileKind.DOCUMENT, name=name, size=size, mime="application/pdf")


PHOTO = Attached(received("telegram", "id of a photo", FileKind.PHOTO, mime="image/jpeg"))
TOO_BIG = Attached(a_file("big.pdf", SIZE_MAX + 1))
WRONG_KIND = Attached(a_file("virus.exe"))


def in_the_report(draft: Draft) -> object:
    """What would be sent, and where the draft stands; not what is kept beside it."""
    return draft.position, draft.items, draft.opening, draft.closing


def valid_answer(form: Form, draft: Draft) -> Event:
    if form.step(draft.position.step).files_max:
        return Attached(a_file())
    return Typed(TEXTS.get(draft.position.step, "Đất đai"))


def shape(draft: Draft) -> object:
    """What decides which screen is shown and what it accepts."""
    mandatory = [asked.name for asked in FORM.steps if not asked.optional]
    answered = tuple(tuple(name for name in mandatory if name in item) for item in draft.items)
    files = tuple(bool(draft.attached(item)) for item in range(len(draft.items)))
    position = draft.position if draft.position.part is None else replace(draft.position, part=0)
    return position, answered, files, bool(draft.long)


@dataclass(frozen=True)
class Visited:
    """A draft, its buttons, and what became of each."""

    draft: Draft
    pressed: Sequence[tuple[str, Tap, Outcome]]


@cache
def every_reachable(form: Form = SMALL) -> list[Visited]:
    """Every position that buttons and valid answers lead to, once per shape of what has been answered."""
    found, waiting, seen = [], deque([START]), {shape(START)}
    while waiting:
        draft = waiting.popleft()
        pressed = [(data, tap, step(form, draft, tap)) for data, tap in offered(form, draft)]
        found.append(Visited(draft, pressed))
        outcomes = [outcome for _, _, outcome in pressed]
        if draft.position.at is At.STEP:
            outcomes.append(step(form, draft, valid_answer(form, draft)))
        if draft.position == asks("content"):
            outcomes.append(step(form, draft, Typed(LONG)))
        for outcome in outcomes:
            if outcome.done is None and shape(outcome.draft) not in seen:
                seen.add(shape(outcome.draft))
                waiting.append(outcome.draft)
    return found


drafts = st.integers(0, 10**6).map(lambda n: every_reachable()[n % len(every_reachable())].draft)
"""A draft at any position that can be reached."""
taps = st.builds(Tap, st.sampled_from([0, 0, 0, -1, 1]), st.sampled_from(Act), st.integers(0, 20))
"""Choices whose revision is counted from the draft's own; see `of`."""
typed = st.builds(
    Typed,
    st.one_of(st.text(max_size=60), st.just("x" * 2001), st.just("🏛" * 2048), st.sampled_from(list(TEXTS.values()))),
    st.just(NOW),
)
files = st.sampled_from([PHOTO, TOO_BIG, WRONG_KIND, Attached(a_file())])
events = st.one_of(taps, typed, files, st.just(Unreadable(Text("remark"))))


def of(draft: Draft, event: Event) -> Event:
    return replace(event, rev=draft.rev + event.rev) if isinstance(event, Tap) else event


readers = st.builds(Reader, st.sampled_from(["vi", "en"]), st.sampled_from(Honorific), st.just("Nguyễn Văn An"))


def after(draft: Draft, *events: Event) -> Draft:
    for event in events:
        draft = step(FORM, draft, event).draft
    return draft
