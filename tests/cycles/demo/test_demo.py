"""The demo district: made once, through importers and actions, with something to do for everybody."""

import json
from collections import Counter
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from cycles.adjust.models import ActionStep, Adjustment, Disposition
from cycles.demo import district
from cycles.models import Cycle, MapRound, ReflectionSession, Review, Summary
from cycles.plan.enums import SessionState
from data_imports.enums import UploadState
from data_imports.models import Upload
from surveys.models import Survey
from teams.enums import CycleKind
from teams.models import Person, School

pytestmark = pytest.mark.django_db
# a moment in a spring-like week, one on a weekend and one in the summer: the calendar lies around the day
MOMENTS = [datetime(2026, 11, 23, 17, 30, tzinfo=UTC), datetime(2027, 3, 14, 9, 0, tzinfo=UTC)]


@pytest.fixture(params=MOMENTS, ids=lambda moment: moment.strftime("%a %b"))
def demo(request, time_machine):
    time_machine.move_to(request.param, tick=False)
    assert district.make_district(request.param, say=lambda words: None) is True
    return request.param


def test_the_demo_district(demo, client):
    """One long test, because the district takes its time to be made."""
    assert School.objects.count() == 3
    assert 100 <= Person.objects.count() <= 125

    # last spring is finished everywhere, this winter stands in every stage
    assert set(Cycle.objects.filter(kind=CycleKind.END_OF_YEAR).values_list("state", flat=True)) == {"closed"}
    winter = ReflectionSession.objects.filter(cycle__kind=CycleKind.MID_YEAR)
    states = Counter(winter.values_list("state", flat=True))
    assert states == {
        SessionState.PLANNED: 1,
        SessionState.SCHEDULED: 2,
        SessionState.MEETING: 1,
        SessionState.MET: 11,
    }
    assert set(Summary.objects.filter(cycle__kind=CycleKind.MID_YEAR).values_list("state", flat=True)) == {
        "draft",
        "published",
    }
    assert Review.objects.filter(response="waiting").count() == 1
    assert Disposition.objects.exists(), "the winter's meetings answered for the spring's promises"
    assert ActionStep.objects.filter(cause=None).count() == 0
    assert Adjustment.objects.filter(state="advice").count() >= 1

    # one learning cycle is answered by its leads, the maps of another are coming in
    told = MapRound.objects.filter(heard__published_at__isnull=False)
    coming = MapRound.objects.filter(closes_at__gt=demo, maps__handed_in_at__isnull=False).distinct()
    sealed = Survey.objects.get()
    assert (told.count(), coming.count(), sealed.is_published, sealed.seal_salt) == (3, 4, True, None)

    # every number came in through a file
    states = Counter(Upload.objects.values_list("state", flat=True))
    assert states.pop(UploadState.UNDERSTOOD) == 1, "one file waits for the steward"
    assert set(states) == {UploadState.APPLIED}
    assert Upload.objects.filter(rejected__gt=0).count() == 0

    # again changes nothing
    before = Person.objects.count()
    assert district.make_district(demo, say=lambda words: None) is False
    assert Person.objects.count() == before

    everybody_finds_what_is_asked_of_them()


def everybody_finds_what_is_asked_of_them():
    out = StringIO()
    call_command("demo_people", "--json", stdout=out)
    listed = json.loads(out.getvalue())
    assert list(listed[0]) == ["name", "email", "password", "role", "school", "can"]
    shown = {person.role: person for person in district.showcase()}
    assert set(shown) == {
        "School leader",
        "Senior team lead",
        "Facilitator",
        "Teacher",
        "Instructional superintendent",
        "Network partner",
        "District administrator",
        "Data steward",
    }
    asked = {
        "School leader": "Give a meeting a time",
        "Facilitator": "Fill in your reflection",
        "Senior team lead": "Fill in your reflection",
        "Teacher": "Fill in your reflection",
        "Instructional superintendent": "Advice is asked of you",
        "Network partner": "ILT",
        "District administrator": "A file waits for your word",
        "Data steward": "A file waits for your word",
    }
    for role, person in shown.items():
        client = Client()
        answer = client.post("/accounts/login/", {"login": person.email, "password": person.password})
        assert answer.status_code == 302
        page = client.get("/")
        assert page.status_code == 200
        assert asked[role] in page.content.decode(), role
        assert page.context["page"].tasks, role
