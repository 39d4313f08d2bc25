"""Settings: the only reader of the environment and of .env."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from io import StringIO
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv.parser import parse_stream

from bot.errors import BotError

_KEY_BYTES = 32
DEFAULT_PROFILE = "vpcp-2023"
ENV_FILE = "ENV_FILE"
"""Of the environment alone: where the file of settings is, if not `.env` in the working directory."""
_USUAL = Path(".env")


Read = Callable[[str], Any]
"""Makes a value of what was written. Raises ValueError for what it may not be."""


def _setting(default: Any, read: Read, expected: str, *, secret: bool = False) -> Any:
    """Declare a setting; `expected` is what an operator is told to write instead of a wrong value."""
    return field(default=default, repr=not secret, metadata={"read": read, "expected": expected})


def _matching(pattern: str) -> Read:
    def read(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(value)
        return value

    return read


def _whole_number(least: int, most: int) -> Read:
    """Refuse what a lenient reader would take for a whole number: "8.0", " 8", "+8"."""

    def read(value: str) -> int:
        if not (value.isascii() and value.isdecimal() and least <= int(value) <= most):
            raise ValueError(value)
        return int(value)

    return read


def _base(address: str) -> str:
    return str(_matching("(https?://.+)?")(address.rstrip("/")))


def _user_name(name: str) -> str:
    return str(_matching("[A-Za-z0-9_]*")(name.removeprefix("@")))


def _usable_proxy(address: str) -> str:
    """Refuse a proxy that the channel's library cannot use: TLS to the proxy itself, no host, no port, a path."""
    address = address.rstrip("/")
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


def _own_address(address: str) -> str:
    """Refuse an address at which a browser would keep no secret, or under which other pages may lie.

    Without TLS only this machine's own, for trials; and no path: the page has its origin to itself.
    """
    address = address.rstrip("/")
    parts = urlsplit(address)
    is_own = parts.hostname in ("localhost", "127.0.0.1")
    usable = _is_host(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and is_own))
    # The port is asked for, as one that is none is refused there alone.
    if address and not (usable and parts.port != 0 and address == f"{parts.scheme}://{parts.netloc}".lower()):
        raise ValueError(address)
    if "@" in address:
        raise ValueError(address)
    # Browsers leave out the usual port where they say from which page they send.
    usual = {"https": ":443", "http": ":80"}.get(parts.scheme, "")
    return address.removesuffix(usual) if usual else address


def _local_place(place: str) -> str:
    """Refuse to listen where others than this machine's could come: what stands before the page is a proxy."""
    if place.startswith("unix:/") and place.isprintable():
        return place
    host, _, port = place.rpartition(":")
    if not (ip_address(host.removeprefix("[").removesuffix("]")).is_loopback and _whole_number(1, 2**16 - 1)(port)):
        raise ValueError(place)
    return place


def _mail_server(url: str) -> str:
    """Refuse what is no mail server. The port is asked for, as one that is none is refused there alone."""
    parts = urlsplit(url)
    usable = parts.scheme in ("smtp", "smtps") and _is_host(parts.hostname) and parts.port != 0
    if not usable or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(url)
    return url


def _contact(address: str) -> str:
    """Refuse what a push service would not take for a way to reach whoever sends."""
    return str(_matching(r"(mailto:[^\s@]+@[^\s@]+|https://[^\s/?#]+\.[^\s]+)?")(address))


def _networks(listed: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(each) for each in listed.replace(",", " ").split())


def _nameable(path: str) -> Path:
    """Refuse what no system takes for the name of a place."""
    if not path.isprintable():
        raise ValueError(path)
    return Path(path)


def _level(name: str) -> str:
    return str(_matching("DEBUG|INFO|WARNING|ERROR")(name.upper()))


