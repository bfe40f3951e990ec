"""How each school's cycle stands, for those who oversee or support them. Agreed things only, never a raw card."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from cycles.adjust.enums import AdjustmentState
from cycles.adjust.models import Advice
from cycles.meet.enums import CauseCategory
from cycles.meet.models import Cause
from cycles.plan.enums import SessionState
from cycles.plan.models import Cycle
from cycles.share import access
from cycles.share.enums import Response, SummaryState
from cycles.share.models import Review, Summary
from teams import access as teams_access
from teams.models import Person

from .letters import SHAPES

SMALLEST_THEME = 2


@dataclass(frozen=True)
class ReviewRow:
    """One summary that was sent to the person."""

    pk: int
    school: str
    title: str
    published_on: date | None
    shape: str
    word: str
    is_waiting: bool


@dataclass(frozen=True)
class SchoolRow:
    """Where one school's latest cycle stands."""

    school: str
    cycle: str
    met: int
    total: int
    undecided: int
    shape: str
    word: str
    review_id: int | None


@dataclass(frozen=True)
class Theme:
    """A kind of root cause and in how many schools it was agreed on; which schools is not told."""

    label: str
    schools: int


@dataclass(frozen=True)
class AdviceRow:
    """Advice asked of the person and not given yet."""

    adjustment_id: int
    school: str
    question: str
    due_on: date | None


@dataclass(frozen=True)
class ReviewsPage:
    """The page across schools: what waits first."""

    reviews: tuple[ReviewRow, ...]
    advice: tuple[AdviceRow, ...]
    schools: tuple[SchoolRow, ...]
    themes: tuple[Theme, ...]

    @property
    def waiting(self) -> int:
        return sum(row.is_waiting for row in self.reviews)


def _latest_cycles(person: Person) -> list[Cycle]:
    """The latest cycle of each overseen school."""
    rows = (
        Cycle.objects.filter(school__in=teams_access.overseen_schools(person).values("pk"))
        .select_related("school", "year", "summary")
        .annotate(
            met=Count("sessions", filter=Q(sessions__state=SessionState.MET), distinct=True),
            total=Count("sessions", filter=~Q(sessions__state=SessionState.CANCELLED), distinct=True),
            undecided=Count(
                "sessions__adjustments",
                filter=Q(sessions__adjustments__state__in=[AdjustmentState.PROPOSED, AdjustmentState.ADVICE]),
                distinct=True,
            ),
        )
        .order_by("school__name", "term__ends_on")
    )
    return list({cycle.school_id: cycle for cycle in rows}.values())


def _school_row(cycle: Cycle, reviews: dict[int, Review]) -> SchoolRow:
    summary: Summary | None = getattr(cycle, "summary", None)
    review = reviews.get(summary.pk) if summary else None
    is_out = summary is not None and summary.state == SummaryState.PUBLISHED
    shape, word = ("quiet", "") if not is_out else ("done", "")
    if review is not None:
        shape, word = SHAPES[Response(review.response)], review.get_response_display()
    counts = {name: getattr(cycle, name) for name in ("met", "total", "undecided")}
    return SchoolRow(
        school=cycle.school.name,
        cycle=f"{cycle.get_kind_display()} {cycle.year.name}",
        shape=shape,
        word=word,
        review_id=review.pk if review else None,
        **counts,
    )


def _themes(cycles: list[Cycle]) -> tuple[Theme, ...]:
    """Kinds of agreed root causes by the number of schools, where at least two schools share one."""
    schools: dict[str, set[int]] = defaultdict(set)
    rows = Cause.objects.filter(
        topic__meeting__session__cycle__in=cycles, topic__is_chosen=True, agreed_at__isnull=False
    ).values_list("category", "topic__meeting__session__cycle__school_id")
    for category, school in rows:
        schools[category].add(school)
    themes = [Theme(str(CauseCategory(category).label), len(found)) for category, found in schools.items()]
    return tuple(
        sorted(
            (theme for theme in themes if theme.schools >= SMALLEST_THEME),
            key=lambda theme: (-theme.schools, theme.label),
        )
    )


def _advice(person: Person) -> tuple[AdviceRow, ...]:
    rows = Advice.objects.filter(
        adviser=person,
        given_at=None,
        adjustment__state__in=[AdjustmentState.PROPOSED, AdjustmentState.ADVICE],
        adjustment__session__cycle__school__in=access.reviewing_schools(person).values("pk"),
    ).select_related("adjustment__session__cycle__school")
    return tuple(
        AdviceRow(row.adjustment_id, row.adjustment.session.cycle.school.name, row.question, row.due_on)
        for row in rows.order_by("due_on", "pk")
    )


def reviews_page(person: Person) -> ReviewsPage:
    """Summaries that wait first, advice asked, how schools stand, what they share. At most 8 queries."""
    reviews = list(access.own_reviews(person).order_by("-summary__published_at", "-pk"))
    reviews.sort(key=lambda review: review.response != Response.WAITING)
    cycles = _latest_cycles(person)
    by_summary = {review.summary_id: review for review in reviews}
    return ReviewsPage(
        reviews=tuple(_review_row(review) for review in reviews),
        advice=_advice(person),
        schools=tuple(_school_row(cycle, by_summary) for cycle in cycles),
        themes=_themes(cycles),
    )


def _published_on(review: Review) -> date | None:
    """The day on the school's calendar."""
    moment = review.summary.published_at
    return moment.astimezone(review.summary.cycle.school.zone).date() if moment else None


def _review_row(review: Review) -> ReviewRow:
    return ReviewRow(
        pk=review.pk,
        school=review.summary.cycle.school.name,
        title=review.summary.title,
        published_on=_published_on(review),
        shape=SHAPES[Response(review.response)],
        word=review.get_response_display(),
        is_waiting=review.response == Response.WAITING,
    )
