"""What the database knows for a packet, in families that are audited together; no word of any language yet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from data_imports.enums import Window
from data_imports.models import Scale, Upload
from data_imports.privacy import Cell, Facts, Family, Kind, Profile
from data_imports.privacy.tables import SEATS, Atom
from data_imports.queries import results
from data_imports.queries.evidence.plans import Aim, aims, objectives
from data_imports.queries.evidence.staff import Asked, asked_questions, leap_family, leap_files, survey_family
from data_imports.queries.results import BUCKETS, Crossing, Moved, Pair, Scope, Valued
from data_imports.reading.values import grade_order
from teams.models import Team

WINDOWS = (Window.FALL, Window.WINTER, Window.SPRING)
FLAGS = ("multilingual", "iep", "low_income")
SGP, ATTENDANCE = ".sgp", "attendance."


class Source(NamedTuple):
    """The files behind a measure, and how many of their results were used and left out."""

    uploads: tuple[int, ...]
    used: int
    dropped: int


@dataclass(frozen=True)
class Gathered:
    """Facts for one scope up to one window; `families` are the closed list of what a packet may tell."""

    scope: Scope
    window: Window
    scales: tuple[Scale, ...]
    families: Mapping[str, Family]
    windows: Mapping[int, tuple[str, ...]]
    sources: Mapping[tuple[int, str], Source]
    uploads: Mapping[int, Upload]
    teams: Mapping[int, str]
    students: int
    aims: tuple[Aim, ...]
    surveys: tuple[Asked, ...]
    untold: tuple[Asked, ...]
    leap_files: tuple[str, ...]


def gather(scope: Scope, window: Window) -> Gathered:
    """Everything that a packet of this scope may tell, up to `window`. At most twelve queries, whatever the rows."""
    upto = WINDOWS[: WINDOWS.index(window) + 1]
    teams = dict(Team.objects.filter(school=scope.school).order_by("name").values_list("pk", "name"))
    scales = results.scales(scope)
    order = sorted(teams)
    rows = results.crossings(scope, upto, order) if scales else []
    windows = {scale.measure_id: present(rows, scale.measure_id, upto) for scale in scales}
    families = [*achievement(scope, scales, rows, order), *other_families(scope, scales, windows, upto, order)]
    families += [family for family in (leap_family(scope), objectives(scope)) if family]
    sources = counted_sources(rows)
    asked = asked_questions(scope)
    surveys = [survey for survey in asked if survey.is_told]
    families += [survey_family(survey) for survey in surveys]
    known = {pk for source in sources.values() for pk in source.uploads}
    return Gathered(
        scope=scope,
        window=window,
        scales=tuple(scales),
        families={family.key: family for family in families},
        windows=windows,
        sources=sources,
        uploads=Upload.objects.only("file_name", "applied_at").in_bulk(known),
        teams=teams if scope.team is None else {},
        students=scope.students().count(),
        aims=tuple(aims(scope, window)),
        surveys=tuple(surveys),
        untold=tuple(survey for survey in asked if not survey.is_told),
        leap_files=leap_files(scope) if scope.team is None else (),
    )


def present(rows: Sequence[Crossing], measure: int, upto: Sequence[str]) -> tuple[str, ...]:
    """The windows in which a measure has results, in order."""
    there = {row.window for row in rows if row.measure == measure and row.is_used}
    return tuple(window for window in upto if window in there)


def counted_sources(rows: Sequence[Crossing]) -> dict[tuple[int, str], Source]:
    """By measure and window: files, results used, results left out (unscored, or sat again later)."""
    files: dict[tuple[int, str], set[int]] = defaultdict(set)
    used: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        key = row.measure, row.window
        used[key][not row.is_used] += row.n
        if row.upload is not None:
            files[key].add(row.upload)
    return {key: Source(tuple(sorted(files[key])), *counts) for key, counts in used.items()}


def achievement(
    scope: Scope, scales: Sequence[Scale], rows: Sequence[Crossing], teams: Sequence[int]
) -> Iterator[Family]:
    """One family a measure with levels and window: the same students by grade, by team and by group."""
    by_window: dict[tuple[int, str], list[Crossing]] = defaultdict(list)
    for row in rows:
        if row.is_used and row.level is not None:
            by_window[row.measure, row.window].append(row)
    for scale in scales:
        if scale.levels and not scale.measure.key.endswith(SGP):
            for window in WINDOWS:
                kept = [
                    row for row in by_window[scale.measure_id, window] if 1 <= (row.level or 0) <= len(scale.levels)
                ]
                if kept:
                    yield level_family(f"levels.{scale.measure.key}.{window}", scale, kept, teams, scope)


def level_family(key: str, scale: Scale, rows: Sequence[Crossing], teams: Sequence[int], scope: Scope) -> Family:
    """Students by level in the finest crossing; grades and all of them tell every level where they may."""
    counted: dict[Atom, list[int]] = defaultdict(lambda: [0] * len(scale.levels))
    for row in rows:
        counted[atom_of(row, teams)][(row.level or 1) - 1] += row.n
    atoms = {atom: Facts(tuple(counts)) for atom, counts in sorted(counted.items())}
    shown_teams = teams if scope.team is None else ()
    shown = tuple(
        cell._replace(tells_levels=cell.is_total or cell.key.startswith("grade:")) for cell in cells(atoms, shown_teams)
    )
    return Family(key, Kind.SHARES, atoms, shown, met_from=scale.met_from, teams=seated(atoms))


def atom_of(row: Crossing, teams: Sequence[int]) -> Atom:
    """Grade, teams, and the three groups: yes, or not said to be."""
    groups = ("yes" if row.flags >> at & 1 else "no" for at in range(len(FLAGS)))
    return (row.grade, seats(row.teams, teams), *groups)


def seats(bits: int, teams: Sequence[int]) -> str:
    """A student's teams."""
    return "+".join(str(pk) for at, pk in enumerate(teams) if bits >> at & 1)


