"""How action steps, adjustments and commitments stand."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StepState(TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class Scope(TextChoices):
    TEAM = "team", _("Our team")
    SCHOOL = "school", _("The whole school")


class AdjustmentState(TextChoices):
    """The allowed steps are in `ADJUSTMENT_STEPS`."""

    PROPOSED = "proposed", _("Proposed")
    ADVICE = "advice", _("Advice asked")
    AGREED = "agreed", _("Agreed")
    DECLINED = "declined", _("Not now")


ADJUSTMENT_STEPS: dict[AdjustmentState, tuple[AdjustmentState, ...]] = {
    AdjustmentState.PROPOSED: (
        AdjustmentState.ADVICE,
        AdjustmentState.AGREED,
        AdjustmentState.DECLINED,
    ),
    AdjustmentState.ADVICE: (AdjustmentState.AGREED, AdjustmentState.DECLINED),
    AdjustmentState.AGREED: (),
    AdjustmentState.DECLINED: (AdjustmentState.PROPOSED,),
}


class Became(TextChoices):
    """What became of a commitment."""

    DONE = "done", _("Done")
    CONTINUED = "continued", _("Continued")
    CHANGED = "changed", _("Changed")
    DROPPED = "dropped", _("Dropped")
