"""The files that go with a result: where they are offered, and what is said of them."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.attachments import Kept
from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.handling import Case, files_of
from bot.domain.texts import N_, NP_, Choice, Row, Screen, Text, joined
from bot.domain.verbs.difficulties import SendResultFiles
from bot.screens.reporting.kept_files import why


def rows_of(code: str, event: DifficultyEvent, number: int) -> tuple[Row, ...]:
    """The choice that opens the files of event `number`; none where it has none."""
    count = len(files_of(event))
    label = Text(N_("View files ({count:count})"), count=count)
    return ((Choice(label, SendResultFiles(code, number)),),) if count else ()


def beside(screen: Screen, case: Case) -> Screen:
    """Return the page of a difficulty with the choice that opens the files of its newest result."""
    results = [number for number, event in enumerate(case.events, 1) if event.act is DifficultyAct.ANSWERED]
    rows = rows_of(case.code, case.events[results[-1] - 1], results[-1]) if results else ()
    return replace(screen, rows=(*rows, *screen.rows))


def caption(code: str, name: Text, said: str) -> Text:
    """Under a file: of which result it is."""
    words = Text(N_(' – "{caption}"'), caption=said) if said else None
    return Text(N_("Result for {code} – {name}{caption}"), code=code, name=name, caption=words)


def sent(count: int, waiting: int, gone: int) -> Text:
    """Over the button: how many files follow, and why others do not."""
    parts = (
        (NP_("{count:count} file follows.", "{count:count} files follow.", by="count"), count),
        (
            NP_(
                "{count:count} file is being fetched; please choose again later.",
                "{count:count} files are being fetched; please choose again later.",
                by="count",
            ),
            waiting,
        ),
        (
            NP_(
                "{count:count} file could not be stored or was removed.",
                "{count:count} files could not be stored or were removed.",
                by="count",
            ),
            gone,
        ),
    )
    texts = [Text(msgid, count=number) for msgid, number in parts if number]
    return joined(texts, " ")


def told_officer(code: str, name: Text, kept: Kept) -> Screen:
    """To whoever sent the file, once the result has been recorded."""
    msgid = N_(
        "The file {name} of the result for {code} could not be stored: {why}. The member can read the result and cannot"
        " open the file. Please record the result again with the file in another form."
    )
    return Screen((Text(msgid, name=name, code=code, why=why(kept)),))


def told_lead(code: str, name: Text, kept: Kept) -> Screen:
    """To whoever sent the file of the result of a task, once that has been reported."""
    msgid = N_(
        "The file {name} of the result for {code} could not be stored: {why}. The Standing Body reads the result"
        " without it. Please send the file in another form, for example by mail."
    )
    return Screen((Text(msgid, name=name, code=code, why=why(kept)),))
