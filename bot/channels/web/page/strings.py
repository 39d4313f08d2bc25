"""The page's own words, by the names under which its files ask for them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.texts import N_

STRINGS: Mapping[str, str] = {
    "title": N_("Assistant for the reform of administrative procedures"),
    "short_title": N_("Administrative reform"),
    "by_bot": N_("System"),
    "earlier": N_("Earlier messages"),
    "more": N_("More"),
    # what is on its way
    "sending": N_("being sent"),
    "sending_part": N_("being sent, {percent} %"),
    "waiting": N_("not sent yet, will be sent again"),
    "waiting_session": N_("not sent yet, will be sent after signing in"),
    "kept_too_long": N_(
        "Not sent: the text was written too long ago. It is in the box again; please check it and send it."
    ),
    "press_too_old": N_("The press did not arrive in time. Please press again."),
    "not_taken": N_("Not sent. The text is in the box again."),
    "press_not_taken": N_("The press was not taken. Please press again."),
    "away": N_("No connection. What is written is kept on this device and sent once the connection is back."),
    "offline": N_(
        "No connection. Earlier messages are shown once the connection is back; what is written is kept on this device."
    ),
    # coming in
    "entry_about": N_(
        "This page is for members of the Working Group and of the Advisory Council, and for the Standing Body."
    ),
    "entry_code": N_("First visit: choose Start, then enter the invitation code given by the Standing Body."),
    "entry_link": N_(
        "Account already linked: open the sign-in link received on another channel, or ask the Standing Body for one."
    ),
    "entry_again": N_("The session on this device has ended. Please sign in again; what was written is kept."),
    "entry_failed": N_("There was no answer. Please check the connection and choose Start again."),
    # the second factor
    "totp_title": N_("Confirmation code"),
    "totp_about": N_("Enter the six digits that the authenticator app shows now."),
    "totp_setup_title": N_("Set up the confirmation code"),
    "totp_setup_about": N_(
        "Scan the picture with an authenticator app, or type the key into it. Then enter the six digits that it shows. "
        "The key is shown only this once."
    ),
    "totp_picture": N_("Picture for the authenticator app; it says the same as the key"),
    "totp_key": N_("Key"),
    "totp_code": N_("Six digits"),
    "totp_confirm": N_("Confirm"),
    "totp_failed": N_("Not confirmed. Please check the connection and enter the code again."),
    # devices
    "devices": N_("Devices signed in"),
    "devices_about": N_("End what is not used any more, or is not known."),
    "this_device": N_("this device"),
    "signed_in": N_("Signed in: {at}"),
    "last_seen": N_("Last used: {at}"),
    "end_session": N_("End"),
    "end_session_of": N_("End the session on {name}"),
    "end_question": N_("End the session on {name}? That device has to sign in again."),
    "devices_failed": N_("The list cannot be read at present. Please try again later."),
    # notifications
    "notify": N_("Notifications on this device"),
    "notify_about": N_(
        "A notification says that there is something new to be dealt with, and nothing of what it is. However much"
        " comes, one is shown until the page is opened, at most one an hour."
    ),
    "notify_on": N_("On: this device is notified while the page is not open."),
    "notify_off": N_("Off: this device is not notified."),
    "notify_refused": N_(
        "Refused: this browser does not let the page notify. It can be allowed in the settings of the browser, for this"
        " page."
    ),
    "notify_turn_on": N_("Turn on"),
    "notify_turn_off": N_("Turn off"),
    "notify_not_allowed": N_("Not turned on: the browser was not allowed to notify."),
    "notify_failed": N_("It could not be done. Please check the connection and try again."),
    "notice": N_("There is something new to be dealt with"),
    "sign_out": N_("Sign out"),
    "sign_out_question": N_(
        "Sign out on this device? Texts not yet sent are removed from it. Signing in again takes a sign-in link."
    ),
    "sign_out_failed": N_("Not signed out: there is no connection. Please try again later."),
}
"""What stands in braces is filled in by the page."""
