"""The trail is added to and read, never changed; sign-ins and refusals are in it."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from teams import access, audit
from teams.models import AuditEntry
from tests.people import PASSWORD


def verbs(**where: Any) -> list[str]:
    return list(AuditEntry.objects.filter(**where).order_by("pk").values_list("verb", flat=True))


def test_rows_are_never_changed(people: Any) -> None:
    audit.record("role given", by=people.leader, at=timezone.now(), subject=people.teacher, school=people.school)
    with pytest.raises(TypeError):
        AuditEntry.objects.update(verb="nothing")
    with pytest.raises(TypeError):
        AuditEntry.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE teams_auditentry SET verb = 'nothing'")
    assert verbs() == ["role given"]


@pytest.mark.postgres
def test_the_database_removes_none(people: Any) -> None:
    audit.record("role given", by=people.leader, at=timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM teams_auditentry")
    assert verbs() == ["role given"]


def test_sign_in_refusal_and_sign_out(people: Any, client: Client) -> None:
    address = reverse("account_login")
    client.post(address, {"login": people.teacher.email, "password": "wrong-words-here"})
    assert verbs() == ["sign-in failed"]
    client.post(address, {"login": people.teacher.email, "password": PASSWORD})
    client.post(reverse("account_logout"))
    assert verbs(subject_id=people.teacher.pk) == ["sign-in failed", "signed in", "signed out"]
    assert "wrong-words" not in str(list(AuditEntry.objects.values()))


def test_denied_access_is_kept_with_its_address(people: Any, client: Client) -> None:
    client.force_login(people.teacher)
    assert client.get(reverse("teams:audit")).status_code == 403
    denied = AuditEntry.objects.get(verb="access denied")
    assert (denied.actor_id, denied.thing) == (people.teacher.pk, "teams:audit:")


def test_ones_own_history_and_nobody_elses(people: Any, client: Client) -> None:
    now = timezone.now()
    audit.record("LEAP rows read", by=people.leader, at=now, subject=people.teacher, school=people.school)
    audit.record("LEAP rows read", by=people.leader, at=now, subject=people.member, school=people.school)
    audit.record("LEAP rows read", by=people.teacher, at=now, subject=people.teacher, school=people.school)
    assert [row.subject_id for row in access.own_access_history(people.teacher)] == [people.teacher.pk]
    client.force_login(people.teacher)
    page = client.get(reverse("teams:me")).content.decode()
    assert people.leader.name in page
    assert people.member.name not in page


def test_a_leader_reads_the_own_school_only(people: Any, client: Client) -> None:
    audit.record("role given", by=people.other_leader, at=timezone.now(), school=people.other_school)
    client.force_login(people.leader)
    assert people.other_leader.name not in client.get(reverse("teams:audit")).content.decode()
    client.force_login(people.district)
    assert people.other_leader.name in client.get(reverse("teams:audit")).content.decode()
