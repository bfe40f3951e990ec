"""Workbooks that CDE and others publish about schools: results, rates and shares, no person behind them.

Every table of this kind has units (a level column, codes, or names alone), perhaps groups (content, grade), one column
that says how many stand behind a row, and figures: a mean scale score with the share that met it, or any columns of
rates and averages. Columns are known by what their headers say, so that next year's workbook is read as well. Signs
such as `- -`, `*`, `< 16` and `N/A` are the publisher's and are kept as the reason. Measures are named after the
column (`chronically_absent`) or the test (`cmas.ela`).
"""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from django.utils.translation import gettext as _, gettext_lazy

from data_imports.reading import values
from data_imports.reading.contract import Dropped, Figure, FileRefused, Given, Problem, Row, RowsRead, Skipped
from data_imports.reading.publishing import Told, words
from data_imports.reading.tables import Record, Span, Table

KEY = "public_figures"
TITLE = gettext_lazy("Published figures about schools")
PERSONAL = re.compile(
    r"student .{0,12}(id|identifier|number|name)\b|sasid|lasid|(first|last|sur|given) ?name|birth|employee|e ?mail"
    r"|^teachers?$|teacher (name|id|number|e ?mail)|timestamp|respon(se|dent) ?id"
)
UNITS = {"school": "school", "district": "district", "lea": "district", "state": "state"}
LEVEL = r"(report(ing)? |aggregation |organization )?level"
DISTRICT = r"(district|organization|org|lea) (code|number|id)"
DISTRICT_NAME = r"(district|organization|org|lea) name"
SCHOOL = r"school (code|number|id)"
NAME = r"school name|school|location|building name"
GROUPS = (
    r"content( area)?|subject|test( name)?",
    r"(test )?grade( level)?|emh( level)?",
    r"(student |demographic |sub ?)?group|subgroup|demographic|gender|race( ethnicity)?|category",
)
YEAR = r"(school )?year"
COUNTED = (
    r".*valid scores|.*number tested|(total )?number (of )?(students|pupils|teachers|educators).*",
    r".*(student|pupil) count|.*membership.*|p?k 12 count|.* base",
    r"total( (number|count|students|pupils|enrollment))?|n( size| count)?|count|enrollment",
)
MEAN, MET = r"(?!20\d\d).*mean (scale |overall )?score.*", r"(% |percent )met or exceeded( expectations)?( 20\d\d)?"
RATE, AVERAGE = re.compile(r".*(%|\bpercent|\brate\b|\bshare\b).*"), re.compile(r".*\b(mean|median|average)\b.*")
NO_FIGURE = re.compile(r".*\b(range|change|deviation|participation)\b.*")
TESTS = ("cmas", "coalt", "psat", "sat", "access")
SUBJECTS = {"english language arts": "ela", "mathematics": "math", "spanish language arts": "sla"}
TOTAL = re.compile(r"state ?wide|(state|grand|district|overall)? ?totals?|all (schools|districts)|.*\bschool district")


class Shown(NamedTuple):
    """One figure of a row: its measure and where people, value, share and the count behind the share stand."""

    measure: str
    year: str
    n: int | None
    value: int | None
    share: int | None
    behind: int | None
    of_whole: float


class Columns(NamedTuple):
    """Where everything stands in one table."""

    level: int | None
    district: int | None
    district_name: int | None
    code: int | None
    name: int | None
    year: int | None
    groups: tuple[int | None, ...]
    n: int | None
    shown: tuple[Shown, ...]
    is_test: bool

    def used(self) -> list[int | None]:
        """The places of which something is kept."""
        own = [self.level, self.district, self.district_name, self.code, self.name, self.year, *self.groups, self.n]
        return own + [place for one in self.shown for place in (one.n, one.value, one.share)]


def places(headers: list[str], pattern: str) -> list[int]:
    """The columns that say this."""
    return [at for at, header in enumerate(headers) if re.fullmatch(pattern, header)]


def find(headers: list[str], pattern: str) -> int | None:
    """The first column that says this."""
    return next(iter(places(headers, pattern)), None)


