"""Whose the data are: what another user writes there, the service cannot read."""

from __future__ import annotations

import os
import pwd
import sys
from pathlib import Path

from bot.domain.texts import N_, Text
from bot.errors import BotError


def expect_own(directory: Path, base: Path) -> None:
    """Refuse to write as another user than the owner, root included. Raises BotError("other_user")."""
    owner = _other_owner(directory, base)
    if owner is not None:
        raise BotError("other_user", path=str(directory), user=user_name(), owner=owner)


def notice(directory: Path, base: Path) -> Text | None:
    """Return what to tell another user than the owner who only reads; None for the owner.

    Reading leaves nothing of that user: what SQLite makes beside a base, root makes in the name of the base's owner.
    """
    owner = _other_owner(directory, base)
    if owner is None:
        return None
    return Text(
        N_("The data in {path} belong to {owner}; this command runs as {user}. To run it as the owner: {command}"),
        path=str(directory),
        owner=owner,
        user=user_name(),
        command=f"sudo -u '{owner}' env DATA_DIR='{directory.absolute()}' {sys.executable} main.py …",
    )


def user_name(uid: int | None = None) -> str:
    """Return what `sudo -u` takes for a user, by default the one who runs this: the name, or `#` and the number."""
    number = os.geteuid() if uid is None else uid
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"#{number}"


def _other_owner(directory: Path, base: Path) -> str | None:
    """Return who owns the data if not the one who runs this.

    Where there is no base yet, a volume may belong to root and be lent to the service: only root is taken for another.
    """
    try:
        owner = base.stat().st_uid
    except (FileNotFoundError, NotADirectoryError):
        if os.geteuid() != 0 or not directory.exists():
            return None
        owner = directory.stat().st_uid
    return None if owner == os.geteuid() else user_name(owner)
