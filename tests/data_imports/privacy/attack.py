"""Attacks on published tables in whole numbers: by flow, by enumeration, never by linear programming."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import product
from operator import sub

from data_imports.privacy import HIDDEN, Profile, share, size

Edge = tuple[str, str]
Ends = tuple[int, int]
VERY_MANY = 10**6


def edges(rows: int, columns: int) -> dict[Edge, str]:
    """A table of counts as a circulation: all -> rows -> cells -> columns -> all. Values are the cells' keys."""
    found = {("T", "S"): "all"}
    found |= {("S", f"r{r + 1}"): f"r{r + 1}" for r in range(rows)}
    found |= {(f"c{c + 1}", "T"): f"c{c + 1}" for c in range(columns)}
    inner = product(range(rows), range(columns))
    return found | {(f"r{r + 1}", f"c{c + 1}"): f"r{r + 1}c{c + 1}" for r, c in inner}


def totals(counts: Sequence[Sequence[int]]) -> dict[str, int]:
    """The true value of every cell, margins included."""
    rows, columns = len(counts), len(counts[0])
    truth = {f"r{r + 1}c{c + 1}": counts[r][c] for r in range(rows) for c in range(columns)}
    truth |= {f"r{r + 1}": sum(counts[r]) for r in range(rows)}
    truth |= {f"c{c + 1}": sum(row[c] for row in counts) for c in range(columns)}
    return truth | {"all": sum(map(sum, counts))}


def reach(counts: Sequence[Sequence[int]], shown: dict[str, Ends], key: str) -> Ends:
    """The lowest and highest whole number that a cell can hold, given what is shown of all cells.

    Pushes from the true table along cycles of the residual graph, so that every step is a whole-number table that fits.
    """
    return _pushed(counts, shown, key, up=False), _pushed(counts, shown, key, up=True)


def _pushed(counts: Sequence[Sequence[int]], shown: dict[str, Ends], key: str, *, up: bool) -> int:
    graph = edges(len(counts), len(counts[0]))
    ends = {edge: shown.get(name, (0, VERY_MANY)) for edge, name in graph.items()}
    truth = totals(counts)
    flow = {edge: truth[name] for edge, name in graph.items()}
    goal = next(edge for edge, name in graph.items() if name == key)
    start, stop = (goal[1], goal[0]) if up else goal
    while True:
        room = ends[goal][1] - flow[goal] if up else flow[goal] - ends[goal][0]
        path = _path(flow, ends, goal, start, stop)
        if not path or not room:
            return flow[goal]
        step = min([room, *(ends[e][1] - flow[e] if way > 0 else flow[e] - ends[e][0] for e, way in path)])
        for edge, way in path:
            flow[edge] += way * step
        flow[goal] += step if up else -step


def _path(
    flow: dict[Edge, int], ends: dict[Edge, Ends], without: Edge, start: str, stop: str
) -> list[tuple[Edge, int]]:
    came: dict[str, tuple[str, Edge, int]] = {}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for edge, value in flow.items():
            low, high = ends[edge]
            for there, way, is_open in ((edge[1], 1, value < high), (edge[0], -1, value > low)):
                begins = edge[0] if way > 0 else edge[1]
                if edge != without and begins == here and is_open and there != start and there not in came:
                    came[there] = (here, edge, way)
                    waiting.append(there)
    if stop not in came:
        return []
    path, here = [], stop
    while here != start:
        here, edge, way = came[here]
        path.append((edge, way))
    return path


def counted(counts: Sequence[Sequence[int]], shown: dict[str, Ends], most: int) -> dict[str, Ends]:
    """The same by going through every whole-number table with inner cells up to `most`: small tables only."""
    rows, columns = range(len(counts)), range(len(counts[0]))
    lines = []
    for r in rows:
        ends = [shown.get(f"r{r + 1}c{c + 1}", (0, most)) for c in columns]
        low, high = shown.get(f"r{r + 1}", (0, VERY_MANY))
        every = product(*(range(least, last + 1) for least, last in ends))
        lines.append([line for line in every if low <= sum(line) <= high])
    found: dict[str, Ends] = {}
    for lines_chosen in product(*lines):
        table = totals(lines_chosen)
        if all(low <= table[name] <= high for name, (low, high) in shown.items()):
            for name, value in table.items():
                low, high = found.get(name, (value, value))
                found[name] = min(low, value), max(high, value)
    return found


@cache
def pairs(text: str, shares: tuple[str, str], profile: Profile, most: int) -> list[tuple[int, int]]:
    """Every (not yet, met) that is shown with this size and these shares."""
    sizes = [n for n in range(1, most + 1) if size(n, profile) == text]
    return [
        (below, n - below)
        for n in sizes
        for below in range(n + 1)
        if (share(below, n, profile).text, share(n - below, n, profile).text) == shares
    ]


Row = tuple[str, tuple[str, str]]


def hidden_sums(rows: Sequence[Row], total: Row, profile: Profile, most: int) -> list[tuple[int, int]]:
    """Lowest and highest not yet, met and number of the hidden rows together, by every combination that fits.

    Sets of pairs are bits of one whole number, so that adding a row is shifting.
    """
    width = most + 1
    sums = 1
    for text, shares in rows:
        if text != HIDDEN:
            sums = _either(sums << (below * width + met) for below, met in pairs(text, shares, profile, most))
    lines = {below: line for below in range(width) if (line := (sums >> (below * width)) & ((1 << width) - 1))}
    lows, highs = [VERY_MANY] * 3, [0] * 3
    for below, met in pairs(*total, profile, most):
        for used, line in lines.items():
            fits = line & ((1 << (met + 1)) - 1)
            if used > below or not fits:
                continue
            for taken in (fits.bit_length() - 1, (fits & -fits).bit_length() - 1):
                left = (below - used, met - taken, below - used + met - taken)
                lows, highs = [*map(min, lows, left)], [*map(max, highs, left)]
    return list(zip(lows, highs, strict=True))


Levels = tuple[int, ...]
Reads = Callable[[Levels], bool]


def level_ends(first: Reads, second: Reads, both: Reads, levels: int, most: int) -> list[list[Ends]]:
    """The lowest and highest number of each level, and of people, of two rows and their total of `most` at most.

    Every row of whole numbers that reads as the first was told is taken from every one that reads as the total.
    """
    every = [counts for counts in product(range(most + 1), repeat=levels) if sum(counts) <= most]
    firsts, seconds, totals_ = ([row for row in every if reads(row)] for reads in (first, second, both))
    known = set(seconds)
    found = [[(VERY_MANY, 0)] * (levels + 1) for _ in range(3)]
    for one, total in product(firsts, totals_):
        other = tuple(map(sub, total, one))
        if other in known:
            for ends, counts in zip(found, (one, other, total), strict=True):
                numbers = (*counts, sum(counts))
                ends[:] = [(min(low, n), max(high, n)) for (low, high), n in zip(ends, numbers, strict=True)]
    return found


def _either(sets: Iterator[int]) -> int:
    found = 0
    for one in sets:
        found |= one
    return found
