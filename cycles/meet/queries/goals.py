"""What the group agreed on earlier, with today's verdicts."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cycles.meet.models import GoalRevisit, Meeting
from cycles.prepare.queries import counts_in_words, verdicts_before
from teams.models import Expectation, Slo, UipGoal


@dataclass(frozen=True)
class GoalLine:
    """One thing that the group agreed on earlier, with today's verdict where there is one.

    `field` is "goal", "slo" or "expectation": the name that `actions.revisit_goal` takes. `before` says how it was
    judged in the reflections, in counts.
    """

    field: str
    pk: int
    title: str
    detail: str
    verdict: str
    verdict_label: str
    evidence: str
    before: str = ""

    @property
    def key(self) -> str:
        """Its name on a page."""
        return f"{self.field}-{self.pk}"


def goals(meeting: Meeting) -> list[GoalLine]:
    """The school's goals of the year, the team's SLOs and expectations, each with its verdict. At most 6 queries."""
    session, year = meeting.session, meeting.session.cycle.year_id
    school = session.cycle.school
    found: dict[tuple[str, int], GoalRevisit] = {}
    for revisit in GoalRevisit.objects.filter(meeting=meeting):
        for field in ("goal", "slo", "expectation"):
            found[field, getattr(revisit, f"{field}_id")] = revisit
    uip = UipGoal.objects.filter(school=school, year=year, is_archived=False).order_by("pk") if school.uses_uip else []
    slos = Slo.objects.filter(team=session.team_id, year=year).order_by("pk") if school.uses_slo else []
    expected = Expectation.objects.filter(team=session.team_id, year=year).order_by("pk")
    before = {
        key: _("Before the meeting: %(counts)s") % {"counts": counts_in_words(counts)}
        for key, counts in verdicts_before(session).items()
    }
    return [
        *(_goal_line("goal", row.pk, row.title, row.target, found, before) for row in uip),
        *(_goal_line("slo", row.pk, row.objective, row.course, found, before) for row in slos),
        *(_goal_line("expectation", row.pk, row.text, "", found, before) for row in expected),
    ]


def _goal_line(
    field: str,
    pk: int,
    title: str,
    detail: str,
    found: dict[tuple[str, int], GoalRevisit],
    before: dict[tuple[str, int], str],
) -> GoalLine:
    revisit = found.get((field, pk))
    return GoalLine(
        field=field,
        pk=pk,
        title=title,
        detail=detail,
        verdict=revisit.verdict if revisit else "",
        verdict_label=revisit.get_verdict_display() if revisit else "",
        evidence=revisit.evidence if revisit else "",
        before=before.get((field, pk), ""),
    )
