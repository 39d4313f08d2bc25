"""One story by Telegram, on the office's page, on Zalo, and by all three in turns: what it leaves is the same.

What must differ is listed here: the ways by which a member is linked and told, the file that Zalo has to be given as a
photo, with what is counted of its bytes, and the links that whoever has three ways has made besides.
"""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from tests.acceptance.left_by_the_story import FIRST, PAPERS, SENT_AS, Told, alike, marked
from tests.acceptance.story_of_three_ways import RESULT, SLOW, WHERE, tell
from tests.acceptance.three_ways import house
from tests.asking import between, step_at
from tests.handlers.acts import CONTENT
from tests.handlers.versioned import OTHER

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:docx", "ignore::DeprecationWarning:openpyxl")

WAYS = ("telegram", "web", "zalo")
STORIES = {"telegram": WAYS[:1], "web": WAYS[1:2], "zalo": WAYS[2:], "by turns": WAYS}
OTHERS = [name for name in STORIES if name != "telegram"]
MORE_WAYS = {"way.code_issued": 2, "account.linked": 3}
"""What the audit has of the links of somebody who has three; others are linked once."""


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Told]:
    """The story, told once in every way."""

    async def told(*names: str) -> Told:
        async with house(tmp_path_factory.mktemp("story")) as place:
            return await tell(place, *names)

    return {name: asyncio.run(told(*ways)) for name, ways in STORIES.items()}


def test_the_story_has_everything_that_was_told(stories: dict[str, Told]) -> None:
    stands = stories["telegram"].stands
    paper = [line for name in PAPERS for line in stands[name]]

    assert WHERE in stands[f"{FIRST}, to the desk"]
    assert all(any(words in line for line in paper) for words in (OTHER, SLOW, RESULT, SENT_AS["telegram"][0]))
    assert not any(CONTENT in line for line in paper), "it was amended"
    assert stands["snapshot"]["courses"]["figures"]["done"] == 1
    assert "Đã gửi, đúng hạn: 01" in stands["ledger"]


@pytest.mark.parametrize("name", STORIES)
def test_what_comes_unasked_comes_once_by_the_way_that_was_linked_first(stories: dict[str, Told], name: str) -> None:
    told, first = stories[name], [STORIES[name][0]]

    assert told.linked == list(STORIES[name])
    assert (told.reminded, told.asked, told.confirmed) == (first, first, first)


@pytest.mark.parametrize("name", OTHERS)
def test_ledger_snapshot_and_papers_are_equal_but_for_the_file_that_was_sent(
    stories: dict[str, Told], name: str
) -> None:
    first, other = alike(stories["telegram"]), alike(stories[name])

    assert list(other) == list(first)
    for key, text in first.items():
        assert other[key] == text, key


@pytest.mark.parametrize("name", OTHERS)
def test_papers_are_equal_to_the_byte_where_the_same_file_was_sent_and_nowhere_else(
    stories: dict[str, Told], name: str
) -> None:
    first, other = stories["telegram"], stories[name]
    same = SENT_AS[first.attached] == SENT_AS[other.attached]

    assert (other.fingerprint == first.fingerprint) == same
    assert (other.stands == first.stands) == same
    assert (other.files == first.files) == same


@pytest.mark.parametrize("name", OTHERS)
def test_whatever_stands_on_telegram_is_told_in_the_same_words(stories: dict[str, Told], name: str) -> None:
    first, other = ({marked(told, text) for text in told.own} for told in (stories["telegram"], stories[name]))

    assert first - other == set()


@pytest.mark.parametrize("name", OTHERS)
def test_the_audit_has_the_same_acts_of_the_same_people_at_the_same_times(stories: dict[str, Told], name: str) -> None:
    first, other = stories["telegram"].audit, stories[name].audit
    several = MORE_WAYS if len(STORIES[name]) > 1 else {"account.linked": 1}
    verbs = [verb for _, verb, _, _ in other]

    assert {verb: verbs.count(verb) for verb in MORE_WAYS if verb in verbs} == several
    assert [each for each in other if each[1] not in MORE_WAYS] == [each for each in first if each[1] not in MORE_WAYS]


def test_every_step_is_taken_by_another_way_than_the_one_before(stories: dict[str, Told]) -> None:
    used = stories["by turns"].used

    assert set(used) == set(WAYS)
    assert all(before != after for before, after in pairwise(used))


def test_a_draft_goes_on_at_the_same_step_by_every_way(stories: dict[str, Told]) -> None:
    headings = stories["by turns"].headings

    assert all(left == found for left, found in headings)
    crossed = " ".join(found for _, found in headings)
    assert all(step_at(name) in crossed for name in (*between("field", "files"), "files"))
    assert all(words in crossed for words in ("Kiểm tra trước khi gửi", "bổ sung nội dung", "báo hoàn thành"))
