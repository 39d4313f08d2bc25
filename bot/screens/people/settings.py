"""How somebody is written to, and what they may choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.people import Honorific
from bot.domain.preferences import HOURS, MORNINGS, PauseFor, Preferences, QuietHours
from bot.domain.texts import N_, Choice, Screen, Text, Weight
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.joining import AskAddress
from bot.domain.verbs.settings import (
    AskLeaving,
    AskSetting,
    ChooseLanguage,
    ChooseMorning,
    ChoosePause,
    ChooseQuiet,
    Language,
    Leave,
    Leaving,
    OpenPage,
    Setting,
    ShowOwnData,
    ShowSettings,
)
from bot.domain.ways import Way
from bot.screens.people import ways
from bot.screens.people.mailing import MAIL

_ADDRESSES: Mapping[Honorific, str] = {
    Honorific.NONE: N_("neutral"),
    Honorific.COMRADE: N_("Comrade"),
    Honorific.MR: N_("Mr"),
    Honorific.MS: N_("Ms"),
}
_LANGUAGES: Mapping[Language, str] = {Language.VIETNAMESE: N_("Vietnamese"), Language.ENGLISH: N_("English")}
_PAUSES: Mapping[PauseFor, str] = {
    PauseFor.TODAY: N_("Pause for today"),
    PauseFor.WEEK: N_("Pause for 7 days"),
    PauseFor.FORTNIGHT: N_("Pause for 14 days"),
    PauseFor.NOT: N_("Go on reminding"),
}
_NEVER_OFF = N_("Urgent messages and what is due on the very day are always sent; they cannot be switched off.")
SETTINGS = Choice(Text(N_("Open settings")), ShowSettings())
_BACK = Choice(Text(N_("‹ Back")), ShowSettings())
_MAIN = Choice(Text(N_("Main screen")), ShowHome())


def settings(
    chosen: Preferences,
    lang: str,
    honorific: Honorific,
    today: date,
    several: Sequence[Way],
    *,
    addressed: bool,
    page: bool = False,
    mail: Text | None = None,
) -> Screen:
    """What is set, with what can be changed.

    `several`: the ways in which one is reached, where there are or could be more than one; `addressed`: whether the
    language has forms of address; `page`: whether the office has a page that can be opened from here; `mail`: which
    address of e-mail is kept, where letters are sent.
    """
    lines = [
        Text(N_("<b>Settings</b>")),
        Text(N_("Morning message: {at} on working days."), at=chosen.morning_at),
        _quiet_line(chosen.quiet),
        Text(N_("Language: {language}."), language=Text(_LANGUAGES[Language(lang)])),
        *((Text(N_("Form of address: {address}."), address=Text(_ADDRESSES[honorific])),) if addressed else ()),
        *(
            (Text(N_("Reminders are paused until the end of {day:date}."), day=chosen.paused_until),)
            if chosen.is_paused(today)
            else ()
        ),
        *((ways.line(several),) if several else ()),
        *((mail,) if mail else ()),
        Text(_NEVER_OFF),
    ]
    address = (Choice(Text(N_("Change address")), AskAddress()),) if addressed else ()
    beside = (
        *((Choice(Text(N_("Open the office page")), OpenPage()),) if page else ()),
        *((MAIL,) if mail else ()),
    )
    rows = (
        (
            Choice(Text(N_("Change the hour")), AskSetting(Setting.MORNING)),
            Choice(Text(N_("Change quiet hours")), AskSetting(Setting.QUIET)),
        ),
        (*address, Choice(Text(N_("Change my language")), AskSetting(Setting.LANGUAGE))),
        (Choice(Text(N_("Pause reminders")), AskSetting(Setting.PAUSE)), *((ways.WAYS,) if several else ())),
        (
            Choice(Text(N_("View my data")), ShowOwnData()),
            Choice(Text(N_("Unlink account")), AskLeaving(Leaving.UNLINK)),
        ),
        *((beside,) if beside else ()),
        (_MAIN,),
    )
    return Screen(tuple(lines), rows)


def _quiet_line(quiet: QuietHours) -> Text:
    hours = HOURS[quiet]
    if hours is None:
        return Text(N_("Quiet hours: none."))
    begins, ends = hours
    return Text(N_("Quiet hours: {begins} to {ends}."), begins=begins, ends=ends)


def ask_morning(chosen: Preferences) -> Screen:
    """At which hour the message of a morning comes."""
    choices = [
        Choice(Text(N_("Receive at {at}"), at=hour), ChooseMorning(place)) for place, hour in enumerate(MORNINGS)
    ]
    asked = Text(N_("When should the message of a working day come? At present: {at}."), at=chosen.morning_at)
    return _ask((asked, Text(_NEVER_OFF)), choices)


def ask_quiet(chosen: Preferences) -> Screen:
    """In which hours nothing comes that can wait."""
    choices = [_quiet_choice(quiet) for quiet in QuietHours]
    asked = Text(
        N_("In quiet hours messages that can wait come when the hours are over. Answers to what you do come at once.")
    )
    return _ask((asked, _quiet_line(chosen.quiet), Text(_NEVER_OFF)), choices)


def _quiet_choice(quiet: QuietHours) -> Choice:
    hours = HOURS[quiet]
    if hours is None:
        return Choice(Text(N_("No quiet hours")), ChooseQuiet(quiet))
    return Choice(Text(N_("{begins} to {ends}"), begins=hours[0], ends=hours[1]), ChooseQuiet(quiet))


def ask_language() -> Screen:
    """In which language."""
    choices = [Choice(Text(label), ChooseLanguage(language)) for language, label in _LANGUAGES.items()]
    return _ask((Text(N_("Please choose the language of the messages.")),), choices)


def ask_pause(chosen: Preferences, today: date) -> Screen:
    """Until when nothing is reminded of."""
    paused = chosen.is_paused(today)
    choices = [Choice(Text(label), ChoosePause(length)) for length, label in _PAUSES.items()]
    asked = Text(N_("Until when should reminders be paused? Deadlines of reports and tasks do not change."))
    return _ask((asked, Text(_NEVER_OFF)), choices if paused else choices[:-1])


def _ask(lines: Sequence[Text], choices: Sequence[Choice]) -> Screen:
    rows = [tuple(choices[i : i + 2]) for i in range(0, len(choices), 2)]
    return Screen(tuple(lines), (*rows, (_BACK,)))


def ask_leaving(how: Leaving, organisations: Sequence[str]) -> Screen:
    """Whether to end the link of all one's accounts."""
    stay = Choice(Text(N_("Keep the link")), ShowSettings())
    if how is Leaving.UNLINK:
        asked = Text(
            N_("Unlink the account? You will get no more reminders; reports that were sent are kept as the rules say.")
        )
        go = Choice(Text(N_("Unlink account")), Leave(how), Weight.DESTRUCTIVE)
        return Screen((asked,), ((stay, go),))
    asked = Text(
        N_(
            "If you withdraw your consent, the account is unlinked and the system sends nothing more. Reports that were"
            " sent are documents of {organisation} and are kept as the rules say."
        ),
        organisation=", ".join(organisations) if organisations else Text(N_("the organisation")),
    )
    return Screen((asked,), ((stay, Choice(Text(N_("Withdraw consent")), Leave(how), Weight.DESTRUCTIVE)),))


def left(how: Leaving, phone: str) -> Screen:
    """The link has ended; the last message to the account."""
    if how is Leaving.UNLINK:
        said = N_("The account has been unlinked as you asked. To be linked again, please call {phone} for a new code.")
    else:
        said = N_(
            "Your consent has been withdrawn and the account has been unlinked. To take part again, please call"
            " {phone} for a new code."
        )
    return Screen((Text(said, phone=phone),))


def desk_left(how: Leaving, full_name: str) -> Screen:
    """To the desk: somebody is not reached here any more, by their own choice."""
    if how is Leaving.UNLINK:
        said = N_("{full_name} has unlinked the own account; messages do not reach this person any more.")
    else:
        said = N_("{full_name} has withdrawn the consent; the account is unlinked, messages do not reach this person.")
    return Screen((Text(said, full_name=full_name),))


SAVED = Text(N_("Saved."))
