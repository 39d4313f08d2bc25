"""What is compared with the golden files."""

from __future__ import annotations

import string
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path

from bot.domain.people import Honorific, Reader
from bot.errors import BotError
from bot.i18n import LANGUAGES, translate
from bot.screens.errors import ERROR_TEXTS, TOAST, sentence
from tests.golden import desk, house, office, story
from tests.golden.stage import Stage, name_of
from tests.world import running

_NUMBERS = ("number", "count")


async def screens(place: Path) -> Mapping[str, str]:
    """Play the stories; return what was shown by the name of the file it is kept in."""
    large, small = (Stage(_directory(place, profile), profile) for profile in ("vpcp-2023", "btp-2026"))
    waiting = Stage(_directory(place, "office"), "vpcp-2023", waits=True)
    handling = Stage(_directory(place, "desk"), "btp-2026")
    large.seed()
    house.move_in(small)
    office.move_in(waiting)
    desk.move_in(handling)
    await _play(large, story.first, story.second)
    await _play(small, house.tell)
    await _play(waiting, office.tell)
    await _play(handling, desk.tell)
    return {
        "screens.txt": large.text(),
        "house.txt": small.text(),
        "office.txt": waiting.text(),
        "desk.txt": handling.text(),
        "errors.txt": "\n".join(errors()) + "\n",
        "menus.txt": "\n".join([*menus(large), *menus(small)]) + "\n",
    }


def _directory(place: Path, name: str) -> Path:
    (place / name).mkdir()
    return place / name


async def _play(stage: Stage, *parts: Callable[[Stage], Awaitable[None]]) -> None:
    try:
        await _told(stage, *parts)
    finally:
        stage.world.close()


async def _told(stage: Stage, *parts: Callable[[Stage], Awaitable[None]]) -> None:
    async with running(stage.world):
        for part in parts:
            await part(stage)
        for menus in stage.world.app.menus:
            await menus.show()


def errors() -> Iterator[str]:
    """Every sentence that an error may become."""
    for code, msgid in sorted(ERROR_TEXTS.items()):
        named = {name: spec for _, name, spec, _ in string.Formatter().parse(msgid) if name}
        params = {
            name: 1007 if spec in _NUMBERS or name == "count" else f"«{name}»"
            for name, spec in named.items()
            if name not in ("you", "You", "dear")
        }
        for lang in LANGUAGES:
            for honorific in Honorific if "ou}" in msgid else (Honorific.NONE,):
                reader = Reader(lang=lang, honorific=honorific, full_name="Nguyễn Văn An")
                said = translate(sentence(BotError(code, **params)), reader)
                yield f"{code} {lang} {honorific.value or '-'}{' toast' if code in TOAST else ''}: {said!r}"


def menus(stage: Stage) -> Iterator[str]:
    """What the program says of itself and which commands each person sees."""
    for (method, lang), text in sorted(stage.telegram.descriptions.items()):
        yield f"{method} {lang or '-'}: {text!r}"
    for (chat, lang), commands in sorted(stage.telegram.menus.items()):
        yield f"menu of {name_of(chat)} {lang or '-'}: {commands}"
