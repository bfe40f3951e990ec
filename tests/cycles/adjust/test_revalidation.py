"""What was agreed over provisional evidence is checked when data lands; the record's own rows stay as they were."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.adjust import actions, queries
from cycles.adjust.models import Revalidation
from cycles.meet import actions as meet
from cycles.meet.models import GoalRevisit, Meeting
from cycles.plan.models import ReflectionSession
from teams.models import AuditEntry
from tests.cycles import agreeing
from tests.cycles.plan.packets import chart, freeze_by_hand
from tests.cycles.plan.test_packet_pages import came_in


@pytest.fixture
def met(people: Any, session: ReflectionSession) -> ReflectionSession:
    """A meeting over a provisional version, closed an hour ago: a verdict and a root cause."""
    early = timezone.now() - timedelta(hours=3)
    freeze_by_hand(session, chart(is_provisional=True, subject="i-Ready math, all windows"), at=early)
    meeting = agreeing.begin(session)
    said = {"verdict": "on_track", "evidence": "Winter math is up", "by": people.lead, "at": timezone.now()}
    meet.revisit_goal(meeting, goal=people.goal, **said)
    agreeing.cause(agreeing.topic(meeting))
    agreeing.end(session)
    Meeting.objects.update(closed_at=timezone.now() - timedelta(hours=1))
    return session


def newer(session: ReflectionSession, winter: str = "44%") -> None:
    freeze_by_hand(session, chart(winter=winter, subject="i-Ready math, all windows"))


def get(person: Any, session: ReflectionSession, name: str = "revalidation") -> Any:
    client = Client()
    client.force_login(person)
    return client.get(reverse(f"cycles:{name}", args=[session.pk]))


def say(person: Any, session: ReflectionSession, **said: Any) -> Any:
    client = Client()
    client.force_login(person)
    told = {"kind": "verdict", "pk": GoalRevisit.objects.get().pk, "outcome": "holds", "note": ""} | said
    return client.post(reverse("cycles:revalidation-record", args=[session.pk]), told)


def test_before_data_lands_it_says_what_was_provisional(people: Any, met: ReflectionSession) -> None:
    page = get(people.lead, met).content.decode()
    assert "Provisional when you met" in page
    assert "No newer evidence yet" in page
    came_in(people, timezone.now())
    page = get(people.lead, met).content.decode()
    assert "Freeze again" in page
    assert "No newer evidence yet" not in page


def test_each_verdict_stands_beside_what_changed(people: Any, met: ReflectionSession) -> None:
    newer(met)
    page = queries.revalidation(met, people.lead)
    assert [(one.kind, len(one.charts)) for one in page.findings] == [("verdict", 1), ("cause", 0)]
    cells = [(cell.where, cell.before, cell.after) for cell in page.findings[0].charts[0].cells]
    assert cells == [("Grade 4, Winter", "52%", "44%"), ("All, Winter", "52%", "44%")]
    assert (page.since.rested_on.version, page.since.now.version, page.left) == (1, 2, 2)
    shown = get(people.lead, met).content.decode()
    assert "You met over version 1" in shown
    assert "44%" in shown


def test_what_is_said_stands_beside_the_record_and_changes_nothing_in_it(people: Any, met: ReflectionSession) -> None:
    newer(met)
    before = model_to_dict(GoalRevisit.objects.get()), model_to_dict(Meeting.objects.get())
    assert say(people.lead, met, outcome="no_longer", note="Spring shows the gap again").status_code == 302
    row = Revalidation.objects.get()
    assert (row.outcome, row.by, row.rested_on.version, row.checked_against.version) == (
        "no_longer", people.lead, 1, 2,
    )  # fmt: skip
    assert (model_to_dict(GoalRevisit.objects.get()), model_to_dict(Meeting.objects.get())) == before
    record = get(people.teacher, met, "record").content.decode()
    assert "Spring shows the gap again" in record
    assert "Winter math is up" in record
    assert "version 2 of the packet" in record
    assert AuditEntry.objects.filter(verb="revalidated: no_longer").count() == 1


def test_said_again_the_later_word_counts_and_a_later_version_is_a_row_of_its_own(
    people: Any, met: ReflectionSession
) -> None:
    newer(met)
    say(people.lead, met)
    say(people.leader, met, outcome="changes", note="Only grade 4")
    assert list(Revalidation.objects.values_list("outcome", "by")) == [("changes", people.leader.pk)]
    freeze_by_hand(met, chart(winter="61%"), at=timezone.now() + timedelta(minutes=1))
    say(people.lead, met)
    told = Revalidation.objects.order_by("pk").values_list("outcome", "rested_on__version", "checked_against__version")
    assert list(told) == [("changes", 1, 2), ("holds", 1, 3)]
    assert [row.outcome for row in queries.checks(met)] == ["holds"]


def test_what_changes_needs_words_and_keeps_what_was_typed(people: Any, met: ReflectionSession) -> None:
    newer(met)
    answer = say(people.lead, met, outcome="changes")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say in a few words what changes." in page
    assert 'value="changes" checked' in page
    answer = say(people.lead, met, outcome="", note="typed words")
    assert answer.status_code == 422
    assert "typed words" in answer.content.decode()
    assert not Revalidation.objects.exists()


def test_a_root_cause_is_checked_too(people: Any, met: ReflectionSession) -> None:
    newer(met)
    cause = queries.revalidation(met, people.lead).findings[1]
    say(people.lead, met, kind="cause", pk=cause.pk)
    assert queries.revalidation(met, people.lead).findings[1].said.outcome == "holds"
    assert "We plan without a shared picture" in get(people.teacher, met, "record").content.decode()


def test_nothing_is_kept_without_a_newer_version_or_of_another_meeting(people: Any, met: ReflectionSession) -> None:
    assert say(people.lead, met).status_code == 302
    newer(met)
    assert say(people.lead, met, pk=GoalRevisit.objects.get().pk + 99).status_code == 404
    assert say(people.lead, met, kind="cause", pk=0).status_code == 404
    assert not Revalidation.objects.exists()


def test_only_who_may_freeze_checks(people: Any, met: ReflectionSession) -> None:
    newer(met)
    told = {name: get(getattr(people, name), met).status_code for name in ("lead", "leader", "teacher", "facilitator")}
    assert told == {"lead": 200, "leader": 200, "teacher": 403, "facilitator": 403}
    link = reverse("cycles:revalidation", args=[met.pk])
    assert link in get(people.lead, met, "record").content.decode()
    assert link not in get(people.teacher, met, "record").content.decode()


def test_before_the_meeting_is_over_there_is_nothing_to_check(people: Any, session: ReflectionSession) -> None:
    freeze_by_hand(session, chart())
    assert "The meeting is not over yet" in get(people.lead, session).content.decode()
    agreeing.begin(session)
    agreeing.end(session)
    Meeting.objects.update(closed_at=timezone.now())
    assert "Nothing to check" in get(people.lead, session).content.decode()


def test_the_database_refuses_a_change_without_words(people: Any, met: ReflectionSession) -> None:
    row = {"verdict": GoalRevisit.objects.get(), "rested_on": met.packet, "checked_against": met.packet}
    with pytest.raises(IntegrityError), transaction.atomic():
        Revalidation.objects.create(session=met, outcome="changes", at=timezone.now(), **row)
    with pytest.raises(actions.ReasonMissing):
        actions.revalidate(
            met, thing=row["verdict"], versions=(met.packet, met.packet), outcome="changes", note=" ", by=people.lead,
            at=timezone.now(),
        )  # fmt: skip


def test_as_many_queries_for_one_and_for_many(
    people: Any, met: ReflectionSession, count_queries: Any, client: Client
) -> None:
    newer(met)
    client.force_login(people.lead)

    def counted(name: str) -> int:
        client.get(reverse(f"cycles:{name}", args=[met.pk]))
        with count_queries() as found:
            client.get(reverse(f"cycles:{name}", args=[met.pk]))
        return len(found)

    say(people.lead, met, kind="cause", pk=queries.revalidation(met, people.lead).findings[1].pk)
    one = counted("revalidation"), counted("record")
    for number in range(6):
        cause = agreeing.cause(agreeing.topic(Meeting.objects.get(), f"Topic {number}"))
        say(people.lead, met, kind="cause", pk=cause.pk)
    assert (counted("revalidation"), counted("record")) == one
