"""`read-notice`: what a notice of conclusions seems to assign, to be corrected and then imported."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.calendar_source import calendar_around
from bot.clock import VN, SystemClock
from bot.config import Settings
from bot.data_source import load_agencies, load_seats
from bot.domain.days import Reading, kept
from bot.domain.deadlines import DeadlineKind
from bot.domain.notices import Confidence, Named, Notice, Proposal, Span, read_notice
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.screens.tasks.deadlines import HOW_SURE, as_read
from bot.services.tasks import notice_files, proposing
from bot.verbs.opening import say


def run(options: Namespace, _settings: Settings) -> int:
    """Print each proposal with the words it was read from, and write the list; nothing is stored."""
    text = notice_files.text_of(_content(Path(options.file)), options.file)
    today = SystemClock().now().astimezone(VN).date()
    stated = _stated(options.stated)
    notice = read_notice(text, load_agencies(), calendar_around(stated or today), stated)
    known = proposing.Known(load_agencies(), tuple(load_seats().values()), notice.stated or today)
    codes = proposing.numbered(options.first, len(notice.proposals))
    for line in _told(notice, codes, known):
        print(line)
    notes = [" ".join(say(each) for each in proposing.remarks(proposal, known)) for proposal in notice.proposals]
    basis = options.basis or (say(Text(N_("Notice No. {sign}"), sign=notice.sign)) if notice.sign else "")
    _write(Path(options.out), proposing.listed(notice, basis, codes, known, notes))
    done = N_("Written: {path}. Nothing has been assigned: please check every line, then use import-tasks.")
    print(say(Text(done, path=options.out)))
    return 0


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(notice_files.MOST_BYTES + 1)
    except OSError as error:
        raise BotError("file_missing", path=str(path)) from error


def _write(path: Path, content: str) -> None:
    try:
        # With its mark a spreadsheet opens it as what it is.
        path.write_text(content, encoding="utf-8-sig")
    except OSError as error:
        raise BotError("file_unwritable", path=str(path)) from error


def _stated(typed: str | None) -> date | None:
    found = kept(typed) if typed else None
    if typed and found is None:
        raise BotError("day_bad", typed=typed)
    return found


def _told(notice: Notice, codes: list[str], known: proposing.Known) -> Iterator[str]:
    found = N_("Read: notice {sign}, of {stated:date}; {count:number} proposals.")
    yield say(Text(found, sign=notice.sign or "…", stated=notice.stated, count=len(notice.proposals)))
    for proposal, code in zip(notice.proposals, codes, strict=True):
        yield ""
        yield say(Text(N_("{code} ({how}) {title}"), code=code, how=_how(proposal.confidence), title=proposal.title))
        yield say(Text(N_("  passage: characters {start:number} to {end:number}"), **_ends(proposal.span)))
        yield from (say(each) for each in _parts(proposal, known))


def _parts(proposal: Proposal, known: proposing.Known) -> Iterator[Text]:
    for named in proposal.lead:
        yield _who(N_('  lead: "{words}" -> {code} (characters {start:number} to {end:number}, {how})'), named, known)
    for named in proposal.coordinating:
        yield _who(
            N_('  supporting: "{words}" -> {code} (characters {start:number} to {end:number}, {how})'), named, known
        )
    if (due := proposal.due) and due.reading.day is None:
        words = N_('  deadline: "{words}" -> {said} (characters {start:number} to {end:number}, {how})')
        yield Text(words, words=due.words, said=understood(due.reading), how=_how(due.confidence), **_ends(due.span))
    elif due:
        words = N_(
            '  deadline: "{words}" -> {said}; the last day is {last:date}, {counts:date} where that is a day off'
            " (characters {start:number} to {end:number}, {how})"
        )
        day = {"last": due.reading.last, "counts": due.reading.counts, "how": _how(due.confidence)}
        yield Text(words, words=due.words, said=understood(due.reading), **day, **_ends(due.span))
    for each in proposal.quantities:
        words = N_('  figure: "{words}" (characters {start:number} to {end:number})')
        yield Text(words, words=each.words, **_ends(each.span))


def _who(words: str, named: Named, known: proposing.Known) -> Text:
    code = " ".join(known.cell([named])) or "…"
    return Text(words, words=named.words, code=code, how=_how(named.confidence), **_ends(named.span))


def _ends(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _how(confidence: Confidence) -> Text:
    return Text(HOW_SURE[confidence])


def understood(reading: Reading) -> Text:
    """Return how a deadline was understood, in words that mean the same when they are read."""
    of_month = str(reading.of_month or "")
    recurs = reading.kind is DeadlineKind.RECURRING
    return as_read(reading.kind, of_month if recurs else reading.deadline, reading.recurrence)
