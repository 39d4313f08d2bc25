"""The office's own page in a browser: what is written is shown as sent once it is stored, and is lost nowhere."""

from __future__ import annotations

from playwright.async_api import Browser, FilePayload, Locator, Page, expect

from tests.acceptance.browsing import NARROW, in_the_browser, page_of
from tests.acceptance.web_stub import Stub

pytestmark = in_the_browser

_KEPT = "caches.open('shell').then(kept => kept.keys()).then(all => all.map(({url}) => new URL(url).pathname).sort())"
"""What the service worker has kept."""
FAILED = ("Failed to load resource",)
"""What a browser says of a request that got no answer, or a refusal."""
WAITING, ON_ITS_WAY = "chưa gửi được, sẽ gửi lại", "đang gửi"


async def _write(page: Page, words: str) -> None:
    box = page.get_by_role("textbox", name="Tin nhắn")
    await box.fill(words)
    await box.press("Enter")


def _own(page: Page, words: str) -> Locator:
    return page.locator("article.person", has_text=words)


# what is written


async def test_what_was_cut_off_is_shown_as_not_sent_and_goes_once_after_a_reload(
    chromium: Browser, stub: Stub
) -> None:
    stub.before = ["cut"] * 1000
    async with page_of(chromium, stub.address, NARROW, expected=FAILED) as page:
        await _write(page, "Hồ sơ đất đai chậm ba tuần")
        await expect(_own(page, "Hồ sơ đất đai")).to_contain_text(WAITING)
        await page.get_by_role("textbox", name="Tin nhắn").fill("Đang viết dở")

        await page.reload()

        await expect(_own(page, "Hồ sơ đất đai")).to_contain_text(WAITING)
        await expect(page.get_by_role("textbox", name="Tin nhắn")).to_have_value("Đang viết dở")
        stub.before = []
        await expect(_own(page, "Hồ sơ đất đai")).to_contain_text("08:17")
        await expect(_own(page, "Hồ sơ đất đai")).to_have_count(1)

    assert [act["text"] for act in stub.acts] == ["Hồ sơ đất đai chậm ba tuần"]
    assert len(set(stub.attempts)) == 1 < len(stub.attempts)


async def test_an_answer_that_was_lost_makes_no_second_message(chromium: Browser, stub: Stub) -> None:
    stub.after = ["cut"]
    async with page_of(chromium, stub.address, NARROW, expected=FAILED) as page:
        await _write(page, "Thứ nhất")
        await _write(page, "Thứ hai")

        await expect(_own(page, "Thứ hai")).to_contain_text("08:18")
        await expect(page.locator("article.person")).to_have_count(2)
        await expect(page.get_by_text(ON_ITS_WAY)).to_have_count(0)

    assert [act["text"] for act in stub.acts] == ["Thứ nhất", "Thứ hai"]


async def test_two_pages_of_one_browser_send_what_was_written_once(chromium: Browser, stub: Stub) -> None:
    stub.before = ["cut"]
    async with page_of(chromium, stub.address, NARROW, expected=FAILED) as page:
        other = await page.context.new_page()
        await other.goto(stub.address)
        await expect(other.get_by_text("Kiểm tra trước khi gửi")).to_be_visible()

        await _write(page, "Chỉ một lần")

        for each in (page, other):
            await expect(_own(each, "Chỉ một lần")).to_contain_text("08:17")
            await expect(each.locator("article.person")).to_have_count(1)

    assert len(stub.acts) == len(set(stub.attempts)) == 1


async def test_what_was_written_too_long_ago_is_in_the_box_again_with_a_sentence(chromium: Browser, stub: Stub) -> None:
    stub.before = [409]
    async with page_of(chromium, stub.address, NARROW, expected=FAILED) as page:
        await _write(page, "Kiến nghị đã viết hôm kia")

        await expect(page.get_by_role("textbox", name="Tin nhắn")).to_have_value("Kiến nghị đã viết hôm kia")
        await expect(page.get_by_role("alert")).to_contain_text("nội dung đã viết từ lâu")
        await expect(page.locator("article.person")).to_have_count(0)


