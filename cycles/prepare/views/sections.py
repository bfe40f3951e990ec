"""What a page of prompts draws beside each prompt's own form: the goals to judge, with a form each."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cycles.prepare import queries
from cycles.prepare.models import GoalVerdict
from cycles.prepare.verdict_forms import VerdictForm
from teams.models import School
from teams.templatetags.school_time import school_clock


@dataclass(frozen=True)
class GoalSection:
    """One goal of the page with its form; `newer` is what another window saved meanwhile."""

    goal: queries.GoalOnPage
    form: VerdictForm
    saved: str
    newer: GoalVerdict | None = None

    @property
    def newer_words(self) -> tuple[str, ...]:
        """The other window's version, verdict and evidence."""
        if self.newer is None:
            return ()
        said = (queries.verdict_label(self.newer.verdict), self.newer.evidence)
        return tuple(words for words in said if words)


Replaced = Mapping[str, tuple[VerdictForm, GoalVerdict | None]]


def goal_sections(on_page: queries.PromptOnPage, school: School, replaced: Replaced) -> list[GoalSection]:
    """The goals of a prompt, each with its form; `replaced` are refused ones, by the goal's key."""
    sections = []
    for goal in on_page.goals:
        form, newer = replaced.get(goal.key, (VerdictForm(goal=goal), None))
        saved = _("Saved %(clock)s") % {"clock": school_clock(goal.said.saved_at, school)} if goal.said else ""
        sections.append(GoalSection(goal, form, saved, newer))
    return sections
