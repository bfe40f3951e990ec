"""Kinds of templates and prompts, and who may read an answer."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TemplateKind(TextChoices):
    """For whom a reflection template is written."""

    LEADER = "leader", _("School leader")
    ILT_MEMBER = "ilt_member", _("ILT member")
    LEAD = "lead", _("Senior or team lead")
    TEACHER = "teacher", _("Teacher")


class PromptKind(TextChoices):
    """What a prompt asks for; the second box, where there is one, is in `Prompt.second_text`."""

    TEXT = "text", _("Text")
    SUCCESS = "success", _("Success and the action that led to it")
    GROWTH = "growth", _("Where growth stalled and a possible cause")
    RATING = "rating", _("Rating with a reason")
    KEEP_STOP_START = "keep_stop_start", _("Keep, stop, start")
    SUPPORT = "support", _("Support wanted")


class Audience(TextChoices):
    """Who reads an answer besides its author. *Unnamed* keeps the author's row and says so."""

    ME = "me", _("Only me")
    LEAD = "lead", _("My lead")
    UNNAMED = "unnamed", _("The group, without my name")
    NAMED = "named", _("The group, with my name")
