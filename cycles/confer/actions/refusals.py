"""Changes around a 1:1 that cannot be made. Their text is for the person."""

from django.utils.translation import gettext as _

from cycles.confer.models import CheckIn, CheckInNote


class ConferRefused(Exception):
    """A change that cannot be made; its text is for the person."""


class AlreadyWaiting(ConferRefused):
    """The two have a 1:1 around that meeting which is not held yet."""

    def __init__(self) -> None:
        super().__init__(_("You two have a 1:1 around this meeting already. Give that one another time instead."))


class CheckInOver(ConferRefused):
    def __init__(self) -> None:
        super().__init__(_("This 1:1 was held or cancelled, so its time stays as it is."))


class CheckInMoved(ConferRefused):
    """Somebody was faster. `newer` is the check-in as it stands now."""

    def __init__(self, newer: CheckIn) -> None:
        super().__init__(_("The other one of you changed this 1:1 while you were writing. Below is what you typed."))
        self.newer = newer


class NoteChanged(ConferRefused):
    """Another window, or the other person, saved something else. `newer` is what stands now."""

    def __init__(self, newer: CheckInNote, text: str) -> None:
        super().__init__(_("This was changed meanwhile. Both versions are shown; choose or join them."))
        self.newer = newer
        self.text = text


class AreasChanged(ConferRefused):
    def __init__(self) -> None:
        super().__init__(_("The focus areas were changed meanwhile. Look at them again; what you typed is kept below."))


class NoAreas(ConferRefused):
    def __init__(self) -> None:
        super().__init__(_("Write two or three focus areas first, each with its evidence."))


class AreasBegun(ConferRefused):
    def __init__(self) -> None:
        super().__init__(_("The ILT's meeting has begun with these focus areas, so they stay as they are."))


class LineNotOffered(ConferRefused):
    """Too few people could have written the line."""

    def __init__(self) -> None:
        super().__init__(
            _("Not offered here: at least five people besides any reader must be able to have written it.")
        )


class LineChanged(ConferRefused):
    def __init__(self) -> None:
        super().__init__(_("This line has changed meanwhile. Look at it as it stands now."))


class MeetingBegun(ConferRefused):
    def __init__(self) -> None:
        super().__init__(_("The meeting has begun, so nothing is raised for it any more."))


class NothingSaid(ConferRefused):
    def __init__(self) -> None:
        super().__init__(_("Nothing is written yet."))
