"""A draft that is taken up from a report that was sent: what it holds, whatever happens to it, and what it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import questions
from bot.domain.amendments import as_new, brought_up, difference, taken_up
from bot.domain.form_engine import step
from bot.domain.form_moves import STALE
from bot.domain.form_questions import missing
from bot.domain.forms import Act, At, Done, Draft, Event, Outcome, Tap
from bot.domain.reports import Difficulty, Report
from tests.domain.drafting import FULL_ITEM, NOW, SMALL, START, a_file, events, of

TEXTS = st.sampled_from(["Nội dung đủ hai mươi ký tự.", "Một nội dung khác cũng đủ dài."])


def difficulty(number: int, content: str = "Nội dung đủ hai mươi ký tự.", files: int = 0) -> Difficulty:
    answers = questions.kept({**FULL_ITEM, "content": content}, {})
    return Difficulty(number, f"VM-2611-{number:03}", answers, tuple(a_file(f"{n}.pdf") for n in range(files)))


def report(found: Sequence[Difficulty], version: int = 1) -> Report:
    return Report(version, "BC-2611-001", 1, "2026-11", not found, 1, NOW, tuple(found), version=version)


difficulties = st.builds(difficulty, st.integers(1, 9), TEXTS, st.integers(0, 3))
reports = st.lists(difficulties, max_size=2, unique_by=lambda each: each.code).map(report)
amendments = reports.map(lambda sent: taken_up(START, sent))


def by_item(draft: Draft) -> list[tuple[str, str, int]]:
    """What makes each item the one it is: its code, its text, and how many files it has."""
    return [(draft.continues(n), item.get("content", ""), len(draft.attached(n))) for n, item in enumerate(draft.items)]


@settings(max_examples=500)
@given(reports)
def test_it_holds_everything_that_was_sent_and_nothing_of_it_is_missing(sent: Report) -> None:
    draft = taken_up(START, sent)

    assert by_item(draft) == [(d.code, d.answers["content"], len(d.attachments)) for d in sent.difficulties]
    assert (draft.report, draft.base) == ("BC-2611-001", 1)
    assert draft.position.at is (At.REVIEW if sent.difficulties else At.OPENING)
    assert not sent.difficulties or missing(SMALL, draft) is None


@settings(max_examples=500)
@given(reports, reports)
def test_what_a_draft_held_before_stands_behind_what_was_sent(sent: Report, begun: Report) -> None:
    before = replace(taken_up(START, begun), codes=(), report="", base=0)

    draft = taken_up(before, sent)

    assert by_item(draft)[: len(sent.difficulties)] == by_item(taken_up(START, sent))
    assert by_item(draft)[len(sent.difficulties) :] == by_item(before)


@settings(max_examples=500)
@given(amendments, st.lists(events, min_size=1, max_size=12))
def test_whatever_happens_to_it_every_code_stays_with_its_item(draft: Draft, happened: list[Event]) -> None:
    for event in happened:
        before = draft
        outcome = step(SMALL, before, of(before, event))
        draft = outcome.draft

        dropped = before.position.at is At.DROP and len(draft.items) < len(before.items)
        kept = [code for n, code in enumerate(codes(before)) if not (dropped and n == before.position.item)]
        assert codes(draft)[: len(kept)] == kept
        assert not any(codes(draft)[len(kept) :])
        assert (draft.report, draft.base) == (before.report, before.base)
        assert outcome.done is not Done.SEND or missing(SMALL, draft) is None


def codes(draft: Draft) -> list[str]:
    return [draft.continues(number) for number in range(len(draft.items))]


@settings(max_examples=500)
@given(
    amendments, st.sampled_from([Act.BACK, Act.EXIT, Act.OPEN_ITEM, Act.CHANGE, Act.ADD_ITEM, Act.REOPEN]), st.data()
)
def test_going_back_jumping_and_leaving_keep_all_of_it(draft: Draft, what: Act, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 6))):
        before = draft
        draft = step(SMALL, draft, Tap(draft.rev, what, data.draw(st.integers(0, 6)))).draft
        assert (by_item(draft), draft.closing) == (by_item(before), before.closing)


@settings(max_examples=500)
@given(amendments, st.integers(1, 100), st.sampled_from(Act), st.integers(0, 9))
def test_a_stale_button_of_it_changes_nothing(draft: Draft, later: int, what: Act, index: int) -> None:
    for rev in (draft.rev + later, draft.rev - later):
        assert step(SMALL, draft, Tap(rev, what, index)) == Outcome(draft, STALE)


@settings(max_examples=500)
@given(reports, reports, TEXTS)
def test_brought_up_to_the_newest_version_it_withdraws_nothing_that_came_since(
    base: Report, newest: Report, text: str
) -> None:
    newest = replace(newest, version=2)
    begun = taken_up(START, base)
    edited = replace(begun, items=tuple({**item, "content": text} for item in begun.items))

    draft = brought_up(edited, base, newest)

    since = {d.code for d in newest.difficulties} - {d.code for d in base.difficulties}
    assert by_item(draft)[: len(edited.items)] == by_item(edited)
    assert set(codes(draft)) >= since
    assert len(codes(draft)) == len(set(codes(draft)))
    assert draft.base == 2


@settings(max_examples=500)
@given(reports, reports)
def test_a_difference_names_every_difficulty_once_or_says_that_nothing_differs(before: Report, after: Report) -> None:
    found = difference(before, replace(after, version=2))

    old, new = ({d.code: d for d in each.difficulties} for each in (before, after))
    assert [d.code for d in found.added] == [code for code in new if code not in old]
    assert [d.code for d in found.withdrawn] == [code for code in old if code not in new]
    changed = {each.difficulty.code for each in found.changed}
    assert changed <= old.keys() & new.keys()
    assert found.is_nothing == ([replace(d, id=0) for d in old.values()] == [replace(d, id=0) for d in new.values()]
                                or (set(old) == set(new) and not changed))  # fmt: skip
    assert difference(before, before).is_nothing


@settings(max_examples=500)
@given(reports, TEXTS)
def test_in_another_period_only_what_was_changed_or_added_is_left_without_a_code(sent: Report, text: str) -> None:
    begun = taken_up(START, sent)
    draft = replace(
        begun,
        items=(*({**item, "content": text} for item in begun.items), FULL_ITEM),
        files=(*begun.files, ()),
    )

    moved = as_new(draft, sent)

    changed = [d for d in sent.difficulties if d.answers["content"] != text]
    assert len(moved.items) == len(changed) + 1
    assert (moved.codes, moved.report, moved.base) == ((), "", 0)
    assert moved.items[-1] == FULL_ITEM
