"""What the pages of observations and of survey findings show."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from data_imports import privacy
from data_imports.models import LeapRating, SurveyFinding
from data_imports.queries.evidence import shares
from teams.models import Person, School


@dataclass(frozen=True)
class LeapLine:
    """One observation with its indicators."""

    observed_on: date
    kind: str
    scores: list[tuple[str, int]]


@dataclass(frozen=True)
class LeapPage:
    """One person's observations, the latest first."""

    person: Person
    is_on: bool
    observations: list[LeapLine]
    count: int


@dataclass(frozen=True)
class SurveyTable:
    """One survey of one school with its questions, in profile V."""

    school: School
    title: str
    head: list[str]
    rows: list[list[str | None]]


def leap_page(person: Person, school: School | None, *, is_on: bool) -> LeapPage:
    """A person's published observations; nothing where individual rows are off. One query."""
    if not is_on or school is None:
        return LeapPage(person, is_on, [], 0)
    rows = list(
        LeapRating.objects.filter(person=person, school=school).order_by("-observed_on", "observation_hash", "pk")
    )
    grouped: dict[tuple[date, str, str], list[tuple[str, int]]] = defaultdict(list)
    for row in rows:
        grouped[row.observed_on, row.observation_hash, row.kind].append((row.indicator, row.score))
    lines = [LeapLine(on, kind, scores) for (on, _hash, kind), scores in grouped.items()]
    return LeapPage(person, is_on, lines, len(rows))


def survey_page(schools: QuerySet[School]) -> list[SurveyTable]:
    """Every survey's questions on a scale, in bands; newest school year first. One query."""
    rows = SurveyFinding.objects.filter(school__in=schools).select_related("school", "upload")
    surveys: dict[tuple[Any, ...], list[SurveyFinding]] = defaultdict(list)
    for row in rows.order_by("-year", "school__name", "survey", "position")[:2_000]:
        surveys[row.school_id, row.year, row.window, row.survey].append(row)
    return [survey_table(found) for found in surveys.values()]


def survey_table(found: list[SurveyFinding]) -> SurveyTable:
    """One survey as a table; None is a hidden cell, a dash where the figure has no meaning."""
    head = [_("Question"), _("Favorable"), _("Mean")]
    table: list[list[str | None]] = []
    told = shares("", found).questions
    for row, question in zip(found, told, strict=True):
        favourable = question.favourable.text if row.favourable is not None else "–"  # noqa: RUF001
        mean = question.mean if row.mean is not None else "–"  # noqa: RUF001
        table.append([question.question, hidden(favourable), hidden(mean)])
    title = _("%(title)s, %(year)s") % {"title": found[0].title, "year": found[0].year}
    return SurveyTable(found[0].school, title, head, table)


def hidden(text: str) -> str | None:
    """None for the symbol: the table component writes it with its words."""
    return None if text == privacy.HIDDEN else text
