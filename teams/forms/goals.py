"""Goals, the parts of their plan, and SLOs."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _now, gettext_lazy as _

from teams import access
from teams.enums import PartKind, Verdict
from teams.models import (
    Challenge,
    Checkpoint,
    ImplementationBenchmark,
    InterimMeasure,
    Person,
    RootCause,
    School,
    SchoolYear,
    Strategy,
    Team,
    UipGoal,
)

from .page import PageForm, day


class GoalForm(PageForm):
    """A goal. One line is enough."""

    title = forms.CharField(label=_("Goal"), max_length=300, help_text=_("One line is enough."))
    target = forms.CharField(label=_("Target (optional)"), max_length=200, required=False)
    detail = forms.CharField(label=_("More about it (optional)"), required=False, widget=forms.Textarea)
    owner = forms.ModelChoiceField(
        label=_("Who looks after it"), queryset=Person.objects.none(), required=False, empty_label=_("Nobody yet")
    )

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("owner", access.people_of(schools).order_by("name"))


class NewGoalForm(GoalForm):
    button = _("Add this goal")
    school = forms.ModelChoiceField(label=_("School"), queryset=School.objects.none(), empty_label=None)
    year = forms.ModelChoiceField(label=_("School year"), queryset=SchoolYear.objects.none(), empty_label=None)
    field_order = ["title", "target", "detail", "owner", "year", "school"]

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any) -> None:
        schools = access.goal_schools(viewer).order_by("name")
        super().__init__(*args, schools=schools, **kwargs)
        self.choose("school", schools)
        self.choose("year", SchoolYear.objects.order_by("-starts_on"))


# --- the parts of a goal's plan


class _TextForm(PageForm):
    button = _("Add")
    text = forms.CharField(label=_("In one sentence"), max_length=300)

    def __init__(self, *args: Any, goal: UipGoal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goal = goal


class ChallengeForm(_TextForm):
    """A priority performance challenge."""


class CauseForm(_TextForm):
    """A root cause, and which challenges it explains."""

    challenges = forms.ModelMultipleChoiceField(
        label=_("Explains"),
        queryset=Challenge.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the challenge that it explains.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("challenges", self.goal.challenges.order_by("pk"))


class StrategyForm(_TextForm):
    """A major improvement strategy, and which causes it removes."""

    root_causes = forms.ModelMultipleChoiceField(
        label=_("Removes (optional)"),
        queryset=RootCause.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        causes = RootCause.objects.filter(challenges__goals=self.goal).distinct()
        self.choose("root_causes", causes.order_by("pk"))


class MeasureForm(PageForm):
    """Is student performance moving?"""

    button = _("Add")
    metric = forms.CharField(
        label=_("What you measure"), max_length=200, help_text=_("For example: i-Ready math, at or above grade level.")
    )

    def __init__(self, *args: Any, goal: UipGoal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class BenchmarkForm(_TextForm):
    """Are adults doing the step as intended?"""

    strategy = forms.ModelChoiceField(
        label=_("Of which strategy (optional)"),
        queryset=Strategy.objects.none(),
        required=False,
        empty_label=_("None in particular"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("strategy", self.goal.strategies.order_by("pk"))


class CheckpointForm(PageForm):
    """A look at a measure or a benchmark by a day."""

    button = _("Add")
    of = forms.ChoiceField(label=_("A look at"))
    due_on = day(label=_("By"))
    expected = forms.CharField(label=_("What you expect to see"), max_length=200)

    def __init__(self, *args: Any, goal: UipGoal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things: dict[str, InterimMeasure | ImplementationBenchmark] = {
            **{f"measure-{row.pk}": row for row in goal.interim_measures.order_by("pk")},
            **{f"benchmark-{row.pk}": row for row in goal.benchmarks.order_by("pk")},
        }
        self.offer("of", [(key, str(row)) for key, row in self.things.items()])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        key = found.pop("of", None)
        if key:
            found |= {"measure": None, "benchmark": None, key.split("-")[0]: self.things[key]}
        return found


PART_FORMS: dict[PartKind, type[PageForm]] = {
    PartKind.CHALLENGE: ChallengeForm,
    PartKind.CAUSE: CauseForm,
    PartKind.STRATEGY: StrategyForm,
    PartKind.MEASURE: MeasureForm,
    PartKind.BENCHMARK: BenchmarkForm,
    PartKind.CHECKPOINT: CheckpointForm,
}


def part_form(kind: PartKind, *args: Any, **kwargs: Any) -> PageForm:
    """The form that adds one kind of part."""
    return PART_FORMS[kind](*args, **kwargs)


def part_edit_form(kind: PartKind, *args: Any, **kwargs: Any) -> PageForm:
    """The same for a part that is there already."""
    return part_form(kind, *args, button=PageForm.button, **kwargs)


def part_facts(part: Any) -> dict[str, Any]:
    """What the form of one kind of part starts with."""
    names = [name for name in ("text", "metric", "strategy", "due_on", "expected") if hasattr(part, name)]
    facts = {name: getattr(part, name) for name in names}
    if isinstance(part, RootCause):
        facts["challenges"] = list(part.challenges.all())
    if isinstance(part, Strategy):
        facts["root_causes"] = list(part.root_causes.all())
    if isinstance(part, Checkpoint):
        facts["of"] = f"measure-{part.measure_id}" if part.measure_id else f"benchmark-{part.benchmark_id}"
    return facts


class FoundForm(PageForm):
    """What a checkpoint found."""

    found = forms.CharField(label=_("What you found"), max_length=200)
    verdict = forms.ChoiceField(label=_("Where that leaves it"), choices=Verdict)


# --- SLOs


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=999, initial=0)


class SloForm(PageForm):
    """An objective and where its students begin."""

    course = forms.CharField(label=_("Course"), max_length=120)
    objective = forms.CharField(label=_("Objective"), max_length=500, widget=forms.Textarea)
    team = forms.ModelChoiceField(
        label=_("Team (optional)"), queryset=Team.objects.none(), required=False, empty_label=_("No team")
    )
    ahead = _count(_("Students: ahead"))
    prepared = _count(_("Students: prepared"))
    somewhat = _count(_("Students: somewhat prepared"))
    under = _count(_("Students: underprepared"))
    significantly_under = _count(_("Students: significantly underprepared"))

    def __init__(self, *args: Any, person: Person, school: School | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Q(memberships__person=person, memberships__ends_on=None)
        self.choose("team", Team.objects.filter(held, school=school).distinct().order_by("name"))


class NewSloForm(SloForm):
    button = _("Keep this draft")
    person = forms.ModelChoiceField(label=_("Whose"), queryset=Person.objects.none(), empty_label=None)
    year = forms.ModelChoiceField(label=_("School year"), queryset=SchoolYear.objects.none(), empty_label=None)
    field_order = ["person", "year", "course", "objective", "team"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        viewer, school = kwargs["person"], kwargs["school"]
        self.choose("person", access.slo_authors_at(viewer).order_by("name"))
        self.choose("team", Team.objects.filter(school=school, is_active=True).order_by("name"))
        self.choose("year", SchoolYear.objects.order_by("-starts_on"))
        self.initial.setdefault("person", viewer)


class CheckForm(PageForm):
    """The mid-course check."""

    verdict = forms.ChoiceField(label=_("Where it stands"), choices=Verdict)
    note = forms.CharField(label=_("What tells you so"), max_length=500, widget=forms.Textarea)


class ResultForm(PageForm):
    """How it ended."""

    button = _("Close this SLO")
    command_limited = _count(_("Students: limited command"))
    command_moderate = _count(_("Students: moderate command"))
    command_strong = _count(_("Students: strong command"))
    command_distinguished = _count(_("Students: distinguished command"))
    result = forms.CharField(label=_("Result in words"), max_length=80)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and not sum(value for name, value in found.items() if name.startswith("command_")):
            self.add_error("command_limited", _now("Count the students at the end of the course."))
        return found
