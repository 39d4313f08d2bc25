"""Reminders: planned ahead as rows, sent on working mornings, each asked again at the moment it leaves.

On a day off nothing is said but that it is the day of a deadline. What did not arrive goes out on the next working
morning, like what was missed.
"""

from bot.services.reminding.delivery import note_delivery
from bot.services.reminding.outlook import due_now, next_of, planned
from bot.services.reminding.owing import still_owed
from bot.services.reminding.planning import is_asked_anew, plan_ahead, plan_changed, plan_now, plan_seat
from bot.services.reminding.sending import send_morning

__all__ = [
    "due_now",
    "is_asked_anew",
    "next_of",
    "note_delivery",
    "plan_ahead",
    "plan_changed",
    "plan_now",
    "plan_seat",
    "planned",
    "send_morning",
    "still_owed",
]
