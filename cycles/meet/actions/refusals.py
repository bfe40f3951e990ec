"""What a room says no to, in words for the person."""


class RoomRefusal(Exception):
    """What the room says no to. The text is for the person; `status` is the answer's."""

    status = 422


class StepTaken(RoomRefusal):
    """Somebody else was faster with "next" or "back"."""

    status = 409


class PhaseClosed(RoomRefusal):
    """The group has moved on: too late for this phase, or the meeting is closed."""

    status = 409


class NotScheduled(RoomRefusal):
    """The session has no time, was cancelled, or has met."""


class NotShownYet(RoomRefusal):
    """Cards are grouped, celebrated and voted on only after everyone can see them."""


class NamesNotShown(RoomRefusal):
    """Somebody writes with their name where the cards have none."""

    status = 409


class NotYourPass(RoomRefusal):
    """A number, pass or token that is not one."""


class CardChanged(RoomRefusal):
    """Another window of the same person changed the card first."""

    status = 409


class KnownLine(RoomRefusal):
    """Words that others could read under a name already."""


class CellNotShown(RoomRefusal):
    """A figure that is held back, of another packet, or not for this person."""


class BoxFull(RoomRefusal):
    """Too many sealed cards."""


class TooFewLate(RoomRefusal):
    """Too few people wrote late for their cards to be shown without names."""


class NotYoursToWrite(RoomRefusal):
    """The phase's rule lets somebody else write, or nobody."""


class VotesSpent(RoomRefusal):
    """The person's votes are all given, or all that one topic may get."""


class VotesClosed(RoomRefusal):
    """The totals are out."""

    status = 409


class CauseNotOurs(RoomRefusal):
    """A cause outside our control, or one that is a person, is not agreed."""


class TopicNotChosen(RoomRefusal):
    """Causes belong to the topics that the group chose."""


class NothingChosen(RoomRefusal):
    """A choice of no card or no topic."""
