"""What people say of a record while it is checked."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RemarkForm(forms.Form):
    """What is to be mended."""

    text = forms.CharField(
        label=_("What should be mended?"),
        max_length=400,
        error_messages={"required": _("Say in a few words what should be mended.")},
    )


class AnswerForm(forms.Form):
    """What was done about a remark, or why the record stays."""

    answer = forms.CharField(
        label=_("Your answer"), max_length=400, error_messages={"required": _("Answer in a few words.")}
    )


class MendForm(forms.Form):
    """A line in other words."""

    line = forms.CharField(
        label=_("Which line?"), max_length=40, error_messages={"required": _("Choose a line of the record.")}
    )
    after = forms.CharField(
        label=_("What should it say?"), max_length=400, error_messages={"required": _("Write what it should say.")}
    )
