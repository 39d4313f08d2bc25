"""The form that says which document assigns the tasks of an import."""

from __future__ import annotations

from bot.domain.form_questions import missing
from bot.domain.forms import Act, At, Draft, Form
from bot.domain.notice_forms import BASIS
from bot.domain.notice_lines import NoticeImport
from bot.domain.texts import N_, Excerpt, Screen, Text
from bot.screens.reporting import written
from bot.screens.reporting.acts import choice, save, send
from bot.screens.tasks.notices import basis_heading


def draft_screen(form: Form, notice: NoticeImport, draft: Draft) -> Screen:
    """The question, or what was entered before it is recorded."""
    heading = basis_heading(notice)
    match draft.position.at:
        case At.STEP:
            return Screen((*heading, *form.step(BASIS).words, *written.kept_lines(draft)), ((save(draft),),))
        case At.SHORTEN:
            return written.shorten_screen(form, draft)
        case At.DISCARD:
            return written.discard_screen(draft)
        case At.REVIEW if missing(form, draft) is None:
            entered = Text(N_("Will be: {value}"), value=Excerpt(draft.items[0][BASIS]))
            again = choice(draft, Text(N_("Change basis")), Act.OPEN_ITEM, 0)
            return Screen((*heading, entered), ((send(draft, Text(N_("Record changes"))), again), (save(draft),)))
        case At.ITEM:
            change = choice(draft, Text(N_("Change basis")), Act.CHANGE, 0)
            return Screen(heading, ((change,), (save(draft),)))
        case _:
            return Screen(heading, ((choice(draft, Text(N_("Continue")), Act.BEGIN),), (save(draft),)))
