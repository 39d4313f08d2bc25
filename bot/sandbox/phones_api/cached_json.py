"""JSON in which some parts were made before: a state of many messages is put together from those that stay the same."""

from __future__ import annotations

import json


class CachedJson(str):
    """Text that is JSON already."""

    __slots__ = ()


def to_json(value: object) -> CachedJson:
    """Return `value` as JSON; what is `CachedJson` stays as it is."""
    if isinstance(value, CachedJson):
        return value
    if isinstance(value, dict):
        return CachedJson("{" + ",".join(f"{json.dumps(name)}:{to_json(part)}" for name, part in value.items()) + "}")
    if isinstance(value, list):
        return CachedJson("[" + ",".join(map(to_json, value)) + "]")
    return CachedJson(json.dumps(value))
