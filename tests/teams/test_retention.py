"""A legal hold goes before every deletion in time; one person places it, two lift it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.confer import actions as confer
from cycles.confer.models import CheckInNote, PairKey
from cycles.listen import actions as listen
from cycles.listen.models import ThinkingMap
from teams import actions
from teams.models import AuditEntry, LegalHold, SchoolYear
from tests.cycles.confer.talks import arrange, note
from tests.cycles.listen.making import ask, write
from tests.moments import travel

pytestmark = pytest.mark.django_db


@pytest.fixture
def hold(people: Any) -> LegalHold:
    return actions.place_hold(people.school, reason="Case 12", by=people.district, at=timezone.now())


def kept(what: str) -> list[int]:
    return list(AuditEntry.objects.filter(verb="kept by a legal hold", purpose=what).values_list("count", flat=True))


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_what_is_held_is_kept_and_the_trail_says_so_once(people: Any, hold: LegalHold) -> None:
    write(ask(people), people.teacher)
    over = people.year.ends_on
    SchoolYear.objects.create(name="next", starts_on=over + timedelta(days=60), ends_on=over + timedelta(days=340))
    later = timezone.now() + timedelta(days=700)
    with travel(later):
        assert (listen.purge_old_maps(at=later), listen.purge_old_maps(at=later)) == (0, 0)
    assert kept("thinking maps") == [ThinkingMap.objects.count()]
    actions.ask_lift(hold, by=people.district, at=later)
    actions.lift_hold(hold, by=people.steward, at=later)
    with travel(later):
        assert listen.purge_old_maps(at=later) > 0
    assert ThinkingMap.objects.count() == 0


def test_a_hold_is_of_one_school(people: Any) -> None:
    actions.place_hold(people.other_school, reason="Case 13", by=people.district, at=timezone.now())
    note(arrange(people.lead, people.teacher), people.lead, "gone")
    later = timezone.now() + timedelta(days=1000)
    with travel(later):
        confer.purge_notes(at=later)
    assert (CheckInNote.objects.count(), PairKey.objects.count(), kept("1:1 notes")) == (0, 0, [])


def test_notes_that_are_held_keep_their_key(people: Any, hold: LegalHold) -> None:
    note(arrange(people.lead, people.teacher), people.lead, "kept")
    later = timezone.now() + timedelta(days=1000)
    with travel(later):
        confer.purge_notes(at=later)
    assert (CheckInNote.objects.count(), PairKey.objects.count(), kept("1:1 notes")) == (1, 1, [1])


def test_two_lift_it(people: Any, hold: LegalHold) -> None:
    now = timezone.now()
    with pytest.raises(actions.NeedsAnother):
        actions.lift_hold(hold, by=people.district, at=now)
    actions.ask_lift(hold, by=people.district, at=now)
    with pytest.raises(actions.NeedsAnother):
        actions.lift_hold(hold, by=people.district, at=now)
    actions.keep_hold(hold, by=people.steward, at=now)
    with pytest.raises(actions.NeedsAnother):
        actions.lift_hold(hold, by=people.steward, at=now)
    actions.ask_lift(hold, by=people.district, at=now)
    actions.lift_hold(hold, by=people.steward, at=now)
    with pytest.raises(actions.HoldLifted):
        actions.ask_lift(hold, by=people.district, at=now)
    verbs = AuditEntry.objects.filter(thing=f"legalhold:{hold.pk}").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        "legal hold placed",
        "legal hold: lifting asked",
        "legal hold: stays",
        "legal hold: lifting asked",
        "legal hold lifted",
    ]


def test_the_page_places_keeps_and_lifts(people: Any, count_queries: Any) -> None:
    client, page = client_of(people.district), reverse("teams:holds")
    assert "No school is under a hold" in client.get(page).content.decode()
    empty = client.post(reverse("teams:hold-place"), {"reason": "Counsel asks", "school": ""})
    assert (empty.status_code, "Counsel asks" in empty.content.decode()) == (422, True)
    asked = {"reason": "Counsel asks", "school": people.school.pk}
    assert client.post(reverse("teams:hold-place"), asked)["Location"] == page
    hold = LegalHold.objects.get()
    client.post(reverse("teams:hold-lift-ask", args=[hold.pk]))
    with count_queries() as few:
        html = client.get(page).content.decode()
    assert (f"{people.district.name} asks to lift it" in html, "Agree and lift it" in html) == (True, False)
    client.post(reverse("teams:hold-lift", args=[hold.pk]))
    hold.refresh_from_db()
    assert hold.lifted_at is None
    for number in range(3):
        actions.place_hold(people.school, reason=f"Case {number}", by=people.steward, at=timezone.now())
    client.get(page)
    with count_queries() as many:
        client.get(page)
    assert len(many) <= len(few)
