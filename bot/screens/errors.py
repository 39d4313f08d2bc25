"""The sentence for every `BotError.code`: what happened and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.texts import N_, NP_, Screen, Text
from bot.errors import BotError

TOAST = frozenset({"stale"})
"""Codes that are said over the button instead of in a message of their own."""

ERROR_TEXTS: Mapping[str, str] = {
    "stale": N_("This screen is out of date; nothing was done. Choose /batdau for the latest content."),
    "not_shared": N_(
        "The Standing Body does not share this headline any longer, so nothing was done. What was entered is kept."
    ),
    "rights": N_("This function is for officers of the Standing Body. If you need it, please call {phone}."),
    "leaders_only": N_("This function is for leaders of the Standing Body. If you need it, please call {phone}."),
    "admins_only": N_("This is done by an administrator of the system. If you need it, please call {phone}."),
    "own_duty": N_(
        "Nobody ends their own duty here. Please ask another administrator, or use the command line. Nothing was"
        " changed."
    ),
    "last_of_role": N_(
        "{full_name} is the last one with this duty, without which the system cannot be run. Please record another"
        " person for it first. Nothing was changed."
    ),
    "duty_held": N_("{full_name} holds this duty already. Nothing was changed."),
    "own_request": N_("Another administrator has to confirm this request. Nothing was changed."),
    "no_second_admin": N_(
        "There is no other administrator who can be reached. Please use the command line:"
        " python main.py import-roster FILE --add. Nothing was changed."
    ),
    "invited_by_command": N_(
        "An invitation for an administrator is issued on the command line only: python main.py invite --person CODE."
        " Nothing was changed."
    ),
    "members_only": N_("This function is for members who report for an organisation. Questions: {phone}."),
    "difficulty_moved_on": N_("{code} stands at: {state}. This cannot be done to it now. Nothing was changed."),
    "task_not_lead": N_(
        "{code} is worked on by the organisation that leads it; yours takes part. Nothing was changed. A question about"
        " it can be sent to the Standing Body."
    ),
    "task_moved_on": N_("{code} stands at: {stage}. This cannot be done to it now. Nothing was changed."),
    "task_meanwhile": N_(
        "Something was done to {code} meanwhile; it stands at: {stage}. Nothing was changed. Please look at it again."
    ),
    "task_not_undone": N_(
        "{code}: the last update cannot be taken back any more. A new one can be entered at any time."
    ),
    "task_answered": N_("The question about {code} was answered by a colleague. Nothing was changed."),
    "task_series": N_(
        "{code} is a recurring task: its occurrences are worked on, each by itself. Nothing was changed."
    ),
    "task_code_taken": N_(
        "{code} was given by the System to an occurrence of a recurring task, or to a sub-task. Please take another"
        " number. Nothing was imported."
    ),
    "subtask_asks": N_("{code} is a sub-task: please turn to whoever assigned it. Nothing was changed."),
    "subtask_late": N_(
        "A sub-task of {code} is due on {day:date} at the latest, the deadline of the task. Nothing was assigned."
    ),
    "task_same": N_("{code} says this already. Nothing was changed."),
    "progress_bad": N_(
        "{code}: progress is a whole number from 0 to 99 per cent, or a number of what is counted. At 100 the result is"
        " reported. Nothing was changed."
    ),
    "progress_falls": N_(
        "{code}: the figure is lower than the last one. Please say in a word why. Nothing was changed."
    ),
    "extension_bad": N_(
        "{code}: the new deadline has to be a day after the present one and after today. Nothing was changed."
    ),
    "words_missing": N_("This is told to the member and needs words. Nothing was changed."),
    "seat_ended": N_("You no longer report for {organisation}. What was entered is kept. Questions: {phone}."),
    "turn_planned": N_(
        "A handover or a substitution of this duty is recorded already, from {day:date} on. Please cancel that one"
        " first. Nothing was changed."
    ),
    "draft_taken": N_(
        "{full_name} took over this draft at {at:stamp} and writes on; what was entered is in it. Nothing was changed."
    ),
    "drafts_full": N_(
        "There are {most:count} drafts of ad hoc reports already. Please send or delete one of them first. Nothing was"
        " changed."
    ),
    "link_unknown": N_("This link is not known. Please ask for a new one. Nobody was signed in."),
    "link_used": N_("This link was used at {at:stamp}; it works once. Please ask for a new one. Nobody was signed in."),
    "link_over": N_("This link has expired. Please ask for a new one. Nobody was signed in."),
    "link_of_another": N_(
        "{present} is signed in in this browser. To sign in as {full_name}, please sign out there first. The link can"
        " still be used."
    ),
    "code_not_owed": N_("No code is asked for here at present. Please load the page again."),
    "code_wrong": N_(
        "The code is not right; {left:count} more tries. Please enter the newest code, and check that the phone sets"
        " its clock by itself."
    ),
    "code_paused": N_("No code is taken until {until:clock}, after too many wrong ones. Please try again then."),
    "no_session": N_("You are not signed in in this browser, or the sign-in has ended. Please sign in again."),
    "totp": N_("Please enter the code of the second step first. What was typed is kept."),
    "foreign_origin": N_("This request came from another page and was refused. Please use the page itself."),
    "slow": N_("Too much at once. Please try again in {after:count} seconds."),
    "too_large": N_("This is too large to be taken. Nothing was stored."),
    "bad_request": N_("This request cannot be read. Please load the page again. Nothing was stored."),
    "not_here": N_("There is nothing at this address."),
    "took_too_long": N_("This took too long and was ended. Please try again."),
    "page_failed": N_("This could not be done. Please try again; if it stays so, call {phone}."),
    "no_page": N_("There is no page to sign in to: PUBLIC_URL is not set."),
    "web_place_taken": N_(
        "The page cannot listen at {place}: another program does, or it is not permitted. Please set WEB_LISTEN to"
        " another place."
    ),
    "group": N_("This is shown in a private chat only. Please open a private chat with the system."),
    "not_frozen": N_(
        "Nothing is frozen of {period} under number {number}. The digest has number 0, addenda are numbered from 1."
    ),
    "nothing_to_release": N_("No figures of {period} wait for their release. Nothing was changed."),
    "bad_period": N_('"{value}" is not a period. Please write it like 11/2026 or IV/2026.'),
    "span_empty": N_("There are no released figures yet of any period in {period}; the report is made of these alone."),
    "span_broken": N_(
        "The report for {period} cannot be made: what {before} leaves open is not what {after} begins with."
    ),
    "unknown_profile": N_('There is no profile "{profile}". Known profiles: {known}.'),
    "bad_rule": N_(
        'The rule of reminders "{kind}": the value "{value}" of "{part}" cannot be used. Nothing was changed.'
    ),
    "rules_changed": N_("The rules of reminders have been changed meanwhile. Nothing was changed; please try again."),
    "bad_setting": N_("The setting {name} has the value {value}; {expected}."),
    "mail_incomplete": N_(
        "E-mail needs SMTP_URL, MAIL_FROM and PUBLIC_URL, the page that letters lead to; not set: {missing}. Please set"
        " all three, or neither SMTP_URL nor MAIL_FROM."
    ),
    "stop_unknown": N_(
        "This link stops no letters (any more): either they have been stopped, or the address was changed."
    ),
    "already_running": N_(
        "Another program works on {path} and takes no changes. Please try again in a minute; if it stays so, stop the"
        " running program."
    ),
    "migrate_running": N_(
        "The program is running on {path}; its database cannot be rebuilt under it. Please stop it first, then migrate"
        " and start it again."
    ),
    "restore_running": N_(
        "The program is running on {path}; a backup cannot take the place of the data it works on. Please stop it"
        " first."
    ),
    "control_silent": N_(
        "The program on {path} ended before it answered. The change was made as a whole or not at all: please look"
        " before you do it again."
    ),
    "act_unknown": N_("The running program is of another version and does not know this. Please start it again."),
    "purge_unknown": N_('There is no report and no difficulty "{code}".'),
    "log_not_cut": N_(
        "The content has been removed, but another program reads the database, so that its log could not be cut. Please"
        " end that program; the log is cut within the hour."
    ),
    "paper_removed": N_(
        "The content of number {number} of {period} was removed on {at:stamp} under the rules on the protection of"
        " state secrets; it was issued again under number {again}. Data code (SHA-256) of what was removed: {sha256}"
    ),
    "act_failed": N_("The running program could not do this; nothing was changed. Its log says why."),
    "database_damaged": N_("The database {path} is damaged and was left untouched. Please restore the latest backup."),
    "schema_older": N_("The database {path} is not up to date. Please run `python main.py migrate`."),
    "disk_full": N_("There is no room left to write {path}. Please make room and try again."),
    "schema_newer": N_("The database {path} was made by a newer version of the program."),
    "cannot_write": N_(
        "The directory {path} cannot be written to. Please check its owner and permissions, or set DATA_DIR to"
        " another one."
    ),
    "not_a_directory": N_("{path} is not a directory. Please set DATA_DIR to a directory."),
    "not_permitted": N_(
        "The user {user} may not use {path}. Please check its owner and permissions, or run the command as the user"
        " of the service."
    ),
    "no_room": N_("There is no room left on the disk. Please make room and try again."),
    "path_refused": N_("The system refused to use {path} ({code}). Please check the path, the disk and its limits."),
    "system_refused": N_("The system refused what the program needs ({code}). Please check the machine's limits."),
    "settings_unreadable": N_(
        "The file of settings {path} cannot be read. Please check that it is a file, its owner and permissions; or name"
        " another file in ENV_FILE."
    ),
    "settings_not_utf8": N_("The file of settings {path} is not in UTF-8 (line {line}). Please save it as UTF-8."),
    "settings_bad_line": N_("Line {line} of the file of settings {path} is not of the form NAME=value."),
    "key_damaged": N_(
        "The key {path} is empty or damaged. Please put back the one that came with the latest backup (.key)."
    ),
    "other_user": N_(
        "Nothing was changed: the data in {path} belong to {owner}, and what {user} writes there the service cannot"
        " read. Please run the command as the owner: sudo -u '{owner}' …"
    ),
    "wrong_kind": N_(
        "The data in {path} is of kind {kind} and cannot be used for {wanted}. Set DATA_DIR to another directory."
    ),
    "no_roster": N_(
        "No roster has been imported into {path}. Run `python main.py import-roster FILE.csv`, then"
        " `python main.py invite --all --out FILE.csv`, and start the program again."
    ),
    "token_missing": N_("BOT_TOKEN is not set. Set it, or run with --sandbox."),
    "token_refused": N_("The server does not accept BOT_TOKEN. Please check it with the one who issued it."),
    "metrics_port_taken": N_("The port {port} of METRICS_PORT cannot be used. Please set another or none."),
    "polled_elsewhere": N_("Another program asks for the messages of this bot. Please stop that one first."),
    "sandbox_failed": N_("The sandbox could not be started: {reason}"),
    "sandbox_stuck": N_(
        "The sandbox of {path} does not answer and could not be ended. Please end its process (`python -m"
        " bot.sandbox`), then try again."
    ),
    "sandbox_only": N_("{option} is used with run --sandbox only."),
    "has_demonstration": N_(
        "The demonstration has been laid into {path}. Nothing was changed. Set DATA_DIR to another directory for your"
        " own roster, or add --reset."
    ),
    "start_unclear": N_(
        "--start {value} was not understood. Please write the day and the time in Viet Nam, without a time zone, like"
        " 2023-10-17T08:15, or the day alone (08:15). Nothing was changed."
    ),
    "start_impossible": N_(
        "There is no such day or time as --start {value}. Please check the day, the month and the hour. Nothing was"
        " changed."
    ),
    "start_out_of_range": N_(
        "The clock of the trial cannot begin on {day:date}: seats and days off are known from {first:date} to"
        " {last:date}. Please choose a day between them. Nothing was changed."
    ),
    "start_begun": N_(
        "The data in {path} have been begun already: {people:count} people on the roster, the clock stands at"
        " {now:full}. Nothing was changed. --start is for empty data only: set DATA_DIR to another directory, or add"
        " --reset to delete the data of the trial."
    ),
    "start_phones_used": N_(
        "There are no data of the system in {path}, but the phones of an earlier trial (sandbox.db) are there. Nothing"
        " was changed. --start is for empty data only: please set DATA_DIR to another directory, or move that file"
        " away."
    ),
    "not_a_sandbox": N_("The data in {path} are not marked as those of the sandbox. Nothing was deleted."),
    "reset_not_agreed": N_("Nothing was deleted from {path}. To delete, type xoa when asked."),
    "file_missing": N_("The file {path} cannot be read."),
    "calendar_unknown": N_("There is no calendar of {year}: the System knows those from {first} to {last}."),
    "calendar_changed": N_(
        "Somebody else has changed the calendar meanwhile; nothing was set. Please run the command once more."
    ),
    "bad_file": N_('The file {path}, line {line}: "{value}" cannot be used here. Please correct it. Nothing was done.'),
    "bad_file_lacks": N_("The file {path}, line {line}: {name} is missing. Please add it. Nothing was done."),
    "file_unwritable": N_("The file {path} cannot be written."),
    "roster_bad": NP_(
        "The roster was not imported; nothing was changed. {count} error:\n{lines}",
        "The roster was not imported; nothing was changed. {count} errors:\n{lines}",
        by="count",
    ),
    "roster_no_secretariat": N_(
        "Nothing was changed: there would be no officer of the Standing Body (secretariat) any more. Put one into the"
        " list, or add the list to the present one with --add."
    ),
    "roster_changed": N_("The roster has changed meanwhile; nothing was changed. Please look at the preview again."),
    "no_terminal": N_(
        "Nothing was changed: there is no terminal to ask at. Look at the preview with --dry-run, then add --yes."
    ),
    "not_agreed": N_("Nothing was changed. To do it, type nhap when asked."),
    "tasks_bad": NP_(
        "The tasks were not imported; nothing was changed. {count} error:\n{lines}",
        "The tasks were not imported; nothing was changed. {count} errors:\n{lines}",
        by="count",
    ),
    "list_too_large": N_("The list was not imported; the file is too large. Please keep the list itself alone."),
    "notice_too_large": N_("The notice was not read; the file is too large. Please keep the notice itself alone."),
    "notice_unreadable": N_(
        "The file {path} cannot be read as a notice. Please send it as Word (.docx), as a PDF with text, or as plain"
        " text."
    ),
    "notice_scanned": N_(
        "The notice was not read. Pages that are pictures without text: {pages}. Please copy what they say into a Word"
        " file (.docx), or use the copy of the notice that has text."
    ),
    "notice_locked": N_(
        "The file {path} is protected and cannot be read. Please save it without protection, or copy the text into a"
        " Word file (.docx)."
    ),
    "notice_heavy": N_(
        "The file {path} was not read: it has more than {pages} pages, or takes too much work to open. Please keep the"
        " notice itself alone."
    ),
    "notice_marked": N_(
        "The document bears a mark of secrecy, so that it was not read and is not kept. Please handle it by the rules"
        " on the protection of state secrets."
    ),
    "notice_empty": N_(
        "There is no text in the document. Of a scanned document please type or paste the text; of any other please"
        " check the file."
    ),
    "notice_picture": N_(
        "The text of a picture cannot be read. Please send the document as Word or as PDF with text, or paste its"
        " content."
    ),
    "notice_pasted_on": N_(
        "The text was changed before it was read. Please choose Import from document, Paste content, Read document."
    ),
    "notice_of_another": N_(
        "{full_name} is importing this document since {at:stamp}; what is decided there is theirs. Nothing was changed."
    ),
    "notice_ended": N_("This import has ended. Nothing was changed."),
    "notice_no_lead": N_("nobody who was named to lead it has a seat any more. Please correct the line."),
    "notice_line_failed": N_("the system could not do it. Please try again, or enter the task by itself."),
    "task_code_bad": N_("{code} is no code of a task; it has the form NV-26-045."),
    "simulate_past": N_("{day:date} has passed; what will be sent is worked out from today, {today:date}, on."),
    "simulate_order": N_("The last day, {last:date}, is before the first, {first:date}."),
    "simulate_far": N_("{day:date} is too far ahead: the last day can be {last:date} at most."),
    "day_bad": N_('"{typed}" is not a day. It is written as day/month/year, for example 30/11/2026.'),
    "not_workbook": N_("The file is not a workbook in the form .xlsx. Please save it as Excel Workbook or CSV."),
    "sheets_hidden": N_("Every sheet of the workbook is hidden: {sheets}. Please show the one that holds the list."),
    "not_utf8": N_("The file {path} is not in UTF-8. Please save it as CSV UTF-8 or as Excel Workbook (.xlsx)."),
    "not_a_list": N_(
        "The file {path} is not a list in CSV, or is in UTF-16 without saying so. Please save it as CSV UTF-8 or as"
        " Excel Workbook (.xlsx)."
    ),
    "fetch_failed": N_(
        "The file {name} could not be fetched, although it was tried several times. Please send it again; if that does"
        " not help, use the command line. Nothing was changed."
    ),
    "file_refused": N_("The file has not been stored; its sender is told why."),
    "not_found": N_(
        'Nothing was found under "{typed}" among the reports and tasks of {you}. Please check the code or type words.'
    ),
    "person_unknown": N_('There is no person with the code "{code}" in the roster.'),
    "person_without_duty": N_('The person "{code}" holds no duty at present and cannot be invited.'),
    "person_on_duty": N_(
        'The person "{code}" holds a duty or is to hold one. Please end the duties first; then the data can be erased.'
    ),
    "audit_broken": N_("The audit chain is broken at entry {seq}."),
    "nothing_quarantined": N_("There is no update set aside under that number."),
    "database_missing": N_("There is no data in {path}. Please set DATA_DIR to the directory that holds it."),
    "backup_running": N_("Another backup is being written into {path}. Please try again when it is done."),
    "backup_no_room": N_("{path} has {free:number} MB free; {needed:number} MB are needed there. Nothing was changed."),
    "backup_failed": N_(
        "The backup could not be written into {path}; earlier backups are as they were. Please check the disk's free"
        " space and the directory's owner and permissions."
    ),
    "backup_unsound": N_("{path} is not a sound backup of this program; nothing was restored. Please use another."),
    "restore_not_empty": N_(
        "There is data already: {path}. Nothing was changed. A backup is restored into an empty directory only: set"
        " DATA_DIR to another one, or move the old files away first."
    ),
    "restore_key_differs": N_(
        "{path} is not the key that came with the backup. Nothing was changed. Please move it away first."
    ),
    "attachment_failed": N_(
        "The file {name} of {code} could not be sent on to you. Please ask the sender of the report for it."
    ),
    "result_file_failed": N_(
        "The file {name} of the result for {code} could not be sent on to you. Please ask the Standing Body for it."
    ),
    "template_bad": N_(
        "The draft cannot be built: the template {name} is not as the program needs it ({faults}). Please put back its"
        " marks and styles, or the file that came with the program."
    ),
    "template_changed": N_(
        "The draft cannot be built: the template {name} was changed after these figures were taken. Please put back the"
        " file of that time, or take the figures again."
    ),
    "export_failed": N_("The file could not be built. Please try again; if it happens again, call the operator."),
}


def sentence(error: BotError) -> Text:
    """Return what to say of an error."""
    return Text(ERROR_TEXTS[error.code], **error.params)


def screen(error: BotError) -> Screen:
    """Return the message that says what went wrong."""
    return Screen((sentence(error),))


def incident(code: str, phone: str) -> Screen:
    """An update could not be handled; drafts are untouched by it."""
    return Screen(
        (
            Text(
                N_(
                    "The system met a problem and could not take what was just sent. What was saved before is kept."
                    " Please try again in 5 minutes; if it is urgent, call {phone} and name the code {code}."
                ),
                phone=phone,
                code=code,
            ),
        )
    )
