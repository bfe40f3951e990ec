"""The short version of the attack on kept packets, on small invented schools; and proof that it can fail."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from data_imports.privacy import (
    SMALLEST_GROUP,
    Cell,
    Earlier,
    Facts,
    Family,
    Kind,
    Profile,
    one_line,
    packed,
    released,
    unpacked,
)
from data_imports.privacy.tables import Atom
from tests.data_imports.privacy.told import bare_parents, is_small
from tests.data_imports.privacy.worlds import Worlds
from tests.faults.suppression_releases import Frozen, attacked

B, C = Profile.IN_HOUSE, Profile.OUTSIDE
TEAMS = {"1": "3", "2": "4"}


def school(chance: random.Random, levels: int, before: Family | None = None) -> Family:
    """Students of three grades, two of them with a team, some with an IEP; later on, many of one crossing moved."""
    if before is not None:
        atom, facts = max(before.atoms.items(), key=lambda item: item[1].n)
        more = (12, 11, 0, 0)
        moved = Facts(tuple(count + step for count, step in zip(facts.counts, more, strict=False)))
        return students({**before.atoms, atom: moved})
    seats = {grade: team for team, grade in TEAMS.items()}
    return students({
        (grade, seats.get(grade, ""), iep): Facts(tuple(chance.randint(0, most) for _ in range(levels)))
        for grade in ("3", "4", "5")
        for iep, most in (("no", 56 // levels), ("yes", 14 // levels))
    })  # fmt: skip


def students(atoms: dict[Atom, Facts]) -> Family:
    """One table by grade and by group."""
    levels = len(next(iter(atoms.values())).counts)
    cells = [
        Cell(f"grade:{grade}", frozenset(a for a in atoms if a[0] == grade), tells_levels=True)
        for grade in ("3", "4", "5")
    ]
    cells += [Cell(f"iep:{iep}", frozenset(a for a in atoms if a[2] == iep), pair="iep") for iep in ("yes", "no")]
    whole = Cell("all", frozenset(atoms), is_total=True, tells_levels=True)
    return Family("t", Kind.SHARES, atoms, (*cells, whole), met_from=levels // 2 + 1, teams=tuple(TEAMS))


def of_team(family: Family, team: str) -> Family:
    """The same of a team's own students."""
    atoms = {atom: facts for atom, facts in family.atoms.items() if atom[1] == team}
    cells = [cell._replace(atoms=cell.atoms & atoms.keys()) for cell in family.cells]
    return replace(family, atoms=atoms, cells=tuple(cell for cell in cells if cell.atoms))


def kept_releases(seed: int, levels: int) -> list[Frozen]:
    """A school's packets of a year, each audited with those before it."""
    first = school(random.Random(seed), levels)
    later = school(random.Random(seed), levels, first)
    found: list[Frozen] = []
    for family, profile, team in ((first, B, ""), (of_team(first, "1"), B, "1"), (first, C, ""), (later, B, "")):
        past = [release.families["t"] for release in reversed(found)]
        told = unpacked(packed(released([family], profile, {"t": past})))
        found.append(Frozen(f"{profile}{len(found)} {team}", profile, None, told))
    own = {team: {"t": Earlier(of_team(first, team), frozenset(), Profile.DIRECT)} for team in TEAMS}
    return [*found, *(Frozen(f"A {team}", Profile.DIRECT, int(team), told) for team, told in own.items())]


def primary_only(release: Frozen) -> Frozen:
    """What a naive program hides."""
    told = release.families["t"]
    family, least = told.family, SMALLEST_GROUP[told.profile]
    small = {c.key for c in family.cells if is_small(family, family.facts(c), least)}
    small |= {c.levels for c in family.cells if c.key in small or any({1, 2, 3} & {n} for n in family.facts(c).counts)}
    return replace(release, families={"t": replace(told, hidden=frozenset(small))})


@pytest.mark.parametrize("levels", [2, 4])
@pytest.mark.parametrize("seed", range(2))
def test_nothing_small_can_be_told_from_releases_that_are_kept(seed: int, levels: int) -> None:
    attack = attacked(kept_releases(seed, levels))
    assert attack.recovered == []
    assert (attack.sets, attack.pairs, attack.cells > 0) == (2 + 11 + 16 + 16, 0 + 6 + 10 + 10, True)


@pytest.mark.parametrize("levels", [2, 4])
def test_hiding_only_what_is_small_is_caught(levels: int) -> None:
    assert any(attacked([primary_only(one) for one in kept_releases(seed, levels)]).recovered for seed in range(2))


def line(**rows: int) -> Family:
    return one_line(
        "t", {name: Facts((n // 2, n - n // 2)) for name, n in rows.items()}, "all", Kind.SHARES, met_from=2
    )


def lost(*releases: Earlier) -> Sequence[str]:
    return Worlds(releases).narrow(range(len(releases)))


def test_forgetting_what_was_told_before_is_caught() -> None:
    """First b, later c is the cheapest to hide beside a; b is then known, and with it a, though many of c moved."""
    before = Earlier(line(a=8, b=44, c=52, d=62), frozenset({"a", "b"}), B)
    now = line(a=8, b=44, c=32, d=62)
    alone = released([now], B).hidden["t"]
    together = released([now], B, {"t": [before]}).hidden["t"]
    assert (alone, together) == ({"a", "c"}, {"a", "b"})
    assert [what.split(":")[0] for what in lost(before, Earlier(now, alone, B))][:1] == ["t a n"]
    assert lost(before, Earlier(now, together, B)) == []


def test_who_knows_a_team_by_heart_learns_nothing_of_another() -> None:
    """Three small grades hide each other, but not from the team of one of them."""
    small: dict[Atom, Facts] = {("3", "1"): Facts((5, 4)), ("4", "2"): Facts((5, 4)), ("6", ""): Facts((5, 4))}
    atoms = {**small, ("5", ""): Facts((30, 30))}
    cells = [Cell(f"grade:{atom[0]}", frozenset({atom})) for atom in atoms]
    whole = Cell("all", frozenset(atoms), is_total=True)
    family = Family("t", Kind.SHARES, atoms, (*cells, whole), met_from=2, teams=("1", "2"))
    own = Earlier(replace(family, atoms={("3", "1"): atoms["3", "1"]}, cells=()), frozenset(), Profile.DIRECT)
    nobody = released([replace(family, teams=())], B).hidden["t"]
    everybody = released([family], B).hidden["t"]
    assert nobody == {"grade:3", "grade:4", "grade:6"}
    assert lost(own, Earlier(family, nobody, B)) != []
    assert (lost(own, Earlier(family, everybody, B)), len(everybody)) == ([], 4)


def test_a_median_of_all_beside_a_part_that_another_packet_hid_is_found() -> None:
    medians = {"a": 40.0, "b": 55.0, "all": 54.0}
    whole = one_line("t", {"a": Facts((30,)), "b": Facts((40,))}, "all", Kind.MEDIANS, medians=medians)
    shut = Earlier(whole, frozenset({"a"}), B)
    assert bare_parents([shut]) == ["t all"]
    assert released([whole], B, {"t": [shut]}).hidden["t"] == {"all"}
