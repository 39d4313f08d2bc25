"""How many members stand behind a line: whoever sent it or what was merged into it, and whoever co-signed these."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from storage import merges, people, sharing
from storage.difficulties import EVERYTHING, Mark
from storage.unit import Unit


@dataclass(frozen=True)
class Behind:
    """The seats behind a line, by their codes; one that is both counts once. `merged` are the codes of its sources."""

    sources: frozenset[str]
    cosigners: frozenset[str]
    merged: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """How many members that is."""
        return len(self.sources | self.cosigners)


def behind(unit: Unit, codes: Collection[str], mark: Mark = EVERYTHING) -> Mapping[str, Behind]:
    """Return who stands behind each of these difficulties, as far as it was there at a mark.

    A merge is an act of the desk, so that one of after the mark counts; a co-signature is a member's word.
    """
    clusters = _clusters(unit, codes, mark)
    everything = {each for cluster in clusters.values() for each in cluster}
    seat_of = merges.seats_of(unit.db, everything)
    cosigned = sharing.cosigns(unit.db, everything)
    signed = {c: {each.seat for each in found if each.at <= mark.at} for c, found in cosigned.items()}
    seats = people.seats_by_id(unit.db, {*seat_of.values(), *(seat for found in signed.values() for seat in found)})
    return {
        code: Behind(
            frozenset(seats[seat_of[each]].code for each in cluster),
            frozenset(seats[seat].code for each in cluster for seat in signed[each]),
            tuple(cluster[1:]),
        )
        for code, cluster in clusters.items()
    }


def _clusters(unit: Unit, codes: Collection[str], mark: Mark) -> Mapping[str, list[str]]:
    """Each line with everything that is merged into it, directly or through another."""
    clusters = {code: [code] for code in codes}
    wanted: Collection[str] = list(codes)
    belongs = {code: code for code in codes}
    while wanted:
        found = {code: into for code, into in merges.merged_into(unit.db, wanted, mark).items() if code not in belongs}
        for code, into in found.items():
            belongs[code] = belongs[into]
            clusters[belongs[into]].append(code)
        wanted = list(found)
    return clusters
