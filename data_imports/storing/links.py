"""Students whom files know by several ids: a plan of who is who, made before any lock is taken.

A file that gives two ids of a student together joins them. Where two rows stood for that student they become one; the
one seen last stays. An id with two partners joins nothing and is told as a cell to mend.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from data_imports.enums import IdKind
from data_imports.reading.contract import Problem, SameStudent
from data_imports.storing import joining
from reflection_site.encryption import encrypt, keyed_hash

Told = tuple[str, str, str]


@dataclass(eq=False, slots=True)
class Somebody:
    """A student while a plan is made: their row, if there is one, the ids by kind, and those that are new."""

    name: str
    pk: int | None = None
    seen_on: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    new: dict[str, tuple[str, str]] = field(default_factory=dict)
    former: set[str] = field(default_factory=set)

    @property
    def names(self) -> set[str]:
        """Every hash by which the student is known."""
        return {self.name, *self.ids.values(), *self.former}

    def weight(self) -> tuple[bool, str, int]:
        """Which of several rows stays: the one seen last, then the older one."""
        return self.pk is not None, self.seen_on, -(self.pk or 0)


@dataclass(slots=True)
class Plan:
    """What a file's ids do: `same` leads from a hash to the student's own, `merges` from a row to the one that stays.

    `still` are the hashes whose rows are there until the merge. `new` are (hash, student, kind, sealed id).
    """

    same: dict[str, str] = field(default_factory=dict)
    still: set[str] = field(default_factory=set)
    merges: list[tuple[int, int]] = field(default_factory=list)
    new: list[tuple[str, str, str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def ahead(self) -> dict[str, str]:
        """`same` as long as nothing is merged."""
        return {one: other for one, other in self.same.items() if one not in self.still}

    @property
    def joined(self) -> int:
        """How many students become known by a further id."""
        return len({student for _hash, student, _kind, _sealed in self.new})


def planned(rows: Sequence[SameStudent], hashes: Mapping[str, str], is_sealing: bool) -> Plan:
    """The plan for a file's rows; `hashes` has those of the students whose rows are kept.

    Ids are sealed only for storing. One query, however many rows.
    """
    plan, doubted = Plan(), doubtful(rows)
    told = [(row, {kind: digest(cell, hashes) for kind, _column, cell in row.ids}) for row in rows]
    owner = owners({name for _row, ids in told for name in ids.values()})
    for row, ids in told:
        if (wrong := next((one for one in row.ids if one[2] in doubted), None)) is not None:
            plan.problems.append(two_partners(row, wrong))
        elif row.student in hashes:
            join(plan, owner, row, ids)
    for one in dict.fromkeys(owner.values()):
        plan.same |= {name: one.name for name in one.names if name != one.name}
        plan.new += (
            (name, one.name, kind, encrypt(cell) if is_sealing else "") for name, (kind, cell) in one.new.items()
        )
    return plan


def digest(cell: str, hashes: Mapping[str, str]) -> str:
    """The hash of an id."""
    return hashes.get(cell) or keyed_hash(cell, "student")


def doubtful(rows: Iterable[SameStudent]) -> set[str]:
    """Ids to which a file gives two partners of a kind, or which it calls now one kind, now another."""
    partners: dict[tuple[str, str], str] = {}
    found = set()
    for row in rows:
        for kind, _column, cell in row.ids:
            told = [(other, name) for other, _column, name in row.ids if other != kind]
            if any(partners.setdefault((cell, key), name) != name for key, name in [*told, ("", kind)]):
                found.add(cell)
    return found


def owners(hashes: set[str]) -> dict[str, Somebody]:
    """Who is known by these hashes, each with all ids."""
    people: dict[int, Somebody] = {}
    for pk, name, seen_on, kind, own, file in joining.known(hashes):
        one = people.setdefault(pk, Somebody(name, pk, str(seen_on)))
        if own is not None:
            one.ids[kind] = own
            one.files.add(file or "")
    owner: dict[str, Somebody] = {}
    for one in people.values():
        owner |= dict.fromkeys(one.names, one)
    return owner


def join(plan: Plan, owner: dict[str, Somebody], row: SameStudent, ids: dict[str, str]) -> None:
    """One row's ids for one student, or the cell to mend."""
    there = list(dict.fromkeys(owner[name] for name in ids.values() if name in owner))
    if len(there) == 1 and ids.items() <= there[0].ids.items():
        return
    if (wrong := next(clashes(there, row, ids), None)) is not None:
        plan.problems.append(other_partner(row, wrong, there))
        return
    stays = max(
        there,
        key=Somebody.weight,
        default=Somebody(ids[next(kind for kind, _c, cell in row.ids if cell == row.student)]),
    )
    for other in there:
        if other is not stays:
            take_over(plan, stays, other)
    for kind, _column, cell in row.ids:
        if ids[kind] not in stays.ids.values():
            free = kind if kind not in stays.ids else next(one for one in IdKind.values if one not in stays.ids)
            stays.ids[free] = ids[kind]
            stays.new[ids[kind]] = (free, cell)
    owner |= dict.fromkeys(stays.names, stays)


def take_over(plan: Plan, stays: Somebody, goes: Somebody) -> None:
    """One of two becomes the other."""
    stays.ids |= goes.ids
    stays.new |= goes.new
    stays.former |= goes.names
    if goes.pk is not None and stays.pk is not None:
        plan.merges.append((goes.pk, stays.pk))
        plan.still |= goes.names


def clashes(there: Sequence[Somebody], row: SameStudent, ids: Mapping[str, str]) -> Iterator[Told]:
    """The cells of a row beside which another id of the kind is known already."""
    mine = set(ids.values())
    for kind in IdKind.values:
        known = {one.ids[kind] for one in there if kind in one.ids} - mine
        if len(known) > 1 or (known and kind in ids):
            yield next((told for told in row.ids if told[0] == kind), row.ids[0])
    if len(mine | {name for one in there for name in one.ids.values()}) > len(IdKind.values):
        yield row.ids[0]


def two_partners(row: SameStudent, wrong: Told) -> Problem:
    """An id that stands beside two others in one file."""
    expected = _("the same other id in every row of this student")
    return Problem(row.line, wrong[1], wrong[2], expected, not_joined(), row.school)


def other_partner(row: SameStudent, wrong: Told, there: Sequence[Somebody]) -> Problem:
    """An id where an earlier file has given another one."""
    files = sorted({file for one in there for file in one.files} - {""})
    expected = _("the id that an earlier file gives this student")
    if files:
        expected = _("the id that the file “%(file)s” gives this student") % {"file": files[0][:100]}
    return Problem(row.line, wrong[1], wrong[2], expected, not_joined(), row.school)


def not_joined() -> str:
    """How to mend it."""
    return _("Correct the id and upload again, or take the earlier file back. Until then its two ids stay apart.")
