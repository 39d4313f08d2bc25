"""What a push says is sealed as RFC 8291 has it, and signed as RFC 8292 has it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.push import base64url
from bot.channels.web.push.sealing import point_of, sealed, sealed_with
from bot.channels.web.push.vapid import Vapid
from tests.channels.push_service import Device, Received, unb64

NOW = datetime(2026, 11, 16, 1, 15, tzinfo=UTC)
KEY = bytes(range(32))


def private(number: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(unb64(number), "big"), ec.SECP256R1())


def test_the_example_of_rfc_8291_is_sealed_to_the_letter() -> None:
    """Appendix A of the RFC."""
    browser = private("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")
    sender = private("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
    auth, salt = unb64("BTBZMqHH6r4Tts7J_aSIgg"), unb64("DGv6ra1nlYgDCS1FRnbzlw")

    body = sealed_with(b"When I grow up, I want to be a watermelon", point_of(browser.public_key()), auth, sender, salt)

    assert base64url.written(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
        "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_the_example_of_rfc_8291_is_opened_by_the_browser_of_the_tests() -> None:
    browser = private("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")
    device = Device("", browser, unb64("BTBZMqHH6r4Tts7J_aSIgg"))

    body = unb64(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
        "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )

    assert device.opened(body) == b"When I grow up, I want to be a watermelon"


@given(content=st.binary(max_size=200), auth=st.binary(min_size=16, max_size=16))
def test_what_is_sealed_is_opened_by_its_browser_and_by_no_other(content: bytes, auth: bytes) -> None:
    device, other = Device("", auth=auth), Device("", auth=auth)

    body = sealed(content, device.point, device.auth)

    assert device.opened(body) == content
    with pytest.raises(InvalidTag):
        other.opened(body)


def test_the_same_is_sealed_to_something_else_each_time() -> None:
    device = Device("")

    first, second = (sealed(b"x", device.point, device.auth) for _ in range(2))

    assert first[:16] != second[:16]
    assert first[21:86] != second[21:86]


@pytest.mark.parametrize("point", [b"", b"\x04" * 65, b"\x04" + b"\x00" * 64, b"\x02" + b"\x01" * 32])
def test_what_is_no_point_of_the_curve_is_no_key(point: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words are the library's
        sealed(b"x", point, b"0" * 16)


def test_what_is_claimed_is_signed_by_the_key_that_browsers_subscribe_to() -> None:
    vapid = Vapid(KEY, "mailto:a@b.vn")

    came = Received("", {"Authorization": vapid.authorization("https://push.example", NOW)}, b"")

    expires = NOW + timedelta(hours=12)
    assert came.claims == {"aud": "https://push.example", "exp": int(expires.timestamp()), "sub": "mailto:a@b.vn"}
    assert came.key == vapid.public_key
    assert len(unb64(came.key)) == 65


def test_the_key_follows_from_the_key_of_the_data_and_from_nothing_else() -> None:
    assert Vapid(KEY, "mailto:a@b.vn").public_key == Vapid(KEY, "https://c.vn").public_key
    assert Vapid(KEY, "mailto:a@b.vn").public_key != Vapid(KEY[::-1], "mailto:a@b.vn").public_key


@given(st.binary(max_size=70))
def test_bytes_are_read_as_they_were_written(content: bytes) -> None:
    written = base64url.written(content)

    assert base64url.read(written) == base64url.read(written + "=" * (-len(written) % 4)) == content


@pytest.mark.parametrize("text", ["ü", "a b c d", "a+/=", "a", "!"])
def test_what_is_written_in_another_alphabet_is_not_read(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words are the library's
        base64url.read(text)
