"""The step of the form for files, with the periodic report."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.attachments import FILES_MAX, SIZE_MAX, Attachment
from bot.domain.characters import utf16_length
from bot.domain.form_engine import step
from bot.domain.form_moves import STALE
from bot.domain.form_texts import KEPT
from bot.domain.forms import Act, At, Attached, Draft, Outcome, Position, Tap, Typed
from bot.domain.people import Reader
from bot.domain.writing import joined
from bot.i18n import plain, render
from bot.screens.reporting.periodic import draft_screen
from tests.domain.drafting import (
    EMAIL,
    FORM,
    FULL_ITEM,
    PHOTO,
    TEXTS,
    TOO_BIG,
    WRONG_KIND,
    a_file,
    a_view,
    after,
    asks,
    at,
    in_the_report,
    readers,
)


def at_files(*files: Attachment, returning: bool = False, most: int = 1) -> Draft:
    return replace(at(asks("files", returning=returning), *[FULL_ITEM] * most), files=(files,) if files else ())


def test_files_are_taken_in_order_and_the_step_stays_until_they_are_said_to_be_complete() -> None:
    draft = after(at_files(), PHOTO, Attached(a_file()))
    done = step(FORM, draft, Tap(draft.rev, Act.SKIP)).draft

    assert draft.attached(0) == (PHOTO.attachment, a_file())
    assert draft.position == asks("files")
    assert done.position == Position(At.REVIEW)
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


def test_a_text_at_the_step_for_files_is_kept_beside_the_report() -> None:
    draft = at_files(a_file())

    outcome = step(FORM, draft, Typed(TEXTS["content"]))

    assert in_the_report(outcome.draft) == in_the_report(draft)
    assert joined(outcome.draft.kept) == TEXTS["content"]
    assert outcome.remark == KEPT


@pytest.mark.parametrize(
    "position",
    [Position(At.OPENING), Position(At.REVIEW)],
    ids=str,
)
def test_a_file_beside_no_question_is_not_taken_and_the_step_for_files_is_named(position: Position) -> None:
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
