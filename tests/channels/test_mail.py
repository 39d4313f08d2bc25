"""Letters are handed over to a real mail server on this machine; what its answers mean."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from bot.channels.mail.client import Letter, Mailer, Server
from bot.runtime.ports import ChannelError, Failure

LETTER = Letter("an@example.vn", "Có việc mới cần xử lý", "Mời mở trang.", "https://example.vn/thoi/abc")


class Box:
    """The mail server: keeps what it takes, and answers as it is told."""

    def __init__(self) -> None:
        self.answers = {"RCPT": "250 OK", "DATA": "250 OK"}
        self.taken: list[EmailMessage] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if self.answers["RCPT"].startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.answers["RCPT"]

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.answers["DATA"].startswith("2"):
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answers["DATA"]


@asynccontextmanager
async def listening(box: Box) -> AsyncIterator[Server]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(box, loop=loop), "127.0.0.1", 0)
    try:
        yield Server.of(f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    finally:
        server.close()
        await server.wait_closed()


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
async def mailer(box: Box) -> AsyncIterator[Mailer]:
    async with listening(box) as server:
        yield Mailer(server, "tro-ly@example.vn")


async def test_a_letter_arrives_with_its_words_and_a_way_to_stop(mailer: Mailer, box: Box) -> None:
    number = await mailer.hand_over(LETTER)

    (taken,) = box.taken
    assert (taken["To"], taken["From"], taken["Subject"]) == (LETTER.to, "tro-ly@example.vn", LETTER.subject)
    assert taken.get_content().strip() == LETTER.text
    assert taken["List-Unsubscribe"] == f"<{LETTER.stop_link}>"
    assert taken["Auto-Submitted"] == "auto-generated"
    assert number == taken["Message-ID"]


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
@pytest.mark.parametrize(
    ("answer", "failure"),
    [("450 4.2.0 greylisted, come back", Failure.RETRY), ("550 5.1.1 no such user an@example.vn", Failure.REFUSED)],
)
async def test_greylisted_is_for_later_and_bounced_for_never(
    mailer: Mailer, box: Box, step: str, answer: str, failure: Failure
) -> None:
    box.answers[step] = answer

    with pytest.raises(ChannelError) as refused:
        await mailer.hand_over(LETTER)

    assert refused.value.failure is failure
    assert LETTER.to not in str(refused.value)
    assert box.taken == []


async def test_a_server_that_is_down_is_tried_again(box: Box) -> None:
    async with listening(box) as server:
        pass  # nobody listens there any more

    with pytest.raises(ChannelError) as refused:
        await Mailer(server, "tro-ly@example.vn").hand_over(LETTER)

    assert refused.value.failure is Failure.RETRY
    assert refused.value.doubt == "SMTP_URL"


async def test_a_server_elsewhere_that_offers_no_tls_gets_no_letter(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening(box) as server:
        monkeypatch.setattr(Server, "is_loopback", property(lambda _self: False))

        with pytest.raises(ChannelError) as refused:
            await Mailer(server, "tro-ly@example.vn").hand_over(LETTER)

    assert refused.value.failure is Failure.RETRY
    assert box.taken == []


@pytest.mark.parametrize("field", ["to", "subject"])
async def test_nobody_writes_headers_of_their_own(mailer: Mailer, box: Box, field: str) -> None:
    values = {"to": LETTER.to, "subject": LETTER.subject, field: "a@example.vn\r\nBcc: all@example.vn"}

    with pytest.raises(ValueError, match=r"linefeed|newline|CR|LF"):
        await mailer.hand_over(Letter(text="x", **values))

    assert box.taken == []


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("smtp://mail.example.vn", "mail.example.vn:587"),
        ("smtps://mail.example.vn", "mail.example.vn:465"),
        ("smtp://bot:p%40ss@mail.example.vn:2525", "mail.example.vn:2525"),
    ],
)
def test_a_server_is_named_without_what_is_secret(url: str, named: str) -> None:
    assert repr(Server.of(url)) == named


def test_user_and_password_may_hold_any_letters() -> None:
    server = Server.of("smtp://b%3At:p%40%2Fss@mail.example.vn")

    assert (server.user, server.password) == ("b:t", "p@/ss")


@pytest.mark.parametrize(
    "url", ["", "http://mail.example.vn", "smtp://", "smtp://mail.example.vn/in", "mail.example.vn"]
)
def test_what_is_no_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  whatever it says
        Server.of(url)


@pytest.mark.parametrize(
    ("host", "stays"),
    [("127.0.0.1", True), ("[::1]", True), ("localhost", True), ("localhost.example.vn", False), ("10.0.0.1", False)],
)
def test_only_this_machine_needs_no_tls(host: str, stays: bool) -> None:
    assert Server.of(f"smtp://{host}").is_loopback is stays
