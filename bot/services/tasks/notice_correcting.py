"""The forms that change what a line of a notice says, and which document assigns its tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.characters import clean
from bot.domain.deadline_phrases import meant, phrase
from bot.domain.deadlines import DeadlineKind
from bot.domain.forms import At, Done, Draft, Form, Position
from bot.domain.notice_forms import (
    BASIS,
    COORDINATING,
    DEADLINE,
    LEAD,
    NOTICE_BASIS,
    NOTICE_LINE,
    TARGET,
    TITLE,
    Asked,
    basis_form,
    line_form,
)
from bot.domain.notice_lines import Chosen, Decision, Line, NoticeImport, target_in
from bot.domain.people import Actor
from bot.domain.texts import Screen, Text
from bot.errors import BotError
from bot.screens.tasks import notice_basis as basis_wording
from bot.screens.tasks import notice_lines as wording
from bot.services.people.duties import officer_only
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm, open_draft
from bot.services.tasks.notice_lines import with_parties
from bot.services.tasks.notice_parties import Directory, Parties
from bot.services.tasks.notice_reviewing import item, own, own_line, review
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, notices, people
from storage.unit import Unit


def start(unit: Unit, actor: Actor, line_id: int, rev: int, step: str = "") -> Reply:
    """Open the form of a line, at one of its questions where one is named. Raises as `own` does.

    What was changed there before and not recorded is taken up where the line is still the same.
    """
    notice, line = own_line(unit, actor, line_id)
    if line.rev != rev or line.task or line.passage is None or line.decision is Decision.BEFORE:
        return with_remark(item(unit, actor, notice, line), wording.moved_on())
    key = (actor.person.id, 0, NOTICE_LINE, str(line.id))
    draft = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    position = Position(At.STEP, 0, step, returning=True) if step else Position(At.ITEM)
    begun = replace(draft, rev=draft.rev + 1, base=line.rev, position=position)
    if not draft.items or draft.base != line.rev:
        begun = replace(begun, items=(_answers(Directory.of(unit, notice.stated), line.chosen),), sources=(), kept=())
    drafts.save_draft(unit.db, begun, draft.updated_at)
    return open_draft(unit, actor, LINE_FORM, begun)


def change_basis(unit: Unit, actor: Actor, notice_id: int) -> Reply:
    """Ask which document assigns the tasks of an import. Raises as `own` does."""
    notice = own(unit, actor, notice_id)
    key = (actor.person.id, 0, NOTICE_BASIS, str(notice.id))
    draft = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    begun = replace(draft, rev=draft.rev + 1, items=(), position=basis_form().start())
    drafts.save_draft(unit.db, begun, unit.now)
    return open_draft(unit, actor, BASIS_FORM, begun)


def _answers(directory: Directory, chosen: Chosen) -> Mapping[str, str]:
    has_deadline = chosen.kind is not DeadlineKind.NONE
    return {
        TITLE: chosen.title,
        LEAD: directory.spelt(Parties(chosen.lead, chosen.outside)),
        COORDINATING: directory.spelt(Parties(chosen.coordinating, chosen.helping)),
        DEADLINE: phrase(chosen.kind, chosen.deadline, chosen.recurrence) if has_deadline else "",
        TARGET: "" if chosen.target is None else f"{chosen.target} {chosen.unit}",
    }


def _about(unit: Unit, draft: Draft) -> tuple[NoticeImport, Line] | None:
    line = notices.line_by_id(unit.db, int(draft.subject))
    notice = notices.import_by_id(unit.db, line.notice) if line else None
    return (notice, line) if notice and line else None


def _line_form(unit: Unit, draft: Draft) -> Form:
    about = _about(unit, draft)
    directory = Directory.of(unit, about[0].stated if about else None)

    def understood(typed: str) -> Text | None:
        found = directory.of_typed(typed)
        return wording.by_name(found.names) if found.names else None

    return line_form(Asked(unit.today_for_words, directory.offered(), understood))


def _line_screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    about = _about(unit, draft)
    if about is None or about[1].passage is None:
        return wording.gone()
    notice, line = about
    directory = Directory.of(unit, notice.stated)
    answers = draft.items[0] if draft.items else {}
    lead, helping = (directory.shown(directory.of_typed(answers.get(name, ""))) for name in (LEAD, COORDINATING))
    total = len(notices.lines_of(unit.db, notice.id))
    return wording.draft_screen(wording.FormView(_line_form(unit, draft), line, total, lead, helping), draft)


def _line_overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    about = _about(unit, draft)
    if about and about[0].ended_at is None and not about[1].task and about[1].passage is not None:
        return None
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.gone())


def _record(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    officer_only(unit, actor)
    if lost := _line_overtaken(unit, actor, draft):
        return lost
    notice, line = own_line(unit, actor, int(draft.subject))
    drafts.drop_draft(unit.db, draft.id)
    if line.rev != draft.base:
        return with_remark(item(unit, actor, notice, line), wording.moved_on())
    changed = _changed(unit, Directory.of(unit, notice.stated), line, draft.items[0])
    notices.save_line(unit.db, changed, unit.now)
    return with_remark(item(unit, actor, notice, changed), wording.corrected())


def _changed(unit: Unit, directory: Directory, line: Line, answers: Mapping[str, str]) -> Line:
    """The line with what was entered, to be looked at once more; a deadline that was entered is settled."""
    before = _answers(directory, line.chosen)
    target, counted = target_in(answers.get(TARGET, "")) or (None, "")
    chosen = replace(line.chosen, title=clean(answers[TITLE]), target=target, unit=counted)
    if any(answers.get(name, "") != before[name] for name in (LEAD, COORDINATING)):
        lead, helping = (directory.of_typed(answers.get(name, "")) for name in (LEAD, COORDINATING))
        chosen = with_parties(chosen, lead, helping)
    said = answers.get(DEADLINE, "")
    settled = line.settled or said != before[DEADLINE]
    if said != before[DEADLINE]:
        chosen = _with_deadline(unit, chosen, said)
    return replace(line, chosen=chosen, settled=settled, decision=Decision.OPEN, rev=line.rev + 1, fault="")


def _with_deadline(unit: Unit, chosen: Chosen, said: str) -> Chosen:
    found = meant(said, unit.rules.calendar) if said else None
    if found is None:
        return replace(chosen, kind=DeadlineKind.NONE, deadline="", recurrence=type(chosen.recurrence)(""))
    return replace(chosen, kind=found.kind, deadline=found.deadline, recurrence=found.recurrence)


def _line_left(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    notice, line = own_line(unit, actor, int(draft.subject))
    return item(unit, actor, notice, line)


def _done_before(_code: str, _at: object) -> Text:
    return wording.corrected()


LINE_FORM = DraftForm(_line_form, _line_screen, _record, last_day_untouched, _line_overtaken, _done_before, _line_left)
"""The form of a line."""


def _basis_form(_unit: Unit, _draft: Draft) -> Form:
    return basis_form()


def _basis_screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    notice = notices.import_by_id(unit.db, int(draft.subject))
    if notice is None:
        raise BotError("stale")
    return basis_wording.draft_screen(basis_form(), notice, draft)


def _keep_basis(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    notice = own(unit, actor, int(draft.subject))
    notices.set_basis(unit.db, notice.id, clean(draft.items[0][BASIS]), unit.now)
    drafts.drop_draft(unit.db, draft.id)
    return review(unit, actor, replace(notice, basis=clean(draft.items[0][BASIS])))


def _basis_left(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    return review(unit, actor, own(unit, actor, int(draft.subject)))


BASIS_FORM = DraftForm(_basis_form, _basis_screen, _keep_basis, last_day_untouched, left=_basis_left)
"""The form that says which document assigns the tasks of an import."""
