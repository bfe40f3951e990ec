"""Goals, objectives and expectations: which are a person's to judge, and how they were judged before a meeting."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from cycles.plan.models import ReflectionSession
from cycles.prepare.enums import Audience
from cycles.prepare.models import GoalVerdict, Reflection
from teams.enums import Verdict
from teams.models import Expectation, Person, Slo, UipGoal

from .kinds import has_begun
from .pool import SMALLEST_GROUP, pooled_for_all

# the names of the columns that say what a verdict is about
SORTS = ("goal", "slo", "expectation")


@dataclass(frozen=True)
class GoalOnPage:
    """One thing to judge, and what its author has said of it so far."""

    sort: str
    pk: int
    title: str
    detail: str
    said: GoalVerdict | None = None

    @property
    def key(self) -> str:
        """Its name on a page."""
        return f"{self.sort}-{self.pk}"

    @property
    def is_judged(self) -> bool:
        return self.said is not None and not self.said.is_empty

    @property
    def verdict_label(self) -> str:
        return verdict_label(self.said.verdict) if self.said else ""


def verdict_label(verdict: str) -> str:
    """A verdict in words; "" for none."""
    return str(Verdict(verdict).label) if verdict else ""


def sort_of(said: GoalVerdict) -> tuple[str, int]:
    """What a verdict is about."""
    return next((sort, pk) for sort in SORTS if (pk := getattr(said, f"{sort}_id")) is not None)


def goals_to_judge(
    session: ReflectionSession, person: Person, said: Iterable[GoalVerdict] = ()
) -> tuple[GoalOnPage, ...]:
    """The school's goals of the year, the person's own SLOs, the team's expectations. At most 3 queries."""
    school, year = session.cycle.school, session.cycle.year_id
    stands = {sort_of(one): one for one in said}
    goals = UipGoal.objects.filter(school=school, year=year, is_archived=False) if school.uses_uip else ()
    slos = Slo.objects.filter(person=person, school=school, year=year) if school.uses_slo else ()
    agreed = Expectation.objects.filter(team=session.team_id, year=year)
    things = [
        *(("goal", one.pk, one.title, one.target) for one in goals),
        *(("slo", one.pk, one.objective, one.course) for one in slos),
        *(("expectation", one.pk, one.text, "") for one in agreed),
    ]
    ordered = sorted(things, key=lambda thing: (SORTS.index(thing[0]), thing[1]))
    return tuple(GoalOnPage(*thing, said=stands.get((thing[0], thing[1]))) for thing in ordered)


# --- what the meeting starts from


def verdicts_before(session: ReflectionSession) -> dict[tuple[str, int], Counter[str]]:
    """How often each verdict was given before the meeting, by what it is about. 2 queries; 7 for the ILT.

    Counted is only what its author gave to the group and handed in before the meeting began. What was given without
    a name counts from the meeting on, where five people besides any one reader handed in the same template, and never
    for a person's own objective, which would name them. The ILT's counts hold what small teams passed on to it about
    the school's goals; an expectation would name the team.
    """
    own = GoalVerdict.objects.filter(
        answer__reflection__session=session,
        answer__reflection__submitted_at__isnull=False,
        answer__reflection__is_late=False,
        answer__audience__in=[Audience.NAMED, Audience.UNNAMED],
    )
    passed_on = Q(answer__audience=Audience.POOLED, answer__reflection__in=pooled_for_all(session), goal__isnull=False)
    verdicts = (own | GoalVerdict.objects.filter(passed_on)).select_related("answer__reflection")
    large = _large_templates(session)
    found: dict[tuple[str, int], Counter[str]] = {}
    for said in verdicts:
        if said.verdict and _may_count(said, large):
            found.setdefault(sort_of(said), Counter())[said.verdict] += 1
    return found


def _may_count(said: GoalVerdict, large: set[int]) -> bool:
    if said.answer.audience in (Audience.NAMED, Audience.POOLED):
        return True
    return said.slo_id is None and said.answer.reflection.template_id in large


def _large_templates(session: ReflectionSession) -> set[int]:
    """Templates that five people besides any one reader handed in on screen, once the meeting has begun."""
    if not has_begun(session):
        return set()
    ready = Reflection.objects.filter(session=session, submitted_at__isnull=False, is_late=False, is_on_paper=False)
    people = Counter(ready.values_list("template_id", flat=True))
    return {template for template, count in people.items() if count > SMALLEST_GROUP}


def counts_in_words(counts: Counter[str]) -> str:
    """ "4 on track, 1 off track", in the order of the verdicts."""
    return ", ".join(f"{counts[one]} {verdict_label(one).lower()}" for one in Verdict.values if counts[one])
