"""The spotlight on the screen, and who has spoken. Both mean one step of the meeting."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.meet import queries
from cycles.meet.models import Card, Meeting, Topic
from cycles.meet.steering import Spoken, Spotlight
from teams.models import Person

from .refusals import NotShownYet, RoomRefusal
from .steps import touch


class NotMarked(RoomRefusal):
    """Where names are not shown, or who leads evaluates somebody present, nobody is marked."""


@transaction.atomic
def spotlight_thing(meeting: Meeting, *, step: int, thing: Card | Topic | None, by: Person, at: datetime) -> None:
    """Put a shown card or a topic on the screen, large; None takes it down. It goes with the step."""
    touch(meeting, step=step)
    if thing is None:
        Spotlight.objects.filter(meeting=meeting).delete()
        return
    is_card = isinstance(thing, Card)
    if isinstance(thing, Card) and thing.kind not in queries.shown_kinds(meeting):
        raise NotShownYet(_("Show the cards first; then the group can work with them."))
    which = {"card": thing if is_card else None, "topic": None if is_card else thing}
    Spotlight.objects.update_or_create(meeting=meeting, defaults={"step": step, **which})


@transaction.atomic
def mark_spoken(meeting: Meeting, *, step: int, person: Person, has_spoken: bool, by: Person, at: datetime) -> None:
    """Note that somebody has spoken in this step, or take it back. Notes of earlier steps go. Refuses: `NotMarked`."""
    touch(meeting, step=step)
    if not queries.may_be_marked(meeting, person, queries.presence(meeting)):
        raise NotMarked(_("Nobody is marked here: the step has no names, or you evaluate somebody who is present."))
    Spoken.objects.filter(meeting=meeting).exclude(step=step).delete()
    if has_spoken:
        Spoken.objects.get_or_create(meeting=meeting, step=step, person=person)
    else:
        Spoken.objects.filter(meeting=meeting, step=step, person=person).delete()