@dataclass(frozen=True)
class Settings:
    """Everything that is set from outside. `data_dir` None means: var/sandbox or var/live, as the program is run."""

    bot_token: str = _setting("", _matching("([0-9]+:[A-Za-z0-9_-]{20,})?"), "123456:ABC…", secret=True)
    bot_api_base: str = _setting("", _base, "http://… | https://…")
    bot_username: str = _setting("", _user_name, "ten_bot")
    proxy_url: str = _setting(
        "", _usable_proxy, "http://host:port | socks4://host:port | socks5://host:port", secret=True
    )
    data_dir: Path | None = _setting(None, _nameable, "/path/to/directory")  # noqa: RUF009  a field
    profile: str = _setting(DEFAULT_PROFILE, str, DEFAULT_PROFILE)
    log_level: str = _setting("INFO", _level, "DEBUG | INFO | WARNING | ERROR")
    senders: int = _setting(8, _whole_number(1, 64), "1–64")
    metrics_port: int | None = _setting(None, _whole_number(1, 2**16 - 1), "1–65535")
    public_url: str = _setting("", _own_address, "https://host | https://host:port | http://localhost:port")
    web_listen: str = _setting("127.0.0.1:8020", _local_place, "127.0.0.1:port | [::1]:port | unix:/path")
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = _setting(
        (ip_network("127.0.0.0/8"), ip_network("::1")), _networks, "127.0.0.0/8 ::1"
    )
    web_push_contact: str = _setting("", _contact, "mailto:name@host | https://host/…")
    zalo_bot_token: str = _setting("", _matching("([0-9]+:[A-Za-z0-9_-]{20,})?"), "123456:ABC…", secret=True)
    zalo_api_base: str = _setting("", _base, "http://… | https://…")
    zalo_webhook_secret: str = _setting("", _matching("([!-~]{8,256})?"), "8–256 × A-Z a-z 0-9 …", secret=True)

    smtp_url: str = _setting(
        "", _mail_server, "smtp://user:password@host:587 | smtps://user:password@host:465", secret=True
    )
    mail_from: str = _setting(
        "", _matching(r"[!-;=?A-~]+@[\w.-]+|[^<>@\"]{1,60} <[!-;=?A-~]+@[\w.-]+>"), "bot@host | Name <bot@host>"
    )

    @property
    def sends_letters(self) -> bool:
        """Whether people may be told by e-mail."""
        return bool(self.smtp_url)

    def directory(self, *, sandbox: bool = False) -> Path:
        """Return the data directory."""
        return self.data_dir or Path("var", "sandbox" if sandbox else "live")


NAMES = tuple(each.name.upper() for each in fields(Settings))
"""What the settings are called where they are set."""


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
    ("mail_incomplete"), or ("settings_unreadable"), ("settings_not_utf8"), ("settings_bad_line") where the file itself
    is at fault.
    """
    path = settings_path()
    given = {**_values(path, _text(path)), **{name.upper(): value for name, value in os.environ.items()}}
    # An empty value asks for the default, also where the file says more than the environment.
    found = {
        each.name: _made(value, each.name.upper(), each.metadata)
        for each in fields(Settings)
        if (value := given.get(each.name.upper()))
    }
    settings = Settings(**found)
    _expect_whole_mail(settings)
    return settings


def _expect_whole_mail(settings: Settings) -> None:
    """A letter has a sender, and leads to the page. Raises BotError("mail_incomplete")."""
    needed = {"SMTP_URL": settings.smtp_url, "MAIL_FROM": settings.mail_from, "PUBLIC_URL": settings.public_url}
    missing = [name for name, value in needed.items() if not value]
    if missing and (settings.smtp_url or settings.mail_from):
        raise BotError("mail_incomplete", missing=", ".join(missing))


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


_SECRET = frozenset(each.name.upper() for each in fields(Settings) if not each.repr)


def _made(value: str, name: str, declared: Mapping[str, Any]) -> Any:
    try:
        return declared["read"](value)
    except ValueError:
        # The address of a proxy may carry a password, with or without the @ that should follow it.
        shown = "(…)" if name in _SECRET or "@" in value else value
    # Here, as what the readers raise quotes the value, which may be a secret.
    raise BotError("bad_setting", name=name, value=shown, expected=declared["expected"])
