"""What the files of settings that ship may hold: a name or a value that is not here refuses the start."""

from __future__ import annotations

from datetime import time

from bot.domain.people import Role
from bot.domain.periods import Cadence
from bot.domain.profiles import Release
from bot.toml_file import Each

_LABEL = {"vi": str, "en": str}
_WORDS = [str]
_COUNT = range(1, 1000)
_MINUTES = range(1, 100_000)
_DAY_OF_MONTH = range(1, 32)

PROFILE = {
    "bot_title": _LABEL,
    "office": {
        **dict.fromkeys(("parent", "issuer", "sign", "place", "addressee", "phone", "phone_duty", "email"), str),
        **dict.fromkeys(("signatory", "recipients"), _WORDS),
        **dict.fromkeys(("standing_body", "standing_body_short", "department"), _LABEL),
    },
    "slip": {"sign": str, "basis": str, "recipients": _WORDS},
    "bodies": Each({"cadence": Cadence, "short": _LABEL, "name": _LABEL}),
    "periods": {
        **dict.fromkeys(("opening_push_day", "due_day", "digest_day", "stop_day"), _DAY_OF_MONTH),
        "hour": time,
    },
    "digest": {
        "release": Release,
        "leader_told_after_working_days": _COUNT,
        "leader_told_at": time,
        "recipients": [Role],
    },
    "leaders": {"weekly_weekday": range(1, 8), "weekly_at": time},
    "budget": {"pushes_per_day": _COUNT, "pushes_per_subject": _COUNT},
    "ways": {"open_minutes": _MINUTES},
    "invitations": {
        "valid_hours": _COUNT,
        "wrong_per_account": _COUNT,
        "locked_minutes": _MINUTES,
        "wrong_per_hour": _COUNT,
    },
    "sign_in": {"totp": bool},
    "reports": {
        "difficulties_max": _COUNT,
        "withdraw_within_minutes": _MINUTES,
    },
    "handling": {
        **dict.fromkeys(
            (
                "take_up_within_working_days",
                "supplement_within_working_days",
                "confirm_within_working_days",
                "forward_within_working_days",
                "reply_within_days",
            ),
            _COUNT,
        ),
        "undo_within_minutes": _MINUTES,
        "reasons": {
            **dict.fromkeys(("asked", "returned", "closed"), _WORDS),
            "not_accepted": [{"words": str, "advice": str}],
        },
    },
    "notice": {"version": str},
}
"""A profile, as `bot.data_source` reads it."""
