"""A monthly report by the office's page as it is in earnest: the program, a proxy with TLS, browsers, a bad network.

In each telling the network is cut at every step in one way: opening the link, signing in, entering a code, opening
the page, every text, button and file, what is told, opening the page again. Whoever is cut off does nothing about it
but what a person does: waits, reloads, asks for another link where theirs is used up.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ViewportSize, expect
from sqlite_utils import Database

from bot.domain import questions
from storage import file_store, inbox
from storage.file_store import FILES
from storage.rows import rows, value
from tests.acceptance.browsing import NARROW, WIDE, browser, in_the_browser, page_of
from tests.acceptance.cut_network import Cut
from tests.acceptance.live_office import Office, office
from tests.acceptance.visitor import NOT_SENT, Visitor
from tests.asking import answered, step_at
from tests.contents import PDF

pytestmark = in_the_browser

WAYS = {
    Cut.BEFORE: NARROW, Cut.INSIDE: WIDE, Cut.UNANSWERED: NARROW, Cut.HALF_ANSWERED: WIDE, Cut.TOLD: NARROW,
    Cut.REFUSED: WIDE,
}  # fmt: skip
"""In which way it is cut, and how large the screen is."""
NAMES = (
    "Nguyễn Văn An",
    "Ngô Văn Khoa",
    "Trần Văn Bình",
    "Lê Văn Cường",
    "Phạm Văn Dũng",
    "Vũ Văn Giang",
    "Đỗ Văn Hải",
)
OFFICERS = ("Phạm Thu Chi", "Trần Thu Hà", "Lê Thu Hiền", "Vũ Thu Hương", "Đỗ Thu Lan", "Bùi Thu Mai")
HEAD = "person_code,full_name,title,address,language,phone,role,body,seat_code,organisation"
FILE = "so-do.pdf"
RECEIPT = re.compile(r"Đã nhận báo cáo (BC-2611-\d+)")
FAILED = ("Failed to load resource", "net::ERR_", "WebSocket")
QUESTION, STANDS = "đề nghị bổ sung: Tên thủ tục, quy định liên quan", "Tình trạng: chờ thành viên bổ sung"
AN_HOUR_LATER = timedelta(minutes=61)
"""What the desk has asked is told by then, and every session has another secret."""


def roster() -> str:
    """Return a member and an officer of the desk for each way."""
    named = list(enumerate(NAMES))
    members = [f"TV{n},Trần Văn {name},,ong,vi,,focal,hoi_dong_tu_van,HIEPHOI{n},Hiệp hội {n}" for n, name in named]
    desk = [f"CV{n},Phạm Thị {name},,ba,vi,,secretariat,,," for n, name in named]
    return "\n".join([HEAD, *members, *desk, ""])


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    """The running program, one for all tellings."""
    async with office(tmp_path_factory.mktemp("office"), roster()) as started:
        yield started


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def trusting(place: Office) -> AsyncIterator[Browser]:
    """A browser that knows the proxy's key."""
    async with browser(place.network.identity.trusted_by) as started:
        yield started


@asynccontextmanager
async def visitor(browser: Browser, place: Office, cut: Cut | None, size: ViewportSize) -> AsyncIterator[Visitor]:
    """Somebody who has not opened the page yet."""
    async with page_of(browser, "about:blank", size, expected=FAILED) as page:
        await page.clock.install()
        somebody = Visitor(page, place, cut, {FILE: paper(cut)})
        await somebody.watches()
        yield somebody
        place.network.fails(None)


def paper(cut: Cut | None) -> bytes:
    """Return a file that no other telling has."""
    return PDF + f"% {cut}\n".encode() * 2000


def content(cut: Cut | None, number: int) -> str:
    """Return what is reported."""
    return f"Doanh nghiệp phải nộp lại bản giấy của hồ sơ số {number} dù dữ liệu đã có ({cut})."


