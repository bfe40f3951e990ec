"""What was written on paper, typed in: one line for each card."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from cycles.plan.models import Invitation
from teams.models import Person

from . import phases
from .enums import CardKind
from .models import Card, Meeting

LONGEST = Card._meta.get_field("text").max_length or 0
MOST_LINES = 60


class PaperForm(forms.Form):
    """Lines of one kind; what stands after the first | is the action, or what was seen."""

    # each page has its own, so that what is sent twice is entered once
    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    kind = forms.ChoiceField(label=gettext_lazy("What kind of cards are they?"))
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=gettext_lazy("Whose cards are they?"),
        required=False,
        empty_label=gettext_lazy("On paper, without a name"),
    )
    lines = forms.CharField(
        label=gettext_lazy("The cards, one on each line"),
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": gettext_lazy("Type at least one line.")},
    )

    def __init__(self, *args: Any, meeting: Meeting, is_sealed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, kind.label) for kind in phases.kind(meeting.phase.kind).writes]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["kind"].initial = next((value for value, _label in kinds), None)
        if len(kinds) == 1:
            self.fields["kind"].widget = forms.HiddenInput()
        if is_sealed:
            del self.fields["person"]
        else:
            asked = Invitation.objects.filter(session=meeting.session_id).values("person")
            known = Person.objects.filter(pk__in=asked, is_active=True).order_by("name")
            self.fields["person"].queryset = known  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        typed = [line.strip() for line in data.get("lines", "").splitlines()]
        found = [(number, line) for number, line in enumerate(typed, 1) if line]
        if len(found) > MOST_LINES:
            self.add_error("lines", _("At most %(count)s lines at once.") % {"count": MOST_LINES})
        data["lines"] = [self._card(number, line, data.get("kind", "")) for number, line in found]
        return data

    def _card(self, number: int, line: str, kind: str) -> tuple[str, str]:
        text, _bar, because = (part.strip() for part in line.partition("|"))
        where = {"number": number}
        if not text or max(len(text), len(because)) > LONGEST:
            self.add_error("lines", _("Line %(number)s is empty before the |, or too long for a card.") % where)
        elif kind == CardKind.SUCCESS and not because:
            self.add_error("lines", _("Line %(number)s: name the action that led to it, after a |.") % where)
        return text, because
