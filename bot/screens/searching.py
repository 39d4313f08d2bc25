"""What was found by words: numbered entries, each with the part of it that was looked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain import questions
from bot.domain.buttons import Verb
from bot.domain.characters import cut
from bot.domain.difficulties import UNRESOLVED
from bot.domain.directory import DirectoryView
from bot.domain.fields import Field
from bot.domain.people import Duty, Person
from bot.domain.periods import Period
from bot.domain.reports import Difficulty, Report
from bot.domain.search_filters import Filters
from bot.domain.searching import FoundPage, LookupList, Piece, Query, pages, snippet
from bot.domain.tasks import Task
from bot.domain.texts import BLANK, N_, NP_, Choice, Excerpt, Screen, Text
from bot.domain.verbs.directory import ShowMember
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.lookup import ShowLookupEntry
from bot.screens.difficulties.standing import STATES
from bot.screens.lookup import by_number, lists, page_of, turning
from bot.screens.reporting.amending import called

_NONE = Filters()
_HOME = Choice(Text(N_("Main screen")), ShowHome())
_QUERY_SHOWN = 60
"""In UTF-16 units."""


@dataclass(frozen=True)
class Entry:
    """One thing that was found: what it is, without its number, the lines below, and what opens it."""

    title: Text
    below: tuple[Text, ...]
    verb: Verb


def results(
    query: Query, found: FoundPage, here: Sequence[Entry], filters: Filters = _NONE, *, more: bool = False
) -> Screen:
    """A page of what was found; entries are numbered as their choices are. `more`: whether there is more of it."""
    page, total, last = found.number, found.total, pages(found.total)
    heading = _newest(query, total, page_of(page, last)) if more else _counted(query, total, page_of(page, last))
    lines = [heading, *_narrowed(filters), *_left_out(found)]
    for number, entry in enumerate(here, 1):
        lines += [Text(N_("{number}. {entry}"), number=number, entry=entry.title), *entry.below]
    lines += [BLANK, Text(N_("To look for something else, please type other words or a code."))]
    turns = turning(LookupList.RESULTS, page, last)
    choices = by_number([entry.verb for entry in here])
    return Screen(tuple(lines), (*choices, *((turns,) if turns else ()), (_HOME,)))


def _counted(query: Query, total: int, page: Text | None) -> Text:
    if not query.words:
        msgids = NP_("<b>{total:count}</b> result{page}:", "<b>{total:count}</b> results{page}:", by="total")
        return Text(msgids, total=total, page=page)
    return Text(
        NP_(
            '<b>{total:count}</b> result for "{query}"{page}:',
            '<b>{total:count}</b> results for "{query}"{page}:',
            by="total",
        ),
        query=_echo(query),
        total=total,
        page=page,
    )


def _newest(query: Query, total: int, page: Text | None) -> Text:
    """There is more than is listed."""
    msgid = N_("The newest <b>{total:count}</b> results{for_words}{page}; with more words there are fewer:")
    return Text(msgid, for_words=_for_words(query), total=total, page=page)


def _for_words(query: Query) -> Text | None:
    return Text(N_(' for "{query}"'), query=_echo(query)) if query.words else None


def _narrowed(filters: Filters) -> list[Text]:
    """What else was asked of the difficulties, as it was understood."""
    lines = []
    if filters.period:
        lines.append(Text(N_("Difficulties first sent for {period} alone."), period=filters.period))
    if filters.states == UNRESOLVED:
        lines.append(Text(N_("Difficulties that are not resolved alone.")))
    elif filters.states:
        (state,) = filters.states
        lines.append(Text(N_("Difficulties that stand at: {state} alone."), state=Text(STATES[state])))
    if filters.seat:
        lines.append(Text(N_("Difficulties of {seat} alone."), seat=filters.seat))
    return lines


def _left_out(found: FoundPage) -> list[Text]:
    """By which of the words it was found, where that is not all of them."""
    lines = []
    if found.unknown:
        words = {"known": " ".join(found.known), "unknown": ", ".join(found.unknown)}
        lines.append(Text(N_("Found by: {known}. Found nowhere: {unknown}."), **words))
    if not found.all_words:
        lines.append(Text(N_("Nothing has all of these words; what has the most of them is shown.")))
    return lines


def nothing(query: Query, members: Sequence[str] | None, filters: Filters = _NONE, *, persons: bool) -> Screen:
    """Nothing was found among what is of these members or, for None, of all of them, persons included or not."""
    if members is not None:
        msgid, names = N_("Searched: difficulties, reports and tasks of {members}."), "; ".join(members)
        where = Text(msgid, members=Excerpt(names))
    elif persons:
        where = Text(N_("Searched: difficulties, reports and tasks of all members, the list of members."))
    else:
        where = Text(N_("Searched: difficulties, reports and tasks of all members."))
    return Screen(
        (
            Text(N_("Nothing was found."))
            if not query.words
            else Text(N_('Nothing was found for "{query}".'), query=_echo(query)),
            *_narrowed(filters),
            where,
            Text(N_("Please type fewer or other words, with or without accents, or a code; or choose from a list.")),
        ),
        (lists(sees_all=members is None), (_HOME,)),
    )


def no_words() -> Text:
    """Nothing was typed that could be looked for."""
    return Text(N_("A search needs letters or digits, so nothing was looked for."))


def difficulty(
    found: Difficulty, standing: Text | None, member: str, fields: Mapping[str, Field], query: Query, page: int
) -> Entry:
    """A difficulty, and where it stands if anything has become of it; the member is named for whoever sees all."""
    title = Text(
        N_("{code} – {field}{member}{standing}"),
        standing=Text(N_(" – {standing}"), standing=standing) if standing else None,
        code=found.code,
        field=fields[found.field].name,
        member=Text(N_(" – {organisation}"), organisation=Excerpt(member)) if member else None,
    )
    texts = [found.answers[question.name] for question in questions.QUESTIONS if question.searched]
    texts += [*found.provisions, *found.procedure_codes, *found.classified.searched]
    return Entry(title, (_marked(snippet(texts, query)),), _opens(found.code, page))


def report(found: Report, organisation: str, sender: Text, query: Query, page: int) -> Entry:
    """A report, with who sent it and what of its free paragraph was looked for."""
    title = (
        Text(N_("{code} – ad hoc report"), code=called(found))
        if found.urgency
        else Text(N_("{code} – report for {period}"), code=called(found), period=Period.parse(found.period))
    )
    sent = Text(
        N_("{organisation} – sent by: {sender}, {at:stamp}"),
        organisation=Excerpt(organisation),
        sender=sender,
        at=found.sent_at,
    )
    opinion = snippet((found.quarterly.opinion,), query) if found.quarterly else ()
    return Entry(title, (sent, *_marked_if_found(opinion)), _opens(found.code, page))


def task(found: Task, organisations: Sequence[str], query: Query, page: int) -> Entry:
    """A task, by its title or the document that assigned it, and by the organisations that were looked for."""
    said = snippet((found.title, found.basis), query)
    by = snippet(("; ".join(organisations),), query)
    title = Text(N_("{code} – task"), code=found.code)
    return Entry(title, (_marked(said), *_marked_if_found(by)), _opens(found.code, page))


def person(found: Person, duties: Sequence[Duty]) -> Entry:
    """A person of the roster, with what they are."""
    organisations = dict.fromkeys(duty.seat.organisation for duty in duties if duty.seat)
    office = " – ".join(part for part in (found.title, *organisations) if part)
    below = (_marked(((cut(office, 90), False),)),) if office else ()
    return Entry(_marked(((found.full_name, False),)), below, ShowMember(found.id, DirectoryView()))


def _opens(code: str, page: int) -> ShowLookupEntry:
    return ShowLookupEntry(code, LookupList.RESULTS, page)


def _echo(query: Query) -> str:
    return cut(query.text, _QUERY_SHOWN)


def _marked_if_found(pieces: Sequence[Piece]) -> tuple[Text, ...]:
    return (_marked(pieces),) if any(bold for _, bold in pieces) else ()


def _marked(pieces: Sequence[Piece]) -> Text:
    """A text of a person, what was looked for in bold. It stands in parameters alone, so that it is never markup."""
    template = "".join(f"<b>{{p{n}}}</b>" if bold else f"{{p{n}}}" for n, (_, bold) in enumerate(pieces))
    return Text(template, **{f"p{n}": text for n, (text, _) in enumerate(pieces)})