async def test_files_that_were_cut_off_go_again_under_the_same_key_after_a_reload(
    chromium: Browser, stub: Stub
) -> None:
    paper = FilePayload(name="Công văn.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7" * 4000)
    stub.before = ["cut"] * 1000
    async with page_of(chromium, stub.address, NARROW, expected=FAILED) as page:
        await expect(page.get_by_text("Kiểm tra trước khi gửi")).to_be_visible()
        await page.locator("input[type=file]").set_input_files([paper])
        await _write(page, "Kèm công văn")
        await expect(_own(page, "Công văn.pdf")).to_contain_text(WAITING)
        await page.reload()
        await expect(_own(page, "Công văn.pdf")).to_contain_text(WAITING)

        stub.before = []

        await expect(page.get_by_role("link", name="Tải tệp Công văn.pdf")).to_be_visible()

    assert [(act["caption"], act["files"]) for act in stub.acts] == [
        ("Kèm công văn", [("Công văn.pdf", paper["buffer"])])
    ]
    assert len(set(stub.attempts)) == 1


async def test_a_file_that_is_too_large_is_left_out_before_anything_is_sent(chromium: Browser, stub: Stub) -> None:
    large = FilePayload(name="Phim.mp4", mimeType="video/mp4", buffer=b"0" * (20 * 1024 * 1024 + 1))
    async with page_of(chromium, stub.address, NARROW) as page:
        await expect(page.get_by_text("Kiểm tra trước khi gửi")).to_be_visible()
        await page.locator("input[type=file]").set_input_files([large])

        await expect(page.get_by_role("alert")).to_have_text("Tệp Phim.mp4 đã được bỏ ra: mỗi tệp tối đa 20 MB.")


async def test_a_press_waits_for_the_connection_and_one_that_is_refused_says_so(chromium: Browser, stub: Stub) -> None:
    stub.before = ["cut", 409]
    async with page_of(chromium, stub.address, NARROW, expected=FAILED) as page:
        send = page.get_by_role("button", name="Gửi báo cáo")
        await send.click()
        await expect(page.get_by_text("Lựa chọn không đến kịp")).to_be_visible()
        await expect(send).not_to_have_attribute("aria-busy", "true")

        await send.click()
        await expect(send).not_to_have_attribute("aria-busy", "true")
        stub.tells(stub.attempts[-1], "Đã gửi báo cáo")
        await expect(page.get_by_role("status").get_by_text("Đã gửi báo cáo")).to_be_visible()

    assert [(act["kind"], act["message_id"], act["data"], act["seen"]) for act in stub.acts] == [("tap", 1, "s:1", 1)]


async def test_an_own_message_is_corrected(chromium: Browser, stub: Stub) -> None:
    async with page_of(chromium, stub.address) as page:
        await _write(page, "Thuế")
        await expect(_own(page, "Thuế")).to_contain_text("08:17")
        await page.get_by_role("button", name="Sửa", exact=True).last.click()
        await _write(page, "Hải quan")

        await expect(_own(page, "Hải quan")).to_contain_text("đã sửa")

    assert [act["kind"] for act in stub.acts] == ["text", "edit"]


# what comes


async def test_where_a_proxy_holds_the_stream_back_the_page_asks_again_and_again(chromium: Browser, stub: Stub) -> None:
    stub.is_silent = True
    async with page_of(chromium, "about:blank", NARROW) as page:
        await page.clock.install()
        async with page.expect_request("**/web/events*"):
            await page.goto(stub.address)
        stub.says("Hôm nay là thời hạn gửi báo cáo")

        await page.clock.run_for(41_000)

        await expect(page.get_by_text("Hôm nay là thời hạn gửi báo cáo")).to_be_visible()
        await expect(page.locator("#notice")).to_have_text("")


