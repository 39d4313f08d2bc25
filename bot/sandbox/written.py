"""JSON in which some parts have been written before."""

from __future__ import annotations

import json


class Written(str):
    """Text that is JSON already."""

    __slots__ = ()


def written(value: object) -> Written:
    """Return `value` as JSON; what is `Written` stays as it is."""
    if isinstance(value, Written):
        return value
    if isinstance(value, dict):
        return Written("{" + ",".join(f"{json.dumps(name)}:{written(part)}" for name, part in value.items()) + "}")
    if isinstance(value, list):
        return Written("[" + ",".join(map(written, value)) + "]")
    return Written(json.dumps(value))
