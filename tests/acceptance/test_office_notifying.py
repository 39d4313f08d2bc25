"""Notifications of the office's page in a browser: offered, refused, turned on and off by a touch, shown, clicked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, Locator, Page, expect

from bot.channels.web.push.vapid import Vapid
from tests.acceptance.browsing import NARROW, SMALL, in_the_browser, page_of, violations
from tests.acceptance.web_stub import Stub

pytestmark = in_the_browser

KEY = Vapid(bytes(32), "mailto:a@b.vn").public_key
OTHER_KEY = Vapid(bytes(range(32)), "mailto:a@b.vn").public_key
FAILED = ("Failed to load resource",)
"""What a browser says of a request that got no answer, or a refusal."""
SUBSCRIBED = "localStorage.getItem('subscribed to') !== null"
_PUSHES = f"""
  // This browser has no push service to subscribe to: all but the service is the browser's own.
  const kept = "subscribed to";
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const made = (key) => key && {{
    options: {{ userVisibleOnly: true, applicationServerKey: bytes(key).buffer }},
    toJSON: () => ({{ endpoint: "https://push.example.vn/a", keys: {{ p256dh: "{KEY}", auth: "YQ" }} }}),
    unsubscribe: async () => (localStorage.removeItem(kept), true),
  }};
  PushManager.prototype.subscribe = async function ({{ userVisibleOnly, applicationServerKey }}) {{
    const isOther = localStorage.getItem(kept) && localStorage.getItem(kept) !== applicationServerKey;
    const isAllowed = userVisibleOnly && Notification.permission === "granted" && !isOther;
    if (!isAllowed) throw new DOMException("", "NotAllowedError");
    localStorage.setItem(kept, applicationServerKey);
    return made(applicationServerKey);
  }};
  PushManager.prototype.getSubscription = async () => made(localStorage.getItem(kept));
"""
SHOWN = """navigator.serviceWorker.ready
  .then((registration) => registration.getNotifications())
  .then((all) => all.map(({ title, body, tag, lang }) => ({ title, body, tag, lang })))"""

_NOTES = """() => {
  self.done = [];
  WindowClient.prototype.focus = async function () { self.done.push(`focus ${this.url}`); return this; };
  Clients.prototype.openWindow = async (url) => void self.done.push(`open ${url}`);
}"""
"""A touch is needed for what a click does, and there is none without a screen: what would be done is noted."""
_HOLD = "registration.getNotifications().then(([first]) => void (self.notice = first))"
_CLICK = """async () => {
  const waits = [];
  const event = new NotificationEvent("notificationclick", { notification: self.notice });
  event.waitUntil = (promise) => waits.push(promise);
  self.dispatchEvent(event);
  await Promise.all(waits);
}"""

_CHANGED = """async () => {
  const waits = [];
  const newSubscription = {
    toJSON: () => ({ endpoint: "https://push.example.vn/b", keys: { p256dh: "new", auth: "YQ" } }),
  };
  const event = Object.assign(new ExtendableEvent("pushsubscriptionchange"), { newSubscription });
  event.waitUntil = (promise) => waits.push(promise);
  self.dispatchEvent(event);
  await Promise.all(waits);
}"""


@asynccontextmanager
async def office(
    chromium: Browser, stub: Stub, *permissions: str, without: str = "", **options: Any
) -> AsyncIterator[tuple[Page, Locator]]:
    """Yield the page, and its menu's entry for notifications."""
    async with page_of(chromium, "about:blank", NARROW, permissions=list(permissions), **options) as page:
        await page.add_init_script(f"delete window.{without};" if without else _PUSHES)
        await page.goto(stub.address)
        await expect(page.get_by_text("Kiểm tra trước khi gửi")).to_be_visible()
        await page.get_by_role("button", name="Việc khác").click()
        yield page, page.get_by_role("menuitem", name="Nhận thông báo trên thiết bị này")


