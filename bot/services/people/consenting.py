"""The notice that people agree to before they use the program, asked again where it has a new version."""

from __future__ import annotations

from bot.domain.people import Actor
from bot.domain.phrases import looks_like_content
from bot.domain.writing import Written, joined
from bot.screens.people import enrolment as wording
from bot.services import home
from bot.services.people import enrolment
from bot.services.reply import Reply
from bot.services.reporting import keeping
from storage import invitations, ledgers, people
from storage.unit import Unit


def is_asked(unit: Unit, actor: Actor) -> bool:
    """Return whether a person has to agree to the notice as it is now before anything else is done."""
    return actor.consent != unit.rules.profile.notice_version


def ask(unit: Unit, actor: Actor, written: Written | None) -> Reply:
    """Show the notice in place of whatever was asked for; content that was typed is kept and offered afterwards."""
    draft = actor.open_draft
    people.set_open_draft(unit.db, actor.account, None)
    kept = written is not None and _is_content(unit, actor, written) and keeping.keep(unit, actor, written)
    lines = wording.before_notice(
        has_agreed=bool(actor.consent), kept=kept, typed=written is not None, drafting=bool(draft)
    )
    return Reply(wording.notice_again(unit.rules.profile, lines))


def _is_content(unit: Unit, actor: Actor, written: Written) -> bool:
    """Whether a text may be a part of a report, as it would have to be where nothing asked for it."""
    if not (written.text and actor.seats) or enrolment.looks_like_code(written.text):
        return False
    return looks_like_content(joined((*keeping.kept(unit, actor), written)))


def agree(unit: Unit, actor: Actor) -> Reply:
    """Keep the consent to the notice as it is now, and show the main screen."""
    version = unit.rules.profile.notice_version
    if is_asked(unit, actor):
        invitations.add_consent(unit.db, actor.account, version, unit.now)
        ledgers.append_audit(
            unit.db, unit.now, f"person:{actor.person.code}", "consent.given", f"account:{actor.account}",
            {"notice": version},
        )  # fmt: skip
    return home.home(unit, actor)
