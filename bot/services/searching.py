"""Finding by words what somebody may see: of members what is of their seats, of the desk everything."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.correcting import corrected
from bot.domain.people import Actor, Role
from bot.domain.search_filters import Filters, read_filters
from bot.domain.searching import Findings, FoundKind, FoundPage, Hit, Query, best, read_query
from bot.errors import BotError
from bot.screens import lookup as lookup_wording
from bot.screens import searching as wording
from bot.screens.difficulties.standing import become_of
from bot.screens.reporting.signing import signature
from bot.screens.searching import Entry
from bot.services.beside import OverWords, reckoned
from bot.services.reply import Reply
from bot.services.tasks.listing import sees_all, with_part
from storage import difficulties, finding, people, reports, search, tasks
from storage.finding import Narrowed
from storage.search import Scope
from storage.unit import Unit


@dataclass(frozen=True)
class _Asked:
    """What is looked for: by words, and by what whoever sees everything narrows it."""

    query: Query
    filters: Filters
    is_loose: bool = False

    @property
    def loosely(self) -> _Asked:
        """The same, whatever the accents."""
        return replace(self, query=self.query.loosely, is_loose=True)


@dataclass(frozen=True)
class NearestOf(OverWords):
    """The work of reading all that has any of some words, for a page of what has the most of them."""

    text: str
    is_loose: bool
    scope: Scope
    page: int

    def __call__(self, unit: Unit) -> FoundPage:
        """Read it."""
        query = read_query(self.text).loosely if self.is_loose else read_query(self.text)
        return best(query, search.hits(unit.db, query.terms, _names_of_fields(unit), self.scope)).page(self.page)


def search_for(unit: Unit, actor: Actor, typed: str) -> Reply:
    """Show what these words find, the best first. The next typed text is taken as what to look for instead."""
    asked = _asked(actor, typed)
    if not asked.query.words and not asked.filters:
        people.ask_for_query(unit.db, actor.account, unit.now)
        return Reply(lookup_wording.ask(sees_all=sees_all(actor)).with_line_first(wording.no_words()))
    search.put_query(unit.db, actor.account, read_query(typed).text, unit.now)
    return _page(unit, actor, asked, 0)


def results(unit: Unit, actor: Actor, page: int) -> Reply:
    """Show a page of what the words of the last search find now; one that is not there any more shows the last.

    Raises BotError("stale") where they are no longer kept.
    """
    text = search.query_of(unit.db, actor.account)
    if text is None:
        raise BotError("stale")
    return _page(unit, actor, _asked(actor, text), page)


def _asked(actor: Actor, typed: str) -> _Asked:
    filters, words = read_filters(typed) if sees_all(actor) else (Filters(), typed)
    return _Asked(read_query(words), filters)


def _page(unit: Unit, actor: Actor, asked: _Asked, page: int) -> Reply:
    people.ask_for_query(unit.db, actor.account, unit.now)
    every, scope = sees_all(actor), _scope(unit, actor)
    found = _found(unit, asked, scope, page)
    if not found.total:
        # Half of the accents may have been left out.
        asked = asked.loosely
        found = _found(unit, asked, scope, page)
    if not found.total:
        members = None if every else [seat.organisation for seat in actor.seats]
        return Reply(wording.nothing(asked.query, members, asked.filters, persons=scope.persons))
    entries = _entries(unit, asked.query, found, name_members=every)
    more = every and found.total >= finding.MOST
    return Reply(wording.results(asked.query, found, entries, asked.filters, more=more))


def _found(unit: Unit, asked: _Asked, scope: Scope, page: int) -> FoundPage:
    """A page of what has all words, found quickly where everything may be seen; else of the nearest that has any.

    Raises BesideError where that is to be read of very much.
    """
    quick = _quickly(unit, asked, scope)
    if quick is not None:
        return quick.page(page)
    return reckoned(unit, NearestOf(asked.query.text, asked.is_loose, scope, page))


def _quickly(unit: Unit, asked: _Asked, scope: Scope) -> Findings | None:
    query, filters, fields = asked.query, asked.filters, _names_of_fields(unit)
    if scope.seats is not None:
        return best(query, search.hits(unit.db, query.terms, fields, scope))
    names = search.names_of(unit.db, query.terms, fields, scope)
    if not filters:
        quick = finding.every_word(unit.db, query.terms, len(query.words), names, scope)
        return None if quick is None else best(query, quick)
    narrowed = Narrowed(filters.period.code if filters.period else "", filters.done, filters.seat)
    hits = finding.every_word(unit.db, query.terms, len(query.words), names, scope, narrowed) or []
    kept = finding.in_states(unit.db, hits, filters.states) if filters.states else hits
    return best(query, kept)


def _names_of_fields(unit: Unit) -> Mapping[str, Sequence[str]]:
    return {code: (field.name.vi, field.name.en) for code, field in unit.rules.fields.items()}


def _scope(unit: Unit, actor: Actor) -> Scope:
    """The secretariat alone can open a person; whoever sees all is told who sent a report, and finds it by that."""
    every = sees_all(actor)
    seats = None if every else [seat.id for seat in actor.seats]
    return Scope(seats, senders=every, persons=Role.SECRETARIAT in actor.roles, today=unit.today)


def _entries(unit: Unit, query: Query, found: FoundPage, *, name_members: bool) -> list[Entry]:
    """What the hits of a page say, read for all of them at once."""
    hits, page = found.hits, found.number
    sent = reports.reports_by_id(unit.db, _ids(hits, FoundKind.REPORT))
    of_difficulty = difficulties.by_rows(unit.db, _ids(hits, FoundKind.DIFFICULTY))
    assigned = tasks.tasks_by_id(unit.db, _ids(hits, FoundKind.TASK))
    taking_part = {seat for task in assigned.values() for seat in with_part(task)}
    seats_of = {report.seat for report in sent} | {seat for _, seat in of_difficulty.values()}
    seats = people.seats_by_id(unit.db, seats_of | taking_part)
    senders = people.persons_by_id(unit.db, frozenset[int]().union(*(report.signers for report in sent)))
    persons = _ids(hits, FoundKind.PERSON)
    known = {person.id: (person, duties) for person, duties in people.everybody(unit.db, unit.today)} if persons else {}
    of_report = {report.id: report for report in sent}
    events = difficulties.events_of(unit.db, [each.code for each, _ in of_difficulty.values()])

    def entry(hit: Hit) -> Entry:
        match hit.kind:
            case FoundKind.DIFFICULTY:
                sent_as, seat = of_difficulty[hit.id]
                difficulty = corrected(sent_as, events[sent_as.code])
                member = seats[seat].organisation if name_members else ""
                return wording.difficulty(
                    difficulty, become_of(events[difficulty.code]), member, unit.rules.fields, query, page
                )
            case FoundKind.REPORT:
                source = of_report[hit.id]
                sender = signature(source, senders)
                return wording.report(source, seats[source.seat].organisation, sender, query, page)
            case FoundKind.TASK:
                names = [seats[seat].organisation for seat in with_part(assigned[hit.id])]
                return wording.task(assigned[hit.id], names, query, page)
            case FoundKind.PERSON:
                return wording.person(*known[hit.id])

    # Whoever was found some seconds ago may hold no duty any more.
    return [entry(hit) for hit in hits if hit.kind is not FoundKind.PERSON or hit.id in known]


def _ids(hits: Sequence[Hit], kind: FoundKind) -> Collection[int]:
    return [hit.id for hit in hits if hit.kind is kind]
