"""People, seats and duties."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may do, given by the roster from a day to a day."""

    PRINCIPAL = "principal"
    FOCAL = "focal"
    SECRETARIAT = "secretariat"
    LEADER = "leader"
    ADMIN = "admin"


class Honorific(StrEnum):
    """The form of address a person chose or the roster names."""

    NONE = ""
    COMRADE = "dong_chi"
    MR = "ong"
    MS = "ba"


@dataclass(frozen=True)
class Reader:
    """Who a screen is for, as far as its wording depends on it."""

    lang: str = "vi"
    honorific: Honorific = Honorific.NONE
    full_name: str = ""
    of_desk: bool = False
