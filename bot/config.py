"""Settings: the only reader of the environment and of .env."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dotenv import dotenv_values

from bot.errors import BotError

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_KEY_BYTES = 32


@dataclass(frozen=True)
class Settings:
    """Everything that is set from outside. `data_dir` None means: var/sandbox or var/live, as the program is run."""

    bot_token: str = field(default="", repr=False)
    bot_api_base: str = ""
    bot_username: str = ""
    proxy_url: str = field(default="", repr=False)
    data_dir: Path | None = None
    profile: str = "vpcp-2023"
    log_level: str = "INFO"
    senders: int = 8

    def directory(self, *, sandbox: bool = False) -> Path:
        """Return the data directory."""
        return self.data_dir or Path("var", "sandbox" if sandbox else "live")


def load_settings(environment: Mapping[str, str] | None = None, env_file: Path = Path(".env")) -> Settings:
    """Return the settings of the environment, or where it is silent of `env_file`.

    Raises BotError("bad_setting") that names the first wrong one.
    """
    in_file = {name: value for name, value in dotenv_values(env_file, interpolate=False).items() if value is not None}
    given = {**in_file, **(os.environ if environment is None else environment)}
    directory = given.get("DATA_DIR", "")
    return Settings(
        bot_token=_token(given.get("BOT_TOKEN", "")),
        bot_api_base=_url("BOT_API_BASE", given.get("BOT_API_BASE", ""), ("http", "https")),
        bot_username=_user_name(given.get("BOT_USERNAME", "")),
        proxy_url=_url("PROXY_URL", given.get("PROXY_URL", ""), ("http", "https", "socks4", "socks5")),
        data_dir=Path(directory) if directory else None,
        profile=given.get("PROFILE", "") or Settings.profile,
        log_level=_level(given.get("LOG_LEVEL", "")),
        senders=_senders(given.get("SENDERS", "")),
    )


def load_key(data_dir: Path) -> bytes:
    """Return the key of the hashes kept in `data_dir`, made on first use and readable by its owner only."""
    path = data_dir / "secret.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(_KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    return path.read_bytes()


def _wrong(name: str, value: str, expected: str) -> BotError:
    return BotError("bad_setting", name=name, value=value, expected=expected)


def _token(value: str) -> str:
    number, colon, secret = value.partition(":")
    if value and not (
        number.isdigit() and colon and len(secret) >= 20 and secret.replace("_", "").replace("-", "").isalnum()
    ):
        raise _wrong("BOT_TOKEN", "(…)", "123456:ABC…")
    return value


def _url(name: str, value: str, schemes: tuple[str, ...]) -> str:
    scheme, colon, host = value.partition("://")
    if value and not (colon and host and scheme in schemes):
        raise _wrong(name, "(…)" if "@" in value else value, " | ".join(f"{scheme}://…" for scheme in schemes))
    return value.rstrip("/")


def _user_name(value: str) -> str:
    name = value.removeprefix("@")
    if name and not (name.replace("_", "").isalnum() and name.isascii()):
        raise _wrong("BOT_USERNAME", value, "ten_bot")
    return name


def _level(value: str) -> str:
    level = value.upper() or Settings.log_level
    if level not in _LEVELS:
        raise _wrong("LOG_LEVEL", value, " | ".join(_LEVELS))
    return level


def _senders(value: str) -> int:
    if not value:
        return Settings.senders
    if not value.isdecimal() or not 1 <= int(value) <= 64:
        raise _wrong("SENDERS", value, "1–64")
    return int(value)
