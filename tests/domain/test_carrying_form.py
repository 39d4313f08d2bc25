"""The form engine with difficulties carried over: what is said of them, wherever the buttons and texts lead."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.amendments import taken_up as amended_from
from bot.domain.carrying import STATEMENTS, Carried, Said, statements, taken_up
from bot.domain.characters import utf16_length
from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.following import Followed
from bot.domain.form_carry import renewed
from bot.domain.form_edits import edit
from bot.domain.form_engine import step
from bot.domain.form_moves import STALE
from bot.domain.form_questions import missing
from bot.domain.forms import SUPPLEMENT, Act, At, Attached, Done, Draft, Event, Form, Outcome, Position, Tap, Typed
from bot.domain.people import Reader
from bot.domain.questions import kept
from bot.domain.reports import Difficulty, Report, quarterly_form, report_form
from bot.domain.writing import Written, joined
from bot.i18n import plain, render
from bot.screens.reporting.carrying import Going
from bot.screens.reporting.periodic import draft_screen
from tests.domain.drafting import FIELDS, FULL_ITEM, LONG, NOW, START, TEXTS, a_file, a_view, tap_of

FORMS = (report_form(FIELDS, 2), quarterly_form(FIELDS, 2))
FORM = FORMS[0]
CODES = tuple(f"VM-2610-{number:03}" for number in range(1, 11))
"""More than stand on one screen."""
BEGUN = renewed(START, CODES)
SENT = Report(
    1,
    "BC-2611-001",
    1,
    "2026-11",
    False,
    1,
    NOW,
    tuple(Difficulty(n, f"VM-2611-{n:03}", kept(FULL_ITEM, {}), (a_file(f"{n}.pdf"),)) for n in (1, 2)),
    said=(Said(CODES[0], DifficultyAct.PARTLY_SOLVED), Said(CODES[1], DifficultyAct.SUPPLEMENTED, "Thêm 12 hồ sơ.")),
)
AMENDED = renewed(amended_from(START, SENT), CODES)
"""Of a report that was sent, with two difficulties of its own, and that has said something of two earlier ones."""
WORDS = "Thêm 12 doanh nghiệp."
TEXTS_TYPED = (WORDS, "ab", LONG, "bỏ qua", "không phát sinh", *TEXTS.values())
TOUCHING = (
    Act.CHOOSE,
    Act.SKIP,
    Act.FILES_COMPLETE,
    Act.TAKE_BACK,
    Act.DROP,
    Act.USE_KEPT,
    Act.TURN_UNDERSTOOD,
    Act.STILL_THERE,
    Act.PARTLY_SOLVED,
    Act.SOLVED,
    Act.TAKE_OUT,
    Act.UNSAY,
)
"""What answers, takes back or deletes."""


def followed(code: str) -> Followed:
    answers = kept(FULL_ITEM, {})
    sent = DifficultyEvent(DifficultyAct.SENT, NOW, "person:AN", {}, "BC-2610-001")
    return Followed(Difficulty(0, code, answers), 1, "BC-2610-001", [sent])


GOING = Going({code: followed(code) for code in CODES}, CODES)


def offered(form: Form, draft: Draft) -> list[Tap]:
    view = replace(a_view(form), going=GOING)
    return [tap_of(choice) for row in draft_screen(view, draft).rows for choice in row]


def walked(form: Form, path: list[int], begun: Draft = BEGUN) -> Draft:
    """The draft after buttons and texts, each chosen by a number; whoever leaves the form takes it up again."""
    draft = begun
    for number, chosen in enumerate(path):
        texts = [Typed(text, f"m{number}", seen) for text in TEXTS_TYPED for seen in (True, False)]
        events: list[Event] = [*offered(form, draft) * 3, *texts, Attached(a_file())]
        draft = step(form, draft, events[chosen % len(events)]).draft
    return draft


forms = st.sampled_from(FORMS)
paths = st.lists(st.integers(0, 10**6), max_size=10)


def walked_from(form: Form, path: list[int], *, amends: bool) -> tuple[Form, Draft]:
    """A form, and its draft after a path; of a new report, or of one that amends what has been sent."""
    amended = replace(AMENDED, closing=None if form.closing is None else "Cần sửa quy định.")
    return form, walked(form, path, amended if amends else BEGUN)


places = st.builds(walked_from, forms, paths, amends=st.booleans())
acts = st.sampled_from(Act)
typed = st.builds(Typed, st.one_of(st.text(max_size=40), st.sampled_from(TEXTS_TYPED)), st.just("z"), st.booleans())


def in_the_report(draft: Draft) -> object:
    return draft.position, draft.items, draft.closing, draft.carried


@settings(max_examples=500)
@given(places)
def test_every_button_of_every_place_that_is_reached_is_accepted(place: tuple[Form, Draft]) -> None:
    form, draft = place

    assert [tap for tap in offered(form, draft) if step(form, draft, tap).remark == STALE] == []


@settings(max_examples=500)
@given(places, st.sampled_from([act for act in Act if act not in TOUCHING]), st.integers(0, 12))
def test_going_back_jumping_and_leaving_keep_what_was_said_and_typed(
    place: tuple[Form, Draft], what: Act, index: int
) -> None:
    form, draft = place

    after = step(form, draft, Tap(draft.rev, what, index)).draft

    assert (after.items, after.carried, after.files) == (draft.items, draft.carried, draft.files)
    assert joined(draft.kept) in joined(after.kept) or what is Act.DROP_KEPT


@settings(max_examples=500)
@given(places, acts, st.integers(1, 50), st.integers(0, 12))
def test_a_button_of_another_revision_changes_nothing(
    place: tuple[Form, Draft], what: Act, other: int, index: int
) -> None:
    form, draft = place

    for rev in (draft.rev + other, draft.rev - other):
        assert step(form, draft, Tap(rev, what, index)) == Outcome(draft, STALE)


@settings(max_examples=500)
@given(places, st.one_of(typed, st.builds(Tap, st.just(-1), acts, st.integers(0, 12))))
def test_an_error_changes_nothing_of_the_report(place: tuple[Form, Draft], event: Event) -> None:
    form, draft = place

    outcome = step(form, draft, replace(event, rev=draft.rev) if isinstance(event, Tap) else event)

    if outcome.remark:
        assert in_the_report(outcome.draft) == in_the_report(draft)
        assert outcome.done is None


@settings(max_examples=500)
@given(places, acts, st.integers(0, 12))
def test_nothing_is_sent_with_a_mandatory_answer_missing_nor_with_nothing_in_it(
    place: tuple[Form, Draft], what: Act, index: int
) -> None:
    form, draft = place

    for tap in (Tap(draft.rev, what, index), Tap(draft.rev, Act.SEND)):
        if step(form, draft, tap).done is Done.SEND:
            assert missing(form, draft) is None
            assert draft.items or draft.statements
            assert all(item.get(asked.name) for item in draft.items for asked in form.steps if not asked.optional)
            assert all(said.words for said in draft.statements if said.act is DifficultyAct.SUPPLEMENTED)


@settings(max_examples=500)
@given(places)
def test_a_draft_goes_on_amending_what_it_amends_and_its_items_keep_their_codes(place: tuple[Form, Draft]) -> None:
    _, draft = place

    codes = [code for n in range(len(draft.items)) if (code := draft.continues(n))]
    sent = [difficulty.code for difficulty in SENT.difficulties] if draft.base else []
    assert (draft.report, draft.base) in (("", 0), (SENT.code, 1))
    assert codes == [code for code in sent if code in codes]


@settings(max_examples=500)
@given(places, st.sets(st.sampled_from(CODES)))
def test_what_is_carried_over_no_more_takes_its_words_to_what_is_kept_and_all_else_stays(
    place: tuple[Form, Draft], codes: set[str]
) -> None:
    (form, draft), left = place, [code for code in CODES if code in codes]

    after = renewed(draft, left)

    assert [about for about in draft.carried if about.code in codes] == list(after.carried)
    assert after.items == draft.items
    for about in draft.carried:
        assert about.code in codes or (about.words or "") in joined(after.kept)
    assert after.rev == draft.rev + (len(left) < len(CODES))
    assert [tap for tap in offered(form, after) if step(form, after, tap).remark == STALE] == []


def at(position: Position, *carried: Carried, rev: int = 5, items: tuple[dict[str, str], ...] = ()) -> Draft:
    return replace(START, rev=rev, position=position, carried=carried, items=items)


def test_a_draft_that_holds_nothing_begins_with_the_list_and_goes_on_to_what_is_new() -> None:
    assert BEGUN.position == Position(At.CARRY)
    assert step(FORM, BEGUN, Tap(BEGUN.rev, Act.CARRY_ON)).draft.position == Position(At.OPENING)


def test_nothing_new_is_a_nil_report_only_where_nothing_was_said_of_earlier_ones() -> None:
    silent, said = Carried(CODES[0]), Carried(CODES[0], DifficultyAct.SOLVED)

    assert step(FORM, at(Position(At.OPENING), silent), Tap(5, Act.NOTHING)).draft.position == Position(At.NIL)
    assert step(FORM, at(Position(At.OPENING), said), Tap(5, Act.NOTHING)).draft.position == Position(At.REVIEW)
    assert step(FORM, at(Position(At.CARRY), said), Typed("không phát sinh")).draft.position == Position(At.REVIEW)


def test_a_report_of_statements_alone_is_sent_and_a_half_item_beside_them_is_not() -> None:
    said = Carried(CODES[0], DifficultyAct.RAISED_AGAIN)

    assert step(FORM, at(Position(At.REVIEW), said), Tap(5, Act.SEND)).done is Done.SEND
    assert step(FORM, at(Position(At.REVIEW), said, items=({"field": "dau_tu"},)), Tap(5, Act.SEND)).done is None


def test_of_the_quarterly_form_the_opinion_is_asked_for_as_well() -> None:
    said = Carried(CODES[0], DifficultyAct.RAISED_AGAIN)

    asked = step(FORMS[1], at(Position(At.OPENING), said), Tap(5, Act.REVIEW)).draft

    assert asked.position == Position(At.CLOSING)
    assert step(FORMS[1], asked, Tap(6, Act.BACK)).draft.position == Position(At.OPENING)


def test_messages_that_follow_at_once_are_one_addition_and_an_edited_one_edits_it() -> None:
    asked = at(Position(At.SUPPLEMENT, 0, SUPPLEMENT), Carried(CODES[0]))

    first = step(FORM, asked, Typed("Dòng thứ nhất.", "m1")).draft
    both = step(FORM, first, Typed("Dòng thứ hai.", "m2", seen=False)).draft
    edited = edit(FORM, both, Written("m1", "Dòng đầu.")).draft

    assert both.carried[0].words == "Dòng thứ nhất.\nDòng thứ hai."
    assert edited.carried[0].words == "Dòng đầu.\nDòng thứ hai."
    assert edited.carried[0].act is DifficultyAct.SUPPLEMENTED


def test_taking_an_update_back_keeps_its_words_beside_the_report() -> None:
    said = Carried(CODES[0], DifficultyAct.SOLVED, WORDS)

    after = step(FORM, at(Position(At.CARRY_ITEM), said), Tap(5, Act.UNSAY)).draft

    assert after.carried == (Carried(CODES[0]),)
    assert joined(after.kept) == WORDS


@pytest.mark.parametrize("act", [None, *(act for act in STATEMENTS if act is not DifficultyAct.SUPPLEMENTED)])
@pytest.mark.parametrize("words", [None, WORDS])
def test_what_was_sent_is_taken_up_as_it_was_said(act: DifficultyAct | None, words: str | None) -> None:
    said = statements([Carried(CODES[0], act, words)])

    assert statements(taken_up(said)) == said


def test_words_alone_are_a_supplement_and_beside_a_statement_they_go_with_it() -> None:
    alone, solved = Carried(CODES[0], None, WORDS), Carried(CODES[1], DifficultyAct.SOLVED, WORDS)

    assert statements([alone, solved, Carried(CODES[2])]) == (
        Said(CODES[0], DifficultyAct.SUPPLEMENTED, WORDS),
        Said(CODES[1], DifficultyAct.SOLVED, WORDS),
    )


def test_so_many_stand_on_one_screen_and_the_others_on_the_next() -> None:
    first = offered(FORM, BEGUN)
    second = step(FORM, BEGUN, next(tap for tap in first if tap.what is Act.CARRY_PAGE)).draft

    assert [tap.index for tap in first if tap.what is Act.CARRY_OPEN] == list(range(8))
    assert [tap.index for tap in offered(FORM, second) if tap.what is Act.CARRY_OPEN] == [8, 9]


@pytest.mark.parametrize("where", [At.CARRY, At.CARRY_ITEM, At.SUPPLEMENT, At.OPENING, At.NIL, At.REVIEW])
@pytest.mark.parametrize("count", [3, 40])
def test_every_screen_about_them_fits_into_one_message_whatever_was_typed(where: At, count: int) -> None:
    codes = [f"VM-2610-{number:03}" for number in range(count)]
    long = replace(followed("VM-2610-001").difficulty, answers=kept({"field": "dat_dai", "procedure": "🏛" * 150}, {}))
    going = Going({code: replace(followed(code), difficulty=replace(long, code=code)) for code in codes}, codes)
    carried = tuple(Carried(code, DifficultyAct.PARTLY_SOLVED, "🏛" * 500) for code in codes)
    step_name = SUPPLEMENT if where is At.SUPPLEMENT else ""
    draft = at(Position(where, step=step_name), *carried, items=(FULL_ITEM,))

    rendered = render(draft_screen(replace(a_view(named="Ô" * 300), going=going), draft), Reader(), 4096)

    assert utf16_length(plain(rendered)) <= 4096
    assert not plain(rendered).endswith("…")
