"""A base that knew one channel becomes one that knows several."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage import ledgers
from storage.database import migrate, open_for_writing
from storage.migrations import MIGRATIONS


@pytest.mark.parametrize(
    ("kept", "link"),
    [
        ({"bot_username": "tro_ly_bot"}, "https://t.me/tro_ly_bot?start={token}"),
        ({"bot_username": ""}, None),
        ({}, None),
    ],
    ids=str,
)
def test_the_name_of_the_bot_becomes_what_an_invitation_link_looks_like(
    tmp_path: Path, kept: dict[str, str], link: str | None
) -> None:
    db = open_for_writing(tmp_path / "bot.db")
    MIGRATIONS.apply(db, stop_before="m009_channels")
    for name, content in kept.items():
        ledgers.put_fact(db, name, content)
    db.close()

    migrate(tmp_path / "bot.db")

    db = open_for_writing(tmp_path / "bot.db")
    assert ledgers.fact(db, "invitation_link:telegram") == link
    db.close()


def test_nobody_has_a_preferred_channel_before_choosing_one(tmp_path: Path) -> None:
    db = open_for_writing(tmp_path / "bot.db")
    MIGRATIONS.apply(db, stop_before="m009_channels")
    db.conn.execute("INSERT INTO persons VALUES (1, 'AN', 'Nguyễn Văn An', '', '', 'vi', '')")
    db.close()

    migrate(tmp_path / "bot.db")

    db = open_for_writing(tmp_path / "bot.db")
    assert db.conn.execute("SELECT count(*) FROM ways").fetchone()[0] == 0
    db.close()
