"""Kinds of templates and prompts, and who may read an answer."""

from typing import TYPE_CHECKING, TypeAlias

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words: TypeAlias = _StrPromise
else:
    Words = str


# a device is known by its first; its second says that several people use it (`static/js/app.js` sets it)
DEVICE_COOKIE = "device"
SHARED_COOKIE = "shared_device"


class TemplateKind(TextChoices):
    """For whom a reflection template is written."""

    LEADER = "leader", _("School leader")
    ILT_MEMBER = "ilt_member", _("ILT member")
    LEAD = "lead", _("Senior or team lead")
    TEACHER = "teacher", _("Teacher")


class PromptKind(TextChoices):
    """What a prompt asks for. How many boxes it has, and their names, is in `BOXES`."""

    TEXT = "text", _("Text")
    SUCCESS = "success", _("Success and the action that led to it")
    GROWTH = "growth", _("Where growth stalled and a possible cause")
    GOALS = "goals", _("Goals and expectations, each with a verdict")
    RATING = "rating", _("Rating from 1 to 4, with the reason")
    EVIDENCE = "evidence", _("A goal and what the evidence says")
    KEEP_STOP_START = "keep_stop_start", _("Keep, stop, start")
    SUPPORT = "support", _("Support wanted")


class Rating(TextChoices):
    """How far something is, as a rating prompt asks it. Its value stands in the answer's first box."""

    NOT_YET = "1", _("1: not yet")
    BEGINNING = "2", _("2: beginning")
    MOSTLY = "3", _("3: mostly")
    FULLY = "4", _("4: fully")


class Audience(TextChoices):
    """Who reads an answer besides its author. *Unnamed* keeps the author's row and says so.

    *Pooled* is for small teams, where *unnamed* would name: mixed with the lines of the school's other small teams.
    """

    ME = "me", _("Only me")
    LEAD = "lead", _("My lead")
    UNNAMED = "unnamed", _("The group, without my name")
    POOLED = "pooled", _("The ILT, without my name or team")
    NAMED = "named", _("The group, with my name")


# the names of the boxes that an answer fills: `text`, then `second_text`, then `third_text`
BOXES: dict[PromptKind, tuple[Words, ...]] = {
    PromptKind.TEXT: (_("Your answer"),),
    PromptKind.SUCCESS: (_("What went well"), _("The action that led to it")),
    PromptKind.GROWTH: (_("Where growth stalled"), _("A possible cause"), _("What else could explain it")),
    PromptKind.GOALS: (_("All in all, what does the evidence say?"),),
    PromptKind.RATING: (_("Your rating"), _("What makes you say so")),
    PromptKind.EVIDENCE: (_("The goal and where it stands"), _("What tells you so")),
    PromptKind.KEEP_STOP_START: (_("Keep"), _("Stop"), _("Start")),
    PromptKind.SUPPORT: (_("What would help, and from whom"),),
}
