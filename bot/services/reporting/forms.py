"""Taking up, answering and editing a draft of any kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.domain.acting_forms import HANDLING
from bot.domain.approving import DELEGATION, RETURNING
from bot.domain.assigning_forms import ASSIGNING
from bot.domain.broadcast_forms import BROADCAST
from bot.domain.calls import CALL_NOTE
from bot.domain.correcting_forms import CORRECTING
from bot.domain.directing import DIRECTING, TASK_DIRECTING, may_work_on
from bot.domain.directory_forms import ADDITION, HANDOVER, SUBSTITUTE
from bot.domain.form_edits import refs_of
from bot.domain.forms import Draft, Event
from bot.domain.merging_forms import MERGING
from bot.domain.moving_forms import MOVING
from bot.domain.notice_forms import NOTICE_BASIS, NOTICE_LINE, NOTICE_TEXT
from bot.domain.origins import LETTER_FORM
from bot.domain.people import Actor, Role
from bot.domain.remarks_forms import REMARKS
from bot.domain.reports import ADHOC, PROXIES, REPORT, TASK_RESULT
from bot.domain.rule_editing import DRAFT_KIND as RULE
from bot.domain.saved_replies import NAMING
from bot.domain.seat_requests import ABSENCE, DECLINE, DESK_EXCUSE, EXCUSE
from bot.domain.selecting import JOINT
from bot.domain.sharing_forms import SHARING
from bot.domain.task_desk import LINKING, TASK_DESK
from bot.domain.task_forms import TASK_WORK
from bot.domain.wording_forms import WORDING, WORDING_OBJECTION
from bot.domain.writing import Written, edited
from bot.screens.reporting import freetext as texts
from bot.services import rule_editing
from bot.services.desk import (
    broadcast_form,
    calendar_acts,
    call_notes,
    forecasting,
    joint_forms,
    merging,
    remarks,
    saved_replies,
)
from bot.services.desk import sharing as headlines
from bot.services.difficulties import acting, agreeing, correcting, directing, saying, wording
from bot.services.leading import task_directing
from bot.services.people import (
    absences,
    adding,
    declining,
    excusing,
    excusing_at_desk,
    handing_over,
    mail_entry,
    substituting,
)
from bot.services.reply import Reply
from bot.services.reporting import adhoc, deciding, delegating, keeping, periodic, proxying, sharing
from bot.services.reporting.drafting import DraftForm, answer_draft, checked, edit_draft, keep_in_draft, open_draft
from bot.services.tasks import (
    assigning_form,
    desk_forms,
    linking_form,
    notice_correcting,
    notice_sending,
    stating,
    subtask_forms,
    writing,
)
from storage import drafts, kept_texts, submissions
from storage.unit import Unit

_FORMS: Mapping[str, DraftForm] = {
    REPORT: periodic.FORM,
    ADHOC: adhoc.FORM,
    TASK_RESULT: stating.FORM,
    TASK_WORK: writing.FORM,
    ADDITION: adding.FORM,
    HANDOVER: handing_over.FORM,
    **saying.FORMS,
    SHARING: headlines.FORM,
    HANDLING: acting.FORM,
    WORDING: wording.FORM,
    WORDING_OBJECTION: agreeing.FORM,
    REMARKS: remarks.FORM,
    CORRECTING: correcting.FORM,
    DIRECTING: directing.FORM,
    TASK_DIRECTING: task_directing.FORM,
    MERGING: merging.FORM,
    NAMING: saved_replies.FORM,
    **calendar_acts.FORMS,
    MOVING: forecasting.FORM,
    LETTER_FORM: proxying.LETTER,
    JOINT: joint_forms.FORM,
    RETURNING: deciding.FORM,
    DELEGATION: delegating.FORM,
    **proxying.FORMS,
    SUBSTITUTE: substituting.FORM,
    EXCUSE: excusing.FORM,
    ABSENCE: absences.FORM,
    DECLINE: declining.FORM,
    CALL_NOTE: call_notes.FORM,
    DESK_EXCUSE: excusing_at_desk.FORM,
    **subtask_forms.FORMS,
    NOTICE_TEXT: notice_sending.FORM,
    NOTICE_LINE: notice_correcting.LINE_FORM,
    NOTICE_BASIS: notice_correcting.BASIS_FORM,
    ASSIGNING: assigning_form.FORM,
    TASK_DESK: desk_forms.FORM,
    LINKING: linking_form.FORM,
    RULE: rule_editing.FORM,
    BROADCAST: broadcast_form.FORM,
    **mail_entry.FORMS,
}


def resume(unit: Unit, actor: Actor, draft_id: int) -> Reply:
    """Take up a draft where it was left."""
    draft, actor = _own(unit, actor, draft_id)
    return open_draft(unit, actor, _FORMS[draft.kind], draft)


def take_over(unit: Unit, actor: Actor, draft_id: int, rev: int) -> Reply:
    """Write on in place of a colleague, if the draft is as it was shown. Raises what `sharing.take` raises."""
    return sharing.take(unit, actor, draft_id, rev) or resume(unit, actor, draft_id)


def live(unit: Unit, actor: Actor, draft_id: int) -> Draft | None:
    """Return a draft of this person that can be worked on, or None; one that waits for approval cannot."""
    draft = drafts.draft_by_id(unit.db, draft_id)
    own = draft is not None and draft.person == actor.person.id and _may_work_on(actor, draft)
    works = own and draft and not draft.closed_at and not submissions.waiting_of_draft(unit.db, draft.id)
    return draft if works else None


def answer(
    unit: Unit, actor: Actor, draft_id: int, event: Event, at: datetime | None = None, *, replied: bool = False
) -> Reply:
    """Take a button or a text into a draft, or leave or send it; `at` and `replied`: see `answer_draft`."""
    draft, actor = _own(unit, actor, draft_id)
    return answer_draft(unit, actor, _FORMS[draft.kind], draft, event, at, replied=replied)


def keep(unit: Unit, actor: Actor, draft_id: int, written: Written) -> Reply:
    """Keep a text in a draft, to be offered at its questions."""
    draft, actor = _own(unit, actor, draft_id)
    return keep_in_draft(unit, actor, _FORMS[draft.kind], draft, written)


def edit(unit: Unit, actor: Actor, new: Written) -> Reply | None:
    """Take an edited message in place of what it said before; None where it says the same.

    It changes a draft or what is kept; of a report that was sent, and of a message in neither, one sentence is said.
    """
    for draft in drafts.live_drafts(unit.db, actor.person.id):
        if new.ref in refs_of(draft) and _may_work_on(actor, draft):
            if submissions.waiting_of_draft(unit.db, draft.id):
                return Reply(kept=texts.edited_while_waiting(), aside=True)
            return edit_draft(unit, actor, _FORMS[draft.kind], draft, new)
    kept = keeping.kept(unit, actor)
    if new.ref in (message.ref for message in kept):
        kept_texts.put_kept_text(unit.db, actor.account, edited(kept, new), unit.now)
        return Reply(kept=texts.kept_edited(new), aside=True)
    sent = drafts.draft_sent_with(unit.db, actor.person.id, new.ref)
    if sent is not None and sent.result_code and sent.closed_at:
        said = texts.edited_after_sending(sent.result_code, sent.closed_at, unit.rules.profile)
        return Reply(kept=said, aside=True)
    return Reply(kept=texts.edited_nowhere(), aside=True)


def _own(unit: Unit, actor: Actor, draft_id: int) -> tuple[Draft, Actor]:
    """Return a draft of this person, and the person as its form sees them. Raises what `checked` raises."""
    draft = drafts.draft_by_id(unit.db, draft_id)
    if draft is not None and draft.kind in PROXIES:
        return proxying.own(unit, actor, draft_id)
    return checked(unit, actor, draft_id, draft), actor


def _may_work_on(actor: Actor, draft: Draft) -> bool:
    if draft.kind in PROXIES:
        return Role.SECRETARIAT in actor.roles
    return draft.seat in (seat.id for seat in actor.seats) if draft.seat else may_work_on(draft.kind, actor.roles)
