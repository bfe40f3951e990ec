"""The attacker of every game of anonymity: knows who wrote when, sees all that is stored, sent and logged, and guesses.

A game plays rounds (`Game.play`). In each, known people write one after another; the attacker gets a dump after every
write and what was sent to others and logged until then, and at last the published items with every column that the
database holds of them. Each way of matching items to people is scored over all rounds; the best one counts.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol

Matching = dict[int, int]  # item's place -> person


@dataclass(frozen=True)
class Written:
    """One write: by whom, or about whom (the attacker watched), the rows that it made or changed, what others got, what
    was logged."""

    person: int
    rows: Sequence[Mapping[str, Any]]
    sent: str = ""
    logged: str = ""
    raw: bytes = b""


@dataclass(frozen=True)
class Item:
    """One published line: what it says, and every column of its row, hidden ones included."""

    text: str
    columns: Mapping[str, Any]


@dataclass(frozen=True)
class Seen:
    """A round, as the attacker has it; `authors` (by item's text) is what it does not have.

    `known` are those whom it knows to have an item, where that is not everybody who wrote. `could` is how many could
    have written, where that is not those who did. `noticed` is how many writes anybody else could notice, where none
    may be.
    """

    writes: Sequence[Written]
    items: Sequence[Item]
    authors: Mapping[str, int]
    known: frozenset[int] | None = None
    could: int | None = None
    noticed: int = 0

    @property
    def people(self) -> list[int]:
        """Those who may be authors, in the order of their first writes."""
        return self._once(self.writes)

    @property
    def people_by_last(self) -> list[int]:
        """The same, in the order of their last writes: some change their mind."""
        return self._once(list(self.writes)[::-1])[::-1]

    def slips(self, *, by_last: bool) -> dict[str, tuple[int, int]]:
        """Owner and size of each sealed slip, in the order of their first or last writes; {} where none has a token.

        It tells how many each wrote, and guesses made by it do a little better than chance for that alone.
        """
        found: dict[str, tuple[int, int]] = {}
        for write in self.writes:
            for row in write.rows:
                if "token_hash" in row:
                    key = str(row["id"])
                    if by_last:
                        found.pop(key, None)
                    found[key] = (write.person, _length(row["sealed"]))
        return found if len(found) == len(self.items) else {}

    def _once(self, writes: Sequence[Written]) -> list[int]:
        people = dict.fromkeys(write.person for write in writes)
        return [person for person in people if self.known is None or person in self.known]


class Game(Protocol):
    """`least` is the policy: a line of fewer possible authors must never be told. `mutants` break one promise each."""

    name: str
    least: int
    mutants: Mapping[str, Callable[[], AbstractContextManager[Any]]]

    def play(self, chance: Random) -> Seen: ...


@dataclass
class Verdict:
    """Items guessed right, of all items, by each way; rounds in which too few could have been the author; writes that
    others could notice."""

    right: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    items: int = 0
    chance: float = 0.0
    too_small: int = 0
    noticed: int = 0

    @property
    def best(self) -> tuple[str, float]:
        way = max(self.right, key=lambda one: self.right[one])
        return way, self.right[way] / self.items

    @property
    def above_chance(self) -> float:
        """In points, either way: an attacker who is always wrong knows something too."""
        shares = [100 * abs(right - self.chance) / self.items for right in self.right.values()]
        return max(shares, default=0.0)


def judge(game: Game, *, rounds: int, seed: int) -> Verdict:
    """Play and guess. Guessing has a chance of its own: the same rounds are played however many ways there are."""
    chance, guess, verdict = Random(seed), Random(f"guesses of {seed}"), Verdict()
    for _ in range(rounds):
        seen = game.play(chance)
        verdict.noticed += seen.noticed
        if not seen.items:
            continue
        could = len(set(seen.authors.values())) if seen.could is None else seen.could
        verdict.too_small += could < game.least
        verdict.items += len(seen.items)
        verdict.chance += len(seen.items) / len(seen.people)
        for way, matching in guesses(seen, guess):
            verdict.right[way] += sum(
                matching[place] == seen.authors[item.text] for place, item in enumerate(seen.items)
            )
    return verdict


# --- ways of guessing


def guesses(seen: Seen, chance: Random) -> Iterator[tuple[str, Matching]]:
    """Each way with its matching; what a way does not tell is guessed at random."""
    found = {
        "words appear": _appearance(seen),
        "values reappear": _reappearing(seen),
        "sizes": _sizes(seen),
        "growth": _growth(seen),
        "people in columns": _named(seen),
        "sizes of slips": _slip_sizes(seen),
    }
    by_slips = {
        way: [person for person, _size in seen.slips(by_last=by_last).values()]
        for way, by_last in (("made", False), ("changed", True))
    }
    for column in sorted({name for item in seen.items for name in item.columns}):
        order = _order([item.columns.get(column) for item in seen.items])
        found[f"{column} in order"] = dict(zip(order, seen.people, strict=False))
        found[f"{column} in the order of last writes"] = dict(zip(order, seen.people_by_last, strict=False))
        for way, slips in by_slips.items():
            found[f"{column} in the order of slips {way}"] = dict(zip(order, slips, strict=False))
    for way, matching in found.items():
        yield way, _completed(seen, matching, chance)


def _order(values: Sequence[Any]) -> list[int]:
    """Places of items, by a column of any kind."""
    return sorted(range(len(values)), key=lambda place: _sortable(values[place]))


def _sortable(value: Any) -> tuple[str, Any]:
    if isinstance(value, (int, float)):
        return "number", value
    text = str(value)
    if place := re.fullmatch(r"\((\d+),(\d+)\)", text):  # PostgreSQL's ctid: page and line
        return "number", int(place[1]) * 10_000 + int(place[2])
    return ("number", int(text)) if text.isdecimal() else ("text", text)


def _appearance(seen: Seen) -> Matching:
    """Words that are there after a write and were not before it, wherever: in rows, files, pages, logs."""
    matching: Matching = {}
    for place, item in enumerate(seen.items):
        told = item.text.encode()
        for write in seen.writes:
            rows = [value for row in write.rows for value in row.values()]
            if (
                item.text in write.sent
                or item.text in write.logged
                or told in write.raw
                or any(_is_in(told, v) for v in rows)
            ):
                matching[place] = write.person
                break
    return matching


def _is_in(told: bytes, value: Any) -> bool:
    return told in (bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode())


def _reappearing(seen: Seen) -> Matching:
    """A value of a row written for one person alone that stands in an item's row too: a key or a time kept."""
    matching: Matching = {}
    writers: dict[str, set[int]] = defaultdict(set)
    for write in seen.writes:
        for person, row in _owned(write):
            for value in row.values():
                writers[_plain(value)].add(person)
    for place, item in enumerate(seen.items):
        for value in item.columns.values():
            who = writers.get(_plain(value), set())
            if len(who) == 1 and who <= set(seen.people):
                matching[place] = next(iter(who))
    return matching


def _named(seen: Seen) -> Matching:
    """A person's key in a column that leads to people."""
    return {
        place: int(value)
        for place, item in enumerate(seen.items)
        for column, value in item.columns.items()
        if column in ("author_id", "person_id") and value in seen.people
    }


def _owned(write: Written) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Each row with whose it is: that of the person whom it names, else of who wrote."""
    return ((row.get("person_id", write.person), row) for row in write.rows)


def _plain(value: Any) -> str:
    return bytes(value).hex() if isinstance(value, (bytes, memoryview)) else str(value).replace("-", "")


def _sizes(seen: Seen) -> Matching:
    """The longest text to whoever had most stored at once."""
    stored: dict[int, int] = {}
    for write in seen.writes:
        lengths: dict[int, int] = defaultdict(int)
        for person, row in _owned(write):
            lengths[person] += sum(_length(value) for value in row.values())
        for person, length in lengths.items():
            stored[person] = max(length, stored.get(person, 0))
    people = sorted(seen.people, key=lambda person: stored[person])
    return dict(zip(_order([len(item.text.encode()) for item in seen.items]), people, strict=False))


def _slip_sizes(seen: Seen) -> Matching:
    """The longest text to the owner of the largest slip."""
    slips = sorted(seen.slips(by_last=True).values(), key=lambda slip: slip[1])
    order = _order([len(item.text.encode()) for item in seen.items])
    return dict(zip(order, (person for person, _size in slips), strict=False))


def _growth(seen: Seen) -> Matching:
    """Each text to the person whose row grew by just what it takes when sealed: four letters for three."""
    sizes: dict[tuple[Any, ...], int] = {}
    grown: set[tuple[int, int]] = set()
    for write in seen.writes:
        for person, row in _owned(write):
            key, size = (*row, row.get("id")), sum(map(_length, row.values()))
            if size > sizes.get(key, size) and person in seen.people:
                grown.add((person, size - sizes[key]))
            sizes[key] = size
    needed = [len(item.text.encode()) * 4 / 3 for item in seen.items]
    near = sorted((abs(by - size), place, person) for place, size in enumerate(needed) for person, by in grown)
    matching: Matching = {}
    for _distance, place, person in near:
        if place not in matching and person not in matching.values():
            matching[place] = person
    return matching


def _length(value: Any) -> int:
    return len(bytes(value)) if isinstance(value, (bytes, memoryview)) else len(str(value))


def _completed(seen: Seen, matching: Matching, chance: Random) -> Matching:
    rest = [person for person in seen.people if person not in matching.values()] or list(seen.people)
    chance.shuffle(rest)
    free = [place for place in range(len(seen.items)) if place not in matching]
    return {**matching, **{place: rest[n % len(rest)] for n, place in enumerate(free)}}
