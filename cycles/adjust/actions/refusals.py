"""What can stand in the way, in words for the person."""

from django.utils.translation import gettext as _

from cycles.meet.models import Topic
from teams.models import Person


class Refusal(Exception):
    """What an action says no to; its text is for the person."""


class CauseMissing(Refusal):
    """A step on a topic that has no agreed root cause: cause before cure."""

    def __init__(self, topic: Topic) -> None:
        super().__init__(
            _(
                "“%(topic)s” has no agreed root cause yet. Agree on one first: within our control, and not a person. "
                "The facilitator may go on without one and say why."
            )
            % {"topic": topic.title}
        )
        self.topic = topic


class OverrideNotYours(Refusal):
    """Only who leads the meeting lets a step go without a root cause."""

    def __init__(self) -> None:
        super().__init__(_("Only the facilitator can go on without a root cause."))


class OwnerNotHere(Refusal):
    """A step is owned by somebody of the school."""

    def __init__(self, owner: Person) -> None:
        super().__init__(
            _("%(name)s does not work at this school. Choose one person who can do it.") % {"name": owner.name}
        )


class ThreadBroken(Refusal):
    """Topic, cause, goal, benchmark and measure must belong to this session and to each other."""

    def __init__(self) -> None:
        super().__init__(_("That topic, cause or goal belongs to another meeting or school. Choose again."))


class AlreadySettled(Refusal):
    """Somebody was faster."""

    def __init__(self, state: str) -> None:
        super().__init__(_("Somebody was faster: it is already “%(state)s”.") % {"state": state})


class ReasonMissing(Refusal):
    """What became of a promise, and every decision, comes with evidence or a reason."""

    def __init__(self) -> None:
        super().__init__(_("Add the evidence or the reason in a few words."))


class RecordFinal(Refusal):
    """The day on which a record is checked is over."""

    def __init__(self) -> None:
        super().__init__(_("The record is final by now. Say it at the next meeting, or propose an adjustment."))


class RecordLineChanged(Refusal):
    """Somebody else mended the same line."""

    def __init__(self) -> None:
        super().__init__(_("Somebody was faster: this line says something else by now. Look at it again."))


class RecordWordsMissing(Refusal):
    """A line that is none, or words that do not fit it."""


class AdviserNotHere(Refusal):
    """Advice is asked of those who support the school."""

    def __init__(self, adviser: Person) -> None:
        super().__init__(
            _("%(name)s does not advise this school. Ask a superintendent, a partner or a team specialist.")
            % {"name": adviser.name}
        )


class AdviceAsked(Refusal):
    """One person is asked once on one adjustment."""

    def __init__(self, adviser: Person) -> None:
        super().__init__(_("%(name)s was already asked about this.") % {"name": adviser.name})