def columns(table: Table) -> Columns:
    """The columns by what their headers say."""
    headers = [words(header) for header in table.header]
    counts = next((found for pattern in COUNTED if (found := places(headers, pattern))), [])
    mean = find(headers, MEAN)
    is_test = mean is not None and find(headers, GROUPS[0]) is not None
    return Columns(
        level=find(headers, LEVEL),
        district=find(headers, DISTRICT),
        district_name=find(headers, DISTRICT_NAME),
        code=find(headers, SCHOOL),
        name=find(headers, NAME),
        year=find(headers, YEAR),
        groups=tuple(find(headers, pattern) for pattern in GROUPS),
        n=counts[0] if counts else None,
        shown=(tested(table, headers, counts, mean),) if is_test else rates(table, headers, counts),
        is_test=is_test,
    )


def tested(table: Table, headers: list[str], counts: list[int], mean: int | None) -> Shown:
    """A mean score and the share that met it; under a merged header that share's column is named by its year alone."""
    share = find(headers, MET)
    if share is None:
        share = max(places(headers, r"20\d\d"), key=lambda at: headers[at], default=None)
    return Shown("", "", next(iter(counts), None), mean, share, None, whole(table, share))


def rates(table: Table, headers: list[str], counts: list[int]) -> tuple[Shown, ...]:
    """Every column of rates or averages that holds numbers; its people stand in the nearest count before it."""
    found = []
    for at, header in enumerate(headers):
        is_rate = RATE.fullmatch(header) is not None
        if at in counts or NO_FIGURE.fullmatch(header) or not (is_rate or AVERAGE.fullmatch(header)):
            continue
        if any(values.number(record.cells[at]) is not None for record in table.head):
            measure, year = named(header), values.ending_year((re.findall(r"20\d\d", header) or [""])[0])
            behind = next((other for other, its in enumerate(headers) if other != at and counted(its) == measure), None)
            n = max((count for count in counts if count < at), default=next(iter(counts), None))
            value, share = (None, at) if is_rate else (at, None)
            found.append(Shown(measure, year, n, value, share, behind if is_rate else None, whole(table, at)))
    return tuple(found)


def named(header: str) -> str:
    """A measure by the words of its column."""
    return re.sub(r"\s+", "_", re.sub(r"%|\b(percent(age)?|rate|share|20\d\d)\b", " ", header).strip())[:80]


def counted(header: str) -> str:
    """The measure that a column counts."""
    return "" if RATE.fullmatch(header) else named(re.sub(r"\b(count|number|of)\b", " ", header))


def whole(table: Table, place: int | None) -> float:
    """What a full share is in this column: 1 or 100."""
    found = [] if place is None else [values.number(record.cells[place]) for record in table.head]
    return 100 if max((number for number in found if number is not None), default=0) > 1 else 1


def recognise(table: Table) -> float:
    """Units, how many stand behind a row, and figures; nothing about a person."""
    if any(PERSONAL.search(words(header)) for header in table.header):
        return 0.0
    where = columns(table)
    if where.n is None or where.name is None or not where.shown:
        return 0.0
    if where.code is not None and (where.district is not None or where.level is not None):
        return 0.9
    return 0.75 if where.year is not None and len(where.shown) > 1 else 0.0


def read(table: Table, given: Given) -> Iterator[Row]:
    """Every published figure; totals and footnotes are left out, but told."""
    where = columns(table)
    if where.name is None or not where.shown:
        raise FileRefused(_("Published figures need a column of schools and one of rates or mean scores."))
    publication, told = Publication(table, where, given), Told(is_grouped=any(at is not None for at in where.groups))
    for record in table.records:
        told.row(record.cells, where.level, where.n)
        reason = publication.left_out(record)
        if reason:
            told.left_out(text(record, where.name) or text(record, where.district), text(record, where.n))
            yield Skipped(record.line, reason)
            continue
        for figure, count in publication.figures(record):
            if isinstance(figure, Figure):
                told.figure(figure, count)
            yield figure
    yield Dropped(table.unused(where.used()))
    yield RowsRead(told.rows)
    yield from told.facts()


