"""The data shipped with the program: profiles, fields, organisations and seats, the demonstration."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.clock import VN
from bot.data_shapes import PROFILE
from bot.domain.agencies import Agency, KnownSeat
from bot.domain.characters import key
from bot.domain.fields import Field
from bot.domain.people import Role
from bot.domain.periods import Cadence, Period, PeriodRules
from bot.domain.profiles import (
    Body,
    Budget,
    DigestRules,
    InvitationRules,
    LeaderRules,
    Office,
    Profile,
    Reason,
    Reasons,
    Release,
    SignInRules,
    Slip,
)
from bot.domain.reminder_rules import Kind, Rule, Ruleset, from_plain
from bot.domain.texts import Label
from bot.errors import BotError
from bot.toml_file import TomlFile, read_toml

if TYPE_CHECKING:
    from bot.domain.forms import Item

_DATA = Path(__file__).parent / "data"
_PROFILES = _DATA / "profiles"
_DEMONSTRATION = _DATA / "demonstration"
_OF_2023 = "2023"
PRESENT = "2026"
"""The demonstration of seats that are there at present."""


@dataclass(frozen=True)
class DemonstrationSeat:
    """A seat of the demonstration; it may have no person yet."""

    seat_code: str
    body: str
    organisation: str
    rank: int
    valid_from: date


@dataclass(frozen=True)
class DemonstrationReport:
    """A report that was sent before the demonstration begins; `sent_at` is aware, UTC."""

    seat_code: str
    person_code: str
    period: Period
    sent_at: datetime
    nil: bool
    difficulties: tuple[Item, ...]


@dataclass(frozen=True)
class DemonstrationPhone:
    """An account of the sandbox; `person_code` is empty for a stranger, who has a `display_name` instead."""

    code: str
    user_id: int
    person_code: str
    display_name: str


@dataclass(frozen=True)
class Demonstration:
    """What fills an empty sandbox. `roster_csv` and `tasks_csv` are files as the verbs import them.

    `tasks_csv` is empty where there are no tasks. Reports stand in order of time.
    """

    roster_csv: str
    tasks_csv: str
    seats: tuple[DemonstrationSeat, ...]
    reports: tuple[DemonstrationReport, ...]
    phones: tuple[DemonstrationPhone, ...]


@cache
def load_profile(code: str) -> Profile:
    """Return the profile `code`, in whatever case it is written.

    Raises BotError("unknown_profile") with the known codes if no such file is shipped.
    """
    # The code is looked up among the files that are there, so it can never lead to another path.
    known = {key(path.stem): path for path in _PROFILES.glob("*.toml")}
    path = known.get(key(code))
    if path is None:
        raise BotError("unknown_profile", profile=code, known=", ".join(sorted(each.stem for each in known.values())))
    return profile_in(read_toml(path))


def profile_in(file: TomlFile) -> Profile:
    """Return the profile in a file that is called by its code. Raises what `TomlFile.check` raises."""
    file.check(PROFILE)
    return _profile(file.path.stem, dict(file.data))


@cache
def load_fields() -> tuple[Field, ...]:
    """Return the fields in the order in which they are offered."""
    return tuple(
        Field(
            code=row["code"],
            name=Label(row["vi"], row["en"]),
            short=Label(row["short"], row["short_en"]),
            aliases=tuple(row["aliases"]),
            agency=row.get("agency", ""),
        )
        for row in _toml(_DATA / "fields.toml")["field"]
    )


@cache
def load_reminder_rules() -> Ruleset:
    """Return the rules of reminders that ship: version 0. Raises what `rules_in` raises."""
    file = read_toml(_DATA / "reminders.toml")
    rules = rules_in(file)
    for kind in Kind:
        if kind not in rules:
            raise file.lack(kind.value)
    return Ruleset(0, rules)


def rules_in(file: TomlFile) -> dict[Kind, Rule]:
    """Return the rules of reminders in a file. Raises BotError("bad_file") or ("bad_file_lacks") with the line."""
    try:
        return from_plain(file.data)
    except BotError as error:
        if error.code != "bad_rule":
            raise
        kind, part, value = (str(error.params[name]) for name in ("kind", "part", "value"))
        row = file.data.get(kind)
        if part == "name" or not isinstance(row, Mapping):
            raise file.refusal(value, kind) from error
        raise (file.refusal(value, kind, part) if part in row else file.lack(part, kind)) from error


@cache
def load_agencies() -> Mapping[str, Agency]:
    """Return the organisations by code, in the order of the file."""
    return {row["code"]: _agency(row) for row in _toml(_DATA / "agencies.toml")["agency"]}


@cache
def load_seats() -> Mapping[str, KnownSeat]:
    """Return the seats of the bodies as they were set up, by code: body by body, by rank."""
    return {row["code"]: KnownSeat(**row) for row in _toml(_DATA / "seats.toml")["seat"]}


def load_demonstration(cast: str = PRESENT) -> Demonstration:
    """Return what fills an empty sandbox: the present demonstration, or what `cast_on` names."""
    return _of_2023() if cast == _OF_2023 else _present()


def cast_on(day: date) -> str:
    """Return which demonstration is of seats that are there on a day: the present one as soon as all of its are."""
    return PRESENT if all(seat.valid_from <= day for seat in _present().seats) else _OF_2023


def _of_2023() -> Demonstration:
    """The seats as they were set up, with the roster that ships; nothing was sent and no task given."""
    chosen, agencies = _toml(_DEMONSTRATION / "2023.toml"), load_agencies()
    seats = (
        DemonstrationSeat(s.code, s.body, agencies[s.agency].name, s.rank, min(s.valid_from, chosen["seats_from"]))
        for s in load_seats().values()
    )
    return Demonstration(
        roster_csv=(_DATA / chosen["roster"]).read_text(encoding="utf-8"),
        tasks_csv="",
        seats=tuple(seats),
        reports=(),
        phones=_phones(chosen["phone"]),
    )


def _present() -> Demonstration:
    seats = csv.DictReader((_DEMONSTRATION / "seats.csv").read_text(encoding="utf-8").splitlines())
    reports = (_report(row) for row in _toml(_DEMONSTRATION / "reports.toml")["report"])
    return Demonstration(
        roster_csv=(_DEMONSTRATION / "roster.csv").read_text(encoding="utf-8"),
        tasks_csv=_illustrations((_DATA / "programme.csv").read_text(encoding="utf-8")),
        seats=tuple(_seat(row) for row in seats),
        reports=tuple(sorted(reports, key=lambda report: report.sent_at)),
        phones=_phones(_toml(_DEMONSTRATION / "phones.toml")["phone"]),
    )


def _phones(rows: Iterable[dict[str, Any]]) -> tuple[DemonstrationPhone, ...]:
    return tuple(
        DemonstrationPhone(row["code"], row["user_id"], row.get("person_code", ""), row.get("display_name", ""))
        for row in rows
    )


def _illustrations(programme: str) -> str:
    """The tasks of the programme that are made up; the others are real and belong to real ministries."""
    chosen = _toml(_DEMONSTRATION / "tasks.toml")
    added = chosen["coordinating"]
    reader = csv.DictReader(programme.splitlines())
    out = io.StringIO()
    writer = csv.DictWriter(out, reader.fieldnames or (), lineterminator="\n")
    writer.writeheader()
    for row in reader:
        if row["note"] == chosen["note"]:
            writer.writerow(row | {"coordinating": f"{row['coordinating']} {added.get(row['task_code'], '')}".strip()})
    return out.getvalue()


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _profile(code: str, data: dict[str, Any]) -> Profile:
    return Profile(
        code=code,
        bot_title=Label(**data["bot_title"]),
        office=_office(data["office"]),
        slip=Slip(data["slip"]["sign"], data["slip"]["basis"], tuple(data["slip"]["recipients"])),
        bodies={body: _body(body, row) for body, row in data["bodies"].items()},
        periods=PeriodRules(**data["periods"]),
        digest=_digest(data["digest"]),
        leaders=LeaderRules(**data["leaders"]),
        budget=Budget(data["budget"]["pushes_per_day"], data["budget"]["pushes_per_subject"]),
        open_within=timedelta(minutes=data["ways"]["open_minutes"]),
        invitations=_invitations(data["invitations"]),
        sign_in=SignInRules(**data["sign_in"]),
        difficulties_max=data["reports"]["difficulties_max"],
        withdraw_within=timedelta(minutes=data["reports"]["withdraw_within_minutes"]),
        take_up_within=data["handling"]["take_up_within_working_days"],
        supplement_within=data["handling"]["supplement_within_working_days"],
        confirm_within=data["handling"]["confirm_within_working_days"],
        undo_within=timedelta(minutes=data["handling"]["undo_within_minutes"]),
        forward_within=data["handling"]["forward_within_working_days"],
        reply_within=data["handling"]["reply_within_days"],
        reasons=_reasons(data["handling"]["reasons"]),
        notice_version=data["notice"]["version"],
    )


def _reasons(row: dict[str, Any]) -> Reasons:
    refused = tuple(Reason(**reason) for reason in row["not_accepted"])
    return Reasons(
        **{name: tuple(row[name]) for name in ("asked", "returned", "closed")},
        not_accepted=refused,
    )


def _office(row: dict[str, Any]) -> Office:
    labels = {name: Label(**row[name]) for name in ("standing_body", "standing_body_short", "department")}
    lines = {name: tuple(row[name]) for name in ("signatory", "recipients")}
    return Office(**{**row, **labels, **lines})


def _body(code: str, row: dict[str, Any]) -> Body:
    return Body(code, Label(**row["name"]), Label(**row["short"]), Cadence(row["cadence"]))


def _digest(row: dict[str, Any]) -> DigestRules:
    return DigestRules(
        release=Release(row["release"]),
        leader_told_after=row["leader_told_after_working_days"],
        leader_told_at=row["leader_told_at"],
        recipients=frozenset(map(Role, row["recipients"])) | {Role.LEADER},
    )


def _invitations(row: dict[str, int]) -> InvitationRules:
    return InvitationRules(
        valid_for=timedelta(hours=row["valid_hours"]),
        wrong_per_account=row["wrong_per_account"],
        locked_for=timedelta(minutes=row["locked_minutes"]),
        wrong_per_hour=row["wrong_per_hour"],
    )


def _agency(row: dict[str, Any]) -> Agency:
    return Agency(
        code=row["code"],
        name=row["name"],
        aliases=tuple(row["aliases"]),
        valid_from=row.get("valid_from"),
        valid_to=row.get("valid_to"),
        successor=row.get("successor", ""),
        source=row["source"],
    )


def _seat(row: dict[str, str]) -> DemonstrationSeat:
    return DemonstrationSeat(
        seat_code=row["seat_code"],
        body=row["body"],
        organisation=row["organisation"],
        rank=int(row["rank"]),
        valid_from=date.fromisoformat(row["valid_from"]),
    )


def _report(row: dict[str, Any]) -> DemonstrationReport:
    return DemonstrationReport(
        seat_code=row["seat_code"],
        person_code=row["person_code"],
        period=Period.parse(row["period"]),
        # The file states the time of day in Viet Nam.
        sent_at=row["sent_at"].replace(tzinfo=VN).astimezone(UTC),
        nil=row["nil"],
        difficulties=tuple(row.get("difficulties", ())),
    )
