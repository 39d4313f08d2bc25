"""The form engine, with the form and the screens of the periodic report."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.data_source import load_fields
from bot.domain.attachments import FILES_MAX, SIZE_MAX, Attachment, FileKind, received
from bot.domain.calendars import Calendar
from bot.domain.characters import utf16_length
from bot.domain.form_engine import STALE, step
from bot.domain.forms import (
    Act,
    At,
    Attached,
    Done,
    Draft,
    Event,
    Form,
    Outcome,
    Position,
    Tap,
    Typed,
    Unreadable,
    missing,
)
from bot.domain.people import Honorific, Reader
from bot.domain.periods import Period, PeriodRules, schedule
from bot.domain.reports import ADHOC, REPORT, Urgency, adhoc_form, report_form
from bot.domain.texts import Choice, Text
from bot.domain.verbs import AnswerForm
from bot.i18n import plain, render
from bot.screens.reporting.adhoc import draft_screen as adhoc_screen
from bot.screens.reporting.form import View as FormView
from bot.screens.reporting.periodic import View, draft_screen

FIELDS = load_fields()
FORM = report_form(FIELDS, 20)
SMALL = report_form(FIELDS, 2)
"""The same steps, and so few items that every position can be visited."""
NOW = datetime(2026, 11, 16, 1, 15, tzinfo=UTC)
START = Draft(1, 1, 1, REPORT, "2026-11", 0, Position(At.OPENING), (), NOW)
LONGEST = {s.name: s.most for s in FORM.steps if s.most}
EMAIL = "thu@example.vn"
WEEKDAYS = Calendar({}, decided_through=2027)
TEXTS = {
    "procedure": "Cấp giấy",
    "content": "Nội dung đủ hai mươi ký tự.",
    "legal": "Điều 5",
    "proposal": "Đề nghị bỏ.",
}
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


def valid_answer(form: Form, draft: Draft) -> Event:
    if form.step(draft.position.step).files_max:
        return Attached(a_file())
    return Typed(TEXTS.get(draft.position.step, "Đất đai"), NOW)


def shape(draft: Draft) -> object:
    """What decides which screen is shown and what it accepts."""
    mandatory = [asked.name for asked in FORM.steps if not asked.optional]
    answered = tuple(tuple(name for name in mandatory if name in item) for item in draft.items)
    return draft.position, answered, tuple(bool(draft.attached(item)) for item in range(len(draft.items)))


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
        for outcome in outcomes:
            if outcome.done is None and shape(outcome.draft) not in seen:
                seen.add(shape(outcome.draft))
                waiting.append(outcome.draft)
    return found


@pytest.fixture(scope="module")
def reachable() -> list[Visited]:
    return every_reachable()


def test_every_kind_of_place_is_reached_by_buttons_and_answers(reachable: list[Visited]) -> None:
    positions = [visited.draft.position for visited in reachable]

    assert {position.at for position in positions} == set(At) - {At.CLOSING}
    assert {position.step for position in positions} == {"", *(asked.name for asked in SMALL.steps)}
    assert all(any(getattr(position, kind) for position in positions) for kind in ("adding", "returning", "wide"))
    assert {len(visited.draft.items) for visited in reachable} == {0, 1, 2}


def test_every_button_of_every_reachable_screen_is_accepted(reachable: list[Visited]) -> None:
    refused = [
        (visited.draft.position, tap)
        for visited in reachable
        for _, tap, outcome in visited.pressed
        if outcome.remark == STALE
    ]

    assert refused == []


def test_every_callback_fits_in_64_bytes_whatever_the_numbers(reachable: list[Visited]) -> None:
    busy = [replace(visited.draft, id=2**40, rev=10**6) for visited in reachable[::10]]

    assert max(len(data.encode()) for draft in busy for data, _ in offered(SMALL, draft)) <= 64


def test_from_every_reachable_place_a_few_buttons_lead_out_with_everything_kept(reachable: list[Visited]) -> None:
    for visited in reachable:
        left = leave(SMALL, visited.draft, presses=4)

        assert left is not None, visited.draft.position
        assert left.items == visited.draft.items


def leave(form: Form, draft: Draft, presses: int) -> Draft | None:
    """Follow the buttons that leave or go back, as the screens offer them."""
    for _ in range(presses):
        taps = {tap.what: tap for _, tap in offered(form, draft)}
        outcome = step(form, draft, taps[Act.EXIT] if Act.EXIT in taps else taps[Act.BACK])
        if outcome.done is Done.EXIT:
            return outcome.draft
        draft = outcome.draft
    return None


def test_nothing_is_sent_from_a_reachable_place_while_a_mandatory_answer_is_missing(reachable: list[Visited]) -> None:
    sent = [visited.draft for visited in reachable for _, _, after in visited.pressed if after.done is Done.SEND]

    assert sent
    assert [draft for draft in sent if missing(SMALL, draft)] == []


HALF_ITEMS: list[dict[str, str]] = [
    {},
    {"field": "dau_tu"},
    {"field": "dau_tu", "procedure": ""},
    {**FULL_ITEM, "legal": ""},
    {name: text for name, text in FULL_ITEM.items() if name != "content"},
    {name: text for name, text in FULL_ITEM.items() if name != "proposal"},
    FULL_ITEM,
]
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


TOUCHING = (Act.CHOOSE, Act.SKIP, Act.TAKE_BACK, Act.DROP)
"""What answers, takes back or deletes."""


def of(draft: Draft, event: Event) -> Event:
    return replace(event, rev=draft.rev + event.rev) if isinstance(event, Tap) else event


@settings(max_examples=150)
@given(drafts, events)
def test_no_event_but_deleting_an_item_touches_an_answer_that_is_not_being_asked_for(
    draft: Draft, event: Event
) -> None:
    outcome = step(SMALL, draft, of(draft, event))

    deleted = draft.position.at is At.DROP and isinstance(event, Tap) and event.what is Act.DROP and event.rev == 0
    if not deleted:
        assert not_asked_for(outcome.draft, draft.position) == not_asked_for(draft, draft.position)


def not_asked_for(draft: Draft, position: Position) -> list[tuple[int, str, str]]:
    """Every answer but the one that is asked for at a position."""
    asked = (position.item, position.step) if position.at is At.STEP else None
    return [
        (number, name, text)
        for number, item in enumerate(draft.items)
        for name, text in item.items()
        if (number, name) != asked
    ]


@settings(max_examples=150)
@given(drafts, st.sampled_from([act for act in Act if act not in TOUCHING]), st.integers(0, 6))
def test_going_back_jumping_and_leaving_keep_every_answer(draft: Draft, what: Act, index: int) -> None:
    outcome = step(SMALL, draft, Tap(draft.rev, what, index))

    assert outcome.draft.items == draft.items
    assert outcome.draft.files == draft.files


@given(drafts, st.integers(1, 100), st.sampled_from(Act), st.integers(0, 9))
def test_a_button_of_another_revision_changes_nothing(draft: Draft, later: int, what: Act, index: int) -> None:
    for rev in (draft.rev + later, max(draft.rev - later, -1)):
        assert step(SMALL, draft, Tap(rev, what, index)) == Outcome(draft, STALE)


@pytest.mark.parametrize(
    ("where", "what"),
    [
        (At.OPENING, Act.SEND),
        (At.NIL, Act.ADD_ITEM),
        (At.STEP, Act.DROP),
        (At.ITEM_DONE, Act.BACK),
        (At.REVIEW, Act.DROP),
        (At.ITEM, Act.SEND),
        (At.DROP, Act.EXIT),
    ],
)
def test_an_act_that_belongs_to_another_place_changes_nothing(where: At, what: Act) -> None:
    draft = at(Position(where), FULL_ITEM)

    assert step(FORM, draft, Tap(draft.rev, what)) == Outcome(draft, STALE)


@pytest.mark.parametrize(
    ("position", "what"),
    [
        (asks("field"), Act.CHOOSE),
        (Position(At.REVIEW), Act.OPEN_ITEM),
        (Position(At.ITEM), Act.CHANGE),
    ],
)
def test_an_index_beyond_what_was_offered_changes_nothing(position: Position, what: Act) -> None:
    draft = at(position, FULL_ITEM)

    assert step(FORM, draft, Tap(draft.rev, what, 36**9)) == Outcome(draft, STALE)


@settings(max_examples=150)
@given(drafts, events)
def test_whoever_is_told_of_an_error_is_where_he_was_with_what_he_had(draft: Draft, event: Event) -> None:
    outcome = step(SMALL, draft, of(draft, event))

    if outcome.remark:
        assert replace(outcome.draft, split_at=None) == draft
        assert outcome.done is None


@pytest.mark.parametrize("half", HALF_ITEMS, ids=lambda item: "-".join(item) or "nothing")
@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_draft_is_sent_only_with_every_mandatory_answer(half: dict[str, str], number: int) -> None:
    items = [FULL_ITEM, FULL_ITEM, FULL_ITEM]
    items[number] = half

    outcome = step(FORM, at(Position(At.REVIEW), *items), Tap(5, Act.SEND))

    complete = all(half.get(asked.name) for asked in FORM.steps if not asked.optional)
    assert outcome.done is (Done.SEND if complete else None)


@settings(max_examples=150)
@given(drafts, events)
def test_every_change_a_person_can_see_makes_the_buttons_before_it_stale(draft: Draft, event: Event) -> None:
    after = step(SMALL, draft, of(draft, event)).draft

    assert (after.rev == draft.rev + 1) == (
        (after.position, after.items, after.files) != (draft.position, draft.items, draft.files)
    ) or (
        after == replace(draft, rev=draft.rev + 1)  # a button that leads to where it stands
    )


def test_a_text_is_taken_as_the_answer_and_the_next_question_follows() -> None:
    outcome = step(FORM, at(asks("content"), {"field": "dat_dai", "procedure": ""}), Typed(TEXTS["content"], NOW))

    assert outcome.remark is None
    assert outcome.draft.items[0]["content"] == TEXTS["content"]
    assert outcome.draft.position == asks("legal")


def test_write_more_puts_the_text_behind_the_answer_given_before() -> None:
    draft = at(asks("legal"), {"field": "dat_dai", "procedure": "", "content": TEXTS["content"]})

    adding = step(FORM, draft, Tap(draft.rev, Act.WRITE_MORE)).draft
    after = step(FORM, adding, Typed("Từ tháng 3/2026.", NOW)).draft

    assert after.items[0]["content"] == f"{TEXTS['content']}\nTừ tháng 3/2026."
    assert after.position == asks("legal")


def test_more_than_fits_behind_an_answer_is_refused_and_the_answer_stays() -> None:
    draft = at(asks("content", adding=True), {"field": "dat_dai", "content": "a" * 1990})

    outcome = step(FORM, draft, Typed("b" * 10, NOW))

    assert outcome.remark is not None
    assert outcome.remark.params["length"] == 2001
    assert outcome.draft.items == draft.items


@pytest.mark.parametrize("name", sorted(LONGEST))
def test_an_answer_may_be_as_long_as_its_limit_and_no_longer_in_utf_16_units(name: str) -> None:
    draft, most = at(asks(name), {"field": "dat_dai"}), LONGEST[name]

    assert step(FORM, draft, Typed("🏛" * (most // 2), NOW)).remark is None
    assert step(FORM, draft, Typed("🏛" * (most // 2) + "x", NOW)).remark is not None


@pytest.mark.parametrize("name", sorted(LONGEST))
def test_an_answer_of_nothing_but_controls_is_too_short(name: str) -> None:
    draft = at(asks(name), {"field": "dat_dai"})

    assert step(FORM, draft, Typed("\x00\u202e \ud800\x07" * 30, NOW)).draft == draft


def test_the_rest_of_a_text_that_the_phone_split_is_not_taken_as_an_answer() -> None:
    draft = at(asks("content"), {"field": "dat_dai"})

    first = step(FORM, draft, Typed("a" * 4096, NOW))
    second = step(FORM, first.draft, Typed("b" * 4096, NOW))
    third = step(FORM, second.draft, Typed("Phần cuối của một tin dài đã bị chia.", NOW + timedelta(seconds=2)))

    assert [outcome.draft.items for outcome in (first, second, third)] == [draft.items] * 3
    assert [outcome.draft.position for outcome in (first, second, third)] == [draft.position] * 3
    assert None not in (first.remark, second.remark, third.remark)


def test_a_shorter_text_sent_later_is_taken_after_a_split_one_was_refused() -> None:
    refused = step(FORM, at(asks("content"), {"field": "dat_dai"}), Typed("a" * 4096, NOW)).draft

    outcome = step(FORM, refused, Typed(TEXTS["content"], NOW + timedelta(seconds=3)))

    assert outcome.draft.items[0]["content"] == TEXTS["content"]
    assert outcome.draft.split_at is None


def test_a_text_a_little_too_long_is_no_split_one_so_a_shorter_one_may_follow_at_once() -> None:
    refused = step(FORM, at(asks("content"), {"field": "dat_dai"}), Typed("a" * 2001, NOW)).draft

    assert step(FORM, refused, Typed(TEXTS["content"], NOW)).draft.items[0]["content"] == TEXTS["content"]


@pytest.mark.parametrize("said", ["dat dai", "Đất đai", "ĐẤT ĐAI", "land", "so do"])
def test_a_field_may_be_typed_with_or_without_accents(said: str) -> None:
    outcome = step(FORM, at(asks("field")), Typed(said, NOW))

    assert outcome.draft.items[0]["field"] == "dat_dai"


def test_a_description_typed_where_a_field_is_asked_for_is_not_swallowed_as_a_field() -> None:
    told = "Người dân xin cấp sổ đỏ lần đầu phải chờ hơn ba tháng, đi lại nhiều lần, đề nghị rút ngắn thời gian."

    outcome = step(FORM, at(asks("field")), Typed(told, NOW))

    assert outcome.remark is not None
    assert outcome.draft == at(asks("field"))


def test_what_is_no_text_is_answered_with_what_can_be_read_and_changes_nothing() -> None:
    draft, remark = at(asks("content"), {"field": "dat_dai"}), Text("Please type.")

    assert step(FORM, draft, Unreadable(remark)) == Outcome(draft, remark)


def test_a_text_where_a_choice_is_due_is_said_not_to_have_been_taken() -> None:
    draft = at(Position(At.REVIEW), FULL_ITEM)

    outcome = step(FORM, draft, Typed(TEXTS["content"], NOW))

    assert outcome.draft == draft
    assert outcome.remark is not None


def test_an_item_is_deleted_only_after_it_was_asked_for_twice() -> None:
    draft = at(Position(At.ITEM, 1), FULL_ITEM, {**FULL_ITEM, "field": "dau_tu"}, FULL_ITEM)

    asked = step(FORM, draft, Tap(draft.rev, Act.DROP)).draft
    deleted = step(FORM, asked, Tap(asked.rev, Act.DROP)).draft

    assert asked.items == draft.items
    assert [item["field"] for item in deleted.items] == ["dat_dai", "dat_dai"]
    assert deleted.position == Position(At.REVIEW)


def test_after_the_last_item_is_deleted_the_form_is_back_at_its_opening() -> None:
    draft = at(Position(At.DROP), FULL_ITEM)

    assert step(FORM, draft, Tap(draft.rev, Act.DROP)).draft.position == Position(At.OPENING)


def test_one_report_takes_as_many_items_as_the_profile_allows_and_says_so() -> None:
    draft = at(Position(At.ITEM_DONE, 1), FULL_ITEM, FULL_ITEM)

    outcome = step(SMALL, draft, Tap(draft.rev, Act.ADD_ITEM))

    assert outcome.draft == draft
    assert outcome.remark is not None
    assert outcome.remark.params == {"most": 2}


def test_an_incomplete_item_is_offered_for_completion_instead_of_sending() -> None:
    draft = at(Position(At.REVIEW), FULL_ITEM, {"field": "dau_tu", "procedure": ""})

    labels = [tap.what for _, tap in offered(FORM, draft)]
    outcome = step(FORM, draft, Tap(draft.rev, Act.COMPLETE))

    assert Act.SEND not in labels
    assert outcome.draft.position == asks("content", item=1)


texts = {
    name: st.sampled_from(["Ngắn, đủ hai mươi ký tự.", "x" * most, "ư" * most, "🏛" * (most // 2), "<" * most])
    for name, most in LONGEST.items()
}
long_items = st.lists(
    st.fixed_dictionaries({"field": st.sampled_from([field.code for field in FIELDS]), **texts}),
    min_size=1,
    max_size=20,
)
positions = st.builds(
    Position,
    st.sampled_from(At),
    step=st.sampled_from([asked.name for asked in FORM.steps]),
    returning=st.booleans(),
    wide=st.booleans(),
)
readers = st.builds(Reader, st.sampled_from(["vi", "en"]), st.sampled_from(Honorific), st.just("Nguyễn Văn An"))


@settings(max_examples=60)
@given(long_items, positions, readers, st.booleans(), st.data())
def test_every_screen_of_any_draft_within_its_limits_fits_into_one_message(
    items: list[dict[str, str]], position: Position, reader: Reader, adding: bool, data: st.DataObject
) -> None:
    item = data.draw(st.integers(0, len(items) - 1))
    draft = at(replace(position, item=item, adding=adding and FORM.step(position.step).extendable), *items)
    screen = draft_screen(a_view(named="Hiệp hội Chế biến " * 16), draft)
    screen = screen.with_line_first(step(FORM, at(asks("content"), FULL_ITEM), Typed("a" * 4096, NOW)).remark or STALE)

    rendered = render(screen, reader, 4096)

    assert utf16_length(plain(rendered)) <= 4096


def test_the_fullest_review_fits_into_one_message() -> None:
    longest = max((field for field in FIELDS), key=lambda field: len(field.name.vi)).code
    items = [{"field": longest, **{name: "🏛" * (most // 2) for name, most in LONGEST.items()}}] * 20

    rendered = render(draft_screen(a_view(named="Ô" * 300), at(Position(At.REVIEW), *items)), Reader(), 4096)

    assert utf16_length(plain(rendered)) <= 4096
    assert "Mục 20." in plain(rendered)


# --- the step for files


def at_files(*files: Attachment, returning: bool = False, most: int = 1) -> Draft:
    return replace(at(asks("files", returning=returning), *[FULL_ITEM] * most), files=(files,) if files else ())


def after(draft: Draft, *events: Event) -> Draft:
    for event in events:
        draft = step(FORM, draft, event).draft
    return draft


def test_files_are_taken_in_order_and_the_step_stays_until_they_are_said_to_be_complete() -> None:
    draft = after(at_files(), PHOTO, Attached(a_file()))
    done = step(FORM, draft, Tap(draft.rev, Act.SKIP)).draft

    assert draft.attached(0) == (PHOTO.attachment, a_file())
    assert draft.position == asks("files")
    assert done.position == Position(At.ITEM_DONE)
    assert done.files == draft.files


def test_the_file_sent_last_is_taken_back_first_and_without_any_there_is_nothing_to_take_back() -> None:
    draft = at_files(a_file("a.pdf"), a_file("b.pdf"))

    one = step(FORM, draft, Tap(draft.rev, Act.TAKE_BACK)).draft
    none = step(FORM, one, Tap(one.rev, Act.TAKE_BACK)).draft

    assert one.attached(0) == (a_file("a.pdf"),)
    assert none.attached(0) == ()
    assert step(FORM, none, Tap(none.rev, Act.TAKE_BACK)) == Outcome(none, STALE)


@given(st.lists(st.sampled_from([PHOTO, TOO_BIG, WRONG_KIND, Attached(a_file())]), max_size=60))
def test_of_any_files_the_first_ten_that_may_be_taken_are_and_every_other_is_accounted_for(
    sent: list[Attached],
) -> None:
    draft = after(at_files(), *sent)

    good = [event.attachment for event in sent if event not in (TOO_BIG, WRONG_KIND)]
    assert draft.attached(0) == tuple(good[:FILES_MAX])
    assert draft.surplus == len(good[FILES_MAX:])
    assert len(draft.refused) == min(len(sent) - len(good), 30)


def test_what_was_not_taken_is_named_until_something_else_is_chosen() -> None:
    draft = after(at_files(), Attached(a_file()), TOO_BIG, WRONG_KIND, Attached(a_file("b.pdf")))
    words = shown(draft)
    back = step(FORM, draft, Tap(draft.rev, Act.BACK)).draft

    assert 'Tệp "big.pdf" dung lượng 21 MB, vượt mức 20 MB' in words
    assert EMAIL in words
    assert 'Tệp "virus.exe" thuộc loại khác nên chưa được lưu' in words
    assert "Đã nhận 02 tệp: a.pdf; b.pdf." in words
    assert (back.refused, back.surplus, back.attached(0)) == ((), 0, draft.attached(0))


def shown(draft: Draft) -> str:
    return plain(render(draft_screen(a_view(), draft), Reader(), 4096))


def test_a_text_at_the_step_for_files_is_not_kept() -> None:
    draft = at_files(a_file())

    outcome = step(FORM, draft, Typed(TEXTS["content"], NOW))

    assert outcome.draft == draft
    assert outcome.remark is not None


@pytest.mark.parametrize(
    "position",
    [asks("field"), asks("content"), Position(At.OPENING), Position(At.REVIEW), Position(At.ITEM_DONE)],
    ids=str,
)
def test_a_file_anywhere_else_is_not_taken_and_the_step_for_files_is_named(position: Position) -> None:
    draft = at(position, FULL_ITEM)

    outcome = step(FORM, draft, PHOTO)

    assert outcome.draft == draft
    assert outcome.remark is not None
    assert outcome.remark.params == {"step": len(FORM.steps), "steps": len(FORM.steps)}


def test_files_can_be_changed_from_the_item_and_the_review_follows() -> None:
    item = replace(at(Position(At.ITEM), FULL_ITEM), files=((a_file(),),))

    asked = step(FORM, item, Tap(item.rev, Act.CHANGE, FORM.number("files"))).draft
    changed = step(FORM, asked, PHOTO).draft
    done = step(FORM, changed, Tap(changed.rev, Act.SKIP)).draft

    assert asked.position == asks("files", returning=True)
    assert done.position == Position(At.REVIEW)
    assert done.attached(0) == (a_file(), PHOTO.attachment)


def test_the_files_of_an_item_go_with_it_when_it_is_deleted() -> None:
    draft = replace(at(Position(At.DROP, 1), *[FULL_ITEM] * 3), files=((a_file("a.pdf"),), (a_file("b.pdf"),)))

    left = step(FORM, draft, Tap(draft.rev, Act.DROP)).draft

    assert [left.attached(item) for item in range(2)] == [(a_file("a.pdf"),), ()]


@settings(max_examples=60)
@given(
    readers, st.sampled_from(["🏛" * 125 + ".pdf", "a.pdf"]), st.integers(0, 40), st.sampled_from([At.STEP, At.REVIEW])
)
def test_however_many_files_were_sent_and_refused_the_screen_fits_into_one_message(
    reader: Reader, name: str, count: int, where: At
) -> None:
    sent = [
        Attached(a_file(name)),
        Attached(a_file(name, SIZE_MAX * 1000)),
        Attached(a_file(name.replace("pdf", "exe"))),
    ]
    draft = after(at_files(), *sent * count)

    rendered = render(
        draft_screen(a_view(named="Ô" * 300), replace(draft, position=replace(draft.position, at=where))), reader, 4096
    )

    assert utf16_length(plain(rendered)) <= 4096


# --- a form whose opening asks for one of several, with one item: the ad hoc report

URGENT_FORM = adhoc_form(FIELDS)
URGENT_START = replace(START, kind=ADHOC, subject="")
ANSWERS = {"content": TEXTS["content"], "proposal": TEXTS["proposal"]}


def adhoc_buttons(draft: Draft) -> list[Tap]:
    view = FormView(URGENT_FORM, {field.code: field for field in FIELDS}, "Hiệp hội A", "Nguyễn Văn An", email=EMAIL)
    return [tap_of(choice) for row in adhoc_screen(view, draft).rows for choice in row]


def adhoc_shape(draft: Draft) -> object:
    return draft.position, draft.opening, tuple(tuple(sorted(item)) for item in draft.items), bool(draft.attached(0))


@cache
def adhoc_reachable() -> list[tuple[Draft, list[tuple[Tap, Outcome]]]]:
    """Every position of the ad hoc form that buttons and valid answers lead to, and what becomes of each button."""
    found, waiting, seen = [], deque([URGENT_START]), {adhoc_shape(URGENT_START)}
    while waiting:
        draft = waiting.popleft()
        pressed = [(tap, step(URGENT_FORM, draft, tap)) for tap in adhoc_buttons(draft)]
        found.append((draft, pressed))
        outcomes = [outcome for _, outcome in pressed]
        if draft.position.at is At.STEP:
            outcomes.append(step(URGENT_FORM, draft, valid_answer(URGENT_FORM, draft)))
        for outcome in outcomes:
            if outcome.done is None and adhoc_shape(outcome.draft) not in seen:
                seen.add(adhoc_shape(outcome.draft))
                waiting.append(outcome.draft)
    return found


adhoc_drafts = st.integers(0, 10**6).map(lambda n: adhoc_reachable()[n % len(adhoc_reachable())][0])


def test_a_form_of_one_item_is_never_asked_for_another_nor_for_nothing() -> None:
    drafts_found = [draft for draft, _ in adhoc_reachable()]

    assert {draft.position.at for draft in drafts_found} == {At.OPENING, At.STEP, At.REVIEW, At.ITEM, At.DROP}
    assert max(len(draft.items) for draft in drafts_found) == 1
    assert {draft.opening for draft in drafts_found} == {"", *Urgency}


def test_every_button_of_the_ad_hoc_form_is_accepted() -> None:
    refused = [(draft.position, tap) for draft, pressed in adhoc_reachable() for tap, after in pressed if after.remark]

    assert refused == []


def test_an_ad_hoc_report_is_sent_only_with_its_level_and_every_answer() -> None:
    sent = [draft for draft, pressed in adhoc_reachable() for _, after in pressed if after.done is Done.SEND]

    assert sent
    assert all(draft.opening in tuple(Urgency) and set(draft.items[0]) >= {"field", *ANSWERS} for draft in sent)


@settings(max_examples=150)
@given(adhoc_drafts, events)
def test_the_ad_hoc_form_keeps_every_answer_and_its_level_until_another_is_chosen(draft: Draft, event: Event) -> None:
    outcome = step(URGENT_FORM, draft, of(draft, event))

    if draft.position.at is not At.OPENING:
        assert outcome.draft.opening == draft.opening
    if draft.position.at not in (At.STEP, At.DROP):
        assert outcome.draft.items == draft.items
    if outcome.remark:
        assert replace(outcome.draft, split_at=None) == draft
    assert outcome.done is not Done.SEND_NIL


@given(adhoc_drafts, st.integers(1, 100), st.sampled_from(Act), st.integers(0, 9))
def test_a_stale_button_of_the_ad_hoc_form_changes_nothing(draft: Draft, later: int, what: Act, index: int) -> None:
    assert step(URGENT_FORM, draft, Tap(draft.rev + later, what, index)) == Outcome(draft, STALE)


@pytest.mark.parametrize("what", [Act.BEGIN, Act.NOTHING])
def test_an_opening_that_asks_for_a_choice_takes_nothing_else(what: Act) -> None:
    assert step(URGENT_FORM, URGENT_START, Tap(0, what)) == Outcome(URGENT_START, STALE)


@pytest.mark.parametrize("index", [2, 36**9])
def test_a_level_that_was_not_offered_is_not_taken(index: int) -> None:
    assert step(URGENT_FORM, URGENT_START, Tap(0, Act.CHOOSE, index)) == Outcome(URGENT_START, STALE)


def test_a_form_without_openings_takes_no_choice_at_its_opening_and_has_none_to_go_back_to() -> None:
    at_review = at(Position(At.REVIEW), FULL_ITEM)

    assert step(FORM, START, Tap(0, Act.CHOOSE)) == Outcome(START, STALE)
    assert step(FORM, at_review, Tap(at_review.rev, Act.REOPEN)) == Outcome(at_review, STALE)


@settings(max_examples=40)
@given(adhoc_drafts, readers, st.sampled_from(["x" * 2000, "🏛" * 1000, "<" * 2000]))
def test_every_screen_of_the_ad_hoc_form_fits_into_one_message(draft: Draft, reader: Reader, long: str) -> None:
    full = tuple({**item, **{name: long for name in ANSWERS if name in item}} for item in draft.items)
    view = FormView(
        URGENT_FORM, {field.code: field for field in FIELDS}, "Hiệp hội Chế biến " * 16, "Ô" * 100, email=EMAIL
    )

    rendered = render(adhoc_screen(view, replace(draft, items=full)), reader, 4096)

    assert utf16_length(plain(rendered)) <= 4096
