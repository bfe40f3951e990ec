from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from cycles.plan import actions as plan
from cycles.plan.models import ReflectionSession
from cycles.prepare import actions, citing, queries
from cycles.prepare.models import Answer, Citation
from tests.cycles.making import hand_in, write
from tests.cycles.plan.packets import CHANGE, LEVELS, chart, freeze_by_hand

WINTER = queries.Cell(LEVELS, "Grade 4", "Winter")


@pytest.fixture
def session(session: ReflectionSession) -> ReflectionSession:
    """With a frozen packet of two charts."""
    freeze_by_hand(session, chart(), chart(CHANGE), profile="B")
    return ReflectionSession.objects.select_related("cycle__school", "team", "packet__packet").get(pk=session.pk)


def cite(session: ReflectionSession, person: Any, cell: queries.Cell = WINTER) -> Citation:
    reflection = actions.begin_reflection(session, by=person, at=timezone.now())
    prompt = reflection.template.prompts.get(position=1)
    return citing.cite_cell(reflection, prompt=prompt, version=session.packet, cell=cell, by=person, at=timezone.now())


def cited(session: ReflectionSession, person: Any) -> Any:
    return queries.preparation(session, person).prompts[0].citations


def test_a_cell_is_kept_by_name_and_reads_as_the_packet_does(people: Any, session: ReflectionSession) -> None:
    assert cite(session, people.teacher) == cite(session, people.teacher)
    (shown,) = cited(session, people.teacher)
    packet = queries.shown_packet(session, people.teacher, session.packet)
    drawn = next(one for one in packet.charts if one.key == LEVELS)
    there = drawn.rows[drawn.row_names.index("Grade 4")][drawn.column_names.index("Winter")]
    assert (shown.where, shown.reading, shown.version) == ("Grade 4, Winter", there, session.packet.version)
    with translation.override("es"):
        assert cited(session, people.teacher)[0].reading == there


def test_the_answer_it_belongs_to_is_begun_with_it(people: Any, session: ReflectionSession) -> None:
    cite(session, people.teacher)
    assert (Answer.objects.get().audience, Answer.objects.get().is_empty) == ("named", True)


def test_a_chart_that_is_held_back_tells_nothing(people: Any, session: ReflectionSession) -> None:
    cite(session, people.teacher)
    plan.hold_chart(session, chart=LEVELS, by=people.leader, at=timezone.now())
    assert cited(session, people.teacher)[0].reading == ""
    packet = queries.shown_packet(session, people.teacher, session.packet)
    assert queries.cell_at(packet, LEVELS, "0:1") is None


def test_only_shown_cells_are_cited(people: Any, session: ReflectionSession) -> None:
    packet = queries.shown_packet(session, people.teacher, session.packet)
    assert [queries.cell_at(packet, LEVELS, place) for place in ("9:9", "", "0:0")] == [None, None, None]
    assert queries.cell_at(packet, "nothing", "0:1") is None


def test_readers_are_told_where_and_no_number(people: Any, session: ReflectionSession) -> None:
    write(session, people.teacher, "Number talks", "named")
    cite(session, people.teacher)
    hand_in(session, people.teacher, "Number talks", "named")
    lines = queries.shared_with_group(session, people.lead).named
    told = [words for line in lines for name, words in line.boxes if name == "Rests on"]
    assert told == [f"Grade 4, Winter (packet, version {session.packet.version})"]


def test_handed_in_it_stays(people: Any, session: ReflectionSession) -> None:
    citation = cite(session, people.teacher)
    hand_in(session, people.teacher)
    with pytest.raises(actions.ReflectionReady):
        cite(session, people.teacher, queries.Cell(LEVELS, "Grade 4", "Fall"))
    with pytest.raises(actions.ReflectionReady):
        citing.remove_citation(citation.answer.reflection, pk=citation.pk)


def test_it_is_cited_and_taken_out_on_the_page(people: Any, client: Client, session: ReflectionSession) -> None:
    client.force_login(people.teacher)
    prompt = queries.preparation(session, people.teacher).prompts[0].prompt
    where = [session.pk, prompt.pk]
    assert client.get(reverse("cycles:citation-new", args=where)).status_code == 200
    added = client.post(reverse("cycles:citation-add", args=where), {"chart": LEVELS, "cell": "0:1"})
    assert added["Location"].endswith(f"/prepare/#prompt-{prompt.pk}")
    refused = client.post(reverse("cycles:citation-add", args=where), {"chart": LEVELS, "cell": "9:9"})
    assert refused["Location"] == reverse("cycles:citation-new", args=where)
    citation = Citation.objects.get()
    assert citation.row in client.get(reverse("cycles:prepare", args=[session.pk])).content.decode()
    client.force_login(people.member)
    client.post(reverse("cycles:citation-remove", args=[session.pk, citation.pk]))
    assert Citation.objects.count() == 1
    client.force_login(people.teacher)
    client.post(reverse("cycles:citation-remove", args=[session.pk, citation.pk]))
    assert Citation.objects.count() == 0


def test_without_a_packet_there_is_nothing_to_cite(people: Any, client: Client, session: ReflectionSession) -> None:
    prompt = queries.preparation(session, people.teacher).prompts[0].prompt
    ReflectionSession.objects.filter(pk=session.pk).update(packet=None)
    client.force_login(people.teacher)
    assert client.get(reverse("cycles:citation-new", args=[session.pk, prompt.pk])).status_code == 404


def test_on_paper_what_was_written_or_room_to_write(people: Any, client: Client, session: ReflectionSession) -> None:
    write(session, people.teacher, "Number talks")
    cite(session, people.teacher)
    client.force_login(people.teacher)
    page = reverse("cycles:prepare-print", args=[session.pk])
    filled, blank = (client.get(address).content.decode() for address in (page, f"{page}?blank=1"))
    assert ("Number talks" in filled, "Number talks" in blank) == (True, False)
    assert ("Grade 4, Winter" in filled, "Grade 4, Winter" in blank) == (True, False)
    assert blank.count("paper__box") == filled.count("paper__box") + 1


def test_the_page_counts_the_same_with_more(people: Any, client: Client, session: Any, count_queries: Any) -> None:
    client.force_login(people.teacher)
    page = reverse("cycles:prepare", args=[session.pk])
    cite(session, people.teacher)
    with count_queries() as one:
        client.get(page)
    cite(session, people.teacher, queries.Cell(LEVELS, "Grade 4", "Fall"))
    cite(session, people.teacher, queries.Cell(CHANGE, "Grade 4", "Winter"))
    with count_queries() as three:
        client.get(page)
    assert len(three) == len(one)
