"""How action steps, adjustments and commitments stand."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StepState(TextChoices):
    """The allowed steps are in `STEP_STEPS`."""

    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    CHANGED = "changed", _("Changed into another step")
    DROPPED = "dropped", _("Dropped")


# a settled step can be taken up again: "not done after all" is said often enough in spring
STEP_STEPS: dict[StepState, tuple[StepState, ...]] = {
    StepState.OPEN: (StepState.DONE, StepState.CHANGED, StepState.DROPPED),
    StepState.DONE: (StepState.OPEN,),
    StepState.CHANGED: (StepState.OPEN,),
    StepState.DROPPED: (StepState.OPEN,),
}


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
    AdjustmentState.PROPOSED: (AdjustmentState.ADVICE, AdjustmentState.AGREED, AdjustmentState.DECLINED),
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


class CommitmentKind(TextChoices):
    """What an earlier session handed on."""

    STEP = "step", _("Action step")
    ADJUSTMENT = "adjustment", _("Adjustment")
    PARKED = "parked", _("Parked item")


class Outcome(TextChoices):
    """What later evidence says of something that was agreed."""

    HOLDS = "holds", _("Still holds")
    CHANGES = "changes", _("Changes")
    NO_LONGER = "no_longer", _("No longer holds")
