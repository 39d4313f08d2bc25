"""What surrounds the phones: the clock, the timeline, faults for trainers, the tour, language and colours."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, Route, expect

from bot.sandbox.invitations import program_of
from tests.acceptance.browsing import NARROW, box, in_the_browser, page_of, phone, write
from tests.acceptance.joining import join
from tests.acceptance.program import ROOT
from tests.sandbox.sandbox_world import MEMBER, SECRETARY, World, sandbox_world

pytestmark = in_the_browser


async def test_the_clock_is_asked_to_turn_and_shows_how_far_it_is(chromium: Browser, world: World) -> None:
    async with page_of(chromium, world.address) as page:
        await page.locator("[data-panel=clock]").click()
        panel = page.get_by_role("group", name="Đồng hồ")
        await panel.locator(".turn").first.click()
        await expect(panel.get_by_text("Đang chuyển giờ đến 09:1")).to_be_visible()
        state = await world.get("sandbox/state")

        await world.act("clock/reached", {"now": state["clock"]["target"]})

        await expect(panel.get_by_text("Đang chuyển giờ")).to_be_hidden()


async def test_a_time_that_has_passed_is_refused_with_a_sentence(chromium: Browser, world: World) -> None:
    async with page_of(chromium, world.address, expected=("400",)) as page:
        await page.locator("[data-panel=clock]").click()
        panel = page.get_by_role("group", name="Đồng hồ")
        await panel.get_by_label("Ngày, giờ khác").fill("08:00 01/11/2026")
        await panel.get_by_role("button", name="Chuyển", exact=True).click()

        await expect(panel.get_by_role("alert")).not_to_be_empty()

        await panel.get_by_label("Ngày, giờ khác").fill("16:00 20/11/2026")
        await panel.get_by_role("button", name="Chuyển", exact=True).click()
        await expect(panel.get_by_role("alert")).to_be_hidden()
        await expect(panel.get_by_text("Đang chuyển giờ đến 16:00 20/11/2026")).to_be_visible()


async def test_in_english_the_clock_refuses_in_english(chromium: Browser, world: World) -> None:
    async with page_of(chromium, world.address, expected=("400",)) as page:
        await page.locator("#language").click()
        await page.locator("[data-panel=clock]").click()
        await page.locator("#turn-to").fill("08:00 01/11/2026")

        await page.get_by_role("button", name="Turn", exact=True).click()

        await expect(page.get_by_role("alert").filter(has_text="It is 08:")).to_contain_text("forward only")
        await expect(page.get_by_role("button", name="One hour later")).to_be_visible()


async def test_the_timeline_has_a_line_between_what_was_sent_and_what_is_planned(
    chromium: Browser, world: World
) -> None:
    rows = [
        {"at": "2026-11-16T08:00:00+07:00", "state": "sent", "who": "Nguyễn Minh Châu", "what": "Biên nhận"},
        {"at": "2026-11-18T08:30:00+07:00", "state": "planned", "who": "26 thành viên", "what": "Nhắc gửi báo cáo"},
        {"at": "2026-11-20T17:00:00+07:00", "state": "period", "who": "", "what": "Hạn gửi báo cáo"},
    ]
    told = [row | {"time": row["at"][11:16], "day": f"ngày {row['at'][8:10]}/11/2026"} for row in rows]
    async with page_of(chromium, world.address) as page:
        await page.route(
            "**/sandbox/timeline*", lambda route: route.fulfill(json={"now": "2026-11-16T08:15:00+07:00", "rows": told})
        )
        await page.get_by_role("button", name="Dòng thời gian").click()
        lines = page.get_by_role("group", name="Dòng thời gian").get_by_role("listitem")

        await expect(lines).to_have_text(
            [
                "ngày 16/11/2026",
                "08:00đã gửiBiên nhậnNguyễn Minh Châu",
                "Hiện tại",
                "ngày 18/11/2026",
                "08:30dự kiếnNhắc gửi báo cáo26 thành viên",
                "ngày 20/11/2026",
                "17:00mốc của kỳHạn gửi báo cáo",
            ]
        )


async def test_a_trainer_sets_a_fault_and_ends_it(chromium: Browser, world: World) -> None:
    async with page_of(chromium, world.address) as page:
        await page.get_by_role("button", name="Giả định sự cố").click()
        panel = page.get_by_role("group", name="Giả định sự cố")
        await panel.get_by_label("Phạm vi").select_option(label="Nguyễn Minh Châu")
        await panel.get_by_label("Số lần").fill("2")
        await panel.locator("li", has=page.get_by_role("heading", name="Gửi quá nhanh")).get_by_role("button").click()
        await expect(panel.get_by_role("list", name="Sự cố đang giả định")).to_contain_text(
            "Gửi quá nhanh – còn 2 lần – Nguyễn Minh Châu"
        )
        refused, answer = await world.api("sendMessage", chat_id=MEMBER, text="Nhắc")
        await panel.get_by_role("button", name="Kết thúc mọi sự cố").click()
        await expect(panel.get_by_text("còn 1 lần")).to_have_count(0)
        status, _ = await world.api("sendMessage", chat_id=MEMBER, text="Nhắc")

    assert (refused, answer["parameters"]) == (429, {"retry_after": 5})
    assert status == 200


async def test_unknown_calls_are_listed_for_trainers(chromium: Browser, world: World) -> None:
    async with page_of(chromium, world.address) as page:
        await page.get_by_role("button", name="Giả định sự cố").click()
        await world.api("getForumTopicIconStickers")
        await page.get_by_text("Lệnh gọi chưa được hỗ trợ: 1").click()

        await expect(page.locator(".log li")).to_contain_text("getForumTopicIconStickers")


async def test_the_tour_ticks_off_what_was_done_and_stays_closed_once_closed(chromium: Browser, world: World) -> None:
    join(world.data, SECRETARY)
    async with page_of(chromium, world.address) as page:
        tour = page.get_by_role("group", name="Hướng dẫn")
        await expect(tour.get_by_role("heading", name="Nhập mã mời")).to_contain_text("bước tiếp theo")
        await tour.get_by_role("button", name="Mở điện thoại của Nguyễn Minh Châu").click()
        await expect(box(phone(page, "Nguyễn Minh Châu"))).to_be_focused()

        await world.bot.send_message(MEMBER, "Đã nhận báo cáo BC-2611-006")
        await expect(tour.get_by_role("heading", name="Gửi và nhận biên nhận")).to_contain_text("đã xong")
        await world.bot.send_message(SECRETARY, "Báo cáo BC-2611-005")
        at_the_desk = tour.get_by_role("heading", name="Báo cáo đến Cơ quan thường trực")
        await expect(phone(page, "Phạm Thu Hà").get_by_text("BC-2611-005")).to_be_visible()
        await expect(at_the_desk).not_to_contain_text("đã xong")
        await world.bot.send_message(SECRETARY, "Báo cáo BC-2611-006")
        await expect(at_the_desk).to_contain_text("đã xong")
        await world.bot.send_document(SECRETARY, b"draft", filename="Du-thao.docx")
        await expect(tour.get_by_role("heading", name="Mở bản tổng hợp")).to_contain_text("đã xong")
        await tour.get_by_role("button", name="Đóng").click()
        await page.reload()
        await expect(phone(page, "Nguyễn Minh Châu").get_by_text("BC-2611-006")).to_be_visible()
        await expect(tour).to_be_hidden()
        await page.get_by_role("button", name="Hướng dẫn").click()

        await expect(tour).to_be_visible()


async def test_the_tour_has_the_steps_of_the_readme(chromium: Browser, world: World) -> None:
    join(world.data, SECRETARY)
    told = re.findall(r"^\d\. \*\*(.+)\.\*\*", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)

    async with page_of(chromium, world.address) as page:
        steps = page.get_by_role("group", name="Hướng dẫn").get_by_role("heading", level=3)

        await expect(steps).to_contain_text(told)

    assert len(told) == 5


async def test_a_code_that_ended_unused_is_no_step_done_but_joining_is(tmp_path: Path, chromium: Browser) -> None:
    known = program_of(tmp_path)
    async with (
        sandbox_world(tmp_path, knows=lambda phones: replace(known(phones), open_codes=frozenset())) as world,
        page_of(chromium, world.address) as page,
    ):
        joining = page.get_by_role("group", name="Hướng dẫn").get_by_role("heading", name="Nhập mã mời")
        await world.bot.send_message(MEMBER, "Mã mời đã hết hạn")
        await expect(phone(page, "Nguyễn Minh Châu").get_by_text("đã hết hạn")).to_be_visible()
        await expect(joining).to_contain_text("bước tiếp theo")

        join(world.data, MEMBER, SECRETARY)
        await world.bot.send_message(MEMBER, "Đã liên kết")

        await expect(joining).to_contain_text("đã xong")


async def test_a_desk_that_has_not_joined_is_a_step_of_its_own(chromium: Browser, world: World) -> None:
    async with page_of(chromium, world.address) as page:
        linking = page.get_by_role("group", name="Hướng dẫn").get_by_role("heading", name="Liên kết cán bộ")
        await expect(linking).to_be_visible()

        join(world.data, SECRETARY)
        await world.bot.send_message(SECRETARY, "Đã liên kết")

        await expect(linking).to_contain_text("đã xong")


async def test_a_page_whose_sandbox_began_anew_forgets_what_it_had_ticked(chromium: Browser, world: World) -> None:
    join(world.data, SECRETARY)
    async with page_of(chromium, world.address) as page:
        receipt = page.get_by_role("group", name="Hướng dẫn").get_by_role("heading", name="Gửi và nhận biên nhận")
        sent = await world.bot.send_message(MEMBER, "Đã nhận báo cáo BC-2611-006")
        await expect(receipt).to_contain_text("đã xong")
        await world.act(f"phones/{MEMBER}/text", {"text": "Tin khác"})
        async with page.expect_event("load"):
            await page.route("**/sandbox/state*", _begun_anew(await world.get("sandbox/state")))
            await world.bot.delete_message(MEMBER, sent.message_id)

        await expect(receipt).not_to_contain_text("đã xong")


def _begun_anew(state: dict[str, Any]) -> Callable[[Route], Awaitable[None]]:
    """Answer as a sandbox that has had nothing to tell yet."""
    phones = [phone | {"messages": [], "toasts": []} for phone in state["phones"]]

    async def answer(route: Route) -> None:
        await route.fulfill(json=state | {"seq": 1, "phones": phones})

    return answer


async def test_a_narrow_page_names_the_next_step_in_a_line_and_returns_to_the_phone(
    chromium: Browser, world: World
) -> None:
    join(world.data, SECRETARY)
    async with page_of(chromium, world.address, NARROW) as page:
        strip = page.get_by_role("button", name="Bước 1/5: Nhập mã mời")
        await strip.click()
        await expect(phone(page, "Nguyễn Minh Châu")).to_be_hidden()

        await page.get_by_role("button", name="Mở điện thoại của Nguyễn Minh Châu").click()

        await expect(box(phone(page, "Nguyễn Minh Châu"))).to_be_focused()
        await expect(page.get_by_role("group", name="Hướng dẫn")).to_be_hidden()


async def test_the_language_is_switched_without_losing_what_was_typed_and_is_kept(
    chromium: Browser, world: World
) -> None:
    async with page_of(chromium, world.address) as page:
        member = phone(page, "Nguyễn Minh Châu")
        await write(member, "Xin chào")
        await box(member).fill("Đang viết dở")
        await page.get_by_role("button", name="Ngôn ngữ khác").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Assistant for administrative procedure reform")
        await expect(member.get_by_role("textbox", name="Message")).to_have_value("Đang viết dở")
        await expect(member.locator(".day")).to_have_text("Monday 16 November 2026")
        left = await _vietnamese_labels(page)
        await page.reload()
        await expect(page.get_by_role("heading", name="Tour")).to_be_visible()
        await page.goto(f"{world.address}?lang=vi")
        await expect(page.get_by_role("heading", name="Hướng dẫn")).to_be_visible()

    assert left == []


async def _vietnamese_labels(page: Page) -> list[str]:
    labels: list[str] = await page.locator("button[aria-label]").evaluate_all("all => all.map(b => b.ariaLabel)")
    own = ("Nguyễn Minh Châu", "Phạm Thu Hà", "Đỗ Quang Vinh", "Nhóm Cơ quan thường trực")
    return [label for label in labels if not label.isascii() and not any(name in label for name in own)]


async def test_colours_follow_the_system_until_somebody_chooses(chromium: Browser, world: World) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    async with page_of(chromium, world.address, scheme="dark") as page:
        await expect(box(phone(page, "Nguyễn Minh Châu"))).to_be_visible()
        dark = await page.evaluate(ground)
        await page.get_by_role("button", name="Giao diện sáng").click()
        light = await page.evaluate(ground)
        await page.reload()
        await expect(page.get_by_role("button", name="Giao diện tối")).to_be_visible()
        kept = await page.evaluate(ground)
        await page.get_by_role("button", name="Giao diện tối").click()
        await page.emulate_media(color_scheme="light")

        await expect(page.get_by_role("button", name="Giao diện tối")).to_be_visible()
        followed = await page.evaluate(ground)

    assert dark != light
    assert kept == light == followed
