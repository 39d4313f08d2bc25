"""The page with the phones: its files, its words, and what a browser may do with it."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from bot.domain.people import Reader
from bot.domain.texts import N_, Text
from bot.i18n import translate
from bot.sandbox.readers import reader_of

_FILES = Path(__file__).parent / "page"

SECURITY_HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "img-src 'self' blob:",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

STRINGS = {
    "title": N_("Assistant for the reform of administrative procedures"),
    "remark": N_("Trial environment, illustrative data"),
    "program_time": N_("Program time"),
    "kind_member": N_("Member"),
    "kind_secretary": N_("Standing body"),
    "kind_leader": N_("Leader"),
    "kind_stranger": N_("Not on the roster"),
    "phones": N_("Phones"),
    "no_phones": N_("There are no phones yet. They appear when the assistant starts."),
    "messages_of": N_("Messages of {name}"),
    "messages_in": N_("Messages in {name}"),
    "chats": N_("Chats"),
    "code": N_("Invitation code"),
    "code_hint": N_("Enter this code to join"),
    "copy": N_("Copy"),
    "copied": N_("Copied"),
    "no_messages": N_("No messages yet"),
    "start": N_("Start"),
    "message": N_("Message"),
    "send": N_("Send"),
    "attach": N_("Attach files"),
    "commands": N_("Commands"),
    "not_sent": N_("Not sent. The text stays in the box."),
    "not_pressed": N_("The button could not be pressed. Try again when the connection is back."),
    "by_bot": N_("Assistant"),
    "by_person": N_("Sent by {name}"),
    "edited": N_("edited"),
    "silent": N_("no sound"),
    "sticker": N_("Sticker"),
    "download": N_("Download {name}"),
    "a_message": N_("Message without text"),
    "a_photo": N_("Photo"),
    "photo_by": N_("Photo {number} of {total}. {name}"),
    "save_photo": N_("Save photo"),
    "reply_to": N_("In reply to: {text}"),
    "typing": N_("The assistant is writing"),
    "new_line": N_("New messages"),
    "jump": N_("To the newest message"),
    "jump_new": N_("To the newest message, {count} new"),
    "news_for": N_("{name}: new messages: {count}."),
    "drop_here": N_("Drop the files here"),
    "files_chosen": N_("Files to be sent: {count}"),
    "as_files": N_("Send pictures as files"),
    "take_back": N_("Take back {name}"),
    "empty_file": N_("A file without content cannot be sent and was left out."),
    "too_large": N_("Not sent: the files of one message may have {limit} at most. Send them in several messages."),
    "own_menu": N_("Edit or delete the message"),
    "edit": N_("Edit"),
    "editing": N_("Editing a message"),
    "stop_editing": N_("Leave the message as it is"),
    "delete": N_("Delete"),
    "delete_question": N_("Delete this message from the phone? The chat platform does not tell the assistant."),
    "delete_message": N_("Delete message"),
    "keep": N_("Keep"),
    "phone_menu": N_("More on this phone"),
    "send_sticker": N_("Send a sticker"),
    "block": N_("Block the assistant"),
    "unblock": N_("Unblock the assistant"),
    "blocked": N_("The assistant is blocked on this phone."),
    "remove_bot": N_("Remove the assistant from the group"),
    "add_bot": N_("Add the assistant to the group"),
    "close": N_("Close"),
    "new_messages": N_("{count} new"),
    "server_away": N_("No connection to the sandbox. Connecting again."),
    "bot_away": N_("The assistant is not running. Messages are kept and delivered when it starts."),
    "tools": N_("Tools of the trial"),
    "light": N_("Light colours"),
    "dark": N_("Dark colours"),
    "other_language": N_("Other language (Vietnamese)"),
    "clock": N_("Clock"),
    "clock_about": N_(
        "Turn the program's time forward. Everything due in between happens as if the time had passed by itself."
    ),
    "turning": N_("How far the time has been turned"),
    "turning_to": N_("Time is being turned to {at}."),
    "pick_time": N_("Other day and time (Viet Nam)"),
    "turn": N_("Turn"),
    "not_turned": N_("The time was not turned. Choose a time later than the program's time, at most 400 days ahead."),
    "timeline": N_("Timeline"),
    "now": N_("Now"),
    "state_sent": N_("sent"),
    "state_planned": N_("planned"),
    "state_period": N_("day of the period"),
    "empty_timeline": N_("Nothing was sent yet and nothing is planned."),
    "no_timeline": N_("The timeline cannot be read at present. It is shown again after the next change."),
    "faults": N_("Faults"),
    "faults_about": N_(
        "For trainers: what can go wrong between the assistant and the chat platform. Nothing of what was "
        "sent may be lost."
    ),
    "faults_active": N_("Faults in effect"),
    "clear_faults": N_("End all faults"),
    "fault_where": N_("Where"),
    "fault_times": N_("Times"),
    "everywhere": N_("All chats"),
    "set_fault": N_("Set"),
    "fault_not_set": N_("Nothing was changed. Check the numbers, then choose again."),
    "fault_left": N_("times left: {count}"),
    "fault_until": N_("until {at} real time"),
    "retry_after": N_("Wait, seconds"),
    "minutes": N_("Minutes"),
    "fault_too_many": N_("Too many messages"),
    "fault_too_many_about": N_("The platform refuses for the seconds given; the assistant waits and sends later."),
    "fault_outage": N_("Platform not available"),
    "fault_outage_about": N_("Every call fails for the minutes given, in real time."),
    "fault_drop": N_("Connection lost"),
    "fault_drop_about": N_("The connection is closed at once, without an answer."),
    "fault_timeout_before": N_("No answer, not done"),
    "fault_timeout_before_about": N_("The call is not carried out and gets no answer."),
    "fault_timeout_after": N_("No answer, but done"),
    "fault_timeout_after_about": N_(
        "The message arrives, but the assistant does not learn it: it may come a second time with the same code."
    ),
    "fault_error_500": N_("Error of the server"),
    "fault_error_500_about": N_("The platform reports an error of its own."),
    "fault_bad_gateway": N_("Error between the networks"),
    "fault_bad_gateway_about": N_("Instead of an answer a web page comes."),
    "fault_blocked": N_("Blocked once"),
    "fault_blocked_about": N_("The next message counts as blocked by the recipient."),
    "fault_migrate": N_("Group gets another address"),
    "fault_migrate_about": N_("The group becomes a large one and moves. Choose the group above."),
    "fault_duplicate": N_("Update given twice"),
    "fault_duplicate_about": N_("What the person does next reaches the assistant twice; it counts once."),
    "fault_reorder": N_("Updates change places"),
    "fault_reorder_about": N_("What persons do next reaches the assistant in the wrong order."),
    "log_count": N_("Calls the sandbox does not know: {count}"),
    "tour": N_("Tour"),
    "tour_about": N_("From the invitation to the aggregate. The steps tick themselves off."),
    "tour_strip": N_("Step {number} of {total}: {text}"),
    "tour_go": N_("To the phone of {name}"),
    "tour_is_done": N_("done"),
    "tour_is_next": N_("next"),
    "tour_is_later": N_("later"),
    "tour_join": N_("Enter the invitation code"),
    "tour_join_hint": N_(
        "On the member's phone choose Start, send the code shown above the chat, then confirm and agree."
    ),
    "tour_report": N_("Write a report"),
    "tour_report_hint": N_("Choose the report of the month, then answer whether there are difficulties."),
    "tour_receipt": N_("Send it and get the receipt"),
    "tour_receipt_hint": N_("Answer question by question, check, then send. The receipt has a code."),
    "tour_link": N_("Link the officer of the Standing Body"),
    "tour_link_hint": N_("On the officer's phone choose Start and send the code shown above the chat."),
    "tour_desk": N_("The report reaches the Standing Body"),
    "tour_desk_hint": N_("What the member wrote arrives on the officer's phone at once, with the code of the report."),
    "tour_aggregate": N_("Open the aggregate"),
    "tour_aggregate_hint": N_("Send /tonghop on the officer's phone. The draft and the annex arrive as files."),
    "tour_done": N_("All steps are done. Turn the clock to see reminders and the aggregate of the period."),
}
"""The page's words. What stands in braces is filled in by the page."""

_FILLED_IN = ("name", "count", "number", "total", "text", "at", "limit")


async def index(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(_FILES / "index.html")


async def page_file(request: web.Request) -> web.FileResponse:
    name = request.match_info["name"]
    if name not in {file.name for file in _FILES.iterdir()}:
        raise web.HTTPNotFound
    return web.FileResponse(_FILES / name)


async def strings(request: web.Request) -> web.Response:
    """Return the page's words in the language `lang`, `vi` unless another is asked for."""
    reader = reader_of(request)
    return web.json_response({"lang": reader.lang} | {key: _phrase(msgid, reader) for key, msgid in STRINGS.items()})


def _phrase(msgid: str, reader: Reader) -> str:
    return translate(Text(msgid, **{name: f"{{{name}}}" for name in _FILLED_IN}), reader)


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Tell the browser how little this page needs."""
    response.headers.update(SECURITY_HEADERS)


def routes() -> list[web.AbstractRouteDef]:
    """Return the page's routes."""
    return [web.get("/", index), web.get("/sandbox/strings", strings), web.get("/page/{name}", page_file)]