def dialog_of(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Nhận thông báo trên thiết bị này")


async def turned_on(page: Page, offer: Locator) -> None:
    await offer.click()
    await dialog_of(page).get_by_role("button", name="Bật thông báo").click()
    await expect(dialog_of(page).get_by_role("status")).to_contain_text("Đang bật")


async def push(page: Page, stub: Stub) -> None:
    """Let the browser receive a push for the page, once that has taken away what lay there when it was opened."""
    # Asked as the page asks, and so answered after it.
    await page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.getNotifications())")
    cdp = await page.context.new_cdp_session(page)
    registered: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def note(event: dict[str, Any]) -> None:
        for each in event["registrations"]:
            if not registered.done():
                registered.set_result(each["registrationId"])

    cdp.on("ServiceWorker.workerRegistrationUpdated", note)
    await cdp.send("ServiceWorker.enable")
    pushed = {"origin": stub.address.rstrip("/"), "registrationId": await registered, "data": '{"kind":"work"}'}
    await cdp.send("ServiceWorker.deliverPushMessage", pushed)


async def shown(page: Page) -> Any:
    """Return what lies on the screen, once something does."""
    lying = await page.wait_for_function(f"{SHOWN}.then((all) => (all.length > 0 ? all : null))")
    return await lying.json_value()


# the offer


async def test_where_the_server_notifies_nobody_nothing_is_offered(chromium: Browser, stub: Stub) -> None:
    async with office(chromium, stub, "notifications") as (page, offer):
        await expect(page.get_by_role("menuitem", name="Thiết bị đăng nhập")).to_be_visible()

        await expect(offer).to_have_count(0)


async def test_a_browser_that_cannot_be_notified_is_offered_nothing(chromium: Browser, stub: Stub) -> None:
    """As that of an iPhone before the page is on its home screen."""
    stub.push_key = KEY
    async with office(chromium, stub, "notifications", without="PushManager") as (page, offer):
        await expect(page.get_by_role("menuitem", name="Thiết bị đăng nhập")).to_be_visible()

        await expect(offer).to_have_count(0)


async def test_a_device_is_notified_by_a_touch_and_no_more_by_another(chromium: Browser, stub: Stub) -> None:
    stub.push_key = KEY
    async with office(chromium, stub, "notifications", has_touch=True, is_mobile=True) as (page, offer):
        await offer.click()
        dialog = dialog_of(page)
        await expect(dialog.get_by_role("status")).to_contain_text("Đang tắt")
        await expect(dialog).to_contain_text("không nêu nội dung")
        assert stub.subscription is None
        found = await violations(page, "notifying")
        small = await page.evaluate(SMALL)

        await dialog.get_by_role("button", name="Bật thông báo").click()
        await expect(dialog.get_by_role("status")).to_contain_text("Đang bật")
        assert stub.subscription == {"endpoint": "https://push.example.vn/a", "p256dh": KEY, "auth": "YQ"}

        await dialog.get_by_role("button", name="Tắt thông báo").click()
        await expect(dialog.get_by_role("status")).to_contain_text("Đang tắt")
        assert stub.subscription is None
        assert await page.evaluate(SUBSCRIBED) is False

    assert (found, small) == ([], [])


async def test_a_browser_that_refuses_says_so_and_how_it_is_allowed(chromium: Browser, stub: Stub) -> None:
    stub.push_key = KEY
    async with office(chromium, stub) as (page, offer):
        await offer.click()

        await expect(dialog_of(page).get_by_role("status")).to_contain_text("Bị từ chối")
        await expect(dialog_of(page)).to_contain_text("cài đặt của trình duyệt")
        await expect(dialog_of(page).get_by_role("button", name="Bật thông báo")).to_have_count(0)

    assert stub.subscription is None


async def test_a_server_that_is_away_changes_nothing_and_it_is_said(chromium: Browser, stub: Stub) -> None:
    stub.push_key = KEY
    async with office(chromium, stub, "notifications", expected=FAILED) as (page, offer):
        await page.route("**/web/push", lambda route: route.abort())
        await offer.click()
        await expect(dialog_of(page).get_by_role("alert")).to_contain_text("Chưa thực hiện được")

    assert stub.subscription is None


