"""What a mail server may be like, and how the settings say which one it is."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from bot.channels.mail import probe
from bot.channels.mail.client import Letter, Mailer, Server
from bot.config import load_settings
from bot.errors import BotError
from bot.runtime.ports import ChannelError, Failure
from bot.runtime.vital_signs import VitalSigns, ailments
from storage import figures, mailboxes
from tests.channels.mail_office import AN_AT, office
from tests.channels.mail_server import Box, listening

SET = {"SMTP_URL": "smtp://bot:c4n4ry@mail.example.vn", "MAIL_FROM": "tro-ly@example.vn", "PUBLIC_URL": "https://b.vn"}
BICH_AT = "bich@example.vn"
CHI_AT = "chi@example.vn"
WELL = VitalSigns(0.0, 0.0, 0.0)


async def refused_password(server: Server, box: Box) -> Server:
    """Return the server for somebody whose password it does not take."""
    box.password = "right"
    return Server(server.host, server.port, "bot", "wrong", is_tls=False)


async def test_a_server_that_refuses_the_password_keeps_letters_waiting() -> None:
    box = Box()
    async with listening(box) as server:
        mailer = Mailer(await refused_password(server, box), "tro-ly@example.vn")
        with pytest.raises(ChannelError) as refused:
            await mailer.hand_over(Letter(AN_AT, "Có việc mới", "Mời mở trang."))

    assert (refused.value.failure, refused.value.doubt) == (Failure.RETRY, "SMTP_URL")
    assert "wrong" not in str(refused.value)
    assert box.taken == []


async def test_doctor_learns_of_a_refused_password_without_a_letter() -> None:
    box = Box()
    async with listening(box) as server:
        answer = await probe.answer_of(await refused_password(server, box))

    assert answer.refused
    assert box.taken == []


async def test_doctor_is_told_that_a_server_would_take_letters() -> None:
    box = Box()
    async with listening(box) as server:
        answer = await probe.answer_of(server)

    assert (answer.name, answer.failure) == (str(server), "")
    assert box.taken == []


async def test_doctor_is_told_that_a_server_elsewhere_offers_no_tls() -> None:
    box = Box()
    async with listening(box) as server:
        with patch.object(Server, "is_loopback", property(lambda _self: False)):
            answer = await probe.answer_of(server)

    assert "TLS" in answer.failure


async def test_health_and_metrics_say_so_once_a_letter_has_waited_for_an_hour(tmp_path: Path) -> None:
    async with office(tmp_path, "CHI") as at:
        await at.confirm("AN", AN_AT)
        at.box.answers["RCPT"] = "450 4.2.0 come back"
        await at.unopened("AN", "một")

        def found() -> list[str]:
            now = at.world.clock.now()
            return list(ailments(WELL, figures.read(at.world.read, now), frozenset(), now))

        at_once = found()
        await at.step(minutes=61)

        assert at_once == []
        assert "the mail server has not taken a letter for 3660 s: see the log" in found()
        assert mailboxes.counted(at.world.read) == {"used": 1}
        at.box.answers["RCPT"] = "250 OK"
        await at.step(minutes=30)
        assert found() == []


async def test_one_address_that_takes_nothing_is_no_illness_of_the_server_while_others_take_theirs(
    tmp_path: Path,
) -> None:
    later = "450 4.2.0 come back"
    async with office(tmp_path, web=("AN", "BICH", "CHI")) as at:
        for code, address in (("AN", AN_AT), ("BICH", BICH_AT), ("CHI", CHI_AT)):
            await at.confirm(code, address)
        at.box.answers[AN_AT] = later
        await at.unopened("AN", "một")
        await at.unopened("BICH", "hai")

        def since() -> datetime | None:
            return figures.read(at.world.read, at.world.clock.now()).letters_failing_since

        await at.step(minutes=61)
        assert (at.letters, since()) == ([BICH_AT], None)

        at.box.answers["RCPT"] = later
        await at.unopened("CHI", "ba")
        began = at.world.clock.now()
        await at.step(minutes=30)
        assert since() == began

        at.box.answers["RCPT"] = "250 OK"
        await at.step(hours=1)
        assert (at.letters, since()) == ([BICH_AT, CHI_AT], None)


def test_the_three_settings_belong_together(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in SET.items():
        monkeypatch.setenv(name, value)

    settings = load_settings()

    assert settings.sends_letters
    assert "c4n4ry" not in repr(settings)


@pytest.mark.parametrize("missing", list(SET))
def test_one_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, missing: str) -> None:
    monkeypatch.chdir(tmp_path)
    for name in SET:
        monkeypatch.delenv(name, raising=False)
    for name in SET.keys() - {missing}:
        monkeypatch.setenv(name, SET[name])

    with pytest.raises(BotError) as refused:
        load_settings()

    assert (refused.value.code, refused.value.params) == ("mail_incomplete", {"missing": missing})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMTP_URL", "mail.example.vn"),
        ("SMTP_URL", "http://mail.example.vn"),
        ("SMTP_URL", "smtp://"),
        ("SMTP_URL", "smtp://mail.example.vn/x"),
        ("SMTP_URL", "smtp://mail.example.vn:99999"),
        ("MAIL_FROM", "tro-ly"),
        ("MAIL_FROM", "tro-ly@example.vn, all@example.vn"),
        ("MAIL_FROM", "A <tro-ly@example.vn>\nBcc: all@example.vn"),
    ],
)
def test_what_a_setting_may_not_be(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: Any) -> None:
    monkeypatch.chdir(tmp_path)
    for each, set_ in {**SET, name: value}.items():
        monkeypatch.setenv(each, set_)

    with pytest.raises(BotError) as refused:
        load_settings()

    assert refused.value.code == "bad_setting"
    assert refused.value.params["name"] == name
