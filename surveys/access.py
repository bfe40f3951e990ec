"""May I? One's own ballot, and what a closed survey found."""

from django.db.models import Q, QuerySet
from django.http import Http404

from teams import access as teams_access
from teams.models import Person

from .enums import Naming, SurveyState
from .models import Survey, Ticket


def own_ballot(person: Person, pk: int) -> Ticket:
    """The person's place in a survey without names, open or over. Who was not asked meets nothing."""
    asked = Ticket.objects.select_related("survey__school").filter(person=person, survey__naming=Naming.ANONYMOUS)
    ticket = asked.exclude(survey__state=SurveyState.DRAFT).filter(survey=pk).first()
    if ticket is None:
        raise Http404
    return ticket


def open_box(pk: int) -> Survey:
    """A survey that takes ballots, for whoever has a token: nobody is known here."""
    survey = Survey.objects.filter(pk=pk, naming=Naming.ANONYMOUS).exclude(state=SurveyState.DRAFT).first()
    if survey is None:
        raise Http404
    return survey


def readable_results(person: Person) -> QuerySet[Survey]:
    """Surveys whose findings the person reads: as the one reader, else as the school's leader or superintendent."""
    schools = Q(school__in=teams_access.led_schools(person)) | Q(school__in=teams_access.overseen_schools(person))
    return Survey.objects.filter(Q(reader=person) | (Q(reader=None) & schools))


def results(person: Person, pk: int) -> Survey:
    """A survey that is over, with its school."""
    closed = readable_results(person).filter(state=SurveyState.CLOSED, naming=Naming.ANONYMOUS)
    return teams_access.door(closed.select_related("school"), True, pk)
