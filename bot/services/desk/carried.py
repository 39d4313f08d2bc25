"""What earlier periods leave to a period, as plain data for its papers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from bot.domain import questions
from bot.domain.carrying import Said
from bot.domain.difficulties import DifficultyAct, DifficultyState
from bot.domain.directing import Directed, directions
from bot.domain.following import Course, Followed, Made, course, known, reckon
from bot.domain.handling import INTO, files_of
from bot.domain.periods import Period, data_window
from bot.domain.understood import CODES, PROVISIONS
from bot.services.desk.agencies import in_charge
from bot.services.desk.classifying import as_classified
from bot.services.desk.outcomes import outcome_of
from bot.services.desk.weights import Behind, behind
from bot.services.desk.worded import as_worded
from bot.services.standing import Window, bodies, period_schedule
from storage import difficulties, people, snapshots, wordings
from storage.difficulties import Mark
from storage.rows import iso
from storage.unit import Unit


@dataclass(frozen=True)
class Lines:
    """How every line goes from the papers of the period before to those of this one."""

    earlier: Sequence[tuple[Followed, Course]]
    """Those of earlier periods; where a course has no terms, the line is in neither papers."""
    new: Mapping[str, Course]
    """Those of the reports of the period, by code."""
    into: Mapping[str, str]
    """By code into which other line these were merged, at some time."""
    outcomes: Mapping[str, Mapping[str, str]]
    """By code what came of a new one."""
    files: Mapping[str, int]
    """By code how many files go with the newest result of a new one, where there are any."""
    directed: Mapping[str, Sequence[Directed]]
    """By code what leaders have said of these since the papers of the period before."""

    @property
    def courses(self) -> list[Course]:
        """All of them."""
        return [*(course for _, course in self.earlier), *self.new.values()]

    def merged(self, code: str) -> Mapping[str, str]:
        """Return as plain data into which line a new one is merged now; nothing where it is not."""
        is_merged = self.new[code].now is DifficultyState.MERGED and code in self.into
        return {"merged_into": self.into[code]} if is_merged else {}

    def results(self, code: str) -> Mapping[str, int]:
        """Return as plain data how many files go with the result of a new one; nothing where none do."""
        return {"result_files": self.files[code]} if code in self.files else {}


def lines_of(unit: Unit, window: Window) -> Lines:
    """Return the lines of a period, as far as its papers know them."""
    period, before = window.schedule.period, papers_before(unit, window.schedule.period)
    codes = [d.code for _, report in window.reports for d in report.difficulties]
    came = difficulties.events_of(unit.db, codes, window.mark)
    earlier = [(each, course(each.events, period, before)) for each in _earlier(unit, period, window.mark)]
    new = {code: course(came.get(code, ()), period, before, is_new=True) for code in codes}
    merges = [
        (code, each.detail[INTO])
        for code, events in came.items()
        for each in events
        if each.act is DifficultyAct.MERGED and INTO in each.detail
    ]
    outcomes = {code: outcome_of(known(came.get(code, ()), period)) for code in codes}
    results = {
        code: next((event for event in reversed(events) if event.act is DifficultyAct.ANSWERED), None)
        for code, events in came.items()
    }
    files = {code: len(files_of(event)) for code, event in results.items() if event and files_of(event)}
    since = {each.code: _directed_since(each, before) for each, went in earlier if went.terms}
    said = {**{code: directions(came.get(code, ())) for code in codes}, **since}
    return Lines(earlier, new, {code: str(into) for code, into in merges}, outcomes, files, said)


def _directed_since(each: Followed, before: Made) -> list[Directed]:
    return [one for one in directions(each.events) if one.at > before.acts]


def directed(lines: Lines, listed: Collection[str]) -> Mapping[str, object]:
    """Return as plain data what leaders have said of the new lines that are listed and of carried ones, if anything."""
    codes = frozenset(listed)
    found = [
        {"code": code, "at": iso(each.at), "direction": each.direction.value, "words": each.words}
        for code, said in lines.directed.items()
        if code in codes or code not in lines.new
        for each in said
    ]
    return {"directed": found} if found else {}


def carried_over(unit: Unit, window: Window, listed: Collection[str], lines: Lines) -> dict[str, object]:
    """Return the reckoning of a period, and each difficulty of earlier ones that is open or was when it began.

    What the reports of the period say of one is named where they are among the `listed`, by code. All the rest is of
    the whole period, also in an addendum.
    """
    period = window.schedule.period
    shown = [(each, went) for each, went in lines.earlier if went.terms]
    said = {
        about.code: (report.code, about)
        for _, report in window.reports
        if report.code in listed
        for about in report.said
    }
    seats = people.seats_by_id(unit.db, {each.seat for each, _ in shown})
    codes = [each.code for each, _ in shown]
    weights, worded = behind(unit, codes, window.mark), wordings.wordings_of(unit.db, codes)
    ranked = sorted(shown, key=lambda pair: seats[pair[0].seat].rank)
    found = asdict(reckon(lines.courses))
    return {
        # What nobody merged is not spoken of: so are snapshots of before it was known.
        "reckoning": {term: n for term, n in found.items() if n or term not in ("merged", "unmerged")},
        "carried": [
            {
                "seat": seats[each.seat].code,
                "organisation": seats[each.seat].organisation,
                **_plain(unit, replace(each, events=known(each.events, period))),
                **as_worded(worded, each.difficulty),
                "before": went.before.value if went.before else None,
                **_statement(*said.get(each.code, (None, None))),
                **weighed(weights[each.code]),
            }
            for each, went in ranked
        ],
    }


def weighed(found: Behind) -> Mapping[str, object]:
    """Return who stands behind a line, where that is more than the one who sent it."""
    if found.weight <= 1:
        return {}
    named = {"sources": sorted(found.sources), "cosigners": sorted(found.cosigners)}
    merged = {"merged_in": list(found.merged)} if found.merged else {}
    return {"members": found.weight, **named, **merged}


def papers_before(unit: Unit, period: Period) -> Made:
    """Return what the papers of the period before know; where there are none, what there was when it was closed."""
    before = period.previous()
    last = snapshots.last_head(unit.db, before.iso)
    return last.made if last else Made.at(period_schedule(unit, before).stop_at)


def _earlier(unit: Unit, period: Period, mark: Mark) -> list[Followed]:
    of_cadence = bodies(unit, period.cadence)
    seats = [seat.id for body in of_cadence for seat in people.seats_of_body(unit.db, body)]
    return difficulties.earlier(unit.db, seats, period.iso, data_window(period)[0], mark)


def _plain(unit: Unit, each: Followed) -> Mapping[str, object]:
    answers = each.difficulty.answers
    since = each.since
    return {
        "code": each.code,
        questions.FIELD: unit.rules.fields[each.difficulty.field].name.vi,
        questions.PROCEDURE: each.difficulty.procedure,
        "content": answers["content"],
        **as_classified(unit, each.difficulty),
        "report": each.report,
        "times": each.times,
        "since": {"year": since.year, "number": since.number, "cadence": since.cadence.value},
        "state": each.state.value,
        "open": each.is_open,
        **_named(unit, each),
        **outcome_of(each.events),
    }


def _named(unit: Unit, each: Followed) -> Mapping[str, str]:
    """The law and the agency in charge that its words name, as far as they do."""
    answers = each.difficulty.answers
    named = {
        PROVISIONS: answers.get(PROVISIONS, ""),
        CODES: answers.get(CODES, ""),
        "agency": in_charge(unit, each.difficulty)[1],
    }
    return {name: said for name, said in named.items() if said}


def _statement(report: str | None, said: Said | None) -> Mapping[str, object]:
    return {
        "said": said.act.value if said else None,
        "words": said.words if said else "",
        "said_in": report,
    }
