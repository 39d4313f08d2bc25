"""`audit verify`: whether the audit chain is whole."""

from __future__ import annotations

from argparse import Namespace

from bot.config import Settings
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.verbs.opening import say, to_read
from storage import ledgers


def run(_options: Namespace, settings: Settings) -> int:
    """Check every entry against the one before it, and print the head."""
    with to_read(settings) as base:
        broken = next(ledgers.audit_faults(base.db), None)
        if broken is not None:
            raise BotError("audit_broken", seq=broken)
        count, head = ledgers.audit_head(base.db)
    print(say(Text(N_("The audit chain is whole: {count:number} entries, last hash {head}."), count=count, head=head)))
    return 0