async def test_the_server_learns_what_was_seen_and_the_page_shows_what_was_before(
    chromium: Browser, stub: Stub
) -> None:
    for number in range(70):
        stub.says(f"Tin số {number}.")
    async with page_of(chromium, stub.address, NARROW) as page:
        await expect(page.get_by_text("Tin số 69.")).to_be_visible()
        await expect(page.get_by_text("Tin số 3.", exact=True)).to_have_count(0)
        async with page.expect_response("**/web/seen"):
            stub.says("Tin mới nhất")

        await page.get_by_role("button", name="Tin nhắn trước đó").click()

        await expect(page.get_by_text("Tin số 3.", exact=True)).to_be_attached()
        await expect(page.get_by_role("button", name="Tin nhắn trước đó")).to_have_count(0)

    assert stub.seen == stub.seq


async def test_days_and_times_are_those_of_viet_nam_in_the_language_of_the_person(
    chromium: Browser, stub: Stub
) -> None:
    stub.lang = "en"
    async with page_of(chromium, stub.address, timezone_id="America/New_York") as page:
        await expect(page.locator(".day")).to_have_text("Monday 16 November 2026")
        await expect(page.locator("article time")).to_have_text("08:16")
        await expect(page.get_by_role("textbox", name="Message")).to_be_visible()


# coming in and leaving


async def test_who_has_no_session_is_told_how_to_come_in_and_the_conversation_begins(
    chromium: Browser, stub: Stub
) -> None:
    stub.is_in, stub.messages = False, []
    async with page_of(chromium, stub.address, NARROW, expected=FAILED) as page:
        await expect(page.get_by_text("nhập mã mời do Cơ quan thường trực cấp")).to_be_visible()
        await page.get_by_role("button", name="Ngôn ngữ khác").click()
        await expect(page.get_by_text("enter the invitation code")).to_be_visible()

        await page.get_by_role("button", name="Start").click()

        await expect(page.locator("article.person")).to_contain_text("/start")
        await expect(page.locator(".is-pending")).to_have_count(0)

    assert [act["text"] for act in stub.acts] == ["/start"]


async def test_a_session_that_ended_keeps_what_was_written_until_one_signs_in_again(
    chromium: Browser, stub: Stub
) -> None:
    async with page_of(chromium, stub.address, NARROW, expected=FAILED) as page:
        await expect(page.get_by_text("Kiểm tra trước khi gửi")).to_be_visible()
        stub.before = [401]
        stub.is_in = False
        await _write(page, "Viết khi phiên đã hết")
        await expect(page.get_by_text("Phiên trên thiết bị này đã kết thúc")).to_be_visible()

        await page.get_by_role("button", name="Bắt đầu").click()

        await expect(_own(page, "Viết khi phiên đã hết")).to_contain_text("08:17")

    assert [act["text"] for act in stub.acts] == ["Viết khi phiên đã hết"]


async def test_what_one_person_did_not_send_is_never_sent_by_another_on_the_same_device(
    chromium: Browser, stub: Stub
) -> None:
    stub.before = ["cut"] * 1000
    async with page_of(chromium, stub.address, NARROW, expected=FAILED) as page:
        await _write(page, "Kiến nghị của người trước")
        await expect(_own(page, "Kiến nghị của người trước")).to_contain_text(WAITING)
        await page.get_by_role("textbox", name="Tin nhắn").fill("Người trước viết dở")
        stub.who, stub.before = "xyz", []
        await page.reload()
        await _write(page, "Của người sau")
        await expect(_own(page, "Của người sau")).to_contain_text("08:17")

        await expect(page.locator("article.person")).to_have_count(1)
        assert [act["text"] for act in stub.acts] == ["Của người sau"]

        stub.who = "abc"
        await page.reload()

        await expect(_own(page, "Kiến nghị của người trước")).to_contain_text("08:18")
        await expect(page.get_by_role("textbox", name="Tin nhắn")).to_have_value("Người trước viết dở")


