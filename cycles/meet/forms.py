"""What people type and press in a room. Shown by the phases' templates; drawn whole only where one is refused."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from teams.enums import Verdict

from .early import EarlyCard
from .enums import CardKind, CauseCategory, Essential, Face, Onward
from .models import Card, Meeting, Topic

# a cell of the packet: version, chart, row, column
PLACE = r"^\d+(?::\d+){3}$"
WORDS = forms.Textarea(attrs={"rows": 3})


class RoomForm(forms.Form):
    """Remembers through which face it was sent."""

    face = forms.ChoiceField(choices=Face, required=False, widget=forms.HiddenInput)

    @property
    def helper(self) -> FormHelper:
        """Only for the page of a refused form."""
        helper = FormHelper()
        helper.add_input(Submit("again", _("Try again"), css_class="btn btn-primary"))
        return helper


class StepForm(RoomForm):
    """Carries the step that the person saw."""

    step = forms.IntegerField(widget=forms.HiddenInput)


class FinishForm(StepForm):
    is_finished = forms.BooleanField(required=False)


class MinutesForm(RoomForm):
    """Carries the clock that the person saw."""

    seen = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    minutes = forms.IntegerField(min_value=1, max_value=30)


class RevisitForm(RoomForm):
    """A verdict and its evidence on one of the goals at hand."""

    field = forms.ChoiceField(
        choices=[(name, name) for name in ("goal", "slo", "expectation")], widget=forms.HiddenInput
    )
    pk = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label=_("Where does it stand?"), choices=Verdict)
    evidence = forms.CharField(label=_("What tells us so?"), max_length=400, widget=WORDS)


class AnswerForm(RoomForm):
    """The group's answer to an essential question."""

    question = forms.ChoiceField(choices=Essential, widget=forms.HiddenInput)
    text = forms.CharField(label=_("What do we answer?"), max_length=400, widget=WORDS)


class SendForm(RoomForm):
    """Where a parked item goes."""

    goes_to = forms.ChoiceField(label=_("Where does it go?"), choices=Onward)


class KeyedForm(RoomForm):
    """Carries the key that the browser gave to what was typed, the same when it is sent again after a lost answer."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)


class CardForm(KeyedForm):
    """One card. A success needs the action that led to it."""

    kind = forms.ChoiceField(choices=CardKind, widget=forms.HiddenInput)
    text = forms.CharField(label=_("What happened?"), max_length=400, widget=WORDS)
    because = forms.CharField(label=_("What led to it?"), max_length=400, required=False, widget=WORDS)
    cell = forms.RegexField(PLACE, max_length=48, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == CardKind.SUCCESS and not data.get("because"):
            self.add_error("because", _("Name the action that led to it."))
        return data


class AheadForm(CardForm):
    """One card with a name, written before the meeting."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["cell"]


class AheadChangeForm(RoomForm):
    """Other words for a card that was written ahead, and the moment of those that the person saw."""

    text = forms.CharField(label=_("What happened?"), max_length=400, widget=WORDS)
    because = forms.CharField(label=_("What led to it?"), max_length=400, required=False, widget=WORDS)
    seen = forms.DateTimeField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, card: EarlyCard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].required = card.kind == CardKind.SUCCESS
        self.fields["because"].error_messages["required"] = _("Name the action that led to it.")


class SealForm(CardForm):
    """A card without a name, under its pass and token; the same address takes it back, or gives it to be changed."""

    PUT, TAKE, LOOK = "put", "take", "look"

    act = forms.ChoiceField(choices=[(name, name) for name in (PUT, TAKE, LOOK)])
    token = forms.CharField(max_length=128, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("act") != self.PUT:
            del self.fields["kind"], self.fields["text"], self.fields["because"], self.fields["cell"]
        del self.fields["key"]


class CelebrateForm(RoomForm):
    is_celebrated = forms.BooleanField(required=False)


class _TopicsForm(RoomForm):
    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.narrow(meeting)

    def narrow(self, meeting: Meeting) -> None:
        """Choices of this meeting only."""
        raise NotImplementedError


class GroupForm(_TopicsForm):
    """Selected cards and whole topics into a new topic with a title, or into one that is there."""

    cards = forms.ModelMultipleChoiceField(Card.objects.none(), required=False, label=_("Cards"))
    topics = forms.ModelMultipleChoiceField(Topic.objects.none(), required=False, label=_("Topics"))
    topic = forms.ModelChoiceField(Topic.objects.none(), required=False, label=_("Into"))
    title = forms.CharField(label=_("Name of the new topic"), max_length=200, required=False)

    def narrow(self, meeting: Meeting) -> None:
        self.fields["cards"].queryset = Card.objects.filter(meeting=meeting, kind=CardKind.GROWTH)  # type: ignore[attr-defined]
        for name in ("topic", "topics"):
            self.fields[name].queryset = Topic.objects.filter(meeting=meeting)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("topic") and not data.get("title"):
            self.add_error("title", _("Give the new topic a name, or choose one that is there."))
        return data


class KinForm(RoomForm):
    is_wanted = forms.BooleanField(required=False)


class RenameForm(RoomForm):
    title = forms.CharField(label=_("Topic"), max_length=200)


class OpenVotesForm(StepForm):
    """How the vote goes; where nothing is said, as suggested."""

    each = forms.IntegerField(label=_("Votes for each person"), min_value=1, max_value=12, required=False)
    cap = forms.IntegerField(label=_("At most for one topic"), min_value=1, max_value=12, required=False)
    abstains = forms.BooleanField(label=_("I lead the vote and do not vote"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["facilitator_votes"] = not data.pop("abstains", False)
        return data


class VoteForm(RoomForm):
    """How many of one's votes a topic has in all."""

    count = forms.IntegerField(min_value=0, max_value=12)


class ChooseForm(_TopicsForm):
    """The few topics that the group goes deep on."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(), label=_("Topics"), error_messages={"required": _("Choose at least one topic.")}
    )

    def narrow(self, meeting: Meeting) -> None:
        self.fields["topics"].queryset = Topic.objects.filter(meeting=meeting)  # type: ignore[attr-defined]


class CauseForm(KeyedForm):
    """One link of a chain of whys."""

    text = forms.CharField(label=_("Because …"), max_length=400, widget=WORDS)
    category = forms.ChoiceField(label=_("Where does it lie?"), choices=CauseCategory)
    evidence = forms.CharField(label=_("How do we know?"), max_length=400, required=False, widget=WORDS)


class AgreeForm(RoomForm):
    """What the group confirms when it agrees on a cause."""

    is_within_control = forms.BooleanField(label=_("It is within our control"), required=False)
    is_not_a_person = forms.BooleanField(label=_("It is not a person"), required=False)


class PredictForm(RoomForm):
    """What somebody expects of a held chart; the button "skip" needs no words."""

    chart = forms.CharField(max_length=120, widget=forms.HiddenInput)
    text = forms.CharField(label=_("I predict …"), max_length=400, required=False, widget=WORDS)
    skip = forms.BooleanField(label=_("Skip this chart"), required=False)
    back = forms.CharField(max_length=10, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("skip") and not data.get("text"):
            self.add_error("text", _("Write what you expect, or skip this chart."))
        return data


class RevealForm(RoomForm):
    """One chart by its key; none means all that are held."""

    chart = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)