def proposal(cut: Cut | None, number: int) -> str:
    """Return what is proposed."""
    return f"Đề nghị bãi bỏ thành phần hồ sơ số {number} ({cut})."


def difficulty(cut: Cut | None, number: int) -> list[str]:
    """Return what is done for one difficulty, each act with the words that follow; the first one has a file."""
    acts = list(answered(field="[Đất đai]", content=content(cut, number), proposal=proposal(cut, number)))
    names = [question.name for question in questions.periodic()]
    shown = [f"vướng mắc số {number} – {step_at(name)}" for name in names[1:]]
    if number == 1:
        acts[-1:] = [f"@{FILE}", "[Gửi tệp xong]"]
        shown.append(f"Đã nhận 01 tệp: {FILE}")
    shown.append(f"Mục {number}. Đất đai")
    return [each for pair in zip(acts, shown, strict=True) for each in pair]


@pytest.mark.parametrize("cut", WAYS)
async def test_a_report_comes_to_the_desk_and_back_once_wherever_the_network_is_cut(
    trusting: Browser, place: Office, cut: Cut
) -> None:
    number = list(WAYS).index(cut)
    async with visitor(trusting, place, cut, WAYS[cut]) as member:
        # Once as an operator gets it; a command takes seconds to start.
        link = place.another_link(f"TV{number}") if number else await place.link(f"TV{number}")
        await member.signs_in(link, f"TV{number}")
        await begins(member)
        report, first = await reports(member)
        async with visitor(trusting, place, cut, WAYS[cut]) as officer:
            await officer.signs_in(place.another_link(f"CV{number}"), f"CV{number}")
            await officer.sets_up_the_second_factor()
            await begins(officer)
            await asks(officer, report, first)
        place.network.fails(cut)
        place.turn(AN_HOUR_LATER)
        await member.sees(QUESTION)
        await member.does(f"/tracuu {first}", STANDS)
        await opens_again(member)
    nothing_is_lost_and_nothing_twice(place, (member, officer), report, first)


async def test_a_browser_keeps_the_cookie_from_scripts_from_other_pages_and_from_the_clear(
    trusting: Browser, place: Office
) -> None:
    code = f"TV{len(WAYS)}"
    async with visitor(trusting, place, None, NARROW) as member:
        await member.signs_in(place.another_link(code), code)
        await begins(member)
        first = await member.cookie()
        place.turn(AN_HOUR_LATER)
        await member.does("/baocao", "Mời chọn báo cáo")

        then = await member.cookie()
        assert await member.page.evaluate("document.cookie") == ""
        opened = await member.page.reload()
    about = {name: value for name, value in first.items() if name not in ("value", "expires")}
    assert about == {
        "name": "__Host-phien", "domain": "localhost", "path": "/", "httpOnly": True, "secure": True,
        "sameSite": "Strict",
    }  # fmt: skip
    assert then["value"] != first["value"]
    assert opened is not None
    assert opened.headers["strict-transport-security"] == "max-age=31536000"


async def begins(visitor: Visitor) -> None:
    """Whoever comes in for the first time reads the notice and agrees to it."""
    await visitor.page.evaluate("navigator.serviceWorker.ready.then(() => true)")  # it will open without a network
    await visitor.does("[Bắt đầu]", "Thông báo trước khi sử dụng", "[Đồng ý, tiếp tục]", "Trợ lý Tổ công tác")
    visitor.who = await visitor.page.evaluate("localStorage.getItem('who')")


async def reports(member: Visitor) -> tuple[str, str]:
    """Two difficulties, the first with a file; return the code of the report and that of the first."""
    await member.does("/baocao", "Mời chọn báo cáo", "[Báo cáo tháng 11]", "có ghi nhận khó khăn, vướng mắc mới")
    await member.does("[Khai vướng mắc]", "vướng mắc số 1 – bước 1/", *difficulty(member.cut, 1))
    await member.does("[Thêm vướng mắc]", "vướng mắc số 2 – bước 1/", *difficulty(member.cut, 2))
    await member.does("[Gửi báo cáo]", "Đã nhận báo cáo BC-2611-")
    receipt = await member.page.locator("article.bot", has_text=RECEIPT).last.inner_text()
    return RECEIPT.findall(receipt)[0], re.findall(r"VM-2611-\d+", receipt)[0]


