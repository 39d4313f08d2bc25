"""A roster file that was sent to the chat: what it would change, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.requests import RosterScope
from bot.domain.rosters import Preview
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text, Weight
from bot.domain.verbs.directory import ApplyRosterFile, RefuseRequest, ShowRosterFile
from bot.screens.people import changes

_MOST_OF_A_KIND = 6
"""More is no screen to be read; the command line prints all of them (`--dry-run`)."""


def accepted(name: str) -> Screen:
    """The file is going to be read."""
    said = N_(
        "The file {name} was received and is being read. Its preview follows; nothing is changed before it is"
        " confirmed."
    )
    return Screen((Text(said, name=Excerpt(name)),))


def nothing_new(name: str) -> Screen:
    """The roster is already as the file says."""
    return Screen((Text(N_("The file {name} changes nothing: the roster is as it says."), name=Excerpt(name)),))


def shown(found: Preview) -> Sequence[Text]:
    """The lines of a preview, as many of each kind as a screen has room for."""
    return changes.lines(found, _MOST_OF_A_KIND)


def preview(
    request: int,
    name: str,
    scope: RosterScope,
    found: Preview,
    obstacles: Sequence[Text],
    expires_at: datetime,
    *,
    ends: bool,
    takes_two: bool,
) -> Screen:
    """What the file would change. With an obstacle it cannot be applied; `ends`: whether the whole file ends duties."""
    adding = scope is RosterScope.ADD
    heading = N_("<b>Preview</b> of {name}, adding only") if adding else N_("<b>Preview</b> of {name}")
    below = [Text(N_("It takes effect once a second administrator has confirmed."))] if takes_two else []
    until = Text(N_("Nothing is changed before it is confirmed. The preview ends at {until:full}."), until=expires_at)
    rows: list[Row] = []
    if not obstacles:
        label = N_("Ask to confirm") if takes_two else N_("Apply changes")
        rows.append((Choice(Text(label), ApplyRosterFile(request, scope), Weight.SEND),))
    if ends:
        other = RosterScope.WHOLE if adding else RosterScope.ADD
        label = N_("Preview whole file") if adding else N_("Only add, end none")
        rows.append((Choice(Text(label), ShowRosterFile(request, other)),))
    rows.append((Choice(Text(N_("Discard file")), RefuseRequest(request)),))
    return Screen((Text(heading, name=Excerpt(name)), *shown(found), BLANK, *obstacles, *below, until), tuple(rows))


ENDS_OWN = Text(N_("It would end your own duty, which is not done here: please correct the file."))
NO_SECRETARIAT = Text(N_("Nobody of the secretariat would be left: please correct the file."))
NO_ADMIN = Text(N_("No administrator would be left: please correct the file."))
NO_SECOND = Text(
    N_(
        "It gives a duty at the Standing Body or an administrator's, which a second administrator has to confirm. There"
        " is none who can be reached, so please use the command line: <code>python main.py import-roster FILE</code>."
    )
)


def applied(name: str, now: datetime) -> Text:
    """The file has been applied."""
    return Text(
        N_("The roster was brought to what {name} says at {now:stamp}. The file was deleted."),
        name=Excerpt(name),
        now=now,
    )
