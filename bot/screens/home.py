"""The main screen, help, and answers to what was not understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.duties import keeps_roster
from bot.domain.people import Role
from bot.domain.periods import Schedule, SeatState
from bot.domain.profiles import Profile
from bot.domain.reminder_rules import Ruleset
from bot.domain.reports import Filed, Report
from bot.domain.texts import BLANK, N_, Choice, Row, Screen, Text
from bot.domain.verbs.desk import ShowAggregate
from bot.domain.verbs.directory import ListMembers
from bot.domain.verbs.home import ShowHelp, ShowHome
from bot.domain.verbs.reporting import ChooseReport
from bot.screens.lookup import LOOK_UP
from bot.screens.missed import view_rows
from bot.screens.people.settings import SETTINGS
from bot.screens.reporting.acceptance import waits_urgent
from bot.screens.reporting.amending import called
from bot.screens.reporting.choosing import ADHOC
from bot.screens.reporting.freetext import DISCARD
from bot.screens.reporting.own_drafts import MANAGE, Waiting, go_on
from bot.screens.tasks.listing import TASKS, days_left

SEND = Choice(Text(N_("Send a report")), ChooseReport())
HELP = Choice(Text(N_("View help")), ShowHelp())
AGGREGATE = Choice(Text(N_("View the aggregate")), ShowAggregate())
MEMBERS = Choice(Text(N_("View members")), ListMembers())


def home(
    profile: Profile,
    lines: Sequence[Text],
    drafts: Sequence[Waiting],
    reports: Sequence[str],
    *,
    may_report: bool,
    may_read: bool,
    of_desk: bool,
    of_roster: bool,
    has_tasks: bool,
    kept: bool,
    waiting: Sequence[Choice] = (),
    beside: Sequence[Row] = (),
) -> Screen:
    """What is due, which `drafts` wait, the `reports`, by code, that can be viewed, and whether a text is `kept`.

    `waiting` leads to what waits for approval.
    """
    first = (*((SEND,) if may_report else ()), *((TASKS,) if has_tasks else ()))
    rows: list[Row] = [first] if first else []
    if may_report:
        rows.append((ADHOC,))
    rows += [(each,) for each in waiting]
    rows += [(go_on(each),) for each in drafts]
    if drafts:
        rows.append((MANAGE,))
    if kept:
        rows.append((DISCARD,))
    rows += beside
    rows += view_rows(reports)
    of_office = (*((AGGREGATE,) if of_desk else ()), *((MEMBERS,) if of_roster else ()))
    rows += [of_office] if of_office else []
    rows.append((LOOK_UP, HELP) if may_read else (HELP,))
    rows.append((SETTINGS,))
    return Screen((Text(N_("<b>{title}</b>"), title=profile.bot_title), *lines), tuple(rows))


def seat_line(
    organisation: str,
    schedule: Schedule,
    state: SeatState,
    report: Report | None,
    adhoc: Sequence[str],
    now: datetime,
    left: int,
    waiting_since: datetime | None = None,
) -> Text:
    """Where a seat stands in a period, `left` working days before the deadline; `adhoc` are codes.

    The member is named only where there is more than one.
    """
    member = Text(N_("{organisation} – "), organisation=organisation) if organisation else None
    if report:
        status = _sent(report, adhoc)
    elif state is SeatState.EXCUSED:
        status = Text(N_("excused in this period"))
    elif waiting_since:
        status = Text(
            N_("waiting for approval since {at:stamp}, not sent ({due:full})"),
            at=waiting_since,
            due=schedule.stated(schedule.due_at) if now <= schedule.due_at else schedule.due_at,
        )
    elif now > schedule.due_at:
        status = Text(
            N_("past the deadline ({due:full}), can be sent until {stop:full}"),
            due=schedule.due_at,
            stop=schedule.stated(schedule.stop_at),
        )
    else:
        status = _open(schedule, left)
    return Text(N_("{member}Report for {period}: {status}."), member=member, period=schedule.period, status=status)


def _sent(report: Report, adhoc: Sequence[str]) -> Text:
    if not report.nil:
        return Text(N_("received ({code}, {at:stamp})"), code=called(report), at=report.sent_at)
    alone = N_("nothing new reported, received ({code}, {at:stamp})")
    beyond = N_("nothing further than ad hoc report {adhoc} reported, received ({code}, {at:stamp})")
    return Text(beyond if adhoc else alone, code=called(report), at=report.sent_at, adhoc=", ".join(adhoc))


def _open(schedule: Schedule, left: int) -> Text:
    if not left:  # a report is due on a working day
        return Text(N_("not sent, due today ({due:full})"), due=schedule.due_at)
    due = schedule.stated(schedule.due_at)
    return Text(N_("not sent, {left} ({due:full})"), left=days_left(left), due=due)


def latest_lines(reports: Sequence[Filed], *, of_several: bool) -> list[Text]:
    """The reports filed last, newest first; members are named only where there is more than one."""
    if not reports:
        return []
    return [Text(N_("Latest reports:")), *(_latest_line(report, of_several=of_several) for report in reports)]


def _latest_line(report: Filed, *, of_several: bool) -> Text:
    msgid = N_("• {code} (ad hoc), {member}{at:stamp}") if report.adhoc else N_("• {code}, {member}{at:stamp}")
    member = Text(N_("{organisation}, "), organisation=report.organisation) if of_several else None
    return Text(msgid, code=report.code, member=member, at=report.at)


def no_duty(profile: Profile) -> Text:
    """A person whose duties have ended."""
    office = profile.office
    return Text(
        N_("No duty is recorded for you at present. Contact: {unit}, {phone}."),
        unit=office.department,
        phone=office.phone,
    )


def help_(profile: Profile, rules: Ruleset, roles: frozenset[Role], *, may_report: bool) -> Screen:
    """What somebody of these roles can do, and where to turn to."""
    office, home = profile.office, Choice(Text(N_("Main screen")), ShowHome())
    lines = [
        Text(N_("<b>Help</b>")),
        *_commands(roles, may_report=may_report),
        *_of_member(may_report=may_report),
        *(_of_desk() if Role.SECRETARIAT in roles else ()),
        *(_of_leader(rules) if Role.LEADER in roles else ()),
        Text(N_("Do not send state secrets through this channel.")),
        BLANK,
        Text(
            N_("Contact: {unit}, {phone} (office hours), {phone_duty} (outside office hours), {email}."),
            unit=office.department,
            phone=office.phone,
            phone_duty=office.phone_duty,
            email=office.email,
        ),
    ]
    rows: list[Row] = [(SEND, home) if may_report else (home,)]
    rows.append((SETTINGS,))
    return Screen(tuple(lines), tuple(rows))


def _commands(roles: frozenset[Role], *, may_report: bool) -> Iterable[Text]:
    of_body = roles & {Role.SECRETARIAT, Role.LEADER}
    if may_report:
        yield Text(N_("/baocao – send a report of difficulties, or report that there is nothing new"))
        yield Text(N_("/duyet – approval of reports: what waits, whether it is needed, who approves instead"))
    if may_report or of_body:
        yield Text(N_("/nhiemvu – tasks, the nearest deadline first"))
        yield Text(N_("/tracuu – tasks, reports, difficulties by words or by a code"))
    if Role.SECRETARIAT in roles:
        yield Text(N_("/tiepnhan – difficulties to be handled: new, waiting, forwarded, overdue"))
    if Role.SECRETARIAT in roles:
        yield Text(N_("/nhapthongbao – tasks from a notice of conclusions, checked line by line"))
        yield Text(N_("/thongbao – announcements to members: written, followed person by person, stopped"))
    if of_body:
        yield Text(N_("/tonghop – aggregate of a period, with the draft report and the annex"))
    if keeps_roster(roles):
        yield Text(N_("/thanhvien – members and their state, invitations, adding, ending and handing over duties"))
        yield Text(N_("/lich – days off and make-up days of a year, set with a preview of what moves"))
    if Role.ADMIN in roles:
        yield Text(N_("/quytac – rules of reminders, changed with a preview of what moves"))
    yield Text(N_("/caidat – settings: hours of messages, form of address, language, my data"))
    if may_report or Role.LEADER not in roles:
        yield Text(N_("/batdau – main screen: what is due, open drafts"))
    else:
        yield Text(N_("/batdau – main screen: the situation of the periods, tasks, urgent reports"))


def _of_member(*, may_report: bool) -> Iterable[Text]:
    if may_report:
        yield Text(N_("Drafts are saved at every step; a report counts only after Send report is chosen."))
        yield Text(N_("Look up shows how each difficulty is handled, and has what was sent in a period as files."))
        yield Text(
            N_(
                "The report of a new period begins with the difficulties that have no final result yet; those that are"
                " not updated are followed on."
            )
        )


def _of_desk() -> Iterable[Text]:
    yield Text(
        N_(
            "Reports reach {you} here as they are sent. Whoever chooses Accept on an ad hoc report is named to its"
            " sender."
        )
    )


def _of_leader(rules: Ruleset) -> Iterable[Text]:
    yield Text(
        N_(
            "The digest of a period reaches {you} here on the day it is made, and every urgent report that nobody has"
            " accepted within {span}."
        ),
        span=waits_urgent(rules),
    )
    yield Text(
        N_(
            "View situation shows how the periods stand and what waits for an opinion of {you}; Give an opinion on a"
            " difficulty tells the Standing Body what is to be done. At the beginning of a week a summary comes."
        )
    )


STRAY_FILE = Text(N_("No report is open, so the file has not been stored."))


def stray_file(*, may_report: bool) -> Screen:
    """A file while no form is open."""
    lines = [STRAY_FILE]
    if not may_report:
        return Screen(tuple(lines), ((HELP,),))
    lines.append(Text(N_("To send files, please choose Send report; they are taken at the last step.")))
    return Screen(tuple(lines), ((SEND, HELP),))


def unknown(*, may_report: bool) -> Screen:
    """A request that was not understood."""
    row = (SEND, HELP) if may_report else (HELP,)
    return Screen((Text(N_("The system could not make out the request. Please choose:")),), (row,))


def being_made(*, looked_for: bool = False) -> Text:
    """Said at once of what takes longer than nothing; `looked_for`: by its words."""
    if looked_for:
        return Text(N_("The system is searching. What it finds is shown as soon as it is ready."))
    return Text(N_("The system is putting the figures together. They are shown as soon as they are ready."))
