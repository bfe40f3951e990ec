"""What somebody has of their own in a meeting, so that their part of the room differs from the others'."""

from typing import NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from cycles.meet.enums import CardKind
from cycles.meet.models import Card, Finished, Meeting, Reveal, Vote
from cycles.plan import queries as plan_queries
from cycles.plan.models import Pass
from reflection_site.statements import Given, Statement
from teams.models import Person


class Own(NamedTuple):
    """What makes a person's part of the room another than that of the others; `has_finished`: the step at hand.

    `is_apart`: a card that only they see yet, a vote while it is open, a part in the feedback that they read, a chart
    that was revealed and that they have not predicted.
    """

    is_apart: bool
    has_finished: bool


def is_apart() -> Q:
    """Of cards: their author is shown something else than the others. The close shows one's own check, shown or not."""
    is_shown = Exists(Reveal.objects.filter(meeting=OuterRef("meeting"), kind=OuterRef("kind")))
    return Q(kind__in=(CardKind.PLUS, CardKind.DELTA)) | ~(Q(kind=CardKind.PARKED) | Q(is_shown))


def _own() -> QuerySet[Meeting, tuple[bool, bool]]:
    person, here = Given("person"), OuterRef("pk")
    card = Exists(Card.objects.filter(is_apart(), meeting=here, author=person))
    vote = Exists(Vote.objects.filter(topic__meeting=here, person=person))
    feedback = Exists(Pass.objects.filter(session__meeting=here, allows_feedback=True, person=person))
    unseen = plan_queries.unpredicted("session__packet__packet", person)
    finished = Exists(Finished.objects.filter(meeting=here, step=OuterRef("step"), person=person))
    told = {
        "is_apart": ExpressionWrapper(Q(card) | Q(vote) | Q(feedback) | Q(unseen), BooleanField()),
        "has_finished": finished,
    }
    return Meeting.objects.filter(pk=Given("meeting")).annotate(**told).values_list(*told)


OWN = Statement(_own)


def own(person: Person, meeting: Meeting) -> Own:
    """What the person has now. 1 query."""
    return Own(*OWN.first(person=person.pk, meeting=meeting.pk) or (True, False))
