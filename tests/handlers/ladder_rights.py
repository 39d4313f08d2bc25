"""Who is served by what stands under a reminder, and by the call list of the desk, with a button of each verb."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlite_utils import Database

from bot.domain.buttons import Verb
from bot.domain.calls import Outcome
from bot.domain.periods import Period
from bot.domain.snoozing import Moment
from bot.domain.verbs.answering import AcknowledgeReport, AcknowledgeTask, AskSnooze, CancelSnooze, Snooze
from bot.domain.verbs.calling import NoteCall, OpenCall, RecordCall
from bot.domain.verbs.directory import ShowCallList
from tests.handlers.acts import CLOSED
from tests.handlers.cast import DESK, KEEPERS, MEMBERS, NOBODY, Served, alike
from tests.world import World

TODAY, DUE = CLOSED.date(), date(2026, 12, 18)
MAY_SAY: Mapping[str, Served] = {"goi": alike(KEEPERS), "calls": alike(KEEPERS)}
MAY_PRESS: Mapping[type[Verb], Served] = {
    ShowCallList: alike(KEEPERS),
    OpenCall: (NOBODY, DESK),
    RecordCall: (NOBODY, DESK),
    NoteCall: alike(NOBODY),  # nobody has called yet: `test_calls.py` has somebody who did
    AcknowledgeReport: (MEMBERS, NOBODY),
    AcknowledgeTask: alike(NOBODY),  # of none it was said that it is overdue: `test_ladder.py` has one
    # A card is the presser's own, whoever else had one on that day.
    **dict.fromkeys((AskSnooze, Snooze, CancelSnooze), alike(MEMBERS)),
}
SERVED: Mapping[str | type[Verb], str] = {
    "goi": "Cần liên hệ qua điện thoại",
    "calls": "Cần liên hệ qua điện thoại",
    ShowCallList: "Cần liên hệ qua điện thoại",
    OpenCall: "Đề nghị gọi, sau đó chọn kết quả",
    RecordCall: "Đã ghi kết quả",
    AcknowledgeReport: "Đã ghi nhận việc nhận tin nhắc",
    AskSnooze: "Mời chọn thời điểm nhắc lại",
    Snooze: "Hệ thống sẽ nhắc lại lúc",
    CancelSnooze: "Đã hủy hẹn nhắc",
}


def remind(world: World, db: Database) -> None:
    """Let every member have been told today that November is overdue, and that December is due."""
    for period, mark, due_on in (("2026-11", "o1", date(2026, 11, 20)), ("2026-12", "d7", DUE)):
        db.conn.execute(
            """INSERT OR REPLACE INTO reminders
                   (key, mark, kind, subject, person, seat, due_on, send_on, version, state, queued_on, changed_at)
               SELECT 'report-' || :mark || ':' || :period || ':' || person || ':' || seat || ':' || :due_on, :mark,
                   'report', :period, person, seat, :due_on, :today, 0, 'sent', :today, ''
               FROM duties WHERE seat IS NOT NULL""",
            {"mark": mark, "period": period, "due_on": due_on.isoformat(), "today": TODAY.isoformat()},
        )


def buttons_of_nobody() -> list[Verb]:
    """Return a button of each verb that names nothing anybody owns."""
    day = TODAY.toordinal()
    return [
        ShowCallList(0),
        NoteCall(999),
        AskSnooze(day, 0),
        Snooze(Moment.MORNING, day, 0),
        CancelSnooze(day, 0),
    ]


def buttons_of_seat(seat: int, person: int) -> list[Verb]:
    """Return a button of each verb that names a seat, or somebody who holds it."""
    return [
        OpenCall(seat, person),
        RecordCall(Outcome.NO_ANSWER, seat, person, 0),
        AcknowledgeReport(seat, Period(2026, 11), date(2026, 11, 20).toordinal()),
        AcknowledgeTask(seat, 1, DUE.toordinal()),
    ]
