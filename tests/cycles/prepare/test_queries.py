from typing import Any

from django.utils import translation

from cycles.plan.models import Invitation, ReflectionSession
from cycles.prepare import access, queries
from cycles.prepare.enums import Audience, TemplateKind
from cycles.prepare.models import Template
from tests.cycles.making import begin_meeting, hand_in, join, schedule, write
from tests.data_imports.making import frozen_packet, google_form, imported, iready


def test_defaults_are_there_for_everyone_in_both_languages(db: None) -> None:
    kinds = {(one.kind, one.cycle_kind, one.minutes, one.prompts.count()) for one in Template.objects.all()}
    assert kinds == {(kind, cycle, 20, 5) for kind in TemplateKind.values for cycle in ("mid_year", "end_of_year")}
    for template in Template.objects.prefetch_related("prompts"):
        texts = [template.title_es, *(word for one in template.prompts.all() for word in (one.text_es, one.help_es))]
        assert all(texts)


def test_a_lead_looks_at_their_own_practice_first(db: None) -> None:
    for template in Template.objects.filter(kind__in=["lead", "leader"]):
        assert template.prompts.get(position=1).text.startswith("First you")


def test_the_kind_is_the_first_that_fits(people: Any, session: Any, ilt_session: Any) -> None:
    kinds = {
        "leader": queries.kind_for(ilt_session, people.leader),
        "lead": queries.kind_for(session, people.lead),
        "ilt": queries.kind_for(ilt_session, people.facilitator),
        "teacher": queries.kind_for(session, people.teacher),
    }
    assert kinds == {"leader": "leader", "lead": "lead", "ilt": "ilt_member", "teacher": "teacher"}


def test_my_lead_is_named(people: Any, session: Any, ilt_session: Any) -> None:
    assert access.leads_of(session, people.teacher) == [people.lead]
    assert access.leads_of(session, people.lead) == [people.leader]
    assert access.leads_of(ilt_session, people.leader) == []
    Invitation.objects.create(session=ilt_session, person=people.superintendent, is_guest=True)
    assert access.leads_of(ilt_session, people.leader) == [people.superintendent]


def test_the_chip_names_real_readers(people: Any, session: ReflectionSession) -> None:
    choices = {choice.audience: choice for choice in queries.audience_choices(session, people.teacher)}
    assert choices[Audience.LEAD].who == "Sam O'Brien"
    assert "Fay Lindqvist, Rosa Delgado, Sam O'Brien" in choices[Audience.NAMED].who
    assert choices[Audience.UNNAMED].is_offered is False
    assert choices[Audience.UNNAMED].why_not


def test_stated_readers_are_the_effective_ones(people: Any, session: ReflectionSession) -> None:
    stated = set(access.readers_of_group(session).values_list("pk", flat=True))
    assert stated == {people.lead.pk, people.leader.pk, people.facilitator.pk}


def test_questions_come_in_the_readers_language(people: Any, session: ReflectionSession) -> None:
    with translation.override("es"):
        page = queries.preparation(session, people.teacher)
    assert page.title == "Su reflexión de mitad de año"
    assert page.prompts[0].text.startswith("¿Qué les salió bien")


def test_readiness_tells_that_and_never_what(people: Any, session: ReflectionSession) -> None:
    write(session, people.member, "canary")
    hand_in(session, people.teacher, "canary")
    found = queries.readiness(session)
    assert [(one.name, one.state) for one in found.people] == [
        ("Malik Johnson", "working"),
        ("Sam O'Brien", "waiting"),
        ("Teresa Núñez", "ready"),
    ]
    assert (found.ready, found.total) == (1, 3)
    assert "canary" not in repr(found)
    assert queries.readiness_by_session([session])[session.pk] == queries.Readiness(1, 3)


def test_only_what_is_handed_in_is_shared(people: Any, session: ReflectionSession) -> None:
    write(session, people.teacher, "not yet", "named")
    write(session, people.member, "nor this", "lead")
    assert queries.shared_with_group(session).named == ()
    assert queries.shared_with_lead(people.lead, session) == ()


