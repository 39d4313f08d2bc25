"""Settings: the only reader of the environment and of .env."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.errors import BotError

_KEY_BYTES = 32
DEFAULT_PROFILE = "vpcp-2023"
ENV_FILE = "ENV_FILE"
"""Of the environment alone: where the file of settings is, if not `.env` in the working directory."""
_USUAL = Path(".env")


def _whole_number(value: object) -> object:
    """Refuse what a lenient reader would take for a whole number: "8.0", " 8", "+8"."""
    if isinstance(value, str) and not (value.isascii() and value.isdecimal()):
        raise ValueError(value)
    return value


def _usable_proxy(address: str) -> str:
    """Refuse a proxy that the channel's library cannot use: TLS to the proxy itself, no host, no port, a path."""
    parts = urlsplit(address)
    usable = parts.scheme in ("http", "socks4", "socks5") and _is_host(parts.hostname) and parts.port
    if address and not (usable and not parts.path and not parts.query and not parts.fragment):
        raise ValueError(address)
    return address


def _is_host(name: str | None) -> bool:
    """A colon is of an address in brackets; a name has no empty part, and no sign that ends it."""
    if name and ":" in name:
        return True
    return bool(name) and re.fullmatch(r"[\w-]+(\.[\w-]+)*\.?", str(name)) is not None


def _nameable(path: Path | None) -> Path | None:
    """Refuse what no system takes for the name of a place."""
    if path is not None and not str(path).isprintable():
        raise ValueError(path)
    return path


_Address = Annotated[str, AfterValidator(lambda value: value.rstrip("/"))]
_UserName = Annotated[str, BeforeValidator(lambda value: str(value).removeprefix("@"))]
_Level = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(lambda value: str(value).upper())]


class Settings(BaseModel):
    """Everything that is set from outside. `data_dir` None means: var/sandbox or var/live, as the program is run.

    The description of a field is what an operator is told to write instead of a wrong value.
    """

    model_config = ConfigDict(frozen=True)

    bot_token: str = Field("", pattern="^([0-9]+:[A-Za-z0-9_-]{20,})?$", description="123456:ABC…", repr=False)
    bot_api_base: _Address = Field("", pattern="^(https?://.+)?$", description="http://… | https://…")
    bot_username: _UserName = Field("", pattern="^[A-Za-z0-9_]*$", description="ten_bot")
    proxy_url: Annotated[_Address, AfterValidator(_usable_proxy)] = Field(
        "", description="http://host:port | socks4://host:port | socks5://host:port", repr=False
    )
    data_dir: Annotated[Path | None, AfterValidator(_nameable)] = Field(None, description="/path/to/directory")
    profile: str = DEFAULT_PROFILE
    log_level: _Level = Field("INFO", description="DEBUG | INFO | WARNING | ERROR")
    senders: Annotated[int, BeforeValidator(_whole_number)] = Field(8, ge=1, le=64, description="1–64")
    metrics_port: Annotated[int | None, BeforeValidator(_whole_number)] = Field(
        None, ge=1, lt=2**16, description="1–65535"
    )

    def directory(self, *, sandbox: bool = False) -> Path:
        """Return the data directory."""
        return self.data_dir or Path("var", "sandbox" if sandbox else "live")


class _FromOutside(Settings, BaseSettings):
    """Settings that are read: `Settings` itself reads nothing."""

    model_config = SettingsConfigDict(frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _default_where_empty(cls, given: dict[str, str]) -> dict[str, str]:
        """An empty value asks for the default, also where the file says more than the environment."""
        return {name: value for name, value in given.items() if value}

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, _File(settings_cls, settings_path())


class _File(PydanticBaseSettingsSource):
    """A file of settings. The library's own reader would take a dollar in a password for a variable."""

    def __init__(self, settings_cls: type[BaseSettings], path: Path) -> None:
        super().__init__(settings_cls)
        self._values = _values(path, _text(path))

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002 - the library's signature
        """Return a value, where it stands, and that it is plain text."""
        return self._values.get(field_name.upper()), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Return what is set in the file; a name without a value is not."""
        found = ((name, self._values.get(name.upper())) for name in self.settings_cls.model_fields)
        return {name: value for name, value in found if value is not None}


def _text(path: Path) -> str:
    """Return what is in a file of settings. None need be there, unless one was named."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        if path == _USUAL and not path.is_symlink():
            return ""
        raise BotError("settings_unreadable", path=str(path)) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BotError("settings_not_utf8", path=str(path), line=line) from None  # the error quotes the whole file
    except OSError as error:
        raise BotError("settings_unreadable", path=str(path)) from error


def _values(path: Path, text: str) -> dict[str, str | None]:
    values: dict[str, str | None] = {}
    for found in parse_stream(StringIO(text)):
        if found.error or "\0" in found.original.string:
            raise BotError("settings_bad_line", path=str(path), line=found.original.line)
        if found.key is not None:
            values[found.key] = found.value
    return values


def settings_path() -> Path:
    """Return where the file of settings is, or would be."""
    return Path(os.environ.get(ENV_FILE) or _USUAL)


def load_settings() -> Settings:
    """Return the settings of the environment, or where it is silent of the file .env in the working directory.

    The environment may name another file in ENV_FILE. Raises BotError("bad_setting") that names the first wrong one,
    or ("settings_unreadable"), ("settings_not_utf8"), ("settings_bad_line") where the file itself is at fault.
    """
    try:
        given = _FromOutside()
    except ValidationError as error:
        raise _refused(error) from None  # the library's error quotes the value, which may be a secret
    return Settings(**given.model_dump())


@dataclass(frozen=True)
class Supervision:
    """What a service manager says to the program that it has started (sd_notify(3), sd_watchdog_enabled(3))."""

    notify_socket: str = ""
    watchdog_seconds: float = 0.0
    """How often it wants a sign of life at least; 0 where it wants none."""


def load_supervision() -> Supervision:
    """Return what the service manager has set for this very process."""
    usec, pid = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", "")
    meant = usec.isdecimal() and pid in ("", str(os.getpid()))
    return Supervision(os.environ.get("NOTIFY_SOCKET", ""), int(usec) / 1e6 if meant else 0.0)


def load_key(data_dir: Path) -> bytes:
    """Return the key of the hashes kept in `data_dir`, made on first use and readable by its owner only.

    Raises BotError("key_damaged") where it is not as it was made.
    """
    path, made = data_dir / "secret.key", data_dir / f".secret.key.{os.getpid()}"
    if path.exists():
        return _whole(path)
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(secrets.token_bytes(_KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        # Whole or not at all: of two programs that start at once the later takes the key of the first.
        with suppress(FileExistsError):
            path.hardlink_to(made)
    finally:
        made.unlink()
    return _whole(path)


def _whole(path: Path) -> bytes:
    """An empty key would hash as well as any, and be known to all."""
    found = path.read_bytes()
    if len(found) != _KEY_BYTES:
        raise BotError("key_damaged", path=str(path))
    return found


def _refused(error: ValidationError) -> BotError:
    first = error.errors()[0]
    name, value = str(first["loc"][0]), str(first["input"])
    # The address of a proxy may carry a password, with or without the @ that should follow it.
    shown = "(…)" if name in ("bot_token", "proxy_url") or "@" in value else value
    return BotError("bad_setting", name=name.upper(), value=shown, expected=Settings.model_fields[name].description)
