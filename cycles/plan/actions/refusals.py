"""Changes of the calendar that cannot be made. Their text is for the person."""

from django.utils.translation import gettext as _

from cycles.plan.models import ReflectionSession
from teams.models import Person


class PlanRefused(Exception):
    """A change of the calendar that cannot be made; its text is for the person."""


class NoReflectionAtClose(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("No reflection belongs to the close of this term. Its calendar entry says which one does."))


class SessionOver(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("This meeting has begun, is over or is cancelled, so this can no longer be changed."))


class SessionMoved(PlanRefused):
    """Somebody was faster. `newer` is the session as it stands now."""

    def __init__(self, newer: ReflectionSession) -> None:
        super().__init__(_("Somebody else changed this meeting while you were writing. Below are both versions."))
        self.newer = newer


class AlreadyInvited(PlanRefused):
    def __init__(self, person: Person) -> None:
        super().__init__(_("%(name)s is already invited.") % {"name": person.name})


class CycleIsClosed(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("This cycle is closed already."))


class BeyondContractDay(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("This reaches beyond the contract day and needs the school leader's word."))


class ProposalChanged(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("The proposal has changed since you looked. The new one is on the page."))
