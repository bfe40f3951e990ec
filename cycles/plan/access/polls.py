"""May I? Time polls: for those invited to the session, and for who may change its time."""

from django.db.models import Exists, OuterRef, QuerySet

from cycles.plan.models import Invitation, SlotPoll
from teams import access as teams_access
from teams.models import Person

from .scopes import editable_sessions, visible_sessions


def _visible(person: Person) -> QuerySet[SlotPoll]:
    fetched = ("session__cycle__school", "session__cycle__term", "session__team", "session__facilitator", "asked_by")
    return SlotPoll.objects.select_related(*fetched).filter(session__in=visible_sessions(person).values("pk"))


def _invited(person: Person) -> QuerySet[SlotPoll]:
    mine = Invitation.objects.filter(session=OuterRef("session"), person=person)
    return SlotPoll.objects.filter(Exists(mine))


def _organized(person: Person) -> QuerySet[SlotPoll]:
    return SlotPoll.objects.filter(session__in=editable_sessions(person).values("pk"))


def readable_poll(person: Person, pk: int) -> SlotPoll:
    """Answers with names are for those invited and for who organizes."""
    return teams_access.door(_visible(person), _invited(person) | _organized(person), pk)


def answerable_poll(person: Person, pk: int) -> SlotPoll:
    return teams_access.door(_visible(person), _invited(person), pk)


def organized_poll(person: Person, pk: int) -> SlotPoll:
    return teams_access.door(_visible(person), _organized(person), pk)


def may_organize(person: Person, poll: SlotPoll) -> bool:
    return _organized(person).filter(pk=poll.pk).exists()


def may_answer(person: Person, poll: SlotPoll) -> bool:
    return _invited(person).filter(pk=poll.pk).exists()
