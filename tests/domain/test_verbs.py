"""What a button carries."""

from __future__ import annotations

import string
from dataclasses import dataclass, fields
from types import NoneType
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.buttons import LONGEST, Access, Verb
from bot.domain.directory import DirectoryView, Listed
from bot.domain.forms import Act
from bot.domain.leading import Breakdown, LeaderView
from bot.domain.periods import Cadence, Period
from bot.domain.questions import ReportPart
from bot.domain.task_desk import CourseRef
from bot.domain.task_figures import TaskBy, TaskView
from bot.domain.tasks import TaskFilter
from bot.domain.triage import QueueGroup, QueueView
from bot.domain.verbs.desk import AcceptAdhoc, AskRelease, ReleaseFigures, ShowAggregate
from bot.domain.verbs.directory import AskUnlink, ListMembers, ShowMember, Unlink
from bot.domain.verbs.forecasting import Sheet
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.joining import Address, ChooseAddress, Join, JoinStep
from bot.domain.verbs.lookup import ShowReport
from bot.domain.verbs.registry import VERBS
from bot.domain.verbs.reporting import AnswerForm, ContinueDraft, MoveDraft, OpenAdhoc, OpenNilReport, OpenReport
from bot.domain.verbs.tasks import ListTasks, ShowTask

numbers = st.integers(0, 2**63 - 1)
periods = st.builds(Period, st.integers(2000, 2099), st.integers(1, 12)) | st.builds(
    Period, st.integers(2000, 2099), st.integers(1, 4), st.just(Cadence.QUARTER)
)
codes = st.builds("{}-{}-{:03}".format, st.sampled_from(["BC", "DX", "VM"]), periods.map(lambda p: p.code),
                  st.integers(1, 999_999))  # fmt: skip
views = st.builds(DirectoryView, st.sampled_from(Listed), numbers)
marks = st.integers(0, 36**5 - 1)
queues = st.builds(QueueView, st.sampled_from(QueueGroup), *(marks for _ in range(6)))
leaders = st.builds(LeaderView, st.sampled_from(Breakdown), marks, numbers, periods)
refs = st.builds(CourseRef, *([st.integers(0, 36**6 - 1)] * 4))
task_views = st.builds(TaskView, st.sampled_from(TaskBy), marks, numbers)
sheets = st.builds(Sheet, marks, marks, marks)
OF_TYPE = {
    int: numbers,
    str: codes,
    Period: periods,
    DirectoryView: views,
    QueueView: queues,
    LeaderView: leaders,
    CourseRef: refs,
    TaskView: task_views,
    Sheet: sheets,
    NoneType: st.none(),
}


def argument(hint: object) -> st.SearchStrategy[object]:
    """Return everything an argument may be, of every type it allows; enums are all their members."""
    kinds = get_args(hint) or (hint,)
    return st.one_of(*(OF_TYPE[kind] if kind in OF_TYPE else st.sampled_from(kind) for kind in kinds))


def arguments(verb: type[Verb]) -> dict[str, st.SearchStrategy[object]]:
    """Return what the arguments of a verb may be."""
    hints = get_type_hints(verb)
    return {field.name: argument(hints[field.name]) for field in fields(verb)}


def leaves_out_the_last_alone(verb: Verb) -> bool:
    """Return whether no argument is given after one that is left out."""
    given = [getattr(verb, field.name) is not None for field in fields(verb)]
    return given == sorted(given, reverse=True)


any_verbs = st.sampled_from(VERBS).flatmap(lambda verb: st.builds(verb, **arguments(verb)))
verbs = any_verbs.filter(leaves_out_the_last_alone)
"""Any verb with any arguments."""


def read(data: str) -> list[Verb]:
    """Return what the verbs read in `data`."""
    return [found for found in (verb.read(data) for verb in VERBS) if found]


@given(verbs)
def test_a_verb_is_read_from_its_button_by_its_own_kind_alone(verb: Verb) -> None:
    assert read(verb.data) == [verb]


@given(verbs)
def test_every_button_is_short_and_plain(verb: Verb) -> None:
    assert len(verb.data.encode()) <= LONGEST
    assert set(verb.data) <= {*string.ascii_lowercase, *string.digits, ":", "_"}


