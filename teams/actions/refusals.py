"""Why a change was refused, in words for the person."""

from django.utils.translation import gettext as _


class Refusal(Exception):
    """A change that may not be; its text is for the person."""


class OwnRole(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Nobody changes their own role, team or evaluator. Ask another leader or the district."))


class RoleNotHeld(Refusal):
    def __init__(self) -> None:
        super().__init__(_("You can give and end only roles that are yours to give."))


class AlreadyThere(Refusal):
    """The same relationship, name or code is there already."""


class EndsBeforeStart(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The last day is before the first."))


class StepTaken(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Somebody was faster: this has changed since you opened the page. Look at it again."))


class InUse(Refusal):
    """Something else stands on it."""
