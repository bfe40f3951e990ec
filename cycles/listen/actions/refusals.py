"""What listening refuses. The text is for the person."""

from django.utils.translation import gettext as _

from cycles.listen.models import Heard, ThinkingMap


class ListenRefused(Exception):
    """A change that cannot be made; its text is for the person."""


class DatesFixed(ListenRefused):
    def __init__(self, number: int) -> None:
        words = _("The maps of learning cycle %(number)s are asked for, so its days stay.")
        super().__init__(words % {"number": number})


class NamingFixed(ListenRefused):
    def __init__(self) -> None:
        super().__init__(_("The maps are asked for, so with names or without stays as it was when people were asked."))


class MapsOver(ListenRefused):
    def __init__(self) -> None:
        super().__init__(_("The days for this map have passed, so it stays as it is."))


class MapHandedIn(ListenRefused):
    def __init__(self) -> None:
        super().__init__(_("This map is handed in. Take it up again to change it."))


class MapRead(ListenRefused):
    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s has read this map already, so it stays as it is.") % {"name": name})


class NothingWritten(ListenRefused):
    def __init__(self) -> None:
        super().__init__(_("Nothing is written yet. One branch is enough; or say that you gave it on paper."))


class MapChanged(ListenRefused):
    """Another window saved something else. `newer` is what stands now."""

    def __init__(self, newer: ThinkingMap) -> None:
        super().__init__(_("This was changed in another window. Below is what you typed here; saving keeps it."))
        self.newer = newer


class HeardChanged(ListenRefused):
    """Another window saved something else. `newer` is what stands now."""

    def __init__(self, newer: Heard) -> None:
        super().__init__(_("This was changed in another window. Below is what you typed here; saving keeps it."))
        self.newer = newer


class NothingHeard(ListenRefused):
    def __init__(self) -> None:
        super().__init__(_("Write what you heard and what you will try; then your team can read both."))
