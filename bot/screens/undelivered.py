"""What is said of messages that the channel refused or that were given up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.operations import Topic, TopicKind
from bot.domain.periods import Period
from bot.domain.texts import N_, Screen, Text

_ABOUT = {
    TopicKind.RECEIPT: N_("receipt of {code}"),
    TopicKind.DRAFT: N_("screen of a report that is being written"),
    TopicKind.TASK: N_("screen of task {code}"),
    TopicKind.DESK_COPY: N_("copy of report {code}"),
    TopicKind.ATTACHMENT: N_("file of report {code}"),
    TopicKind.ESCALATION: N_("urgent report {code}, brought to the leaders"),
    TopicKind.HANDLING: N_("notice of how report {code} is handled"),
    TopicKind.DIFFICULTY: N_("notice of what became of difficulty {code}"),
    TopicKind.DOSSIER: N_("file of what was filed: {period}"),
    TopicKind.COSIGNED: N_("notice of the outcome of {code}, co-signed"),
    TopicKind.CALENDAR: N_("notice that deadlines move with the days off"),
    TopicKind.REMINDER: N_("reminder of {day}"),
    TopicKind.AGGREGATE: N_("aggregate or its file: {period}"),
    TopicKind.CLOSING: N_("notice that the period is closed: {period}"),
    TopicKind.FEEDBACK: N_("notice of what the aggregate has of a member: {period}"),
    TopicKind.PROVISIONAL: N_("file of provisional figures: {period}"),
    TopicKind.INCIDENT: N_("notice of incident {code}"),
    TopicKind.MEMBERSHIP: N_("notice of an invitation or a link"),
    TopicKind.SEAT: N_("notice of a request or a handover of a member"),
    TopicKind.BACKUP: N_("notice that the backup failed"),
    TopicKind.UNDELIVERED: N_("notice of what could not be delivered"),
    TopicKind.SECRECY: N_("notice of a message with a mark of secrecy"),
    TopicKind.REMOVAL: N_("content removed from {code}, to be deleted in the chat by hand"),
    TopicKind.APPROVAL: N_("notice about the approval of a report"),
    TopicKind.DAILY: N_("card of the afternoon of {day}"),
    TopicKind.WEEKLY: N_("card of the week {week} for leaders"),
    TopicKind.URGE: N_("request to send the report: {period}"),
    TopicKind.BROADCAST: N_("announcement {code}"),
    TopicKind.LETTER: N_("letter that tells a member of unopened messages"),
    TopicKind.MISSED: N_("list of what had not been delivered"),
}
_ANSWER = N_("answer to a message")
_NOBODY = N_("somebody who is not linked")


@dataclass(frozen=True)
class Lost:
    """A message that was not delivered: to whom (empty for somebody unknown), what about, when it was given up.

    `uncertain`: it was cut off and may have arrived.
    """

    who: str
    topic: Topic | None
    at: datetime
    uncertain: bool = False


def about(topic: Topic | None) -> Text:
    """Return in a few words what a message is about."""
    if topic is None or topic.kind is TopicKind.UNASKED:
        return Text(_ANSWER)
    if topic.kind is TopicKind.MISSED:
        return Text(_ABOUT[topic.kind])
    return Text(_ABOUT[topic.kind], **{name: _READ.get(name, str)(value) for name, value in topic.arguments.items()})


def notice(lost: Sequence[Lost], count: int) -> Screen:
    """Tell the desk of `count` messages, of which these are the latest."""
    lines = [Text(N_("<b>Messages that could not be delivered: {count:count}</b>"), count=count)]
    lines += [line(each) for each in lost]
    if count > len(lost):
        lines.append(Text(N_("… and {count:count} more."), count=count - len(lost)))
    kept = N_(
        "What members have sent is stored all the same. If one of these messages matters, please tell its reader"
        " in another way; the operator finds the cause in the log."
    )
    return Screen((*lines, Text(kept)))


def line(lost: Lost) -> Text:
    """Return one message as a line of a list."""
    msgid = (
        N_("• {at:short}, {who}: {about} (may have arrived)") if lost.uncertain else N_("• {at:short}, {who}: {about}")
    )
    return Text(msgid, at=lost.at, who=lost.who or Text(_NOBODY), about=about(lost.topic))


def receipt(code: str) -> Screen:
    """Tell a member that their report is stored though its receipt could not be shown."""
    return Screen(
        (
            Text(
                N_(
                    "Report <code>{code}</code> has been received and stored, but its receipt could not be shown here."
                    " The code confirms it; to view the report, please choose /tracuu and type the code."
                ),
                code=code,
            ),
        )
    )


_READ = {"day": date.fromisoformat, "period": Period.parse}
"""How arguments that are more than words come back from JSON."""
