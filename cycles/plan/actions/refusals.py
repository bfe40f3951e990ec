"""Changes of the calendar that cannot be made. Their text is for the person."""

from django.utils.translation import gettext as _

from cycles.plan.models import ReflectionSession, Substitution, Voice
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


class AskedAlready(PlanRefused):
    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s is asked already.") % {"name": name})


class PassOver(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("This was taken back already, or is over."))


class FeedbackClosed(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("The day for answers has passed, so this stays as it is. Thank you."))


class FeedbackSent(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("This was sent in another window. Take it back there to change it."))


class NothingWritten(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("Nothing is written yet. One answer is enough."))


class UnnamedNotOffered(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("Without a name is not offered here: at least five people must have been asked."))


class VoiceChanged(PlanRefused):
    """Another window saved something else. `newer` is what stands now."""

    def __init__(self, newer: Voice) -> None:
        super().__init__(_("This was changed in another window. Below is what you typed here; saving keeps it."))
        self.newer = newer


class NotTheDay(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("Who came can be ticked from the day of the meeting on."))


class FacilitatorStays(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("The facilitator is expected, so nobody needs to step in."))


class SomebodySteppedIn(PlanRefused):
    """Somebody was faster, or the meeting is over. `now` is the session as it stands."""

    def __init__(self, now: ReflectionSession) -> None:
        name = now.facilitator.name if now.facilitator else ""
        words = _("Somebody was faster: %(name)s facilitates.") % {"name": name}
        super().__init__(words if name else _("This meeting is over, so nobody steps in any more."))
        self.now = now


class ClaimedAlready(PlanRefused):
    def __init__(self, claim: Substitution) -> None:
        words = _("%(name)s offered a moment before you. You can confirm them.")
        super().__init__(words % {"name": claim.substitute.name})


class ClaimOver(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("This offer is settled or was taken back, or it is not yours to confirm."))


class BeyondContractDay(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("This reaches beyond the contract day and needs the school leader's word."))


class ProposalChanged(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("The proposal has changed since you looked. The new one is on the page."))