class Publication:
    """One table with what stands above it."""

    def __init__(self, table: Table, where: Columns, given: Given) -> None:
        self.where = where
        above = [" ".join(cells) for cells in banners(table)]
        self.year = next((year for line in [*above, table.sheet] if (year := year_in(line))), given.year)
        titles = words(" ".join([*above, table.sheet])).split()
        self.test = next((test for test in TESTS if test in titles), "test")

    def left_out(self, record: Record) -> str:
        """Why a row is about no school, district or state; "" for one that is."""
        where = self.where
        filled = sum(bool(cell.strip()) for cell in record.cells)
        if filled <= 1 or values.is_footnote(record.cells):
            return _("it is a footnote")
        if where.level is None:
            code = where.district if where.district is not None else where.code
            name = words(text(record, where.name))
            if not re.search(r"\d", text(record, code)) if code is not None else TOTAL.fullmatch(name):
                return _("it is a total")
        return ""

    def figures(self, record: Record) -> Iterator[tuple[Figure | Problem, float | None]]:
        """The figures of one row, each with the count behind its share."""
        where, unit = self.where, self.unit(record)
        if unit is None:
            found, expected = text(record, where.level), _("school, district or state")
            yield Problem(record.line, "Level", found, expected, _("Correct the level.")), None
            return
        name = text(record, where.name if unit == "school" else where.district_name) or text(record, where.name)
        code = text(record, where.code) if unit == "school" else ""
        year = year_in(text(record, where.year)) or self.year
        for one in where.shown:
            measure, group = self.named(record, one)
            n, value, share = (number(record, at) for at in (one.n, one.value, one.share))
            people, part = None if n is None else round(n), None if share is None else round(share / one.of_whole, 6)
            missing = "" if value is not None or share is not None else self.sign(record, one)
            unit_of = (unit, text(record, where.district), code, name)
            figure = Figure(record.line, *unit_of, measure, group, one.year or year, people, value, part, missing)
            yield figure, number(record, one.behind)

    def unit(self, record: Record) -> str | None:
        """School, district or state."""
        if self.where.level is not None:
            return UNITS.get((words(text(record, self.where.level)).split() or [""])[0])
        code, name = text(record, self.where.code), words(text(record, self.where.name))
        return "district" if not code.strip("0") and TOTAL.fullmatch(name) else "school"

    def named(self, record: Record, one: Shown) -> tuple[str, str]:
        """Measure and group; a test's measure has its subject."""
        content, grade, group = (text(record, at) for at in self.where.groups)
        grade = grade.removeprefix(content).strip() or grade
        if known := values.grade(grade):
            grade = f"Grade {known}"
        if not self.where.is_test:
            return one.measure, " ".join(filter(None, (content, grade, group)))[:120]
        subject = SUBJECTS.get(content.lower(), named(words(content)))
        return f"{self.test}.{subject}"[:80], " ".join(filter(None, (grade, group)))[:120]

    def sign(self, record: Record, one: Shown) -> str:
        """The publisher's reason for showing nothing."""
        n = text(record, one.n)
        shown = text(record, one.share) or text(record, one.value)
        return n if n.startswith("<") else shown or n or _("not shown")


def banners(table: Table) -> Iterator[list[str]]:
    """The rows above a table's header, which name the publication."""
    if isinstance(table.records, Span):
        yield from (row.cells for row in takewhile(lambda row: row.line < table.header_line, table.records.rows))


def year_in(line: str) -> str:
    """The first school year in a text; a single year is the one in which the school year ends."""
    return values.school_year(line) or values.ending_year((re.findall(r"\b20\d\d\b", line) or [""])[0])


def text(record: Record, place: int | None) -> str:
    """A cell without its padding; empty where the table has no such column."""
    return "" if place is None else record.cells[place].strip()


def number(record: Record, place: int | None) -> float | None:
    """The number in a cell, if there is one."""
    return None if place is None else values.number(record.cells[place])