async def test_a_device_that_knows_another_key_of_the_server_is_off_and_can_be_turned_on_again(
    chromium: Browser, stub: Stub
) -> None:
    stub.push_key = OTHER_KEY
    async with office(chromium, stub, "notifications") as (page, offer):
        await turned_on(page, offer)
        stub.push_key = KEY
        await page.reload()
        await expect(page.get_by_text("Kiểm tra trước khi gửi")).to_be_visible()
        await page.get_by_role("button", name="Việc khác").click()
        await offer.click()
        await expect(dialog_of(page).get_by_role("status")).to_contain_text("Đang tắt")

        await dialog_of(page).get_by_role("button", name="Bật thông báo").click()

        await expect(dialog_of(page).get_by_role("status")).to_contain_text("Đang bật")


async def test_whoever_signs_out_leaves_nothing_by_which_the_device_is_reached(chromium: Browser, stub: Stub) -> None:
    stub.push_key = KEY
    async with office(chromium, stub, "notifications", expected=FAILED) as (page, offer):
        await turned_on(page, offer)
        await dialog_of(page).get_by_role("button", name="Đóng").click()
        await page.get_by_role("button", name="Việc khác").click()
        await page.get_by_role("menuitem", name="Đăng xuất").click()
        await page.get_by_role("dialog").get_by_role("button", name="Đăng xuất").click()
        await expect(page.get_by_role("button", name="Bắt đầu")).to_be_visible()

        assert await page.evaluate(SUBSCRIBED) is False


# what is shown


async def test_a_push_is_shown_in_words_of_the_page_alone_and_goes_when_the_page_is_looked_at(
    chromium: Browser, stub: Stub
) -> None:
    stub.push_key = KEY
    async with office(chromium, stub, "notifications") as (page, _):
        await page.evaluate("navigator.serviceWorker.ready")
        await push(page, stub)
        first = await shown(page)
        await push(page, stub)
        second = await shown(page)
        await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        await page.wait_for_function(f"{SHOWN}.then((all) => all.length === 0)")

    assert first == second == [{"title": "Có việc mới cần xử lý", "body": "", "tag": "viec-moi", "lang": "vi"}]


async def test_a_push_is_shown_in_the_language_of_the_page(chromium: Browser, stub: Stub) -> None:
    stub.lang = "en"
    async with page_of(chromium, stub.address, NARROW, permissions=["notifications"]) as page:
        await expect(page.get_by_role("textbox", name="Message")).to_be_visible()
        await page.evaluate("navigator.serviceWorker.ready")
        await push(page, stub)

        assert await shown(page) == [
            {"title": "There is something new to be dealt with", "body": "", "tag": "viec-moi", "lang": "en"}
        ]


async def test_a_click_brings_the_page_to_the_front_and_opens_one_where_none_is(chromium: Browser, stub: Stub) -> None:
    async with office(chromium, stub, "notifications") as (page, _):
        await page.evaluate("navigator.serviceWorker.ready")
        await push(page, stub)
        await shown(page)
        (worker,) = page.context.service_workers
        await worker.evaluate(_NOTES)
        await worker.evaluate(_HOLD)
        await worker.evaluate(_CLICK)
        await page.wait_for_function(f"{SHOWN}.then((all) => all.length === 0)")
        focused = await worker.evaluate("self.done")
        await page.goto("about:blank")
        await worker.evaluate(_CLICK)

        assert focused == [f"focus {stub.address}"]
        assert await worker.evaluate("self.done") == [*focused, "open /"]


async def test_a_browser_that_is_reached_elsewhere_from_now_on_says_so_by_itself(chromium: Browser, stub: Stub) -> None:
    async with office(chromium, stub, "notifications") as (page, _):
        await page.evaluate("navigator.serviceWorker.ready")
        (worker,) = page.context.service_workers

        await worker.evaluate(_CHANGED)

    assert stub.subscription == {"endpoint": "https://push.example.vn/b", "p256dh": "new", "auth": "YQ"}
