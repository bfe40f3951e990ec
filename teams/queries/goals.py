"""Goals with the plan around them, and SLOs."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch

from teams import access
from teams.enums import SloState, Verdict
from teams.models import (
    Challenge,
    Checkpoint,
    ImplementationBenchmark,
    InterimMeasure,
    Person,
    RootCause,
    Slo,
    Strategy,
    UipGoal,
)

CHIPS = {
    SloState.DRAFT: "quiet",
    SloState.SUBMITTED: "waiting",
    SloState.APPROVED: "active",
    SloState.CLOSED: "done",
}
VERDICT_CHIPS = {
    Verdict.ON_TRACK: "done",
    Verdict.PARTLY: "active",
    Verdict.OFF_TRACK: "waiting",
    Verdict.TOO_EARLY: "quiet",
}


@dataclass(frozen=True)
class GoalRow:
    pk: int
    title: str
    target: str
    school: str
    year: str
    owner: str
    parts: int
    is_archived: bool


@dataclass(frozen=True)
class SloRow:
    pk: int
    course: str
    objective: str
    person: str
    school: str
    year: str
    state: str
    chip: str
    may_approve: bool


@dataclass(frozen=True)
class GoalsPage:
    """The goals and SLOs that one may read; several schools are named, one is not."""

    goals: list[GoalRow]
    archived: list[GoalRow]
    slos: list[SloRow]
    names_school: bool
    may_add_goal: bool
    may_write_slo: bool
    uses_uip: bool
    uses_slo: bool


def goals_page(viewer: Person) -> GoalsPage:
    """At most 30 queries, however many goals and SLOs there are."""
    goals = access.readable_goals(viewer).select_related("school", "year", "owner")
    goals = goals.annotate(n_parts=Count("challenges", distinct=True) + Count("strategies", distinct=True))
    rows = [
        GoalRow(
            g.pk,
            g.title,
            g.target,
            g.school.name,
            g.year.name,
            g.owner.name if g.owner else "",
            g.n_parts,
            g.is_archived,
        )
        for g in goals.order_by("school__name", "-year__starts_on", "pk")
    ]
    slos = _slo_rows(viewer)
    schools = list(access.known_schools(viewer)[:2])
    return GoalsPage(
        goals=[row for row in rows if not row.is_archived],
        archived=[row for row in rows if row.is_archived],
        slos=slos,
        names_school=len(schools) > 1,
        may_add_goal=access.goal_schools(viewer).exists(),
        may_write_slo=access.slo_authors_at(viewer).exists(),
        uses_uip=len(schools) != 1 or schools[0].uses_uip,
        uses_slo=len(schools) != 1 or schools[0].uses_slo,
    )


def _slo_rows(viewer: Person) -> list[SloRow]:
    approvable = set(
        access.approvable_slos(viewer).filter(state=SloState.SUBMITTED).values_list("pk", flat=True),
    )
    slos = access.readable_slos(viewer).select_related("person", "school", "year")
    return [
        SloRow(
            s.pk,
            s.course,
            s.objective,
            s.person.name,
            s.school.name,
            s.year.name,
            s.get_state_display(),
            CHIPS[SloState(s.state)],
            s.pk in approvable,
        )
        for s in slos.order_by("school__name", "person__name", "pk").distinct()
    ]


# --- one goal


@dataclass(frozen=True)
class CheckpointRow:
    pk: int
    due_on: date
    expected: str
    found: str
    verdict: str
    chip: str


@dataclass(frozen=True)
class PartRow:
    """One part of the plan: its text, what it answers, its checkpoints."""

    pk: int
    text: str
    answers: list[str]
    checkpoints: list[CheckpointRow]


@dataclass(frozen=True)
class Link:
    """One step of the chain as a picture: a kind and its texts."""

    kind: str
    texts: list[str]


@dataclass(frozen=True)
class GoalPage:
    """One goal and its plan: challenges, their causes, strategies that remove them, measures and benchmarks."""

    goal: UipGoal
    challenges: list[PartRow]
    causes: list[PartRow]
    strategies: list[PartRow]
    measures: list[PartRow]
    benchmarks: list[PartRow]
    may_edit: bool

    @property
    def has_plan(self) -> bool:
        """Whether anything stands around the goal."""
        return bool(self.challenges or self.causes or self.strategies or self.measures or self.benchmarks)


def _checks(part: InterimMeasure | ImplementationBenchmark) -> list[CheckpointRow]:
    return [
        CheckpointRow(
            c.pk,
            c.due_on,
            c.expected,
            c.found,
            c.get_verdict_display() if c.verdict else "",
            VERDICT_CHIPS[Verdict(c.verdict)] if c.verdict else "quiet",
        )
        for c in part.checkpoints.all()
    ]


def goal_page(viewer: Person, goal: UipGoal) -> GoalPage:
    """At most 16 queries, however large the plan is."""
    checks = Prefetch("checkpoints", Checkpoint.objects.order_by("due_on"))
    challenges = Challenge.objects.filter(goals=goal).order_by("pk")
    causes = RootCause.objects.filter(challenges__goals=goal).distinct().order_by("pk").prefetch_related("challenges")
    strategies = Strategy.objects.filter(goals=goal).order_by("pk").prefetch_related("root_causes")
    measures = InterimMeasure.objects.filter(goal=goal).order_by("pk").prefetch_related(checks)
    benchmarks = (
        ImplementationBenchmark.objects.filter(goal=goal)
        .order_by("pk")
        .select_related("strategy")
        .prefetch_related(checks)
    )
    return GoalPage(
        goal,
        [PartRow(c.pk, c.text, [], []) for c in challenges],
        [PartRow(c.pk, c.text, [x.text for x in c.challenges.all()], []) for c in causes],
        [PartRow(s.pk, s.text, [x.text for x in s.root_causes.all()], []) for s in strategies],
        [PartRow(m.pk, m.metric, [], _checks(m)) for m in measures],
        [PartRow(b.pk, b.text, [b.strategy.text] if b.strategy else [], _checks(b)) for b in benchmarks],
        access.editable_goals(viewer).filter(pk=goal.pk).exists(),
    )


# --- one SLO


@dataclass(frozen=True)
class SloPage:
    """One SLO. Counts of students are None for those who are not close to it."""

    slo: Slo
    chip: str
    verdict_chip: str
    baseline: list[tuple[str, int]] | None
    command: list[tuple[str, int]] | None
    is_own: bool
    may_edit: bool
    may_submit: bool
    may_approve: bool
    may_check: bool


BASELINE = ("ahead", "prepared", "somewhat", "under", "significantly_under")
COMMAND = ("command_limited", "command_moderate", "command_strong", "command_distinguished")


def _counts(slo: Slo, names: tuple[str, ...]) -> list[tuple[str, int]]:
    return [(str(Slo._meta.get_field(name).verbose_name).capitalize(), getattr(slo, name)) for name in names]  # type: ignore[union-attr]


def slo_page(viewer: Person, slo: Slo) -> SloPage:
    """At most 14 queries."""
    counted = access.counted_slos(viewer).filter(pk=slo.pk).exists()
    may_write = access.editable_slos(viewer).filter(pk=slo.pk).exists()
    may_approve = access.approvable_slos(viewer).filter(pk=slo.pk).exists()
    state, is_own = SloState(slo.state), slo.person_id == viewer.pk
    closed = state == SloState.CLOSED
    return SloPage(
        slo,
        CHIPS[state],
        VERDICT_CHIPS[Verdict(slo.midcourse_verdict)] if slo.midcourse_verdict else "quiet",
        _counts(slo, BASELINE) if counted else None,
        _counts(slo, COMMAND) if counted and closed else None,
        is_own,
        may_write and state == SloState.DRAFT,
        is_own and state == SloState.DRAFT,
        may_approve and state == SloState.SUBMITTED,
        may_write and state == SloState.APPROVED,
    )
