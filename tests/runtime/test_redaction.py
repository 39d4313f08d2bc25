"""What a log may hold of an error: no token, no word of a person."""

from __future__ import annotations

import io
import logging

import pytest

from bot.runtime.redaction import describe

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz_01234"
CANARY = "chim hoàng yến 7Q2X"


@pytest.mark.parametrize(
    "words",
    [
        TOKEN,
        f"https://api.telegram.org/bot{TOKEN}/getUpdates",
        f"https://api.telegram.org/file/bot{TOKEN}/documents/1.pdf",
        f"{{'token': '{TOKEN}'}}",
    ],
)
def test_a_token_is_taken_out_wherever_it_stands(log: io.StringIO, words: str) -> None:
    logging.getLogger("bot").warning("asked %s", words)
    logging.getLogger("bot").warning(words)
    logging.getLogger("other.library").error("failed", extra={"url": words})

    assert TOKEN.partition(":")[2] not in log.getvalue()
    assert "[token]" in log.getvalue()


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("http://user:mat-khau@proxy:3128 refused", "http://[…]@proxy:3128 refused"),
        ("socks5://mat-khau@[::1]:1080", "socks5://[…]@[::1]:1080"),
        ("https://api.telegram.org/a@b", "https://api.telegram.org/a@b"),
    ],
)
def test_names_and_passwords_in_addresses_are_taken_out(log: io.StringIO, words: str, shown: str) -> None:
    logging.getLogger("bot").warning("asked %s", words)

    assert shown in log.getvalue()
    assert "mat-khau" not in log.getvalue()


def test_an_error_is_logged_by_its_kind_and_place_only(log: io.StringIO) -> None:
    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger("asyncio").exception("Task exception was never retrieved")

    assert CANARY not in log.getvalue()
    assert "ValueError at test_redaction.py:" in log.getvalue()
    assert "Traceback" not in log.getvalue()


def test_an_error_that_came_from_another_is_described_without_either_text() -> None:
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as cause:
            raise ValueError(CANARY) from cause
    except ValueError as error:
        found = describe(error)

    assert found.startswith("ValueError at test_redaction.py:")
    assert CANARY not in found


@pytest.mark.parametrize("library", ["httpx", "httpcore", "aiohttp.access", "aiogram", "apscheduler"])
def test_libraries_that_print_addresses_are_kept_quiet(log: io.StringIO, library: str) -> None:
    logging.getLogger(library).info("GET %s", CANARY)

    assert log.getvalue() == ""
