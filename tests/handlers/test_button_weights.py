"""Which buttons look weightier than others: what sends, what destroys, and nothing else."""

from __future__ import annotations

import ast

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import SendMessage

from bot.channels.telegram.markup import keyboard_of
from bot.domain.people import Reader
from bot.domain.texts import Choice, Screen, Text, Weight
from bot.domain.verbs.home import ShowHome
from bot.i18n import render
from bot.runtime.numbering import rendered
from bot.runtime.ports import PLAINEST
from tests.guards.tree import sources
from tests.handlers.acts import ADHOC, ADHOC_ITEM, NIL, TO_REVIEW
from tests.handlers.attaching import at_files
from tests.telegram import keyboard
from tests.world import World, say

REFUSED = TelegramBadRequest(SendMessage(chat_id=1, text=""), "Bad Request: invalid button style specified")


@pytest.mark.parametrize(
    ("way", "styles"),
    [
        (TO_REVIEW, {"Gửi báo cáo": "primary"}),
        (NIL[:-1], {"Gửi báo cáo": "primary"}),
        ((*ADHOC, "[Đề nghị xử lý khẩn]", *ADHOC_ITEM), {"Gửi khẩn": "primary"}),
        ((*TO_REVIEW, "[Sửa mục 1]"), {}),
        ((*TO_REVIEW, "[Sửa mục 1]", "[Xóa mục 1]"), {"Xóa mục 1": "danger"}),
        (("/batdau",), {}),
    ],
)
async def test_what_sends_and_what_deletes_shows_on_a_members_screens(
    world: World, way: tuple[str, ...], styles: dict[str, str]
) -> None:
    an = world.phone("AN")

    await say(world, an, *way)

    assert an.last.styles == styles


async def test_what_deletes_a_file_shows(world: World) -> None:
    an = await at_files(world)

    an.send_photo()
    await world.settle()

    assert an.last.styles == {"Xóa tệp vừa gửi": "danger"}


async def test_what_ends_a_link_shows_where_it_is_done_and_not_where_it_is_asked(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, chi, "/thanhvien", "[Chọn 1]")
    assert "Hủy liên kết" in chi.last.labels
    assert chi.last.styles == {}

    await say(world, chi, "[Hủy liên kết]")

    assert chi.last.styles == {"Hủy liên kết": "danger"}


async def test_a_server_that_does_not_take_styles_costs_no_message(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *TO_REVIEW[:-1])
    an.fails_with(REFUSED)

    await say(world, an, TO_REVIEW[-1])

    assert "Gửi báo cáo" in an.last.labels
    assert an.last.styles == {}


def test_a_channel_without_weights_gets_rows_of_labels_and_data_alone() -> None:
    screen = Screen((Text("{t}", t="x"),), ((Choice(Text("{t}", t="Xóa"), ShowHome(), Weight.DESTRUCTIVE),),))

    assert render(screen, Reader(), 100)["rows"] == [[["Xóa", "h", "destructive"]]]
    assert rendered(screen, Reader(), PLAINEST)["rows"] == [[["Xóa", "h"]]]


def test_a_row_stored_before_there_were_weights_is_shown_as_it_was() -> None:
    markup = keyboard_of({"rows": [[["Gửi", "h"], ["Gửi báo cáo", "h", "send"], ["Xem", "h", "later"]]]})

    assert markup is not None
    assert [(b["text"], b.get("style")) for b in keyboard(markup)[0]] == [
        ("Gửi", None),
        ("Gửi báo cáo", "primary"),
        ("Xem", None),
    ]


def test_few_screens_weigh_anything() -> None:
    weighty = {
        (path, ast.unparse(node))
        for path, tree in sources("bot/screens", "bot/services")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node).startswith("Weight.") and node.attr != "PLAIN"
    }

    assert weighty == {
        ("bot/screens/announcements.py", "Weight.DESTRUCTIVE"),
        ("bot/screens/tasks/notices.py", "Weight.SEND"),
        ("bot/screens/tasks/notices.py", "Weight.DESTRUCTIVE"),
        ("bot/screens/reporting/acts.py", "Weight.SEND"),
        ("bot/screens/reporting/form.py", "Weight.DESTRUCTIVE"),
        ("bot/screens/reporting/freetext.py", "Weight.DESTRUCTIVE"),
        ("bot/screens/reporting/written.py", "Weight.DESTRUCTIVE"),
        ("bot/screens/reporting/alike.py", "Weight.SEND"),
        ("bot/screens/reporting/own_drafts.py", "Weight.DESTRUCTIVE"),
        ("bot/screens/reporting/amending.py", "Weight.DESTRUCTIVE"),
        ("bot/screens/reporting/deciding.py", "Weight.SEND"),
        ("bot/screens/reporting/submitted.py", "Weight.SEND"),
        ("bot/screens/reporting/delegating.py", "Weight.SEND"),
        ("bot/screens/reporting/delegating.py", "Weight.DESTRUCTIVE"),
        ("bot/screens/people/seat_requests.py", "Weight.SEND"),
        ("bot/screens/people/settings.py", "Weight.DESTRUCTIVE"),
        ("bot/screens/people/ways.py", "Weight.DESTRUCTIVE"),
        ("bot/screens/people/mailing.py", "Weight.DESTRUCTIVE"),
        ("bot/screens/urging.py", "Weight.SEND"),
        ("bot/screens/rules.py", "Weight.SEND"),
        ("bot/screens/tasks/desk.py", "Weight.SEND"),
        ("bot/screens/tasks/directing.py", "Weight.SEND"),
        ("bot/screens/tasks/subtasks.py", "Weight.SEND"),
        ("bot/screens/reporting/acts.py", "Weight.DESTRUCTIVE"),
        ("bot/screens/selecting.py", "Weight.SEND"),
        ("bot/screens/saved_replies.py", "Weight.DESTRUCTIVE"),
        ("bot/screens/sharing.py", "Weight.DESTRUCTIVE"),
        ("bot/screens/people/directory.py", "Weight.DESTRUCTIVE"),
        ("bot/screens/people/changing.py", "Weight.DESTRUCTIVE"),
        ("bot/screens/people/requests.py", "Weight.SEND"),
        ("bot/screens/people/roster_file.py", "Weight.SEND"),
        ("bot/screens/showing.py", "Weight.SEND"),
        ("bot/screens/difficulties/directing.py", "Weight.SEND"),
    }
