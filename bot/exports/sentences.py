"""What the Word paper says beside its tables: paragraphs in Vietnamese, made of the figures of a snapshot.

No sentence speaks of fewer reports than the snapshot holds: what is said of periodic reports says so, and a member
that reported nothing, or not at all, is not left without the ad hoc report it sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bot.domain.periods import Period
from bot.domain.texts import N_, Text
from bot.exports import carried, release
from bot.exports.figures import Figures, amended, figures, has_results, period_covered
from bot.exports.wording import URGENCIES, instant, official_date, percent, period_of, vietnamese

_REPORTED, _NIL, _UNSENT = ("reported", "reported_late"), ("nil", "nil_late"), ("open", "drafting", "missing")


def is_addendum(snapshot: Mapping[str, Any]) -> bool:
    """Return whether what the snapshot lists came after the digest."""
    return bool(snapshot["kind"] == "addendum")


def which_period(snapshot: Mapping[str, Any]) -> str:
    """Return the period as the title names it, with the number of an addendum."""
    return vietnamese(_numbered(snapshot, period_covered(snapshot)))


def _numbered(snapshot: Mapping[str, Any], period: Text | Period) -> Text:
    if is_addendum(snapshot):
        return Text("{period} (addendum No. {number:count})", period=period, number=snapshot["addendum"])
    return Text("{period}", period=period)


def annex_title(snapshot: Mapping[str, Any]) -> str:
    """Return the title of the annex to the report, which lists difficulties and nothing else."""
    msgid = N_("Difficulties with administrative procedures, {period} (document title)")
    return vietnamese(Text(msgid, period=_numbered(snapshot, period_of(snapshot))))


def annex_total(snapshot: Mapping[str, Any]) -> Text:
    """Return the sum under the annex."""
    counts, added = figures(snapshot), is_addendum(snapshot)
    if not counts.difficulties:
        alone, none = N_("No difficulties are named in this addendum."), N_("No difficulties are named in this period.")
        nil = N_("The reports that were sent say that nothing new arose.")
        return Text(alone if added else nil if counts.sent else none)
    alone = N_("Total of this addendum alone: {n:count} difficulties of {members:count} members{parts}.")
    whole = N_("Total: {n:count} difficulties of {members:count} members{parts}.")
    parts = _parts(N_(", of which {parts}"), _by_report(counts))
    return Text(alone if added else whole, n=counts.difficulties, members=counts.members, parts=parts)


def scoped(snapshot: Mapping[str, Any], sentence: str) -> str:
    """Return a sentence that counts what the snapshot lists; in an addendum it says that it is of that alone."""
    return vietnamese(Text("This addendum alone: {sentence}", sentence=sentence)) if is_addendum(snapshot) else sentence


def opening(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the report is about and as of when."""
    period, names = snapshot["period"], {"standing_body": snapshot["office"]["standing_body"]}
    window = {name: official_date(date.fromisoformat(period[f"{name}_day"])) for name in ("first", "last")}
    about = {"body": snapshot["body"]["name"], "period": period_of(snapshot), **window, **names}
    taken, due = release.known_until(snapshot), instant(period["due_at"])
    if is_addendum(snapshot):
        msgid = N_("{standing_body} adds to the reports of {body} for {period}, data from {first} to {last}:")
        yield vietnamese(Text(msgid, **about))
        yield vietnamese(_scope(snapshot))
        yield from release.sentences(snapshot)
        yield from again(snapshot)
        return
    difficulties = N_(
        "{standing_body} sums up the reports of the members of {body} for {period}, data from {first} to {last}:"
    )
    tasks_too = N_(
        "{standing_body} sums up the reports of the members of {body}, with the results of tasks, for {period},"
        " data from {first} to {last}:"
    )
    yield vietnamese(Text(tasks_too if has_results(snapshot) else difficulties, **about))
    frozen = N_("The figures were taken at {taken:stamp}; reports were due at {due:stamp}.")
    provisional = N_("The figures are provisional, as of {taken:stamp}; reports are due at {due:stamp}.")
    is_provisional = snapshot["kind"] == "provisional"
    yield vietnamese(Text(provisional if is_provisional else frozen, taken=taken, due=due))
    yield from release.sentences(snapshot)
    if days := snapshot.get("provisional_days"):
        years = ", ".join(sorted({day[:4] for day in days}))
        yield vietnamese(Text("The days of this period follow from provisional days off of {years}.", years=years))
    yield from again(snapshot)


