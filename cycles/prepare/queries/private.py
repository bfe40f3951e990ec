"""What only its author sees beside the prompts: own classes, and progress against own objectives."""

from dataclasses import dataclass
from datetime import date

from cycles.plan.models import ReflectionSession
from data_imports import queries as evidence
from teams.models import Person, Slo

# the counts of students at the start, from the most to the least prepared
BASELINE = ("ahead", "prepared", "somewhat", "under", "significantly_under")


@dataclass(frozen=True)
class OwnObjective:
    """One's own SLO: who began where, and what the mid-course check said."""

    pk: int
    course: str
    objective: str
    state: str
    baseline: tuple[tuple[str, int], ...]
    verdict: str
    note: str
    checked_on: date | None
    result: str


@dataclass(frozen=True)
class PrivatePane:
    """`is_held`: a chart of the packet waits for predictions, so that no result is told here before."""

    classes: tuple[evidence.OwnClass, ...]
    objectives: tuple[OwnObjective, ...]
    is_held: bool

    @property
    def is_empty(self) -> bool:
        return not self.classes and not self.objectives and not self.is_held


def private_pane(session: ReflectionSession, person: Person, *, is_held: bool) -> PrivatePane:
    """The author's own, at the session's school and in its year. At most 4 queries."""
    school, year = session.cycle.school, session.cycle.year
    slos = Slo.objects.filter(person=person, school=school, year=year).order_by("pk") if school.uses_slo else ()
    classes = () if is_held else evidence.own_classes(person, school, year.name)
    return PrivatePane(classes, tuple(_objective(slo) for slo in slos), is_held)


def _objective(slo: Slo) -> OwnObjective:
    counts = ((str(slo._meta.get_field(name).verbose_name), getattr(slo, name)) for name in BASELINE)  # type: ignore[union-attr]
    return OwnObjective(
        slo.pk,
        slo.course,
        slo.objective,
        slo.get_state_display(),
        tuple((label, count) for label, count in counts if count),
        slo.get_midcourse_verdict_display() if slo.midcourse_verdict else "",
        slo.midcourse_note,
        slo.midcourse_on,
        slo.result,
    )
