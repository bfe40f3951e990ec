"""What adults were observed to do, and what people answered: LEAP by indicator, survey questions."""

from collections import Counter, defaultdict
from typing import NamedTuple

from django.db.models import Count, Sum
from django.db.models.functions import Left
from django.utils.translation import gettext as _

from data_imports import privacy
from data_imports.enums import QuestionKind, Respondents, Window
from data_imports.formats.leap_observations import INDICATORS
from data_imports.models import LeapMean, LeapRating, SurveyFinding
from data_imports.privacy import Cell, Facts, Family, Kind, Profile, one_line
from data_imports.privacy.tables import Atom
from data_imports.queries.results import Scope
from data_imports.reading.answers import scale_of

LEAP_SCALE = (1.0, 7.0)
SURVEY = "survey."
USUAL_STEPS = 5
FEWEST_STUDENTS = 16
BUCKETS = 251  # of people, by the first two digits of their hash


class Asked(NamedTuple):
    """One survey with its questions on a scale."""

    key: str
    title: str
    files: tuple[str, ...]
    rows: tuple[SurveyFinding, ...]

    @property
    def is_told(self) -> bool:
        """Whether anything of it may be told; `why_untold` says why not."""
        return all(is_told(row) for row in self.rows)

    def why_untold(self) -> str:
        """In a sentence."""
        return why_untold(self.title, is_known=all(row.asked for row in self.rows))


def is_told(row: SurveyFinding) -> bool:
    """Of a survey of staff only where more than half of those asked have answered, which must be known."""
    return row.respondents != Respondents.STAFF or row.responses * 2 > row.asked > 0


def why_untold(title: str, *, is_known: bool) -> str:
    """Why a survey of staff is not told, and what to do."""
    if is_known:
        return _("“%(survey)s” is not shown: of a survey of staff more than half must have answered.") % {
            "survey": title
        }
    return _(
        "“%(survey)s” is not shown: of a survey of staff more than half must have answered, and nobody has said how "
        "many were asked. Upload it again and fill in “How many were asked”."
    ) % {"survey": title}


def answered_share(row: SurveyFinding) -> str:
    """About how many of the students or families who were asked have answered: to ten per cent, from 16 on."""
    if row.respondents == Respondents.STAFF or row.asked < FEWEST_STUDENTS or row.responses > row.asked:
        return ""
    return f"{round(row.responses / row.asked, 1):.0%}"


def leap_family(scope: Scope) -> Family | None:
    """Ratings by indicator over the school's observed teachers; never of a team. At most two queries."""
    if scope.team is not None or not scope.school.uses_leap:
        return None
    ratings = LeapRating.objects.filter(school=scope.school, year=scope.year, indicator__in=INDICATORS)
    rows = ratings.values_list("indicator", Left("staff_hash", 2)).annotate(
        people=Count("staff_hash", distinct=True), scores=Count("pk"), total=Sum("score")
    )
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    marks = [0.0] * BUCKETS
    for indicator, start, *counts in rows:
        found[indicator] = [a + b for a, b in zip(found[indicator], counts, strict=True)]
        marks[int.from_bytes(start.encode()) % BUCKETS] += (INDICATORS.index(indicator) + 1) * (
            counts[1] + 3 * counts[2]
        )
    if not found:
        return typed_family(scope)
    # a mean over scores, for as many people as gave them
    lines = {name: Facts((n,), (n * total / scores,)) for name, (n, scores, total) in found.items()}
    lines = {indicator: lines[indicator] for indicator in INDICATORS if indicator in lines}
    more = {"spans": (LEAP_SCALE,), "profile": Profile.LEAP, "marks": tuple(marks)}
    return one_line("leap", lines, "", Kind.MEANS, **more)


def typed_family(scope: Scope) -> Family | None:
    """The latest means that a school without an export typed in. One query."""
    rows = LeapMean.objects.filter(school=scope.school, year=scope.year, indicator__in=INDICATORS)
    by_window: dict[str, dict[str, Facts]] = defaultdict(dict)
    for row in rows:
        by_window[row.window][row.indicator] = Facts((row.n,), (row.n * row.mean,))
    latest = next((by_window[window] for window in reversed(Window.values) if window in by_window), None)
    if latest is None:
        return None
    lines = {indicator: latest[indicator] for indicator in INDICATORS if indicator in latest}
    more = {"spans": (LEAP_SCALE,), "profile": Profile.LEAP, "marks": (0.0,) * BUCKETS}
    return one_line("leap", lines, "", Kind.MEANS, **more)


def leap_files(scope: Scope) -> tuple[str, ...]:
    """The files that brought LEAP ratings, else who typed means in. One query, two where there is no file."""
    ratings = LeapRating.objects.filter(school=scope.school, year=scope.year, upload__isnull=False)
    names = ratings.values_list("upload__file_name", flat=True).distinct().order_by("upload__file_name")
    files = tuple(name for name in names if name)
    return files or typed_by(scope)


def typed_by(scope: Scope) -> tuple[str, ...]:
    """Who typed means in. One query."""
    rows = LeapMean.objects.filter(school=scope.school, year=scope.year, by__isnull=False)
    names = rows.values_list("by__name", flat=True).distinct().order_by("by__name")
    return tuple(_("typed in by %(name)s") % {"name": name} for name in names)


def asked_questions(scope: Scope) -> list[Asked]:
    """Every survey with its questions on a scale. One query."""
    rows = SurveyFinding.objects.filter(school=scope.school, year=scope.year, kind=QuestionKind.SCALE)
    surveys: dict[str, list[SurveyFinding]] = {}
    for row in rows.select_related("upload").order_by("survey", "position", "window"):
        surveys.setdefault(row.survey, []).append(row)
    return [
        Asked(key, found[0].title, tuple(sorted({row.upload.file_name for row in found if row.upload})), tuple(found))
        for key, found in surveys.items()
    ]


def survey_family(asked: Asked) -> Family:
    """One survey: the same respondents, question by question. Any change of a mean is marked."""
    atoms: dict[Atom, Facts] = {}
    means, mark = {}, 0.0
    for row in asked.rows:
        favourable = row.favourable or 0
        atoms[(place(row),)] = Facts((row.answered - favourable, favourable))
        mark += (row.position + 1) * (row.mean or 0.0) * row.answered
        if told_mean(row) != privacy.HIDDEN:
            means[place(row)] = row.mean or 0.0
    cells = tuple(Cell(name, frozenset({(name,)})) for (name,) in atoms)
    return Family(SURVEY + asked.key, Kind.ANSWERS, atoms, cells, profile=Profile.SURVEY, medians=means, marks=(mark,))


def place(row: SurveyFinding) -> str:
    """A question's cell."""
    return f"{row.window}:{row.position}"


def told_mean(row: SurveyFinding) -> str:
    """A question's mean as far as it may be told beside its favourable band."""
    steps = scale_of(Counter({str(answer): int(count) for answer, count in row.counts}))
    top = max(steps.values()) if steps else USUAL_STEPS
    return privacy.survey_mean(row.mean, row.answered, row.favourable, top)
