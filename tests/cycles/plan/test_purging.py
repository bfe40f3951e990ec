"""What is kept of people from outside ends: the link with its day, the address with the pass, the rest a year later."""

from datetime import datetime, time, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from cycles.plan import actions, tasks
from cycles.plan.models import Cycle, Invitation, LinkLetter, Pass, ReflectionSession, Voice
from teams.models import AuditEntry, SchoolYear
from tests.moments import travel

from .guests import answer, ask, heard, linked


def purge() -> int:
    return actions.purge_outside(at=timezone.now())


def on(day: Any, people: Any) -> Any:
    """Noon of that day at the school."""
    return travel(datetime.combine(day, time(12), tzinfo=people.school.zone))


def trail() -> list[tuple[str, int | None]]:
    rows = AuditEntry.objects.filter(verb__contains="purged").order_by("pk")
    return list(rows.values_list("verb", "count"))


def test_the_sealed_link_ends_with_its_day_and_still_says_so(people: Any, timed: ReflectionSession) -> None:
    given, token = ask(timed, people, by_mail=True)
    assert (purge(), Pass.objects.get().token) == (0, token)
    with on(given.answers_by + timedelta(days=2), people):
        assert (purge(), Pass.objects.get().token, purge()) == (1, "", 0)
        assert Client().get(linked(token)).status_code == 200


def test_the_address_ends_with_the_pass(people: Any, timed: ReflectionSession, cycle: Cycle) -> None:
    given, token = ask(timed, people)
    answer(given, "Reading nights")
    cycle.closed_at = timezone.now()
    cycle.save()
    assert (purge(), Pass.objects.get().email) == (0, "maria@family.test")
    with travel(timezone.now() + timedelta(days=31)):
        assert purge() == 1
        left = Pass.objects.get()
        assert (left.email, left.token_hash, left.name) == ("", "", "Maria Ortiz")
        assert heard(timed, people.leader) == [("Maria Ortiz", "Reading nights")]
        assert Client().get(linked(token)).status_code == 404
    assert trail() == [("addresses of people from outside purged", 1)]


def test_names_and_answers_end_with_the_next_school_year(people: Any, timed: ReflectionSession) -> None:
    """Whoever has an account keeps the pass: it ends what a guest may see, and nothing begins again without it."""
    actions.invite_guest(timed, person=people.partner, sees_packet=False, by=people.leader, at=timezone.now())
    for given, _ in (ask(timed, people, by_mail=True), ask(timed, people, person=people.partner)):
        answer(given, "Reading nights")
    first = people.year.ends_on
    following = SchoolYear.objects.create(
        name="later", starts_on=first + timedelta(days=60), ends_on=first + timedelta(days=340)
    )
    with on(following.ends_on, people):
        purge()
        assert (Voice.objects.count(), Pass.objects.filter(person=None).count()) == (2, 1)
    with on(following.ends_on + timedelta(days=2), people):
        assert purge() == 3
        assert (
            Voice.objects.count(),
            LinkLetter.objects.count(),
            Invitation.objects.filter(is_guest=True).count(),
        ) == (
            0,
            0,
            1,
        )
        assert list(Pass.objects.values_list("person", flat=True)) == [people.partner.pk]
        assert purge() == 0
    entry = AuditEntry.objects.get(verb="feedback from outside purged")
    assert (entry.count, entry.purpose, entry.school_id, entry.actor_id) == (2, "1 names", people.school.pk, None)


def test_without_a_next_year_they_end_a_year_later(people: Any, timed: ReflectionSession) -> None:
    answer(ask(timed, people)[0], "Reading nights")
    with on(people.year.ends_on + timedelta(days=366), people):
        purge()
        assert Voice.objects.count() == 1
    with on(people.year.ends_on + timedelta(days=368), people):
        tasks.purge_outside()
        assert (Voice.objects.count(), Pass.objects.count()) == (0, 0)
