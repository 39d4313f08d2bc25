"""What the form engine takes as an answer, and how items come and go, with the periodic report."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.characters import utf16_length
from bot.domain.form_engine import step
from bot.domain.form_moves import STALE
from bot.domain.form_texts import KEPT, nothing_to_read
from bot.domain.forms import Act, At, Outcome, Position, Tap, Typed, Unreadable
from bot.domain.people import Reader
from bot.domain.texts import Text
from bot.domain.writing import Written, joined, undivided
from bot.i18n import plain, render
from bot.screens.reporting.periodic import draft_screen
from tests.domain.drafting import (
    FIELDS,
    FORM,
    FULL_ITEM,
    SMALL,
    TEXTS,
    a_view,
    asks,
    at,
    in_the_report,
    offered,
    readers,
)

LONGEST = {s.name: s.most for s in FORM.steps if s.most}


def test_a_text_is_taken_as_the_answer_and_the_next_question_follows() -> None:
    outcome = step(FORM, at(asks("content"), {"field": "dat_dai", "procedure": ""}), Typed(TEXTS["content"]))

    assert outcome.remark is None
    assert outcome.draft.items[0]["content"] == TEXTS["content"]
    assert outcome.draft.position == asks("legal")


def test_write_more_puts_the_text_behind_the_answer_given_before() -> None:
    draft = at(asks("legal"), {"field": "dat_dai", "procedure": "", "content": TEXTS["content"]})

    adding = step(FORM, draft, Tap(draft.rev, Act.WRITE_MORE)).draft
    after = step(FORM, adding, Typed("Từ tháng 3/2026.")).draft

    assert after.items[0]["content"] == f"{TEXTS['content']}\nTừ tháng 3/2026."
    assert after.position == asks("legal")


@pytest.mark.parametrize("given", ["không phát sinh", TEXTS["content"], "bỏ qua"])
@pytest.mark.parametrize("unreadable", ["", " ", "\u200b\u2060"])
def test_nothing_to_be_read_right_behind_an_answer_leaves_it_as_it_is(given: str, unreadable: str) -> None:
    draft = step(FORM, at(asks("content"), {"field": "dat_dai", "procedure": ""}), Typed(given)).draft

    outcome = step(FORM, draft, Typed(unreadable, "2", seen=False))

    assert (in_the_report(outcome.draft), outcome.remark) == (in_the_report(draft), nothing_to_read())


def test_more_than_fits_behind_an_answer_is_kept_to_be_shortened_and_the_answer_stays() -> None:
    draft = at(asks("content", adding=True), {"field": "dat_dai", "content": "a" * 1990})

    outcome = step(FORM, draft, Typed("b" * 10))

    assert outcome.draft.position.at is At.SHORTEN
    assert joined(undivided(outcome.draft.long)) == "a" * 1990 + "\n" + "b" * 10
    assert outcome.draft.items == draft.items


@pytest.mark.parametrize("name", sorted(LONGEST))
def test_an_answer_may_be_as_long_as_its_limit_and_no_longer_in_utf_16_units(name: str) -> None:
    draft, most = at(asks(name), {"field": "dat_dai"}), LONGEST[name]

    longest = step(FORM, draft, Typed("🏛" * (most // 2))).draft
    longer = step(FORM, draft, Typed("🏛" * (most // 2) + "x")).draft

    assert utf16_length(longest.items[0][name]) == most
    assert longer.items == draft.items
    assert longer.position.at is At.SHORTEN


@pytest.mark.parametrize("name", sorted(LONGEST))
def test_an_answer_of_nothing_but_controls_is_too_short(name: str) -> None:
    draft = at(asks(name), {"field": "dat_dai"})

    outcome = step(FORM, draft, Typed("\x00\u202e \ud800\x07" * 30))

    assert in_the_report(outcome.draft) == in_the_report(draft)
    assert outcome.remark is not None


@pytest.mark.parametrize("said", ["dat dai", "Đất đai", "ĐẤT ĐAI", "land", "so do"])
def test_a_field_may_be_typed_with_or_without_accents(said: str) -> None:
    outcome = step(FORM, at(asks("field")), Typed(said))

    assert outcome.draft.items[0]["field"] == "dat_dai"


def test_what_may_mean_several_fields_is_no_answer_and_only_these_are_offered() -> None:
    outcome = step(FORM, at(asks("field")), Typed("đầu tư xây dựng"))

    chosen = [tap.index for _, tap in offered(FORM, outcome.draft) if tap.what is Act.CHOOSE]
    assert outcome.draft.items == ()
    assert [FORM.step("field").options[index] for index in chosen] == ["dau_tu", "xay_dung"]


@pytest.mark.parametrize("index", [0, 1])
def test_one_of_the_fields_that_are_offered_is_chosen_like_any_other(index: int) -> None:
    narrowed = step(FORM, at(asks("field")), Typed("đất đai, môi trường")).draft

    choices = [tap for _, tap in offered(FORM, narrowed) if tap.what is Act.CHOOSE]
    outcome = step(FORM, narrowed, choices[index])

    assert outcome.draft.items[0]["field"] == ("dat_dai", "moi_truong")[index]


def test_from_the_fields_that_are_offered_there_is_a_way_to_all_others() -> None:
    narrowed = step(FORM, at(asks("field")), Typed("đất đai, môi trường")).draft

    widened = step(FORM, narrowed, Tap(narrowed.rev, Act.WIDEN)).draft

    choices = [tap for _, tap in offered(FORM, widened) if tap.what is Act.CHOOSE]
    assert len(choices) == len(FIELDS)


@pytest.mark.parametrize("said", ["không", "động", "ko"])
def test_a_syllable_of_a_name_chooses_no_field_and_says_so(said: str) -> None:
    outcome = step(FORM, at(asks("field")), Typed(said))

    assert outcome.remark is not None
    assert in_the_report(outcome.draft) == in_the_report(at(asks("field")))


def test_a_description_typed_where_a_field_is_asked_for_is_not_swallowed_as_a_field() -> None:
    told = "Người dân xin cấp sổ đỏ lần đầu phải chờ hơn ba tháng, đi lại nhiều lần, đề nghị rút ngắn thời gian."

    outcome = step(FORM, at(asks("field")), Typed(told))

    assert outcome.remark is not None
    assert outcome.draft.position == asks("field")
    assert joined(outcome.draft.kept) == told


def test_what_is_no_text_is_answered_with_what_can_be_read_and_changes_nothing() -> None:
    draft, remark = at(asks("content"), {"field": "dat_dai"}), Text("Please type.")

    assert step(FORM, draft, Unreadable(remark)) == Outcome(draft, remark)


def test_a_text_where_a_choice_is_due_is_kept_and_said_not_to_stand_in_the_report() -> None:
    draft = at(Position(At.REVIEW), FULL_ITEM)

    outcome = step(FORM, draft, Typed(TEXTS["content"]))

    assert in_the_report(outcome.draft) == in_the_report(draft)
    assert joined(outcome.draft.kept) == TEXTS["content"]
    assert outcome.remark == KEPT


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
    draft = at(Position(At.REVIEW), FULL_ITEM, FULL_ITEM)

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
    st.sampled_from(sorted(set(At) - {At.CARRY, At.CARRY_ITEM, At.SUPPLEMENT})),
    step=st.sampled_from([asked.name for asked in FORM.steps]),
    returning=st.booleans(),
    wide=st.booleans(),
)


@settings(max_examples=60)
@given(long_items, positions, readers, st.booleans(), st.data())
def test_every_screen_of_any_draft_within_its_limits_fits_into_one_message(
    items: list[dict[str, str]], position: Position, reader: Reader, adding: bool, data: st.DataObject
) -> None:
    item = data.draw(st.integers(0, len(items) - 1))
    draft = at(replace(position, item=item, adding=adding and FORM.step(position.step).extendable), *items)
    screen = draft_screen(a_view(named="Hiệp hội Chế biến " * 16), draft)
    screen = screen.with_line_first(step(FORM, at(asks("field"), FULL_ITEM), Typed("a" * 4096)).remark or STALE)

    rendered = render(screen, reader, 4096)

    assert utf16_length(plain(rendered)) <= 4096


def test_the_fullest_review_fits_into_one_message() -> None:
    longest = max((field for field in FIELDS), key=lambda field: len(field.name.vi)).code
    items = [{"field": longest, **{name: "🏛" * (most // 2) for name, most in LONGEST.items()}}] * 20

    rendered = render(draft_screen(a_view(named="Ô" * 300), at(Position(At.REVIEW), *items)), Reader(), 4096)

    assert utf16_length(plain(rendered)) <= 4096
    assert "Mục 20." in plain(rendered)


def test_what_is_left_of_a_long_text_and_too_short_for_an_answer_is_kept() -> None:
    parts = (Written("1", f"{'a' * 2100}\n"), Written("2", "ngắn\n"))
    draft = replace(at(asks("content"), {"field": "dat_dai"}), long=parts)
    draft = replace(draft, position=replace(draft.position, at=At.SHORTEN, part=0))

    asked = step(FORM, draft, Tap(draft.rev, Act.DROP_PART)).draft
    left = step(FORM, asked, Tap(asked.rev, Act.DROP)).draft

    assert asked.long == parts
    assert (left.position, joined(left.kept), left.long) == (asks("content"), "ngắn", ())
