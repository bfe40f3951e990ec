"""Rule 7: what earlier releases said stays said, so a later one waits until enough people have moved between them."""

import base64
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from data_imports.privacy.joint import Earlier
from data_imports.privacy.profiles import SMALLEST_GROUP, Profile
from data_imports.privacy.release import Release
from data_imports.privacy.tables import SEATS, Atom, Cell, Facts, Family, Kind, halved

TINY = 1e-6
NOBODY = Facts((0,))


class Moves(NamedTuple):
    """How many people joined, left or changed, at least."""

    joined: int
    left: int
    changed: int

    def are_enough(self, least: int) -> bool:
        """Whether nobody stands out among those who moved: none at all, or at least so many, of each kind."""
        return all(moved == 0 or moved >= least for moved in self)


def may_follow(before: Mapping[str, Earlier], now: Release) -> bool:
    """Whether a release may follow an earlier one to the same readers. A family that is new tells of no difference."""
    families = {family.key: family for family in now.families}
    for key, earlier in before.items():
        if key in families and not earlier.is_silent:
            least = SMALLEST_GROUP[earlier.profile]
            if not all(moves.are_enough(least) for moves in all_moves(earlier.family, families[key])):
                return False
    return True


def as_told(family: Family, scope: str, earlier: Iterable[Earlier]) -> Family | None:
    """The family as readers of other packets may be told of it now.

    Where so few moved since one of those that both together would tell on them, it stays as it was told there; where
    that one was about other people too, there is nothing to stay at and it waits (None).
    """
    for past in earlier:
        is_alike = past.scope == scope or family.kind is Kind.ANSWERS
        before = past.family if is_alike else of_team(past.family, scope)
        now = family if is_alike else of_team(family, past.scope)
        least = SMALLEST_GROUP[past.profile]
        if past.is_silent or all(m.are_enough(least) for m in all_moves(before, now)):
            continue
        can_stay = is_alike and bool(past.family.medians or family.kind is not Kind.MEDIANS)
        return replace(past.family, teams=family.teams) if can_stay else None
    return family


def of_team(family: Family, team: str) -> Family:
    """A team's people in a family; without a team everybody."""
    if not team:
        return family
    kept = {atom: facts for atom, facts in family.atoms.items() if team in atom[min(SEATS, len(atom) - 1)].split("+")}
    return replace(family, atoms=kept, marks=())


def all_moves(before: Family, now: Family) -> list[Moves]:
    """Moves in a family; line by line where its lines tell of the same people again and again."""
    if any(cell.is_total for cell in now.cells):
        return [moves_between(before, now, [*before.atoms.keys() | now.atoms.keys()])]
    return [moves_between(before, now, [atom]) for atom in before.atoms.keys() | now.atoms.keys()]


def moves_between(before: Family, now: Family, atoms: list[Atom]) -> Moves:
    """Moves among some atoms: net by atom and level, since what cancels out changes no shown number.

    Where only values changed, checksums by bucket of people tell how many did at least.
    """
    if before.levels and now.levels and before.levels != now.levels:
        before, now = halved(before), halved(now)
    joined = left = switched = 0
    for atom in atoms:
        old, new = before.atoms.get(atom, NOBODY), now.atoms.get(atom, NOBODY)
        joined += max(new.n - old.n, 0)
        left += max(old.n - new.n, 0)
        if old.n and new.n:
            apart = sum(abs(a - b) for a, b in zip(old.counts, new.counts, strict=True))
            switched += (apart - abs(new.n - old.n)) // 2
    return Moves(joined, left, switched or max(revalued(before, now) - joined - left, 0))


def revalued(before: Family, now: Family) -> int:
    """How many people have other values now, at least."""
    apart = [abs(a - b) for a, b in zip(before.marks, now.marks, strict=True)] if before.marks and now.marks else []
    if now.kind is Kind.MEDIANS:  # marks count people by value: one who changed is missing here and more there
        return int(sum(apart) + 1) // 2
    return sum(difference > TINY for difference in apart)


def packed(release: Release) -> str:
    """A release as text to be sealed: what a later one is audited with."""
    families = [packed_family(family, release.hidden[family.key]) for family in release.families]
    plain = json.dumps({"profile": release.profile.value, "families": families}, separators=(",", ":"))
    return base64.b64encode(zlib.compress(plain.encode(), 9)).decode()


def packed_family(family: Family, hidden: frozenset[str]) -> dict[str, Any]:
    """A family as plain data; cells name their atoms by place."""
    places = {atom: at for at, atom in enumerate(family.atoms)}
    return {
        "key": family.key,
        "kind": family.kind.value,
        "atoms": [[list(atom), list(facts.counts), list(facts.sums)] for atom, facts in family.atoms.items()],
        "cells": [[key, sorted(places[atom] for atom in atoms), *more] for key, atoms, *more in family.cells],
        "met_from": family.met_from,
        "spans": [list(span) for span in family.spans],
        "profile": family.profile.value if family.profile else "",
        "marks": list(family.marks),
        "medians": dict(family.medians),
        "hidden": sorted(hidden),
    }


def unpacked(text: str) -> dict[str, Earlier]:
    """The families of a packed release by key."""
    plain = json.loads(zlib.decompress(base64.b64decode(text)))
    found = [unpacked_family(told, Profile(plain["profile"])) for told in plain["families"]]
    return {earlier.family.key: earlier for earlier in found}


def unpacked_family(told: dict[str, Any], profile: Profile) -> Earlier:
    """One family as it was released."""
    atoms = {tuple(atom): Facts(tuple(counts), tuple(sums)) for atom, counts, sums in told["atoms"]}
    names = list(atoms)
    cells = [Cell(key, frozenset(names[at] for at in places), *more) for key, places, *more in told["cells"]]
    own = Profile(told["profile"]) if told["profile"] else None
    family = Family(
        told["key"],
        Kind(told["kind"]),
        atoms,
        tuple(cells),
        met_from=told["met_from"],
        spans=tuple((low, high) for low, high in told["spans"]),
        profile=own,
        marks=tuple(told["marks"]),
        medians=told.get("medians", {}),
    )
    return Earlier(family, frozenset(told["hidden"]), own or profile)
