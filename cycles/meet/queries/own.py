"""Whether somebody has something of their own in a meeting."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cycles.meet.models import Card, Finished, Meeting, Vote
from reflection_site.statements import Given, Statement
from teams.models import Person


def _owning() -> QuerySet[Meeting]:
    person, here = Given("person"), OuterRef("pk")
    owned = (
        Q(Exists(Card.objects.filter(meeting=here, author=person)))
        | Q(Exists(Finished.objects.filter(meeting=here, person=person)))
        | Q(Exists(Vote.objects.filter(topic__meeting=here, person=person)))
    )
    return Meeting.objects.filter(owned, pk=Given("meeting")).only("pk")


OWNING = Statement(_owning)


def has_own(person: Person, meeting: Meeting) -> bool:
    """A card that the person wrote, a vote, or "I'm finished" in any of its steps. 1 query."""
    return OWNING.first(person=person.pk, meeting=meeting.pk) is not None
