"""What must hold of every difficulty after every act: one state, one way to it, and its sender told once of each step.

The rules stand here a second time, in another form than in the program: which act is open where, and where it leads.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.difficulties import DifficultyEvent, current_state
from bot.domain.handling import HELD
from bot.domain.periods import Cadence, Schedule
from bot.services.desk import integrity, previewing
from bot.services.desk.reconciling import faults_of
from bot.services.desk.snapshots import make_snapshot
from bot.services.standing import accepting_now, window
from storage import difficulties, releases
from storage.rows import rows
from storage.unit import Unit
from tests.acceptance.played import KeptTelegram

_OPEN = frozenset({"sent", "accepted", "asked", "forwarded", "answered", "returned"})
_AT_WORK = _OPEN - {"sent", "returned"}
STEPS: Mapping[str, tuple[frozenset[str], str]] = {
    "accepted": (frozenset({"sent", "returned"}), "accepted"),
    "asked": (frozenset({"sent", "accepted", "forwarded"}), "asked"),
    "forwarded": (_AT_WORK, "forwarded"),
    "answered": (_AT_WORK | {"merged"}, "answered"),
    "returned": (frozenset({"sent", "accepted", "asked"}), "returned"),
    "not_accepted": (frozenset({"sent", "accepted", "asked", "returned", "merged"}), "not_accepted"),
    "closed": (_OPEN | {"merged"}, "closed"),
    "reopened": (frozenset({"closed", "not_accepted"}), "accepted"),
    "merged": (_OPEN, "merged"),
    "withdrawn": (_OPEN | {"merged", "not_accepted", "closed"}, "withdrawn"),
    "solved": (_OPEN | {"merged", "closed"}, "closed"),
    "not_solved": (frozenset({"answered", "closed", "merged"}), "accepted"),
}
"""From where an act may be done, and where it leads. What is merged stays so, whatever its head is told."""
_LEAVE = frozenset({"withdrawn", "not_solved"})
"""What takes a difficulty away from its head."""
_ANSWERS = frozenset({"supplemented", "lapsed"})
STILL = frozenset(
    {"supplemented", "lapsed", "raised_again", "partly_solved", "undone", "corrected", "worded", "wording_sent"}
    | {"wording_confirmed", "wording_objected", "proposed", "directed"}
)
"""What leaves it where it is, or back where it was asked."""

TOLD: Mapping[str, Mapping[str, str]] = {
    "accepted": {
        "vi": r"Vướng mắc {code} đã được tiếp nhận|Đã tiếp nhận \d+ vướng mắc .*{code}",
        "en": r"Difficulty {code} was accepted|difficulties were accepted for handling.*{code}",
    },
    "asked": {"vi": r"xem xét vướng mắc {code} ", "en": r"consider difficulty {code} "},
    "forwarded": {"vi": r"Vướng mắc {code} đã được chuyển", "en": r"Difficulty {code} was forwarded"},
    "answered": {"vi": r"Kết quả xử lý vướng mắc {code}:", "en": r"Outcome of difficulty {code}:"},
    "returned": {"vi": r"Vướng mắc {code} được trả lại", "en": r"Difficulty {code} was returned"},
    "not_accepted": {"vi": r"Vướng mắc {code} chưa được tiếp nhận", "en": r"Difficulty {code} was not accepted"},
    "closed": {"vi": r"Vướng mắc {code} đã kết thúc theo dõi", "en": r"Difficulty {code} is closed"},
    "reopened": {"vi": r"Vướng mắc {code} được Cơ quan thường trực mở lại", "en": r"Difficulty {code} was opened"},
    "lapsed": {"vi": r"chưa nhận được nội dung bổ sung vướng mắc {code} ", "en": r"added to difficulty {code} so far"},
    "merged": {"vi": r"Vướng mắc {code} được theo dõi chung với", "en": r"Difficulty {code} is followed together"},
    "wording_sent": {"vi": r"biên tập nội dung vướng mắc {code} ", "en": r"worded difficulty {code} as below"},
    "unmerged": {"vi": r"Vướng mắc {code} được theo dõi riêng", "en": r"Difficulty {code} is followed by itself"},
}
"""Of what the sender is told, and how that begins."""
WITH_ITS_REPORT = {"vi": "Báo cáo {report} đã được tiếp nhận", "en": "Report {report} was accepted"}
"""How the sender is told of what is accepted with an ad hoc report, which nobody can take back."""


def faults(unit: Unit, telegram: KeptTelegram) -> list[str]:
    """Return everything that does not hold now, in words; empty where all does."""
    codes = [row["code"] for row in rows(unit.db, "SELECT DISTINCT code FROM difficulties ORDER BY code")]
    events = difficulties.events_of(unit.db, codes)
    found = [f"{code}: sent, and nothing has happened" for code in codes if code not in events]
    for code, way in events.items():
        found += [f"{code}: {fault}" for fault in _way(way)]
    return [*found, *_told(unit, telegram, events), *_figures(unit)]


def _way(events: Sequence[DifficultyEvent]) -> list[str]:
    """What is wrong with the way of one difficulty."""
    state, asked_at, apart = "", "", ""
    found: list[str] = []
    for event in events:
        act = event.act.value
        if not state or (act == "sent" and state == "withdrawn"):
            found += [] if act == "sent" else [f"begins with {act}"]
            state = "sent"
        elif act == "unmerged":
            found += [] if state == "merged" else [f"parted while {state}"]
            state = apart
        elif act in _ANSWERS:
            state = asked_at if state == "asked" else state
        elif act not in STILL:
            before, after = STEPS[act]
            found += [] if state in before else [f"{act} while {state}"]
            asked_at = state if act == "asked" and state != "asked" else asked_at
            apart = state if act == "merged" else apart
            state = after if state != "merged" or act in _LEAVE else state
        elif act == "partly_solved" and state == "closed":
            state = "answered"
    stands = current_state(events).value
    return found if state == stands else [*found, f"stands at {stands}, its way leads to {state}"]


def _told(unit: Unit, telegram: KeptTelegram, events: Mapping[str, Sequence[DifficultyEvent]]) -> list[str]:
    """Who was told of a step twice, or not at all."""
    readers = rows(
        unit.db,
        """SELECT DISTINCT d.code, r.code AS report, a.address, p.language
           FROM difficulties d JOIN reports r ON r.id = d.report JOIN duties u ON u.seat = r.seat
           JOIN persons p ON p.id = u.person JOIN accounts a ON a.person = p.id WHERE a.unlinked_at IS NULL""",
    )
    return [
        f"{fault} ({reader['address']})"
        for reader in readers
        for fault in _miscounted(
            reader["code"],
            reader["report"],
            events.get(reader["code"], ()),
            [telegram.arrivals[seen.id][1] for seen in telegram.chats.get(int(reader["address"]), ())],
            reader["language"],
            unit.now,
        )
    ]


def _miscounted(
    code: str, report: str, way: Sequence[DifficultyEvent], texts: Sequence[str], lang: str, now: datetime
) -> list[str]:
    due = Counter(event.act.value for event in way if _is_due(event, now) and not _is_with_its_report(event))
    together = WITH_ITS_REPORT[lang].format(report=report)
    wrong = []
    for act, wordings in TOLD.items():
        wording = re.compile(wordings[lang].format(code=code, report=report))
        heard = sum(bool(wording.search(text)) for text in texts)
        if heard != due[act]:
            wrong.append(f"{code}: {act} {due[act]} times, its sender was told {heard} times")
    if any(map(_is_with_its_report, way)) and sum(together in text for text in texts) != 1:
        wrong.append(f"{code}: accepted with {report}, of which its sender was not told once")
    return wrong


def _is_with_its_report(event: DifficultyEvent) -> bool:
    return event.act.value == "accepted" and HELD not in event.detail


def _is_due(event: DifficultyEvent, now: datetime) -> bool:
    held = event.detail.get(HELD)
    return not isinstance(held, str) or datetime.fromisoformat(held) <= now


def _figures(unit: Unit) -> list[str]:
    """What does not add up in the papers that could be made now."""
    found = []
    for schedule in _open(unit):
        code = schedule.period.iso
        fixed = releases.waiting(unit.db, code)
        if fixed is None:
            wrong = faults_of(make_snapshot(unit, window(unit, schedule)))
        else:
            made = previewing.preview(unit, fixed)
            wrong = list(made.faults)
            found += [f"{code}: {row} is not as written" for row in integrity.changed_rows(unit, made.window, fixed)]
        found += [f"{code}: {fault}" for fault in wrong]
    return found


def _open(unit: Unit) -> list[Schedule]:
    """The periods whose reports are taken now."""
    reported = (Cadence.MONTH, Cadence.QUARTER)
    return [schedule for cadence in reported for schedule in accepting_now(unit, cadence)[:1]]