def seated(atoms: Iterable[Atom]) -> tuple[str, ...]:
    """The teams whose students are there."""
    return tuple(sorted({team for atom in atoms for team in atom[SEATS].split("+")} - {""}))


def cells(atoms: Mapping[Atom, Facts], teams: Sequence[int]) -> Iterator[Cell]:
    """The cells of all tables over the same students. Groups come with their complement, or not at all."""
    for grade in sorted({atom[0] for atom in atoms}, key=grade_order):
        yield Cell(f"grade:{grade}", frozenset(atom for atom in atoms if atom[0] == grade))
    for pk in teams:
        if members := frozenset(atom for atom in atoms if str(pk) in atom[1].split("+")):
            yield Cell(f"team:{pk}", members)
    for place, name in enumerate(FLAGS, start=2):
        inside = frozenset(atom for atom in atoms if atom[place] == "yes")
        if inside and len(inside) < len(atoms):
            yield Cell(f"group:{name}", inside, pair=name)
            yield Cell(f"group:{name}:not", frozenset(atoms) - inside, pair=name)
    yield Cell("all", frozenset(atoms), is_total=True)


def other_families(
    scope: Scope,
    scales: Sequence[Scale],
    windows: Mapping[int, tuple[str, ...]],
    upto: Sequence[str],
    teams: Sequence[int],
) -> Iterator[Family]:
    """Change between windows, median growth, attendance."""
    growth = [scale for scale in scales if scale.measure.key.endswith(SGP)]
    attended = [scale for scale in scales if scale.measure.key.startswith(ATTENDANCE)]
    compared = [scale for scale in scales if scale not in growth and scale not in attended]
    pairs = {
        scale.measure_id: Pair(scale.measure_id, windows[scale.measure_id][0], windows[scale.measure_id][-1])
        for scale in compared
        if len(windows[scale.measure_id]) > 1
    }
    moves = results.moved(scope, list(pairs.values()), teams)
    for scale in compared:
        if mine := [row for row in moves if row.measure == scale.measure_id]:
            yield change_family(scale, pairs[scale.measure_id], mine, teams)
    histogram = results.valued(scope, [scale.measure_id for scale in growth], upto, teams, by_value=True)
    sums = results.valued(scope, [scale.measure_id for scale in attended], upto, teams, by_value=False)
    for window in upto:
        for scale in growth:
            if found := [row for row in histogram if (row.measure, row.window) == (scale.measure_id, window)]:
                yield median_family(scale, window, found, teams)
        for scale in attended:
            if found := [row for row in sums if (row.measure, row.window) == (scale.measure_id, window)]:
                yield mean_family(scale, window, found, teams)


