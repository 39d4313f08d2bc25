"""Letters are handed over to a real mail server on this machine; what its answers mean."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.channels.mail.client import Letter, Mailer, Server
from bot.runtime.ports import ChannelError, Failure
from tests.channels.mail_server import Box, listening

LETTER = Letter("an@example.vn", "Có việc mới cần xử lý", "Mời mở trang.", "https://example.vn/thoi/abc")


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


@pytest.mark.parametrize(
    ("step", "answer", "failure"),
    [
        ("RCPT", "450 4.2.0 greylisted, come back", Failure.RETRY),
        ("DATA", "450 4.2.0 greylisted, come back", Failure.RETRY),
        ("RCPT", "550 5.1.1 no such user an@example.vn", Failure.GONE),
        ("DATA", "550 5.6.0 an@example.vn wants no such letters", Failure.REFUSED),
        # These say nothing of the reader: the sender is not welcome, and every address would look gone.
        ("RCPT", "554 5.7.1 an@example.vn: Relay access denied", Failure.RETRY),
        ("RCPT", "530 5.7.0 Authentication required", Failure.RETRY),
    ],
)
async def test_what_the_answers_of_a_server_mean(
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
