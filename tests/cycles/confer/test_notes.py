"""Notes: for whom, how they are kept, what deletes them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from cycles.confer import actions, queries
from cycles.confer.models import CheckIn, CheckInNote, PairKey
from teams.access import own_access_history, readable_audit
from teams.models import Appointment, AuditEntry
from tests.moments import travel

from .talks import arrange, fresh, note

CANARY = "Gelbe Kanarienvögel singen"


def seen(check_in: CheckIn, reader: Any) -> tuple[str | None, str | None]:
    """The private and the shared words that the reader is shown."""
    found = queries.panes(fresh(check_in), reader)
    return found.private and found.private.text, found.shared and found.shared.text


@pytest.fixture
def talk(people: Any, session: Any) -> CheckIn:
    return arrange(people.lead, people.teacher, session)


def test_private_is_the_authors_and_shared_is_both(people: Any, talk: CheckIn) -> None:
    note(talk, people.lead, "mine")
    note(talk, people.teacher, "hers")
    note(talk, people.lead, "ours", shared=True)
    assert seen(talk, people.lead) == ("mine", "ours")
    assert seen(talk, people.teacher) == ("hers", "ours")


def test_a_partner_keeps_no_notes(people: Any, ilt_session: Any) -> None:
    with_partner = arrange(people.leader, people.partner, ilt_session)
    assert seen(with_partner, people.partner) == (None, None)
    assert seen(with_partner, people.leader) == ("", None)
    assert seen(arrange(people.leader, people.superintendent), people.superintendent) == ("", "")


def dump() -> str:
    """Every row of every table, as somebody reads it who has the database."""
    with connection.cursor() as cursor:
        told = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (a name from the database itself)
            told.append(repr(cursor.fetchall()))
    return "\n".join(told)


def test_nothing_is_readable_in_the_database(people: Any, talk: CheckIn) -> None:
    note(talk, people.lead, CANARY)
    note(talk, people.lead, CANARY, shared=True)
    assert CANARY not in dump()
    assert "Juniper Elementary" in dump()


def test_each_pair_and_year_has_a_key_of_its_own(people: Any, talk: CheckIn) -> None:
    other = arrange(people.lead, people.member, talk.session)
    note(talk, people.lead, "one")
    note(talk, people.teacher, "two")
    note(other, people.lead, "three")
    secrets = {row.secret for row in PairKey.objects.all()}
    assert (PairKey.objects.count(), len(secrets)) == (2, 2)
    assert fresh(talk).key_id != fresh(other).key_id


def test_without_the_key_nothing_opens(people: Any, talk: CheckIn) -> None:
    note(talk, people.lead, CANARY)
    PairKey.objects.all().delete()
    assert CheckInNote.objects.count() == 1
    assert seen(talk, people.lead) == ("", "")
    assert queries.own_notes(people.lead) == []


def test_a_second_window_overwrites_nothing(people: Any, talk: CheckIn) -> None:
    note(talk, people.lead, "first", shared=True)
    note(talk, people.teacher, "second", shared=True, version=1)
    with pytest.raises(actions.NoteChanged) as refused:
        note(talk, people.lead, "third", shared=True, version=1)
    assert (refused.value.text, refused.value.newer.version) == ("second", 2)
    assert note(talk, people.lead, "second", shared=True, version=1).version == 2
    assert note(talk, people.lead, "third", shared=True, version=2).version == 3


def test_ones_own_file_has_ones_own_private_notes_only(people: Any, talk: CheckIn) -> None:
    note(talk, people.lead, "mine")
    note(talk, people.teacher, "hers")
    note(talk, people.lead, "ours", shared=True)
    assert [(one.other, one.text) for one in queries.own_notes(people.lead)] == [("Teresa Núñez", "mine")]
    assert [one.text for one in queries.own_notes(people.teacher)] == ["hers"]
    assert queries.own_notes(people.leader) == []


def test_reading_what_the_other_wrote_is_noted_without_a_word(people: Any, talk: CheckIn) -> None:
    saved = note(talk, people.lead, CANARY, shared=True)
    now = timezone.now()
    actions.record_reading(talk, saved, by=people.lead, at=now)
    assert AuditEntry.objects.filter(verb="shared 1:1 part read").count() == 0
    actions.record_reading(talk, saved, by=people.teacher, at=now)
    row = AuditEntry.objects.get(verb="shared 1:1 part read")
    assert (row.actor_id, row.subject_id, row.thing) == (people.teacher.pk, people.lead.pk, f"checkin:{talk.pk}")
    assert list(own_access_history(people.lead)) == [row]
    # the school's leader learns of no 1:1 from the trail
    assert not readable_audit(people.leader).filter(pk=row.pk).exists()


# --- deleted in time


def purged(days: int) -> int:
    with travel(timezone.now() + timedelta(days=days)):
        return actions.purge_notes(at=timezone.now())


def test_thirteen_months_after_the_year_all_of_it_goes(people: Any, talk: CheckIn) -> None:
    note(talk, people.lead, "mine")
    note(talk, people.lead, "ours", shared=True)
    rest = (people.year.ends_on - timezone.localdate()).days
    assert purged(rest + 390) == 0
    assert purged(rest + 400) == 2
    assert (CheckInNote.objects.count(), PairKey.objects.count()) == (0, 0)
    assert CheckIn.objects.count() == 1


def test_ninety_days_after_somebody_left_theirs_goes(people: Any, talk: CheckIn) -> None:
    note(talk, people.lead, "mine")
    note(talk, people.teacher, "hers")
    note(talk, people.lead, "ours", shared=True)
    Appointment.objects.filter(person=people.lead).update(ends_on=timezone.localdate())
    assert purged(88) == 0
    assert purged(92) == 2
    assert seen(talk, people.teacher) == ("hers", "")
