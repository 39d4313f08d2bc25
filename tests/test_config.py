"""Settings: from the environment, or where it is silent from .env; a wrong one is named."""

from __future__ import annotations

import stat
import traceback
from ipaddress import ip_network
from pathlib import Path

import pytest

from bot.config import NAMES, Settings, load_key, load_settings
from bot.errors import BotError

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz_01234"


@pytest.fixture(autouse=True)
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the environment nor the working directory sets anything."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def given(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Settings:
    """Return the settings that are read where these stand in the environment."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def test_without_anything_set_the_defaults_hold() -> None:
    assert load_settings() == Settings()


def test_everything_can_be_set_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    found = given(
        monkeypatch,
        BOT_TOKEN=TOKEN,
        BOT_API_BASE="http://localhost:8081/",
        BOT_USERNAME="@ten_bot",
        PROXY_URL="socks5://user:secret@proxy:1080",
        DATA_DIR="/srv/data",
        PROFILE="btp-2026",
        LOG_LEVEL="debug",
        SENDERS="16",
        METRICS_PORT="9100",
        PUBLIC_URL="https://bot.coquan.gov.vn/",
        WEB_LISTEN="unix:/run/tthc/web.sock",
        TRUSTED_PROXIES="10.0.0.0/8, ::1",
        WEB_PUSH_CONTACT="mailto:vanphong@coquan.gov.vn",
        ZALO_BOT_TOKEN=TOKEN,
        ZALO_API_BASE="http://localhost:8082/",
        ZALO_WEBHOOK_SECRET="bi-mat-cua-van-phong",
    )

    assert found == Settings(
        bot_token=TOKEN,
        bot_api_base="http://localhost:8081",
        bot_username="ten_bot",
        proxy_url="socks5://user:secret@proxy:1080",
        data_dir=Path("/srv/data"),
        profile="btp-2026",
        log_level="DEBUG",
        senders=16,
        metrics_port=9100,
        public_url="https://bot.coquan.gov.vn",
        web_listen="unix:/run/tthc/web.sock",
        trusted_proxies=(ip_network("10.0.0.0/8"), ip_network("::1")),
        web_push_contact="mailto:vanphong@coquan.gov.vn",
        zalo_bot_token=TOKEN,
        zalo_api_base="http://localhost:8082",
        zalo_webhook_secret="bi-mat-cua-van-phong",
    )


@pytest.mark.parametrize(
    ("given_as", "read"),
    [
        ("https://bot.coquan.gov.vn:443", "https://bot.coquan.gov.vn"),
        ("https://bot.coquan.gov.vn:8443", "https://bot.coquan.gov.vn:8443"),
        ("http://localhost:80/", "http://localhost"),
        ("http://127.0.0.1:8020", "http://127.0.0.1:8020"),
    ],
)
def test_the_address_of_the_page_is_the_origin_that_browsers_name(
    given_as: str, read: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert given(monkeypatch, PUBLIC_URL=given_as).public_url == read


def test_the_environment_beats_the_file_and_the_file_fills_its_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(
        '# Settings\nSENDERS=4\nLOG_LEVEL="WARNING"\nexport PROFILE=btp-2026\nEMPTY\n', encoding="utf-8"
    )

    found = given(monkeypatch, SENDERS="2")

    assert (found.senders, found.log_level, found.profile) == (2, "WARNING", "btp-2026")


def test_what_is_set_to_nothing_is_as_if_it_was_set_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(f"BOT_TOKEN={TOKEN}\nSENDERS=\n", encoding="utf-8")

    assert given(monkeypatch, BOT_TOKEN="", LOG_LEVEL="", PROFILE="", DATA_DIR="") == Settings()


def test_a_dollar_in_the_file_is_a_dollar() -> None:
    Path(".env").write_text("DATA_DIR=/srv/${HOME}\n", encoding="utf-8")

    assert load_settings().data_dir == Path("/srv/${HOME}")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "x"),
        ("BOT_TOKEN", "123456"),
        ("BOT_TOKEN", "123456:short"),
        ("BOT_TOKEN", f"bot{TOKEN}"),
        ("BOT_TOKEN", f"{TOKEN} "),
        ("BOT_TOKEN", f"{TOKEN}/../x"),
        ("BOT_API_BASE", "localhost:8081"),
        ("BOT_API_BASE", "https://"),
        ("BOT_API_BASE", "file:///etc"),
        ("BOT_USERNAME", "ten bot"),
        ("BOT_USERNAME", "t.me/ten_bot"),
        ("BOT_USERNAME", "tên"),
        ("PROXY_URL", "proxy:1080"),
        ("PROXY_URL", "ftp://proxy:1080"),
        ("PROXY_URL", "https://proxy:3128"),
        ("PROXY_URL", "https://user:secret@proxy:3128"),
        ("PROXY_URL", "socks5h://proxy:1080"),
        ("PROXY_URL", "socks5://proxy"),
        ("PROXY_URL", "http://proxy:"),
        ("PROXY_URL", "http://proxy:port"),
        ("PROXY_URL", "http://proxy:99999"),
        ("PROXY_URL", "http://proxy:0"),
        ("PROXY_URL", "http://:3128"),
        ("PROXY_URL", "http://[::1:3128"),
        ("PROXY_URL", "socks5://user:p#word@proxy:1080"),
        ("LOG_LEVEL", "LOUD"),
        ("SENDERS", " 8"),
        ("SENDERS", "٨"),
        ("SENDERS", "0"),
        ("SENDERS", "65"),
        ("SENDERS", "-1"),
        ("SENDERS", "8.0"),
        ("SENDERS", "many"),
        ("METRICS_PORT", "0"),
        ("METRICS_PORT", "65536"),
        ("METRICS_PORT", "127.0.0.1:9100"),
        ("PUBLIC_URL", "bot.coquan.gov.vn"),
        ("PUBLIC_URL", "http://bot.coquan.gov.vn"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "https://coquan.gov.vn/bot"),
        ("PUBLIC_URL", "https://coquan.gov.vn?bot"),
        ("PUBLIC_URL", "https://coquan.gov.vn#bot"),
        ("PUBLIC_URL", "https://coquan.gov.vn:99999"),
        ("PUBLIC_URL", "https://user:secret@coquan.gov.vn"),
        ("PUBLIC_URL", "https://Coquan.gov.vn"),
        ("PUBLIC_URL", "http://localhost.coquan.gov.vn"),
        ("PUBLIC_URL", "ftp://localhost"),
        ("WEB_LISTEN", "8020"),
        ("WEB_LISTEN", "0.0.0.0:8020"),
        ("WEB_LISTEN", "10.0.0.1:8020"),
        ("WEB_LISTEN", "localhost:8020"),
        ("WEB_LISTEN", "[::]:8020"),
        ("WEB_LISTEN", "127.0.0.1:0"),
        ("WEB_LISTEN", "127.0.0.1:"),
        ("WEB_LISTEN", "unix:web.sock"),
        ("TRUSTED_PROXIES", "nginx"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("TRUSTED_PROXIES", "10.0.0.0/40"),
        ("WEB_PUSH_CONTACT", "vanphong@coquan.gov.vn"),
        ("WEB_PUSH_CONTACT", "mailto:vanphong"),
        ("WEB_PUSH_CONTACT", "mailto:van phong@coquan.gov.vn"),
        ("WEB_PUSH_CONTACT", "http://coquan.gov.vn"),
        ("WEB_PUSH_CONTACT", "https://localhost"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BotError) as refused:
        given(monkeypatch, **{name: value})

    assert refused.value.code == "bad_setting"
    assert refused.value.params["name"] == name
    assert refused.value.params["expected"]
    if name == "BOT_TOKEN":
        assert value not in str(refused.value.params["value"])


def test_a_password_in_an_address_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BotError) as refused:
        given(monkeypatch, PROXY_URL="ftp://user:" + "c4n4" + "ry@proxy")  # apart, or the traceback quotes this line

    assert "c4n4ry" not in str(refused.value.params)
    assert "c4n4ry" not in "".join(traceback.format_exception(refused.value))


def test_no_setting_is_read_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENDERS", "2")

    assert Settings().senders == 8


def test_printed_settings_hold_no_secret() -> None:
    shown = repr(Settings(bot_token=TOKEN, proxy_url="socks5://user:c4n4ry@proxy:1080"))

    assert TOKEN not in shown
    assert "c4n4ry" not in shown


def test_the_data_of_the_sandbox_and_of_the_office_have_places_of_their_own() -> None:
    assert Settings().directory(sandbox=True) != Settings().directory()
    assert Settings(data_dir=Path("x")).directory(sandbox=True) == Path("x")


def test_the_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    first, second = load_key(tmp_path), load_key(tmp_path)

    assert first == second
    assert len(first) == 32
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert load_key(tmp_path / "..") != first
    (tmp_path / ".." / "secret.key").unlink()


def test_a_key_that_another_program_makes_meanwhile_is_taken_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(_count: int) -> bytes:
        (tmp_path / "secret.key").write_bytes(b"k" * 32)
        return b"n" * 32

    monkeypatch.setattr("secrets.token_bytes", overtaken)

    assert load_key(tmp_path) == b"k" * 32
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]
