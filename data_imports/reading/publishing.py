"""What a published table says of itself, added up row by row."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from data_imports.reading import values
from data_imports.reading.contract import Fact, Figure
from data_imports.reading.summary import Sum

SIGN = re.compile(r"\*+|-+( -+)*|n/?a\*?|[<≤] ?\d+", re.IGNORECASE)


def words(header: str) -> str:
    """A header's words in lower case; `#` is a number, and notes such as `**` and `(Percent)` lose their signs."""
    spelled = header.replace("#", " number ").replace("\u00a0", " ").replace("%", " % ").lower()
    return re.sub(r"\s+", " ", re.sub(r"[^0-9a-z%]+", " ", spelled)).strip()


class Told:
    """Rows, levels, hidden cells, totals and means of one table.

    Sums over schools are told only where each school stands once: a table by grade or group counts people twice.
    """

    def __init__(self, *, is_grouped: bool) -> None:
        self.is_grouped = is_grouped
        self.rows = self.hidden_cells = self.hidden_rows = self.small = 0
        self.levels: Counter[str] = Counter()
        self.total_rows = 0
        self.totals: dict[str, int] = {}
        self.valued: set[int] = set()
        self.counted: dict[int, int] = {}
        self.shares: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        self.districts: defaultdict[str, dict[str, Any]] = defaultdict(lambda: {"rows": 0, "n": 0, "shares": {}})
        self.own: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        self.last = 0

    def row(self, cells: list[str], level: int | None, n: int | None) -> None:
        """Note a row as it stands in the file."""
        self.rows += 1
        hidden = sum(SIGN.fullmatch(cell.strip()) is not None for cell in cells)
        self.hidden_cells += hidden
        self.hidden_rows += bool(hidden)
        if level is not None and cells[level].strip():
            self.levels[cells[level].strip()] += 1
        if n is not None and cells[n].strip().startswith("<"):
            self.small += 1

    def left_out(self, name: str, n: str) -> None:
        """Note a total; a footnote counts nothing."""
        if (number := values.number(n)) is not None:
            self.total_rows += 1
            self.totals[name] = round(number)

    def figure(self, row: Figure, count: float | None) -> None:
        """Note a figure; `count` is how many its share counts, where the file says so."""
        if row.value is not None:
            self.valued.add(row.line)
        if row.unit == "district" and row.group.startswith("All") and row.n is not None:
            self.own[row.district][f"{row.measure} {row.group}"] = {"n": row.n, "value": row.value, "share": row.share}
        if row.unit != "school" or self.is_grouped:
            return
        self._school(row)
        if row.share is not None and row.n:
            behind = self.shares[row.measure]
            behind[0] += row.share * row.n if count is None else count
            behind[1] += row.n

    def _school(self, row: Figure) -> None:
        """Note a school once for its district, and each of its shares."""
        district = self.districts[row.district]
        if row.line != self.last:
            self.last = row.line
            self.counted[row.line] = row.n or 0
            district["rows"] += 1
            district["n"] += row.n or 0
        if row.share is not None:
            district["shares"].setdefault(row.measure, Sum()).take(row.share)

    def facts(self) -> Iterator[Fact]:
        """Everything that may be compared with the publisher's own figures."""
        if self.levels:
            yield Fact("levels", dict(self.levels))
        yield Fact("suppressed_cells", self.hidden_cells)
        yield Fact("suppressed_rows", self.hidden_rows)
        yield Fact("small_counts", self.small)
        yield Fact("rows_with_value", len(self.valued))
        yield Fact("total_rows", self.total_rows)
        yield Fact("rows_without_totals", self.rows - self.total_rows)
        yield Fact("totals", self.totals)
        yield Fact("district_figures", dict(self.own))
        if self.counted:
            yield Fact("n_total", sum(self.counted.values()))
            yield Fact("weighted_shares", {name: part / n for name, (part, n) in self.shares.items()})
            yield Fact("districts", {code: told(found) for code, found in self.districts.items() if code})


def told(district: dict[str, Any]) -> dict[str, Any]:
    """A district's schools: how many rows, how many people, and the mean over its schools of each share."""
    means = {name: found.measured().mean for name, found in district["shares"].items()}
    return {"rows": district["rows"], "n": district["n"], "mean_shares": means}