def again(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """Yield which paper this one was issued in the place of, where it was issued again, and why."""
    if told := snapshot.get("again"):
        msgid = N_(
            "Number {number:number} was issued at {at:stamp} in the place of number {of:number} (data code {sha256}),"
            " because content was removed under the rules on the protection of state secrets."
        )
        yield vietnamese(Text(msgid, **{**told, "at": instant(told["at"])}))


def remarks(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the desk remarks, a paragraph for each line; nothing where it does not."""
    if text := snapshot.get("remarks"):
        yield from vietnamese(Text("Remarks: {text} (document)", text=text)).split("\n")


def _scope(snapshot: Mapping[str, Any]) -> Text:
    """Since when the reports came, where the snapshot knows it, and what its two kinds of figures count."""
    until = release.known_until(snapshot)
    if since := snapshot.get("since"):
        return Text(
            "Reports from {since:stamp} to {until:stamp} are in this addendum; figures are of it alone or after it.",
            since=instant(since),
            until=until,
        )
    return Text("Reports up to {until:stamp} are in this addendum; figures are of it alone or after it.", until=until)


def sending(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """Yield how many members have reported, who has not, and what was sent ad hoc."""
    if is_addendum(snapshot):
        yield from _added(snapshot)
        yield vietnamese(Text("After this addendum: (heading)"))
    yield from _members(snapshot)
    if not is_addendum(snapshot):
        yield from _adhoc(snapshot)


def _members(snapshot: Mapping[str, Any]) -> Iterator[str]:
    counts, ledger = figures(snapshot), snapshot["ledger"]
    if not counts.due:
        yield vietnamese(Text("No member has to report in this period."))
        return
    share = percent(counts.sent, counts.due)
    head = Text(
        "{sent:count} of {due:count} members have reported, {share}:", sent=counts.sent, due=counts.due, share=share
    )
    yield vietnamese(head if counts.sent else Text("Of {due:count} members none has reported:", due=counts.due))
    late, adhoc = N_("sent late: {n:count}"), N_("sent an ad hoc report: {n:count}")
    updates = N_("with updates of earlier difficulties alone: {n:count}")
    lines: tuple[tuple[str, int, dict[str, int]], ...] = (
        (
            N_("Named difficulties: {n:count} members{detail}"),
            counts.with_difficulties,
            {late: ledger["reported_late"], updates: _with_updates_alone(snapshot)},
        ),
        (
            N_("Nothing to report: {n:count} members{detail}"),
            counts.nil,
            {late: ledger["nil_late"], adhoc: _with_adhoc(snapshot, _NIL)},
        ),
        (
            N_("Not reported: {n:count} members{detail}"),
            counts.not_sent,
            {
                N_("being drafted: {n:count}"): ledger["drafting"],
                N_("overdue: {n:count}"): ledger["missing"],
                adhoc: _with_adhoc(snapshot, _UNSENT),
            },
        ),
        (
            N_("Excused: {n:count} members{detail}"),
            counts.excused,
            {adhoc: _with_adhoc(snapshot, ("excused",))},
        ),
    )
    detail = N_(", of which {parts}")
    yield from listed([vietnamese(Text(msgid, n=n, detail=_parts(detail, parts))) for msgid, n, parts in lines if n])
    yield from _named(N_("Members that have not reported: {members}."), snapshot, _UNSENT)
    yield from _named(N_("Members that are excused: {members}."), snapshot, ("excused",))
    entered = [seat for seat in snapshot["seats"] if seat.get("entered")]
    yield from _listed(N_("Entered by the Standing Body in the place of: {members}."), entered)


def _with_updates_alone(snapshot: Mapping[str, Any]) -> int:
    """Members whose report is of difficulties of earlier periods and of no new one."""
    return sum(seat["state"] in _REPORTED and not seat["difficulties"] for seat in snapshot["seats"])


def _with_adhoc(snapshot: Mapping[str, Any], states: Sequence[str]) -> int:
    return sum(bool(seat.get("adhoc")) for seat in snapshot["seats"] if seat["state"] in states)


def _named(msgid: str, snapshot: Mapping[str, Any], states: Sequence[str]) -> Iterator[str]:
    yield from _listed(msgid, [seat for seat in snapshot["seats"] if seat["state"] in states])


def _listed(msgid: str, seats: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Names hold commas, so that they are numbered."""
    names = [f"({number}) {seat['organisation']}{_bracketed(seat)}" for number, seat in enumerate(seats, 1)]
    if names:
        yield vietnamese(Text(msgid, members="; ".join(names)))


def _member(each: Mapping[str, Any]) -> str:
    """The member of a seat or of an ad hoc report, and that the desk entered what it reports."""
    named = "{organisation} (entered by the Standing Body)" if each.get("entered") else "{organisation}"
    return vietnamese(Text(named, organisation=each["organisation"]))


def _bracketed(seat: Mapping[str, Any]) -> str:
    remarks = "; ".join(seat_remarks(seat))
    return f" ({remarks})" if remarks else ""


def seat_remarks(seat: Mapping[str, Any], urgencies: Mapping[str, str] | None = None) -> list[str]:
    """Return what is remarked of a seat in the ledger: that nobody stands for it, that its report was amended, its
    excuse, and what it sent ad hoc.

    `urgencies` are those of ad hoc reports by code, as far as they are to be said. An older snapshot knows of neither.
    """
    remarks = [] if seat.get("represented", True) else [vietnamese(Text("without a representative (remark)"))]
    remarks += amended(seat)
    if seat.get("reason"):
        remarks.append(vietnamese(Text("reason: {reason} (remark)", reason=" ".join(seat["reason"].split()))))
    for code in seat.get("adhoc", ()):
        urgency = (urgencies or {}).get(code)
        said = vietnamese(Text("ad hoc report {code} (remark)", code=code))
        remarks.append(f"{said} ({vietnamese(Text(URGENCIES[urgency]))})" if urgency else said)
    return remarks


def _adhoc(snapshot: Mapping[str, Any]) -> Iterator[str]:
    counts = figures(snapshot)
    if not counts.adhoc:
        return
    yield vietnamese(
        Text(
            "{n:count} ad hoc reports of {members:count} members were sent in the data window:",
            n=counts.adhoc,
            members=counts.adhoc_members,
        )
    )
    yield from listed([vietnamese(_adhoc_line(each)) for each in snapshot["adhoc"]])


def _adhoc_line(each: Mapping[str, Any]) -> Text:
    accepted, waiting = N_("accepted for handling (document)"), N_("not accepted yet (document)")
    urgency, is_accepted = URGENCIES[each["urgency"]], each["accepted"]
    return Text(
        "{code} ({urgency}), {organisation}, sent at {at:stamp}{amended}, {acceptance}, {n:count} difficulties",
        code=each["code"],
        amended=_beside(amended(each)),
        urgency=Text(urgency),
        organisation=_member(each),
        at=instant(each["sent_at"]),
        acceptance=Text(accepted if is_accepted else waiting),
        n=len(each["difficulties"]),
    )


def _added(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """An addendum that was frozen before it named its reports lists them in its annex alone."""
    added = frozenset(snapshot.get("added", ()))
    seats = [seat for seat in snapshot["seats"] if seat["report"] in added]
    adhoc = snapshot.get("adhoc", [])
    if not seats and not adhoc:
        return
    yield vietnamese(
        Text(
            "Only in this addendum: {periodic:count} periodic reports and {adhoc:count} ad hoc reports:",
            periodic=len(seats),
            adhoc=len(adhoc),
        )
    )
    yield from listed(vietnamese(line) for line in (*map(_added_line, seats), *map(_adhoc_line, adhoc)))


def _added_line(seat: Mapping[str, Any]) -> Text:
    named, nil = N_("{n:count} difficulties (document)"), N_("nothing to report (document)")
    updates = N_("updates of difficulties of earlier periods (document)")
    count = seat["difficulties"]
    without = updates if seat["state"] in _REPORTED else nil
    return Text(
        "{code}, {organisation}, sent at {at:stamp}{amended}, {what}",
        code=seat["report"],
        amended=_beside(amended(seat)),
        organisation=_member(seat),
        at=instant(seat["sent_at"]),
        what=Text(named if count else without, n=count),
    )


def _beside(remarks: Iterable[str]) -> str:
    """Return what is remarked of a report behind the time at which it was sent."""
    return "".join(f" ({remark})" for remark in remarks)


def difficulties(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """Yield how many difficulties there are, and how many of each field."""
    first, *rest = _named_difficulties(snapshot, figures(snapshot))
    yield from (scoped(snapshot, first), *rest)
    if after := snapshot.get("after"):
        periodic, both = (
            N_("After this addendum: {n:count} difficulties in {reports:count} periodic reports:"),
            N_(
                "After this addendum: {n:count} difficulties in {reports:count} periodic and {adhoc:count} ad hoc"
                " reports:"
            ),
        )
        msgid = both if after["adhoc"] else periodic
        total = Text(msgid, n=after["difficulties"], reports=after["reports"], adhoc=after["adhoc"])
        yield vietnamese(total)
        yield from _fields(after["fields"])
        yield from agency_lines(after)
    yield from carried.sentences(snapshot)


def _named_difficulties(snapshot: Mapping[str, Any], counts: Figures) -> Iterator[str]:
    if not counts.difficulties:
        nil, none = (
            N_("The reports that were sent say that nothing new arose."),
            N_("No report has been sent, so no difficulties are known."),
        )
        yield vietnamese(Text(nil if counts.sent or counts.adhoc else none))
        return
    parts = {**_by_report(counts), N_("sent late: {n:count} difficulties"): counts.late_difficulties}
    detail = _parts(N_(" (of which {parts})"), parts)
    yield vietnamese(
        Text(
            "{members:count} members name {n:count} difficulties{detail}, in {fields:count} fields; see the annex:",
            members=counts.members,
            n=counts.difficulties,
            detail=detail,
            fields=len(snapshot["fields"]),
        )
    )
    yield from _fields(snapshot["fields"])
    yield from agency_lines(snapshot)


def _by_report(counts: Figures) -> dict[str, int]:
    """Said only where there are ad hoc reports: then it is not plain what the difficulties stand in."""
    if not counts.adhoc_difficulties:
        return {}
    return {
        N_("in periodic reports: {n:count}"): counts.periodic_difficulties,
        N_("in ad hoc reports: {n:count}"): counts.adhoc_difficulties,
    }


def _fields(fields: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield from listed(
        [vietnamese(Text("{field}: {n:count} difficulties", field=field["name"], n=field["count"])) for field in fields]
    )


def agency_lines(counted: Mapping[str, Any]) -> Iterator[str]:
    """Yield the breakdown by agency in charge; a snapshot of before it was kept has none."""
    named = [each for each in counted.get("agencies", ()) if each["name"]]
    if not named:
        return
    yield vietnamese(Text("By agency in charge:"))
    without = sum(each["count"] for each in counted["agencies"] if not each["name"])
    lines = [Text("{agency}: {n:count} difficulties", agency=each["name"], n=each["count"]) for each in named]
    lines += [Text("No agency in charge named yet: {n:count} difficulties", n=without)] if without else []
    yield from listed(map(vietnamese, lines))


def closing(snapshot: Mapping[str, Any]) -> str:
    """Return the last sentence: it asks for something only where a report does."""
    counts, office = figures(snapshot), snapshot["office"]
    names = {"standing_body": office["standing_body"], "addressee": office["addressee"]}
    if counts.difficulties:
        return vietnamese(Text("With the proposals in the annex, {standing_body} reports to {addressee}.", **names))
    if has_results(snapshot) and (snapshot["tasks"] or snapshot["opinions"]):
        return vietnamese(Text("{standing_body} reports to {addressee}.", **names))
    alone = N_("This addendum proposes nothing; {standing_body} reports to {addressee}.")
    nothing = N_("There is nothing to propose; {standing_body} reports to {addressee}.")
    return vietnamese(Text(alone if is_addendum(snapshot) else nothing, **names))


def _parts(msgid: str, parts: Mapping[str, int]) -> str:
    """Return counts as a part of a sentence, those that are none left out; empty where all are."""
    named = [vietnamese(Text(part, n=n)) for part, n in parts.items() if n]
    return vietnamese(Text(msgid, parts=", ".join(named))) if named else ""


def listed(lines: Iterable[str]) -> list[str]:
    """Return the items of a list: every one ends with a semicolon, the last with a full stop."""
    lines = list(lines)
    return [f"- {line}{'.' if number == len(lines) else ';'}" for number, line in enumerate(lines, 1)]
