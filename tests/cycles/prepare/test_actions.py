from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from cycles.plan.models import ReflectionSession
from cycles.prepare import actions, queries
from cycles.prepare.enums import Audience
from cycles.prepare.models import Answer
from teams.models import AuditEntry
from tests.cycles.making import begin_meeting, hand_in, join, write

NOW = timezone.now


def save(reflection: Any, text: str, version: int, audience: str = "me", position: int = 1) -> Answer:
    prompt = reflection.template.prompts.get(position=position)
    return actions.save_answer(
        reflection,
        prompt=prompt,
        text=text,
        second_text="because",
        audience=audience,
        version=version,
        by=reflection.person,
        at=NOW(),
    )


def test_beginning_twice_is_beginning_once(people: Any, session: ReflectionSession) -> None:
    first = actions.begin_reflection(session, by=people.teacher, at=NOW())
    again = actions.begin_reflection(session, by=people.teacher, at=NOW())
    assert again == first
    assert first.template.kind == "teacher"


def test_a_session_keeps_its_templates_when_a_newer_version_comes(people: Any, session: ReflectionSession) -> None:
    reflection = actions.begin_reflection(session, by=people.teacher, at=NOW())
    old = reflection.template
    old.is_current = False
    old.save()
    type(old).objects.create(kind=old.kind, cycle_kind=old.cycle_kind, version=2, title="New")
    assert actions.begin_reflection(session, by=people.teacher, at=NOW()).template == old
    assert actions.begin_reflection(session, by=people.member, at=NOW()).template == old


def test_an_older_page_never_overwrites(people: Any, session: ReflectionSession) -> None:
    reflection = actions.begin_reflection(session, by=people.teacher, at=NOW())
    first = save(reflection, "from one window", 0)
    second = save(reflection, "and more", first.version)
    with pytest.raises(actions.AnswerChanged) as changed:
        save(reflection, "from an older window", first.version)
    assert changed.value.newer.text == "and more"
    assert [answer.text for answer in Answer.objects.all()] == ["and more"]
    assert second.version == 2


def test_the_same_words_again_are_no_conflict(people: Any, session: ReflectionSession) -> None:
    reflection = actions.begin_reflection(session, by=people.teacher, at=NOW())
    save(reflection, "same", 0)
    assert save(reflection, "same", 0).version == 1


def test_answers_are_unreadable_in_the_database(people: Any, session: ReflectionSession) -> None:
    write(session, people.teacher, "canary-at-rest")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, second_text, third_text FROM cycles_answer")
        row = " ".join(cursor.fetchone())
    assert "canary" not in row
    assert Answer.objects.get().text == "canary-at-rest"


def test_ready_needs_the_needed_prompts(people: Any, session: ReflectionSession) -> None:
    reflection = write(session, people.teacher, "   ")
    with pytest.raises(actions.AnswersMissing) as missing:
        actions.submit_reflection(reflection, by=people.teacher, at=NOW())
    assert [prompt.position for prompt in missing.value.prompts] == [1, 2]
    assert not queries.own_reflection(session, people.teacher).submitted_at


def test_on_paper_needs_none(people: Any, session: ReflectionSession) -> None:
    reflection = actions.begin_reflection(session, by=people.teacher, at=NOW())
    actions.submit_reflection(reflection, by=people.teacher, at=NOW(), is_on_paper=True)
    assert (reflection.submitted_at is not None, reflection.is_on_paper) == (True, True)


def test_what_is_handed_in_stays_until_taken_up_again(people: Any, session: ReflectionSession) -> None:
    reflection = hand_in(session, people.teacher)
    with pytest.raises(actions.ReflectionReady):
        save(reflection, "later", 1)
    actions.reopen_reflection(reflection, by=people.teacher, at=NOW())
    assert save(reflection, "later", 1).text == "later"


def test_handing_in_twice_is_once(people: Any, session: ReflectionSession) -> None:
    reflection = hand_in(session, people.teacher)
    first = reflection.submitted_at
    actions.submit_reflection(reflection, by=people.teacher, at=NOW())
    assert reflection.submitted_at == first
    assert AuditEntry.objects.filter(verb="reflection ready").count() == 1


def test_nothing_is_taken_back_once_people_meet(people: Any, session: ReflectionSession) -> None:
    reflection = hand_in(session, people.teacher)
    begin_meeting(session)
    with pytest.raises(actions.MeetingBegun):
        actions.reopen_reflection(reflection, by=people.teacher, at=NOW())


def test_a_late_one_is_marked(people: Any, session: ReflectionSession) -> None:
    begin_meeting(session)
    assert hand_in(session, people.teacher).is_late
    assert not queries.shared_with_group(session).unnamed


def test_my_lead_is_kept_by_name(people: Any, session: ReflectionSession) -> None:
    write(session, people.teacher, "for Sam", "lead")
    assert list(Answer.objects.get().addressed_to.all()) == [people.lead]


def test_unnamed_is_refused_in_a_small_team(people: Any, session: ReflectionSession) -> None:
    with pytest.raises(actions.AudienceNotOffered):
        write(session, people.teacher, "who else could it be", "unnamed")


def test_unnamed_is_kept_where_five_others_could_have_written_it(people: Any, session: ReflectionSession) -> None:
    for name in ("Ana", "Ben", "Cleo"):
        join(session, name)
    write(session, people.teacher, "one of five", "unnamed")
    assert Answer.objects.get().audience == Audience.UNNAMED
