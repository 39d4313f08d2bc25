"""A trial goes by way of this machine alone, and offers the office's page beside the phones."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest

from bot.config import DEFAULT_PROFILE, Settings
from bot.services.rules import load_rules
from bot.verbs import trial


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program has."""
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def test_nothing_that_is_set_up_for_people_is_spoken_to() -> None:
    real = Settings(
        bot_token="1:x",
        proxy_url="http://proxy:3128",
        zalo_bot_token="1:y",
        web_push_contact="mailto:a@b.vn",
        bot_api_base="https://api",
    )

    found = trial.settings(real, "http://127.0.0.1:8015/")

    assert found.bot_api_base == "http://127.0.0.1:8015"
    assert (found.proxy_url, found.zalo_bot_token, found.web_push_contact) == ("", "", "")
    assert found.bot_token != real.bot_token


def test_the_page_is_at_a_port_of_its_own_on_this_machine(taken: int) -> None:
    found = trial.settings(Settings(public_url="https://bot.coquan.gov.vn"), f"http://127.0.0.1:{taken - 5}/")

    host, _, port = found.web_listen.partition(":")
    assert (host, found.public_url) == ("127.0.0.1", f"http://localhost:{port}")
    assert int(port) != taken


def test_no_code_is_asked_for_where_no_phone_knows_the_time() -> None:
    shipped = load_rules(DEFAULT_PROFILE, b"key", date(2026, 11, 16))

    assert shipped.profile.sign_in.totp
    assert not trial.rules(shipped).profile.sign_in.totp
