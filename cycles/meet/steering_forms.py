"""What who leads presses beside the steps; each carries the step that they saw."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles.plan.models import Invitation
from teams.models import Person

from . import queries
from .forms import StepForm
from .models import Meeting, Phase


class _NarrowForm(StepForm):
    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.narrow(meeting)

    def narrow(self, meeting: Meeting) -> None:
        """Choices of this meeting only."""
        raise NotImplementedError


class SkipForm(_NarrowForm):
    phase = forms.ModelChoiceField(Phase.objects.none(), label=_("Step"))

    def narrow(self, meeting: Meeting) -> None:
        self.fields["phase"].queryset = Phase.objects.filter(protocol=meeting.protocol_id)  # type: ignore[attr-defined]


class OvertimeForm(StepForm):
    minutes = forms.IntegerField(min_value=1, max_value=240)


class HandOverForm(_NarrowForm):
    to = forms.ModelChoiceField(Person.objects.none(), label=_("To"))

    def narrow(self, meeting: Meeting) -> None:
        pks = [person.pk for person in queries.successors(meeting)]
        self.fields["to"].queryset = Person.objects.filter(pk__in=pks)  # type: ignore[attr-defined]


class SpokenForm(_NarrowForm):
    person = forms.ModelChoiceField(Person.objects.none())
    has_spoken = forms.BooleanField(required=False)

    def narrow(self, meeting: Meeting) -> None:
        asked = Invitation.objects.filter(session=meeting.session_id)
        self.fields["person"].queryset = Person.objects.filter(pk__in=asked.values("person"))  # type: ignore[attr-defined]


class SpotForm(StepForm):
    """A card or topic by its key ("card-5"); nothing takes down what stands there."""

    spot = forms.CharField(max_length=24, required=False)
