"""`import-rules`: when it is reminded of what."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from bot.config import Settings
from bot.domain.reminder_rules import as_plain
from bot.domain.texts import Text
from bot.errors import BotError
from bot.screens import rules as wording
from bot.screens.rules import Preview
from bot.services import reminder_rules
from bot.services.rule_editing import preview_of
from bot.toml_file import TomlFile, read_toml
from bot.verbs.agreeing import ask
from bot.verbs.changing import carry_out
from bot.verbs.opening import say, to_preview


def run(options: Namespace, settings: Settings) -> int:
    """Check the whole file, show what it would move, ask, then set all of it or nothing."""
    file = read_toml(Path(options.file))
    found = _look(settings, file)
    while found.kinds and not options.dry_run:
        if not options.yes:
            ask()
        asked = {"rules": as_plain(found.new.rules), "version": found.old.version}
        try:
            done = carry_out(settings, "import-rules", asked)
        except BotError as error:
            # Whoever agreed beforehand did not agree to something else.
            if error.code != "rules_changed" or options.yes:
                raise
            print(say(wording.CHANGED_SINCE))
            found = _look(settings, file)
        else:
            print(say(Text(wording.APPLIED, number=done["version"])))
            break
    return 0


def _look(settings: Settings, file: TomlFile) -> Preview:
    with to_preview(settings) as base:
        unit = base.unit(base.db)
        found = preview_of(unit, reminder_rules.read_file(file, unit.rules.reminders))
    for line in wording.preview_lines(found):
        print(say(line))
    return found