def by_grade(atoms: Mapping[Atom, Facts]) -> tuple[Cell, ...]:
    """A cell a grade, and all."""
    grades = sorted({atom[0] for atom in atoms}, key=grade_order)
    lines = [Cell(f"grade:{grade}", frozenset(atom for atom in atoms if atom[0] == grade)) for grade in grades]
    return (*lines, Cell("all", frozenset(atoms), is_total=True))


def change_family(scale: Scale, pair: Pair, rows: Sequence[Moved], teams: Sequence[int]) -> Family:
    """Sums at two windows by grade, matched students; counted by team too, so that a team's own table fits in."""
    atoms: dict[Atom, Facts] = {}
    marks = [0.0] * BUCKETS
    for row in rows:
        atom = row.grade, seats(row.teams, teams)
        old = atoms.get(atom, Facts((0,), (0.0, 0.0)))
        sums = (old.sums[0] + row.before, old.sums[1] + row.after)
        atoms[atom] = Facts((old.n + row.n,), sums)
        marks[row.bucket] += row.n + row.before + 3 * row.after
    spans = (span(scale, atoms, 0), span(scale, atoms, 1))
    key = f"change.{scale.measure.key}.{pair.before}.{pair.after}"
    return Family(key, Kind.MEANS, atoms, by_grade(atoms), spans=spans, marks=tuple(marks), teams=seated(atoms))


def mean_family(scale: Scale, window: str, rows: Sequence[Valued], teams: Sequence[int]) -> Family:
    """Sums in one window by grade, counted by team too."""
    atoms: dict[Atom, Facts] = {}
    marks = [0.0] * BUCKETS
    for row in rows:
        atom = row.grade, seats(row.teams, teams)
        old = atoms.get(atom, Facts((0,), (0.0,)))
        atoms[atom] = Facts((old.n + row.n,), (old.sums[0] + row.total,))
        marks[int(row.place)] += row.n + row.total
    spans = (span(scale, atoms, 0),)
    key = f"mean.{scale.measure.key}.{window}"
    return Family(key, Kind.MEANS, atoms, by_grade(atoms), spans=spans, marks=tuple(marks), teams=seated(atoms))


def span(scale: Scale, atoms: Mapping[Atom, Facts], place: int) -> tuple[float, float]:
    """The scale's range, widened where a file holds values beyond it."""
    means = [facts.sums[place] / facts.n for facts in atoms.values()]
    return min(scale.lowest, *means), max(scale.highest, *means)


def median_family(scale: Scale, window: str, rows: Sequence[Valued], teams: Sequence[int]) -> Family:
    """Medians of students' growth percentiles by grade; that of all is over students, never over medians."""
    values: dict[str, dict[float, int]] = defaultdict(lambda: defaultdict(int))
    counted: dict[Atom, int] = defaultdict(int)
    for row in rows:
        counted[row.grade, seats(row.teams, teams)] += row.n
        values[f"grade:{row.grade}"][row.place] += row.n
        values["all"][row.place] += row.n
    atoms: dict[Atom, Facts] = {atom: Facts((n,)) for atom, n in sorted(counted.items())}
    medians = {key: results.median(found) for key, found in values.items()}
    spread = tuple(float(values["all"].get(value, 0)) for value in range(100))
    key = f"median.{scale.measure.key}.{window}"
    return Family(key, Kind.MEDIANS, atoms, by_grade(atoms), medians=medians, marks=spread, teams=seated(atoms))


def of_profile(gathered: Gathered, profile: Profile) -> list[Family]:
    """The families that a profile's readers may be told of: nobody from outside reads LEAP or teachers' objectives."""
    closed = {"leap", "objectives"} if profile is Profile.OUTSIDE else set()
    return [family for key, family in gathered.families.items() if key not in closed]
