"""What the pages of observations and of survey findings show."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from data_imports.enums import QuestionKind
from data_imports.evidence import survey_chart
from data_imports.models import LeapRating, Packet, PacketVersion, SurveyFinding
from data_imports.queries.evidence.staff import is_told, why_untold
from data_imports.queries.packets import language, told_in
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
    """One survey of one school with its questions, in profile V, as of a frozen packet; else `why` there is nothing."""

    school: School
    title: str
    head: list[str]
    rows: list[list[str | None]]
    as_of: datetime | None = None
    why: str = ""


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
    """Every survey as the school's newest frozen packet of its year tells it; newest school year first. Two queries.

    So all that is here was audited together with everything told before (`privacy.md`, 2.2, rule 7): a file that
    comes in again changes nothing until it is frozen.
    """
    rows = SurveyFinding.objects.filter(school__in=schools, kind=QuestionKind.SCALE).select_related("school")
    surveys: dict[tuple[Any, ...], SurveyFinding] = {}
    for row in rows.order_by("-year", "school__name", "survey", "position"):
        surveys.setdefault((row.school_id, row.year, row.survey), row)
    released = released_surveys(schools)
    return [
        survey_table(row, released.get((row.school_id, row.year)), why_untold(row.title, is_known=bool(row.asked)))
        for row in surveys.values()
    ]


def released_surveys(schools: QuerySet[School]) -> dict[tuple[int, str], tuple[PacketVersion, dict[str, Any]]]:
    """The newest frozen version for each school and year, with what it tells of surveys by chart key. One query."""
    of_school = Packet.objects.filter(team=None, school__in=schools)
    later = PacketVersion.objects.filter(
        packet__team=None,
        packet__school=OuterRef("packet__school"),
        packet__year=OuterRef("packet__year"),
    ).filter(Q(as_of__gt=OuterRef("as_of")) | Q(as_of=OuterRef("as_of"), pk__gt=OuterRef("pk")))
    newest = PacketVersion.objects.filter(~Exists(later), packet__in=of_school).select_related("packet")
    found = {}
    for version in newest:
        drawn = told_in(version.content(), language())["charts"]
        charts = {one["key"]: one for one in drawn if one["key"].startswith("survey-")}
        found[version.packet.school_id, version.packet.year] = (version, charts)
    return found


def survey_table(
    row: SurveyFinding, released: tuple[PacketVersion, dict[str, Any]] | None, why_not: str
) -> SurveyTable:
    """One survey as it was frozen, or why there is nothing of it yet."""
    title = _("%(title)s, %(year)s") % {"title": row.title, "year": row.year}
    version, charts = released or (None, {})
    if (chart := charts.get(survey_chart(row.survey))) is not None and version is not None:
        return SurveyTable(row.school, title, chart["head"], chart["rows"], version.as_of)
    if not is_told(row):
        return SurveyTable(row.school, title, [], [], why=why_not)
    return SurveyTable(
        row.school,
        title,
        [],
        [],
        why=_(
            "It is shown once the school's evidence packet is frozen, if enough have answered: there it is checked "
            "together with all that was told before."
        ),
    )
