"""What people type about steps, adjustments, advice and earlier commitments. Choices are narrowed; nothing is saved."""

from datetime import date, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cycles.meet.forms import WORDS, RoomForm
from cycles.meet.models import Cause, Topic
from cycles.plan.models import Invitation, ReflectionSession
from teams.models import ImplementationBenchmark, InterimMeasure, Membership, Person, UipGoal

from . import access
from .enums import AdjustmentState, Became, CommitmentKind, Outcome, Scope, StepState
from .models import Adjustment

LINES = forms.Textarea(attrs={"rows": 2})
FAR = timedelta(days=548)


class DayInput(forms.DateInput):
    """The browser's own picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def plain_helper(*fields: str) -> FormHelper:
    """The fields only: the template has the form element, its token and its button."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*fields)
    return helper


def _narrow(form: forms.Form, name: str, queryset: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (tells the type checker)
    field.queryset = queryset


def owner_choices(session: ReflectionSession) -> list[tuple[str, list[tuple[int, str]]]]:
    """The people of the school in two groups: those of this meeting, the others. 2 queries."""
    invited = Invitation.objects.filter(session=session).values("person_id")
    members = Membership.objects.on().filter(team=session.team_id).values("person_id")
    near = access.owners_at(session.cycle.school).order_by("name")
    here = set(near.filter(Q(pk__in=invited) | Q(pk__in=members)).values_list("pk", flat=True))
    people = list(near.values_list("pk", "name"))
    groups = [
        (str(_("In this meeting")), [(pk, name) for pk, name in people if pk in here]),
        (str(_("Others at the school")), [(pk, name) for pk, name in people if pk not in here]),
    ]
    return [group for group in groups if group[1]]


class StepForm(RoomForm):
    """One action step: what, one owner, a day; the topic whose cause it answers; goal and measure where wished."""

    text = forms.CharField(label=_("What will be done?"), max_length=300, widget=LINES)
    owner = forms.ModelChoiceField(Person.objects.none(), label=_("Who owns it?"), help_text=_("One person."))
    due_on = forms.DateField(label=_("By when?"), widget=DayInput())
    topic = forms.ModelChoiceField(
        Topic.objects.none(), label=_("On which growth topic?"), required=False, empty_label=_("None of them")
    )
    goal = forms.ModelChoiceField(
        UipGoal.objects.none(), label=_("For which goal?"), required=False, empty_label=_("No goal")
    )
    benchmark = forms.ModelChoiceField(
        ImplementationBenchmark.objects.none(),
        label=_("Are we doing it? (benchmark)"),
        required=False,
        empty_label=_("None"),
    )
    measure = forms.ModelChoiceField(
        InterimMeasure.objects.none(), label=_("Is it working? (measure)"), required=False, empty_label=_("None")
    )
    override_reason = forms.CharField(
        label=_("Going on without a root cause: why?"),
        max_length=300,
        required=False,
        widget=LINES,
        help_text=_("Only the facilitator can do this. The reason is kept with the step."),
    )

    def __init__(self, *args: Any, session: ReflectionSession, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        school = session.cycle.school
        goals = UipGoal.objects.filter(school=school, year=session.cycle.year_id, is_archived=False).order_by("pk")
        _narrow(self, "owner", access.owners_at(school))
        _narrow(self, "topic", Topic.objects.filter(meeting__session=session, is_chosen=True).order_by("pk"))
        _narrow(self, "goal", goals)
        _narrow(self, "benchmark", ImplementationBenchmark.objects.filter(goal__in=goals).order_by("pk"))
        _narrow(self, "measure", InterimMeasure.objects.filter(goal__in=goals).order_by("pk"))
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101 (tells the type checker)
        owner.choices = [("", _("Choose one person")), *owner_choices(session)]
        self.fields["due_on"].widget.attrs |= {"min": today.isoformat(), "max": (today + FAR).isoformat()}

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if not self.today <= due_on <= self.today + FAR:
            raise forms.ValidationError(_("Choose a day from today on, at most a year and a half ahead."))
        return due_on

    @property
    def plain(self) -> FormHelper:
        """For the page outside the room."""
        return plain_helper(*(name for name in self.fields if name != "face"))


class DispositionForm(RoomForm):
    """What became of one earlier commitment."""

    kind = forms.ChoiceField(choices=CommitmentKind, widget=forms.HiddenInput)
    pk = forms.IntegerField(widget=forms.HiddenInput)
    became = forms.ChoiceField(label=_("What became of it?"), choices=Became)
    evidence = forms.CharField(label=_("What tells us so, or why?"), max_length=400, widget=WORDS)
    new_text = forms.CharField(label=_("What is it now?"), max_length=300, required=False, widget=LINES)
    due_on = forms.DateField(label=_("New day"), required=False, widget=DayInput())


class SettleForm(forms.Form):
    """One click, with a note where wished."""

    state = forms.ChoiceField(choices=StepState)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    scope = forms.CharField(max_length=10, required=False, widget=forms.HiddenInput)


class AdjustmentForm(forms.Form):
    """A change that is proposed, and why."""

    text = forms.CharField(label=_("What would we change?"), max_length=300, widget=LINES)
    reason = forms.CharField(label=_("Why?"), max_length=400, widget=WORDS)
    scope = forms.ChoiceField(label=_("For whom?"), choices=Scope, widget=forms.RadioSelect, initial=Scope.TEAM)
    cause = forms.ModelChoiceField(
        Cause.objects.none(),
        label=_("Which root cause does it answer?"),
        required=False,
        empty_label=_("None of them"),
    )
    starts_on = forms.DateField(label=_("From when?"), required=False, widget=DayInput())

    def __init__(self, *args: Any, session: ReflectionSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agreed = Cause.objects.filter(topic__meeting__session=session, agreed_at__isnull=False)
        _narrow(self, "cause", agreed.order_by("pk"))
        if session.team.is_ilt:
            self.fields["scope"].initial = Scope.SCHOOL
        self.helper = plain_helper(*self.fields)


class AskForm(forms.Form):
    """Whom to ask, what, by when."""

    adviser = forms.ModelChoiceField(Person.objects.none(), label=_("Whom do you ask?"), empty_label=_("Choose"))
    question = forms.CharField(label=_("Your question"), max_length=400, widget=WORDS)
    due_on = forms.DateField(label=_("Wished for by"), required=False, widget=DayInput())

    def __init__(self, *args: Any, adjustment: Adjustment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = adjustment.advice.values("adviser_id")
        _narrow(self, "adviser", access.advisers_for(adjustment).exclude(pk__in=asked).order_by("name"))
        self.helper = plain_helper(*self.fields)


class AdviceForm(forms.Form):
    text = forms.CharField(label=_("Your advice"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper("text")


class DecideForm(forms.Form):
    """The decision, its reason, and how the advice was used."""

    state = forms.ChoiceField(
        label=_("What is decided?"),
        choices=[(state.value, state.label) for state in (AdjustmentState.AGREED, AdjustmentState.DECLINED)],
        widget=forms.RadioSelect,
    )
    decision = forms.CharField(label=_("The decision in words, and its reason"), max_length=400, widget=WORDS)
    used_how = forms.CharField(label=_("How was the advice used?"), max_length=300, required=False, widget=LINES)

    def __init__(self, *args: Any, has_advice: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_advice:
            del self.fields["used_how"]
        self.helper = plain_helper(*self.fields)


class ReopenForm(forms.Form):
    decision = forms.CharField(label=_("Why again?"), max_length=400)


class RevalidationForm(forms.Form):
    """Whether a verdict or root cause holds in newer evidence, with a note where it does not as it is."""

    kind = forms.ChoiceField(choices=[("verdict", "verdict"), ("cause", "cause")])
    pk = forms.IntegerField()
    outcome = forms.ChoiceField(choices=Outcome.choices, error_messages={"required": _("Choose one of the three.")})
    note = forms.CharField(max_length=400, required=False)

    @property
    def key(self) -> str:
        """Which one it is about."""
        return f"{self.data.get('kind', '')}-{self.data.get('pk', '')}"
