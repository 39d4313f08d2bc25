"""What states, parts and matters are called: on screens and on paper alike.

The words alone, without what a screen is made of, as each paper is built in a process of its own that starts with them.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.classifying import Criterion, Matter
from bot.domain.courses import Stage
from bot.domain.difficulties import DifficultyAct, DifficultyState
from bot.domain.periods import Period
from bot.domain.tasks import Bucket, Part
from bot.domain.texts import N_, Text

STANDS: Mapping[DifficultyState, str] = {
    DifficultyState.SENT: N_("sent, not accepted yet"),
    DifficultyState.ACCEPTED: N_("accepted"),
    DifficultyState.ASKED: N_("more information asked for"),
    DifficultyState.FORWARDED: N_("forwarded to the competent authority"),
    DifficultyState.ANSWERED: N_("answered"),
    DifficultyState.RETURNED: N_("returned (difficulty)"),
    DifficultyState.NOT_ACCEPTED: N_("not accepted (difficulty)"),
    DifficultyState.MERGED: N_("merged with another one"),
    DifficultyState.WITHDRAWN: N_("withdrawn (difficulty)"),
    DifficultyState.CLOSED: N_("closed (difficulty)"),
}
"""Where a difficulty stands, as a part of a sentence that a day follows."""
SAYS: Mapping[DifficultyAct, str] = {
    DifficultyAct.RAISED_AGAIN: N_("still there"),
    DifficultyAct.PARTLY_SOLVED: N_("partly solved"),
    DifficultyAct.SOLVED: N_("solved"),
    DifficultyAct.SUPPLEMENTED: N_("still there, with additions"),
    DifficultyAct.WITHDRAWN: N_("withdrawn by its sender"),
}
"""What its sender says of it."""
MATTERS: Mapping[Matter, str] = {
    Matter.FIELD: N_("field (matter)"),
    Matter.PROCEDURE: N_("procedure (matter)"),
    Matter.AGENCY: N_("agency in charge (matter)"),
    Matter.TITLE: N_("title (matter)"),
    Matter.CAUSE: N_("cause (matter)"),
    Matter.AFFECTED: N_("who is affected (matter)"),
    Matter.CRITERIA: N_("criteria of conflicting rules (matter)"),
    Matter.OUTSIDE: N_("code in another system (matter)"),
}
CRITERIA: Mapping[Criterion, str] = {
    Criterion.CONFLICT: N_("rules contradict or overlap each other"),
    Criterion.UNCLEAR: N_("a rule is unclear or cannot be carried out"),
    Criterion.BURDEN: N_("a rule makes it costly to comply"),
    Criterion.MISSING: N_("there is no rule, or it holds back what is new"),
}
BUCKET_NAMES: Mapping[Bucket, str] = {
    Bucket.DONE_ON_TIME: N_("done on time"),
    Bucket.DONE_LATE: N_("done late"),
    Bucket.OPEN_IN_TIME: N_("not done, in time"),
    Bucket.OPEN_OVERDUE: N_("not done, overdue"),
    Bucket.NO_DEADLINE: N_("no deadline"),
}
PART_NAMES: Mapping[Part, str] = {
    Part.LEAD: N_("lead"),
    Part.COORDINATING: N_("coordinating"),
    Part.WATCHING: N_("watching"),
}
STAGE_NAMES: Mapping[Stage, str] = {
    Stage.NEW: N_("newly assigned"),
    Stage.RECEIVED: N_("received"),
    Stage.WORKING: N_("being worked on"),
    Stage.WAITING: N_("waiting for confirmation"),
    Stage.AGAIN: N_("returned for completion"),
    Stage.SUSPENDED: N_("suspended"),
    Stage.DONE: N_("completed"),
    Stage.CANCELLED: N_("no longer followed"),
}


def age(times: int, since: Period) -> Text:
    """How often a difficulty was raised, and since when."""
    if times < 2:
        return Text(N_("raised for the first time in {since}"), since=since)
    return Text(N_("raised {times} times, since {since}"), times=times, since=since)