def test_each_answer_reaches_its_audience(people: Any, session: ReflectionSession) -> None:
    hand_in(session, people.teacher, "with my name", "named")
    hand_in(session, people.member, "for my lead", "lead")
    (named,) = queries.shared_with_group(session).named
    assert (named.author, [box for _, box in named.boxes]) == ("Teresa Núñez", ["with my name"])
    (line,) = queries.shared_with_lead(people.lead, session)
    assert (line.author, [box for _, box in line.boxes]) == ("Malik Johnson", ["for my lead"])
    assert queries.shared_with_lead(people.leader, session) == ()


def test_a_successor_does_not_inherit_what_was_addressed(people: Any, session: ReflectionSession) -> None:
    hand_in(session, people.teacher, "for Sam alone", "lead")
    people.lead.memberships.filter(team=people.team).delete()
    people.team.memberships.create(person=people.facilitator, position="lead", starts_on=people.fall.starts_on)
    assert access.leads_of(session, people.teacher) == [people.facilitator]
    assert queries.shared_with_lead(people.facilitator, session) == ()


def unnamed(session: ReflectionSession, reader: Any) -> list[str]:
    return [box for line in queries.shared_with_group(session, reader).unnamed for _, box in line.boxes]


def test_unnamed_lines_wait_for_the_meeting_and_for_five(people: Any, session: ReflectionSession) -> None:
    more = [join(session, name) for name in ("Ana", "Ben", "Cleo")]
    for person in (people.teacher, people.member, *more[:2]):
        hand_in(session, person, f"line of {person.name}", "unnamed")
    begin_meeting(session)
    assert unnamed(session, people.lead) == []


def test_unnamed_lines_come_together_without_author(people: Any, session: ReflectionSession) -> None:
    more = [join(session, name) for name in ("Ana", "Ben", "Cleo")]
    writers = (people.teacher, people.member, *more)
    for person in writers:
        hand_in(session, person, f"line {person.pk}", "unnamed")
    assert unnamed(session, people.lead) == []
    begin_meeting(session)
    assert sorted(unnamed(session, people.lead)) == sorted(f"line {person.pk}" for person in writers)
    assert unnamed(session, people.lead) == unnamed(session, people.facilitator)
    assert {line.author for line in queries.shared_with_group(session, people.lead).unnamed} == {""}
    # somebody who wrote one of five knows that the others are four
    assert unnamed(session, people.teacher) == []


def test_what_others_can_see_of_mine(people: Any, session: ReflectionSession) -> None:
    hand_in(session, people.teacher, "for my lead", "lead")
    lines = {own.audience: own.who for own in queries.shared_of_mine(session, people.teacher)}
    assert lines == {Audience.LEAD: "Sam O'Brien", Audience.ME: "only you"}


def test_what_the_packet_found_lies_beside_the_prompts_of_who_may_read_it(
    people: Any, session: ReflectionSession
) -> None:
    assert queries.beside(session, people.teacher).packet_as_of is None
    imported(iready(120), people.school)
    imported(google_form(40), people.school)
    session.packet = frozen_packet(people.school, None, "B")
    session.save(update_fields=["packet"])
    Invitation.objects.create(session=session, person=people.partner, is_guest=True)
    beside = queries.beside(session, people.teacher)
    assert list(beside.findings) == session.packet.content()["languages"]["en"]["findings"]
    assert beside.packet_as_of == session.packet.as_of
    assert "%" in beside.findings[0]
    theirs = queries.beside(session, people.partner)
    assert (theirs.packet_as_of, theirs.findings) == (None, ())


def test_counts_do_not_grow(people: Any, cycle: Any, session: Any, count_queries: Any) -> None:
    def counted() -> tuple[int, int, int, int]:
        with count_queries() as page:
            queries.preparation(session, people.teacher)
        with count_queries() as ready:
            queries.readiness(session)
        with count_queries() as shared:
            queries.shared_with_group(session, people.lead)
        with count_queries() as many:
            queries.readiness_by_session(list(ReflectionSession.objects.filter(cycle=cycle)))
        return len(page), len(ready), len(shared), len(many)

    write(session, people.teacher, "one")
    hand_in(session, people.member, "one", "named")
    first = counted()
    for name in ("Ana", "Ben", "Cleo"):
        hand_in(session, join(session, name), "more", "named")
    for position in (2, 3, 4):
        write(session, people.teacher, "more", position=position)
    schedule(cycle, people.other_team)
    # a team of five asks for no pool of small teams any more
    assert counted() == (first[0] - 1, *first[1:])
    assert first[0] <= 17
