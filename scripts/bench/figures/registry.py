"""All figures, in the order in which they are measured."""

from __future__ import annotations

from scripts.bench.bench import Part
from scripts.bench.figures import (
    crowded,
    delivery,
    desk,
    growth,
    last_hour,
    papers,
    polling,
    scripts,
    slow_flush,
    starting,
    steady,
)

PARTS = (
    Part("polling", 35, 110, polling.measure),
    Part("steady", 18, 65, steady.measure),
    Part("slow-flush", 20, 60, slow_flush.measure),
    Part("doctor", 4, 8, starting.doctor),
    Part("starting", 20, 20, starting.measure),
    Part("delivery", 20, 45, delivery.measure),
    Part("queued", 0, 80, crowded.queued),
    Part("flooded", 0, 70, crowded.flooded),
    Part("last-hour", 15, 105, last_hour.measure),
    Part("planning", 15, 60, scripts.planning),
    Part("desk", 20, 25, desk.measure),
    Part("papers", 40, 60, papers.measure),
    Part("growth", 30, 120, growth.measure),
    Part("finding", 20, 60, scripts.finding),
)
"""With the seconds on two cores that do nothing else. What a quick run has no time for comes last."""
