"""The form of a verdict on one goal. It cleans; saving is an action."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teams.enums import Verdict

from .queries import GoalOnPage

LONGEST = 1000


class VerdictForm(forms.Form):
    """Where it stands, what tells so, and the version that was on the page."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("Where does it stand?"),
        choices=Verdict.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    evidence = forms.CharField(
        label=_("What tells you so?"),
        required=False,
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 1, "maxlength": LONGEST, "class": "form-control"}),
    )

    def __init__(self, *args: Any, goal: GoalOnPage, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(goal))
        kwargs["auto_id"] = f"{goal.key}-%s"
        super().__init__(*args, **kwargs)

    @property
    def content(self) -> dict[str, Any]:
        """What `verdicts.save_verdict` takes; lines end as the person's own windows compare them."""
        evidence = self.cleaned_data["evidence"].replace("\r\n", "\n")
        return {**self.cleaned_data, "evidence": evidence}


def _initial(goal: GoalOnPage) -> dict[str, Any]:
    said = goal.said
    if said is None:
        return {"version": 0}
    return {"version": said.version, "verdict": said.verdict, "evidence": said.evidence}