async def test_the_second_factor_is_asked_for_before_anything_is_shown(chromium: Browser, stub: Stub) -> None:
    stub.needs = "totp_setup"
    async with page_of(chromium, stub.address, NARROW, expected=FAILED) as page:
        await expect(page.get_by_text("JBSW Y3DP EHPK 3PXP")).to_be_visible()
        code = page.get_by_label("Sáu chữ số")
        await code.fill("000000")
        await code.press("Enter")
        await expect(page.get_by_role("alert")).to_have_text("Mã không đúng. Mời nhập mã đang hiển thị.")
        await expect(page.get_by_text("Kiểm tra trước khi gửi")).to_have_count(0)

        await code.fill("123 456")
        await code.press("Enter")

        await expect(page.get_by_text("Kiểm tra trước khi gửi")).to_be_visible()


async def test_other_devices_are_ended_and_signing_out_forgets_what_was_not_sent(chromium: Browser, stub: Stub) -> None:
    async with page_of(chromium, stub.address, NARROW, expected=FAILED) as page:
        await expect(page.get_by_text("Kiểm tra trước khi gửi")).to_be_visible()
        await page.get_by_role("button", name="Việc khác").click()
        await page.get_by_role("menuitem", name="Thiết bị đăng nhập").click()
        devices = page.get_by_role("dialog", name="Thiết bị đăng nhập")
        await devices.get_by_role("button", name="Kết thúc phiên trên Firefox, Windows").click()
        await page.get_by_role("dialog").get_by_role("button", name="Kết thúc", exact=True).click()
        await expect(devices.get_by_role("listitem")).to_have_text([r"Chrome, AndroidĐăng nhập: 08:15 16/11/2026"
            r"Dùng gần nhất: 08:15 16/11/2026thiết bị này"])  # fmt: skip
        await devices.get_by_role("button", name="Đóng").click()
        stub.before = ["cut"] * 1000
        await _write(page, "Chưa gửi")
        await page.get_by_role("textbox", name="Tin nhắn").fill("Đang viết dở")

        await page.get_by_role("button", name="Việc khác").click()
        await page.get_by_role("menuitem", name="Đăng xuất").click()
        await page.get_by_role("dialog").get_by_role("button", name="Đăng xuất").click()

        await expect(page.get_by_role("button", name="Bắt đầu")).to_be_visible()
        stub.is_in = True
        await page.reload()
        await expect(page.get_by_text("Kiểm tra trước khi gửi")).to_be_visible()
        await expect(page.get_by_role("textbox", name="Tin nhắn")).to_have_value("")
        await expect(page.locator("article.person")).to_have_count(0)


async def test_the_page_opens_without_a_network_says_so_and_keeps_what_is_written(
    chromium: Browser, stub: Stub
) -> None:
    async with page_of(chromium, stub.address, NARROW, expected=FAILED) as page:
        await page.evaluate("navigator.serviceWorker.ready")
        await expect(page.get_by_text("Kiểm tra trước khi gửi")).to_be_visible()
        kept = await page.evaluate(_KEPT)
        await page.context.set_offline(True)
        await page.reload()
        await expect(page.locator("#notice")).to_contain_text("Mất kết nối")
        await _write(page, "Viết khi không có mạng")
        await expect(_own(page, "Viết khi không có mạng")).to_contain_text(WAITING)

        await page.context.set_offline(False)

        await expect(_own(page, "Viết khi không có mạng")).to_contain_text("08:17")
        await expect(page.locator("#notice")).to_have_text("")

    assert [act["text"] for act in stub.acts] == ["Viết khi không có mạng"]
    assert [path for path in kept if not path.startswith(("/page/", "/conversation/"))] == [
        "/", "/manifest.webmanifest", "/web/strings", "/web/strings",
    ]  # fmt: skip


async def test_what_is_said_and_what_files_are_called_never_becomes_markup(chromium: Browser, stub: Stub) -> None:
    hostile = "<img src=x onerror=alert(1)> \u202egnp.exe"
    stub.says(hostile, document={"name": hostile, "size": 5, "mime": "text/html"})
    async with page_of(chromium, stub.address, NARROW) as page:
        await _write(page, hostile)

        await expect(page.locator("article .text")).to_have_text(["Kiểm tra trước khi gửi", hostile, hostile])
        await expect(page.locator(".file-name")).to_have_text(hostile)
        assert await page.locator("article img").count() == 0