@given(st.text() | st.builds("{}:{}".format, st.sampled_from([v.wire for v in VERBS]), st.text("01aouz٠ +-_:")))
def test_whatever_is_read_is_exactly_what_a_button_would_carry(data: str) -> None:
    assert [verb.data for verb in read(data)] in ([], [data])


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        (ShowHome(), "h"),
        (Join(JoinStep.AGREE), "i:a"),
        (ChooseAddress(Address.NEUTRAL), "x:3"),
        (OpenReport(35, Period(2026, 11)), "n:z:2611"),
        (OpenNilReport(36, Period(2026, 4, Cadence.QUARTER)), "z:10:26q4"),
        (OpenAdhoc(), "u"),
        (OpenAdhoc(2), "u:2"),
        (ContinueDraft(7), "d:7"),
        (MoveDraft(7), "p:7"),
        (AnswerForm(7, 40, Act.CHOOSE, 3), "f:7:14:c:3"),
        (AcceptAdhoc("DX-2611-002"), "ua:dx2611002"),
        (ListTasks(TaskFilter.OPEN, 0), "tl:o:0"),
        (ShowTask(1, TaskFilter.DONE, 2), "ta:1:d:2"),
        (ShowReport("VM-2611-031"), "tv:vm2611031"),
        (ShowReport("BC-26Q4-001", ReportPart.OPINION), "tv:bc26q4001:o"),
        (ShowReport("VM-2611-031", ReportPart.CONTENT, 2), "tv:vm2611031:c:2"),
        (ShowAggregate(), "t"),
        (ShowAggregate(Period(2026, 11)), "t:2611"),
        (AskRelease(Period(2026, 11), 35), "ur:2611:z"),
        (ReleaseFigures(Period(2026, 4, Cadence.QUARTER), 2**48 - 1), "uf:26q4:2rrvthnxtr"),
        (ListMembers(), "m"),
        (ListMembers(DirectoryView()), "m:a:0"),
        (ShowMember(1, DirectoryView(Listed.UNLINKED, 2)), "mi:1:u:2"),
        (AskUnlink(1, DirectoryView()), "mu:1:a:0"),
        (Unlink(1, 2, DirectoryView()), "mx:1:2:a:0"),
    ],
)
def test_buttons_that_people_have_on_their_phones_keep_their_meaning(verb: Verb, data: str) -> None:
    assert verb.data == data
    assert read(data) == [verb]


@pytest.mark.parametrize(
    "data",
    [
        "",
        "d",
        "d:",
        ":d",
        "d::1",
        "D:1",
        "d:1 ",
        "d: 1",
        "d:1\n",
        "d:-1",
        "d:+1",
        "d:1_0",
        "d:01",
        "d:1:2",
        "d;1",
        "d:١",
        "d:đ",
        "d:\ud800",
        "d:1y2p0ij32e8e8",
        "d:" + "1" * 10_000,
        "xyz:1",
        "m:a",
        "m:a:0:0",
        "m:x:0",
        "mi:1",
        "f:1:0:zz:0",
        "f:1:0:C:0",
        "n:1:2613",
        "n:1:26Q4",
        "t:202611",
        "tv:",
        "tv:zz",
        "tv:vm261131",
        "tv:vm-2611-031",
        "tv:vm2611031:z",
        "x:4",
    ],
)
def test_data_that_is_not_of_our_making_is_not_read(data: str) -> None:
    assert read(data) == []


@pytest.mark.parametrize(
    "verb",
    [
        ContinueDraft(-1),
        ContinueDraft(2**63),
        ShowReport("Hiệp hội A"),
        ShowReport("vm2611031"),
        ShowReport("VM-2611-031", None, 1),
    ],
)
def test_what_no_button_can_carry_is_an_error_of_the_screen(verb: Verb) -> None:
    with pytest.raises(ValueError, match="is no"):
        _ = verb.data


@dataclass(frozen=True)
class Wide(Verb, wire="w", access=Access.STRANGER):
    """No verb of the program: with large numbers it is longer than a button."""

    a: int
    b: int
    c: int
    d: int
    e: int


def test_a_button_that_is_too_long_is_an_error_of_the_screen() -> None:
    with pytest.raises(ValueError, match="longer than 64 bytes"):
        _ = Wide(*[2**63 - 1] * 5).data


def test_no_two_verbs_share_a_name() -> None:
    assert len({verb.wire for verb in VERBS}) == len(VERBS)
