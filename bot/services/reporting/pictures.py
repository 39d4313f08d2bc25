"""Photos before they are kept: looked at with Pillow, which unpacks nothing for it, and rid of what they tell."""

from __future__ import annotations

import io

from bot.domain.attachments import Refusal
from bot.domain.pictures import MOST_PIXELS, UPRIGHT, read
from bot.errors import BotError

_ORIENTATION = 0x0112


def without_traces(content: bytes) -> bytes:
    """Return a JPEG or PNG without place, time, camera and names; which side is up stays.

    Raises BotError("file_refused") for a picture that is broken, or that would unpack to too much.
    """
    try:
        picture = read(content)
    except ValueError:
        raise BotError("file_refused", why=Refusal.DAMAGED) from None
    # Before any library opens it.
    if picture.width * picture.height > MOST_PIXELS:
        raise BotError("file_refused", why=Refusal.BOMB)
    turned = _orientation(content)
    return picture.bare if turned == UPRIGHT else read(content, turned).bare


def _orientation(content: bytes) -> int:
    # Imported here: most photos come without anything to be told of them, and start-up waits for no library.
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
            found = image.getexif().get(_ORIENTATION, UPRIGHT) if image.format == "JPEG" else UPRIGHT
    except Exception:
        # It was made for pictures of every sort, and raises as many kinds of errors on what is none.
        raise BotError("file_refused", why=Refusal.DAMAGED) from None
    return found if isinstance(found, int) and found in range(UPRIGHT, 9) else UPRIGHT
