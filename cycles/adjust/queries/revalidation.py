"""What a session agreed on, beside what its evidence says now."""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from cycles.adjust.models import Revalidation
from cycles.meet import queries as meet_queries
from cycles.meet.models import Cause, GoalRevisit, Meeting
from cycles.plan import queries as plan_queries
from cycles.plan.models import ReflectionSession
from data_imports.models import PacketVersion
from data_imports.queries import ChangedChart
from teams.models import Person

VERDICT, CAUSE = "verdict", "cause"
WORD = re.compile(r"[^\W\d_]{4,}")
# words that every chart or goal may have
COMMON = frozenset(
    {
        "grade", "grades", "team", "teams", "group", "groups", "window", "growth", "change", "average", "median",
        "students", "student", "level", "levels", "from", "with", "that", "this", "fall", "winter", "spring", "year",
        "school", "more", "than", "percent", "goal", "goals",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """A verdict or a root cause that was agreed, and what was said of it against the newer version, if anything.

    `charts` are those that changed and name the same subject. `form` is a refused one.
    """

    kind: str
    pk: int
    title: str
    verdict: Any
    evidence: str
    charts: tuple[ChangedChart, ...]
    said: Revalidation | None
    form: Any = None

    @property
    def key(self) -> str:
        """Its name on the page."""
        return f"{self.kind}-{self.pk}"

    @property
    def outcome(self) -> str:
        """What is chosen: what was typed, else what was said."""
        return str(self.form.data.get("outcome", "")) if self.form else self.said.outcome if self.said else ""

    @property
    def note(self) -> str:
        """As `outcome`."""
        return str(self.form.data.get("note", "")) if self.form else self.said.note if self.said else ""


@dataclass(frozen=True)
class RevalidationPage:
    """Everything on the page."""

    since: plan_queries.Since
    findings: tuple[Finding, ...]

    @property
    def is_open(self) -> bool:
        """Whether there is a newer version to check against."""
        return self.compared is not None

    @property
    def compared(self) -> tuple[PacketVersion, PacketVersion] | None:
        """The version that the group met over, and the newer one."""
        rested_on = self.since.rested_on
        return None if rested_on is None or self.since.difference is None else (rested_on, self.since.now)

    @cached_property
    def left(self) -> int:
        """How many have not been checked against the newer version."""
        return sum(one.said is None for one in self.findings)


def revalidation(session: ReflectionSession, person: Person, *, refused: Any = None) -> RevalidationPage | None:
    """For who may check it; None before the meeting is over. At most 26 queries, however long."""
    meeting = Meeting.objects.select_related("phase").filter(session=session, closed_at__isnull=False).first()
    if meeting is None or meeting.closed_at is None:
        return None
    meeting.session = session
    since = plan_queries.evidence_since(session, person, met_at=meeting.closed_at)
    charts = since.difference.charts if since.difference else ()
    said = {about(row): row for row in Revalidation.objects.filter(session=session, checked_against=since.now)}
    found = []
    for one in agreed(meeting):
        form = refused if refused is not None and refused.key == one.key else None
        found.append(replace(one, charts=naming(one, charts), said=said.get((one.kind, one.pk)), form=form))
    return RevalidationPage(since, tuple(found))


def about(row: Revalidation) -> tuple[str, int]:
    """Of what it speaks."""
    return (VERDICT, row.verdict_id) if row.verdict_id is not None else (CAUSE, row.cause_id or 0)


def agreed(meeting: Meeting) -> list[Finding]:
    """The verdicts on goals, then the root causes of the chosen topics."""
    keys = {}
    for row in GoalRevisit.objects.filter(meeting=meeting):
        for field in ("goal", "slo", "expectation"):
            keys[field, getattr(row, f"{field}_id")] = row.pk
    lines = [line for line in meet_queries.goals(meeting) if line.verdict]
    verdicts = [
        Finding(VERDICT, keys[line.field, line.pk], line.title, line, line.evidence, (), None) for line in lines
    ]
    causes = Cause.objects.filter(topic__meeting=meeting, topic__is_chosen=True, agreed_at__isnull=False)
    return verdicts + [
        Finding(CAUSE, row.pk, f"{row.topic.title}: {row.text}", None, row.evidence, (), None)
        for row in causes.select_related("topic").order_by("pk")
    ]


def naming(finding: Finding, charts: tuple[ChangedChart, ...]) -> tuple[ChangedChart, ...]:
    """The changed charts that share a telling word with what was agreed."""
    words = telling(f"{finding.title} {finding.evidence}")
    return tuple(chart for chart in charts if words & telling(chart.subject))


def telling(text: str) -> set[str]:
    """The words of a text that name a subject."""
    return set(WORD.findall(text.casefold())) - COMMON


def thing(session: ReflectionSession, kind: str, pk: int) -> GoalRevisit | Cause | None:
    """The verdict or agreed root cause of this session's meeting."""
    if kind == VERDICT:
        return GoalRevisit.objects.filter(meeting__session=session, pk=pk).first()
    agreed_here = Cause.objects.filter(topic__meeting__session=session, agreed_at__isnull=False)
    return agreed_here.filter(topic__is_chosen=True, pk=pk).first()


def checks(session: ReflectionSession) -> tuple[Revalidation, ...]:
    """What was said of the record since, the newest of each verdict and cause, in the record's order. One query."""
    rows = Revalidation.objects.filter(session=session).select_related(
        "verdict__goal", "verdict__slo", "verdict__expectation", "cause__topic", "checked_against", "by"
    )
    newest = {about(row): row for row in rows.order_by("checked_against__version", "pk")}
    return tuple(newest[key] for key in sorted(newest, key=lambda key: (key[0] == CAUSE, key[1])))
