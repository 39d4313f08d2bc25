"""A browser is rung where its person has asked for it in a session that holds, and at an address of the internet."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.channels.web.push.endpoints import read
from bot.channels.web.push.services import PushServices, told
from bot.channels.web.push.vapid import Vapid
from bot.domain.ringing import Nudged
from storage import erasure, people
from storage.backup import make_backup
from storage.own_data import stored_about
from storage.push import Subscription
from tests.channels.push_bench import CONTACT, Bell, bell
from tests.channels.push_service import Device
from tests.channels.web_browser import Browser
from tests.housekeeping import clean_up

ENDPOINT = "https://push.example.vn/send/abc:def"
INSIDE = (
    "https://127.0.0.1/", "https://[::1]/x", "https://10.0.0.8/", "https://169.254.169.254/latest/", "https://0x7f.1/",
    "https://2130706433/", "https://localhost/", "https://router/", "http://push.example.vn/",
    "https://push.example.vn:8443/", "https://user:p@push.example.vn/", "https://push.example.vn/#x",
    "https://push.example.vn%00.evil.vn/", "https://[::ffff:127.0.0.1]/", "file:///etc/passwd", "/web/end", "",
    "https://push.example.vn/ x", "https://push.example.vn/\r\nX: y", "https://push.example.vn/" + "x" * 1500,
)  # fmt: skip


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Bell]:
    async with bell(tmp_path) as found:
        yield found


def keys() -> dict[str, str]:
    return Device(ENDPOINT).subscription


# where


@pytest.mark.parametrize("endpoint", INSIDE)
async def test_an_address_that_is_none_of_the_internet_is_refused_before_it_is_kept(
    office: Bell, endpoint: str
) -> None:
    an = await office.signed_in()

    answer = await an.post("/web/push", {**keys(), "endpoint": endpoint})

    assert (answer.status, answer.json["code"]) == (400, "push")
    assert office.subscriptions == 0


class Leads(AbstractResolver):
    """Every name leads to one address."""

    def __init__(self, address: str) -> None:
        self.address, self.asked = address, list[str]()

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> Any:
        self.asked.append(host)
        return [ResolveResult(hostname=host, host=self.address, port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        pass


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "fc00::1"])
async def test_a_name_that_leads_into_our_own_network_is_not_connected_to(office: Bell, address: str) -> None:
    names = Leads(address)
    services = PushServices(Vapid(office.world.rules.key, CONTACT), names)
    found = read(keys(), frozenset())

    async with services.opened() as http:
        answer = await services.ring(http, found, timedelta(minutes=1), office.world.clock.now())

    assert answer.outcome is Nudged.REFUSED
    assert names.asked == ["push.example.vn"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"p256dh": ""}, {"p256dh": "BA"}, {"p256dh": 7}, {"p256dh": "B" + "A" * 86}, {"auth": "AAAA"}, {"auth": None},
        {"auth": "+" * 22}, {"endpoint": None}, {"p256dh": "B" * 60_000},
    ],
)  # fmt: skip
async def test_what_is_no_key_is_refused(office: Bell, wrong: dict[str, Any]) -> None:
    an = await office.signed_in()

    answer = await an.post("/web/push", {**keys(), **wrong})

    assert (answer.status, answer.json["code"]) == (400, "push")


async def test_addresses_are_kept_as_they_are_written() -> None:
    endpoint = "https://x.notify.example.com/w/?token=BQY%2bxyz%3d%3d"

    assert read({**keys(), "endpoint": endpoint}, frozenset()).endpoint == endpoint


def test_what_is_kept_of_a_browser_is_not_printed() -> None:
    assert ENDPOINT not in repr(Subscription(ENDPOINT, "x", "y"))


@pytest.mark.parametrize(
    ("said", "waits"),
    [("30", 30), ("", 0), ("-1", 0), ("x", 0), ("9" * 9, 86400), ("9" * 40, 0), ("Wed, 21 Oct 2026 07:28:00 GMT", 0)],
)
def test_when_to_come_again_is_read_where_it_is_said_in_seconds(said: str, waits: int) -> None:
    assert told(429, said).retry_after == timedelta(seconds=waits)


# whose


async def test_nothing_is_told_or_kept_without_a_session(office: Bell) -> None:
    stranger = Browser(office.page)

    for answer in (
        await stranger.get("/web/push"),
        await stranger.post("/web/push", keys()),
        await stranger.post("/web/push/end"),
    ):
        assert (answer.status, answer.json["code"]) == (401, "no_session")


async def test_another_page_turns_nothing_on_or_off(office: Bell) -> None:
    an, _ = await office.subscribed()
    an.origin = "https://evil.example"

    for path in ("/web/push", "/web/push/end"):
        answer = await an.post(path, keys())
        assert (answer.status, answer.json["code"]) == (403, "foreign_origin")
    assert office.subscriptions == 1


async def test_a_session_that_owes_its_code_turns_nothing_on(office: Bell) -> None:
    lan = await office.signed_in("LAN")

    answer = await lan.post("/web/push", keys())

    assert (answer.status, answer.json["code"]) == (403, "totp")
    assert office.subscriptions == 0


async def test_a_guest_is_not_rung(office: Bell) -> None:
    guest = Browser(office.page)
    await guest.post("/web/begin")

    answer = await guest.post("/web/push", keys())

    assert (answer.status, answer.json["code"]) == (400, "push")


async def test_a_session_turns_off_its_own_bell_and_nobody_elses(office: Bell) -> None:
    an, _ = await office.subscribed()
    bich, _ = await office.subscribed("BICH", "b")

    assert (await bich.post("/web/push/end", {"session": an.cookie})).json == {"on": False}

    assert (await an.get("/web/push")).json == {"on": True}
    assert (await bich.get("/web/push")).json == {"on": False}


async def test_one_browser_is_rung_for_whoever_signed_in_there_last(office: Bell) -> None:
    """Its address is known to nobody else; who was signed in before has lost the session without ending it."""
    an, _ = await office.subscribed()
    bich, _ = await office.subscribed("BICH")
    await office.push("một")

    assert await office.rings(seconds=12) == []
    assert (await an.get("/web/push")).json == {"on": False}
    assert (await bich.get("/web/push")).json == {"on": True}


async def test_a_session_has_one_bell_however_often_it_is_turned_on(office: Bell) -> None:
    an = await office.signed_in()
    for number in range(60):
        await an.post("/web/push", office.service.device(str(number)).subscription)
    await office.push("một")

    assert office.subscriptions == 1
    assert await office.rings(seconds=12) == ["59"]


async def test_an_account_has_no_more_bells_than_sessions(office: Bell) -> None:
    for number in range(23):
        await office.subscribed(name=f"{number:02}")

    assert office.subscriptions == 20


# how it ends


async def test_it_ends_with_signing_out_on_the_device_or_from_another(office: Bell) -> None:
    an, _ = await office.subscribed()
    other, _ = await office.subscribed(name="b")
    listed = (await other.get("/web/sessions")).json["sessions"]
    await other.post(f"/web/sessions/{next(each['id'] for each in listed if not each['is_this'])}/end")
    assert office.subscriptions == 1

    await other.post("/web/end")

    assert office.subscriptions == 0
    assert await an.state() == "no_session"


async def test_it_ends_with_the_link_of_the_account(office: Bell) -> None:
    await office.subscribed()
    account = office.world.read.conn.execute("SELECT id FROM accounts WHERE user_key = '101'").fetchone()[0]

    await office.world.writer.write(lambda db: people.unlink_account(db, account, office.world.clock.now()))

    assert office.subscriptions == 0


async def test_it_ends_where_a_secret_is_shown_that_was_copied(office: Bell) -> None:
    an, _ = await office.subscribed()
    copied = an.copy()
    office.page.turn(hours=2)
    await an.state()
    await an.state()
    office.page.turn(minutes=2)
    await copied.state()

    assert office.subscriptions == 0


async def test_it_goes_with_the_data_of_a_person_and_with_a_session_nobody_uses(office: Bell) -> None:
    await office.subscribed()
    await office.subscribed("BICH", "b")

    person = people.person_by_code(office.world.read, "AN")
    assert person is not None
    await office.world.writer.write(lambda db: erasure.erase(db, person.id, office.world.clock.now()))
    assert office.subscriptions == 1

    office.page.turn(days=31)
    await office.world.writer.write(lambda db: clean_up(office.world.unit(db)))
    assert office.subscriptions == 0


async def test_no_backup_knows_where_a_browser_is_rung(office: Bell, tmp_path: Path) -> None:
    _, device = await office.subscribed()
    assert office.subscriptions == 1

    make_backup(tmp_path / "bot.db", tmp_path / "out", office.world.clock.now())

    copied = [path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert copied
    assert not any(secret.encode() in content for content in copied for secret in device.subscription.values())


def on_disk(directory: Path) -> bytes:
    return b"".join(path.read_bytes() for path in directory.glob("bot.db*"))


async def test_whoever_has_the_base_cannot_ring_without_the_key_beside_it(office: Bell) -> None:
    """A push service takes a nudge from the key alone to which a browser has subscribed."""
    await office.subscribed()
    stolen = on_disk(office.world.path)

    assert office.world.rules.key not in stolen
    assert office.world.rules.key.hex().encode() not in stolen
    assert Vapid(bytes(32), CONTACT).public_key != office.channel.push_key


async def test_a_person_is_told_that_a_device_is_rung_and_not_where(office: Bell) -> None:
    _, device = await office.subscribed()
    person = people.person_by_code(office.world.read, "AN")
    assert person is not None

    said = [what for kind, _, what in stored_about(office.world.read, person.id, "person:AN") if kind == "session"]

    assert "Web Push" in said
    assert not any(secret in each for secret in device.subscription.values() for each in said)


async def test_what_is_counted_of_nudges_goes_after_a_month(office: Bell) -> None:
    await office.subscribed()
    await office.push("một")
    await office.rings(seconds=12)
    assert office.counted() == {"sent": 1}

    office.page.turn(days=32)
    await office.world.writer.write(lambda db: clean_up(office.world.unit(db)))

    assert office.counted() == {}