async def asks(officer: Visitor, report: str, first: str) -> None:
    """The desk looks the report up and asks for more about its first difficulty."""
    await officer.does(
        f"/tracuu {report}", f"1. {first} – Đất đai", f"[Xem {first}]", "Tình trạng: đã gửi, chờ tiếp nhận"
    )
    await officer.does("[Đề nghị bổ sung]", "Nội dung cần bổ sung:", "[Chọn 1]", "Thời hạn bổ sung là bao nhiêu")
    await officer.does(
        "[Bỏ qua]", "Kiểm tra trước khi ghi nhận", "[Gửi đề nghị]", "đã ghi nhận. Thông báo gửi thành viên"
    )


async def opens_again(visitor: Visitor) -> None:
    """The page is loaded anew, and shows everything once."""
    place, page, cut = visitor.office, visitor.page, visitor.cut
    before = await visitor.said()
    place.network.fails(cut, with_files=True)
    if cut is Cut.REFUSED:
        place.network.refuse()
    await page.reload()
    if cut is Cut.REFUSED:
        await expect(page.locator("#notice")).to_contain_text("Mất kết nối")
        await place.network.listen()
    await visitor.sees(STANDS)
    await expect(page.locator("article.bot", has_text=QUESTION)).to_have_count(1)
    assert await visitor.said() == before
    await visitor.keeps_nothing()
    await expect(page.get_by_text(NOT_SENT)).to_have_count(0)


def nothing_is_lost_and_nothing_twice(place: Office, people: Sequence[Visitor], report: str, first: str) -> None:
    """Look into the base beside the program: each act once, each text and file as it was given, and one question."""
    cut = people[0].cut
    with place.reading() as db:
        stored = rows(
            db,
            """SELECT r.version, d.position, d.content, d.proposal, a.name, k.sha256 FROM reports r
               JOIN difficulties d ON d.report = r.id LEFT JOIN attachments a ON a.difficulty = d.id
               LEFT JOIN kept_files k ON k.id = a.file
               WHERE r.seat = (SELECT seat FROM reports WHERE code = :report) ORDER BY d.position""",
            report=report,
        )
        asked = value(
            db, "SELECT count(*) FROM difficulty_events WHERE difficulty = :code AND kind = 'asked'", code=first
        )
        for each in people:
            acts_are_stored_once(db, each)
        assert (inbox.waiting(db), inbox.quarantined(db)) == (0, [])
    given = [(1, n, content(cut, n), proposal(cut, n), name) for n, name in ((1, FILE), (2, None))]
    assert [tuple(row)[:5] for row in stored] == given
    assert file_store.read(place.data / FILES, stored[0]["sha256"]) == paper(cut)
    assert asked == 1


def acts_are_stored_once(db: Database, visitor: Visitor) -> None:
    """What somebody did was taken in once, and what they said stands once in the conversation, in its order."""
    taken = rows(db, "SELECT update_id FROM inbox WHERE update_id LIKE :own", own=f"{visitor.who}:%")
    said = rows(
        db,
        """SELECT taken, body, file_name FROM web_messages WHERE user_key = :who AND act_key IS NOT NULL
           ORDER BY id""",
        who=visitor.who,
    )
    words = ["".join(text for _, text in json.loads(row["body"])["runs"]) or f"@{row['file_name']}" for row in said]
    acts = [act.replace("[Bắt đầu]", "/start") for act in visitor.acts]
    assert len(taken) == len({row["update_id"] for row in taken}) == len(acts)
    assert words == [act for act in acts if act[0] != "["]
    assert {row["taken"] for row in said} == {1}
