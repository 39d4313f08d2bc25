"""What is stored about a person as a workbook of one list."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.texts import N_, Text
from bot.exports.book import Book
from bot.exports.cells import Again, Cell, Column
from bot.exports.sheets import add_list
from bot.exports.snapshot import Snapshot, printable, sha256
from bot.exports.wording import instant, vietnamese

KINDS: Mapping[str, str] = {
    "person": N_("name, title, telephone, language, form of address"),
    "duty": N_("duty"),
    "account": N_("linked account"),
    "consent": N_("consent"),
    "way": N_("way of receiving messages, in its order"),
    "mail": N_("e-mail address, codes and letters to it"),
    "preferences": N_("settings"),
    "report": N_("report that was sent"),
    "draft": N_("draft"),
    "kept": N_("text that no report took"),
    "search": N_("what was looked for last"),
    "message": N_("message of the system"),
    "invitation": N_("invitation"),
    "session": N_("sign-in to the page"),
    "turn": N_("handover or substitution"),
    "approval": N_("approval of reports: asked for, delegated, decided"),
    "request": N_("request that was made or decided"),
    "selected": N_("difficulties marked, or handled together"),
    "saved_reply": N_("saved reply template"),
    "cosign": N_("co-signed or shared difficulty"),
    "event": N_("what was said or done of a difficulty or a task"),
    "reading": N_("report that was opened or accepted"),
    "handled": N_("difficulty that was taken on, members that were urged"),
    "announcement": N_("announcement that was made, stopped or received"),
    "reminder": N_("reminder"),
    "call": N_("telephone call of the Standing Body"),
    "taken": N_("draft that a colleague took over"),
    "notice": N_("notice that was read into tasks"),
    "file": N_("file that was fetched"),
    "screen": N_("what the chat shows at present"),
    "conversation": N_("conversation on the page of the office"),
    "held": N_("mark of a message that was held back"),
    "aside": N_("message of yours that is still to be handled or was set aside"),
    "audit": N_("act in the audit"),
}
"""What each kind of `storage.own_data` is called."""


def build(snapshot: Snapshot) -> bytes:
    """Return what is stored about a person as a workbook, none of whose cells is a formula."""
    fingerprint = sha256(snapshot)
    snapshot = printable(snapshot)
    foot = vietnamese(Text("SHA-256 of the figures: {sha256} (foot)", sha256=fingerprint))
    columns = [
        Column(vietnamese(Text(N_("Own data column: what"))), 34, Again.MARKED),
        Column(vietnamese(Text(N_("Own data column: when"))), 18, Again.SAME),
        Column(vietnamese(Text(N_("Own data column: content"))), 110),
    ]
    book = Book()
    add_list(book, N_("Sheet: personal data"), columns, map(_row, snapshot["stored"]), foot)
    return book.packed(vietnamese(Text(N_("Sheet: personal data"))), instant(snapshot["taken_at"]))


def _row(stored: tuple[str, str | None, str]) -> list[Cell]:
    kind, at, what = stored
    return [vietnamese(Text(KINDS[kind])), instant(at) if at else "", what]
