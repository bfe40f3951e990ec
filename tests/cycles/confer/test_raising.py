"""Raise this for me: who may, what is shown first, and that nothing leads from a line to anybody."""

import logging
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from cycles import queries as cycles_queries
from cycles.confer import actions, queries, slips
from cycles.confer.models import RaisedLine, RaiseSlip
from cycles.meet import actions as meet
from cycles.plan.models import ReflectionSession
from reflection_site.logs import SecretAddresses
from teams.models import AuditEntry, Notice
from tests.cycles.making import join, schedule

from .test_pages import page, post

MORE = ("Abe", "Bea", "Cal", "Dee")
CANARY = "We need quieter planning time"


@pytest.fixture
def large(people: Any, session: ReflectionSession) -> ReflectionSession:
    """The team's meeting with six members besides the lead."""
    for name in MORE:
        join(session, name)
    return session


def members(session: ReflectionSession) -> list[Any]:
    return [
        row.person
        for row in session.team.memberships.select_related("person").order_by("pk")
        if not row.position.endswith("lead")
    ]


def line(session: ReflectionSession, lead: Any, member: Any) -> queries.LineOnPage:
    return next(one for one in queries.raise_page(session, member).lines if one.lead == lead)


def version(session: ReflectionSession, lead: Any, member: Any) -> int:
    return line(session, lead, member).slip.version


def ask(session: ReflectionSession, lead: Any, member: Any, text: str = "it is too loud") -> None:
    actions.ask_line(session, lead=lead, text=text, version=version(session, lead, member), by=member)


def word(session: ReflectionSession, lead: Any, member: Any, words: str = CANARY) -> None:
    actions.word_line(session, person=member, words=words, version=version(session, lead, member), by=lead)


def agree(session: ReflectionSession, lead: Any, member: Any) -> None:
    actions.agree_line(session, lead=lead, version=version(session, lead, member), by=member)


def begin(people: Any, session: ReflectionSession) -> None:
    meet.open_meeting(
        ReflectionSession.objects.select_related("cycle__school", "team").get(pk=session.pk),
        by=people.facilitator,
        at=timezone.now(),
    )


# --- who may


def test_a_small_team_is_refused(people: Any, session: ReflectionSession) -> None:
    assert queries.target(session).is_offered is False
    with pytest.raises(actions.LineNotOffered):
        ask(session, people.lead, people.teacher)
    assert RaiseSlip.objects.count() == 0


def test_readers_are_not_counted(people: Any, session: ReflectionSession) -> None:
    """Six members: for each who hears it there are five others who could have written it."""
    for name in MORE[:3]:
        join(session, name)
    assert queries.target(session).is_offered is False
    join(session, "Dee")
    assert queries.target(session) == queries.Target(session, sources=(session,))


def test_small_teams_together_come_before_the_ilt(people: Any, session: ReflectionSession, cycle: Any) -> None:
    other, ilt = schedule(cycle, people.other_team), schedule(cycle, people.ilt)
    for name in ("Abe", "Bea"):
        join(session, name)
    assert queries.target(session).is_offered is False
    join(other, "Cal")
    found = queries.target(session)
    assert (found.session, found.is_pooled, set(found.sources)) == (ilt, True, {session, other})
    assert queries.target(ilt).is_offered is False


# --- from the asking to the release


def test_the_member_reads_it_first_byte_for_byte(people: Any, large: ReflectionSession) -> None:
    ask(large, people.lead, people.teacher)
    assert line(large, people.lead, people.teacher).state == "asked"
    words = "  Quieter,\n\nplease: <b>ä</b> & “so”  "
    word(large, people.lead, people.teacher, words)
    assert line(large, people.lead, people.teacher).slip.words == words.strip()
    assert queries.raised_lines(large) == ()
    agree(large, people.lead, people.teacher)
    begin(people, large)
    assert queries.raised_lines(large) == (words.strip(),)


def test_one_agrees_to_what_was_shown(people: Any, large: ReflectionSession) -> None:
    word(large, people.lead, people.teacher)
    seen = version(large, people.lead, people.teacher)
    word(large, people.lead, people.teacher, "Other words")
    with pytest.raises(actions.LineChanged):
        actions.agree_line(large, lead=people.lead, version=seen, by=people.teacher)
    agree(large, people.lead, people.teacher)
    with pytest.raises(actions.LineChanged):
        word(large, people.lead, people.teacher, "Smuggled in")


def test_what_is_not_agreed_to_is_not_raised(people: Any, large: ReflectionSession) -> None:
    for member, step in zip(members(large), ("ask", "word", "agree", "decline", "again"), strict=False):
        if step == "ask":
            ask(large, people.lead, member)
            continue
        word(large, people.lead, member, step)
        if step != "word":
            agree(large, people.lead, member)
        if step == "decline":
            seen = version(large, people.lead, member)
            actions.decline_line(large, lead=people.lead, version=seen, by=member)
        if step == "again":
            ask(large, people.lead, member, "something else")
    begin(people, large)
    assert queries.raised_lines(large) == ("agree",)
    assert RaiseSlip.objects.count() == 0


def test_a_meeting_that_has_begun_takes_no_more(people: Any, large: ReflectionSession) -> None:
    begin(people, large)
    large.refresh_from_db()
    with pytest.raises(actions.MeetingBegun):
        ask(large, people.lead, people.teacher)


def test_a_small_teams_line_waits_for_the_ilt(people: Any, session: ReflectionSession, cycle: Any) -> None:
    other, ilt = schedule(cycle, people.other_team), schedule(cycle, people.ilt)
    for name in ("Abe", "Bea"):
        join(session, name)
    cal = join(other, "Cal")
    word(session, people.lead, people.teacher, "from grade 4")
    agree(session, people.lead, people.teacher)
    begin(people, session)
    assert (RaisedLine.objects.count(), queries.raised_lines(session)) == (0, ())
    word(other, people.colleague, cal, "from grade 5")
    agree(other, people.colleague, cal)
    begin(people, ilt)
    assert sorted(queries.raised_lines(ilt)) == ["from grade 4", "from grade 5"]
    assert RaiseSlip.objects.count() == 0


# --- who sees what


def test_only_the_two_see_it_before(people: Any, large: ReflectionSession) -> None:
    ask(large, people.lead, people.teacher, "secret wish")
    word(large, people.lead, people.teacher)
    addresses = (f"/sessions/{large.pk}/raise/", f"/sessions/{large.pk}/", "/", "/check-ins/", "/cycle/")
    for name in ("leader", "lead", "teacher", "member", "facilitator", "superintendent", "district", "outsider"):
        client = Client()
        client.force_login(getattr(people, name))
        text = "".join(client.get(address).content.decode() for address in addresses)
        assert ("secret wish" in text) == (name in ("lead", "teacher"))
        assert (CANARY in text) == (name in ("lead", "teacher"))


def test_nobody_else_is_told(people: Any, large: ReflectionSession) -> None:
    before = (AuditEntry.objects.count(), Notice.objects.count())
    ask(large, people.lead, people.teacher)
    word(large, people.lead, people.teacher)
    agree(large, people.lead, people.teacher)
    assert (AuditEntry.objects.count(), Notice.objects.count()) == before


@pytest.mark.parametrize("tail", ["raise/", "raise/12/write/", "raise/12/agree/", "raise/12/decline/"])
def test_no_log_keeps_a_line_about_it(tail: str) -> None:
    """Its address says which member the lead wrote for, and who agreed at which moment."""
    for words in ('"POST %s HTTP/1.1" 302', "Unprocessable Entity: %s"):
        record = logging.LogRecord("a", logging.INFO, "f.py", 1, words, (f"/sessions/34/{tail}",), None)
        assert SecretAddresses().filter(record) is False


def test_the_meeting_opens_with_them(people: Any, large: ReflectionSession) -> None:
    word(large, people.lead, people.teacher)
    agree(large, people.lead, people.teacher)
    begin(people, large)
    for person in (people.member, people.teacher):
        text = page(person, f"/sessions/{large.pk}/room/").content.decode()
        assert (CANARY in text, "without a name" in text) == (True, True)
    # and its author is shown no more of it than anybody else
    for person in (people.lead, people.teacher, people.member):
        assert CANARY not in page(person, f"/sessions/{large.pk}/raise/").content.decode()


def test_today_asks_the_one_whose_word_is_missing(people: Any, large: ReflectionSession) -> None:
    def asked(person: Any) -> list[str]:
        tasks = cycles_queries.today(person, now=timezone.now()).tasks
        return [task.title for task in tasks if "line" in task.title]

    ask(large, people.lead, people.teacher)
    assert (asked(people.lead), asked(people.teacher), asked(people.member)) == (["Put a line into words"], [], [])
    word(large, people.lead, people.teacher)
    assert (asked(people.lead), asked(people.teacher)) == ([], ["Read a line before it is raised"])


# --- what somebody sees who has every row, before and after each write


def rows(table: str) -> list[dict[str, Any]]:
    hidden = ", ctid::text AS place, xmin::text AS written" if connection.vendor == "postgresql" else ", rowid AS place"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT *{hidden} FROM {table}")  # noqa: S608 (names of this file)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_every_slip_changes_with_each_write_and_keeps_its_length(people: Any, large: ReflectionSession) -> None:
    everybody = members(large)
    ask(large, people.lead, everybody[0])
    before = rows("cycles_raiseslip")
    assert {row["person_id"] for row in before} == {member.pk for member in everybody}
    word(large, people.lead, everybody[0], "x" * slips.LONGEST)
    after = rows("cycles_raiseslip")
    assert {row["id"] for row in before} == {row["id"] for row in after}
    assert not {row["sealed"] for row in before} & {row["sealed"] for row in after}
    assert len({len(row["sealed"]) for row in (*before, *after)}) == 1


def test_a_released_line_leads_to_nobody(people: Any, large: ReflectionSession) -> None:
    everybody = members(large)
    for member in everybody:
        word(large, people.lead, member, f"line of {member.pk}")
        agree(large, people.lead, member)
    begin(people, large)
    found = rows("cycles_raisedline")
    assert {*found[0]} - {"place", "written"} == {"id", "session_id", "text"}
    assert len({len(row["text"]) for row in found}) == 1
    assert rows("cycles_raiseslip") == []


def test_neither_keys_nor_places_keep_the_order(people: Any, large: ReflectionSession, monkeypatch: Any) -> None:
    """Six lines, twenty rounds: chance puts the first writer's line first in about one of six."""
    everybody, first = members(large), {"by key": 0, "by place": 0}
    for _round in range(20):
        ReflectionSession.objects.filter(pk=large.pk).update(state="scheduled")
        RaisedLine.objects.all().delete()
        for member in everybody:
            word(large, people.lead, member, f"line of {member.pk}")
            agree(large, people.lead, member)
        actions.release_lines(large)
        mine = f"line of {everybody[0].pk}"
        by_place = [
            RaisedLine.objects.get(pk=row["id"])
            for row in sorted(rows("cycles_raisedline"), key=lambda row: str(row["place"]).zfill(9))
        ]
        first["by key"] += queries.raised_lines(large)[0] == mine
        first["by place"] += by_place[0].text.rstrip() == mine
    # more than 12 of 20 happens by chance in one of about a million runs
    assert max(first.values()) <= 12


# --- the page


def test_it_goes_by_the_page_alone(people: Any, large: ReflectionSession) -> None:
    base = f"/sessions/{large.pk}/raise/"
    assert post(people.teacher, f"{base}{people.lead.pk}/write/", {"text": "loud", "version": 0}).status_code == 302
    assert "loud" in page(people.lead, base).content.decode()
    assert post(people.lead, f"{base}{people.teacher.pk}/write/", {"text": CANARY, "version": 1}).status_code == 302
    assert CANARY in page(people.teacher, base).content.decode()
    stale = post(people.teacher, f"{base}{people.lead.pk}/agree/", {"version": 1})
    assert (stale.status_code, "This line has changed meanwhile" in stale.content.decode()) == (422, True)
    assert post(people.teacher, f"{base}{people.lead.pk}/agree/", {"version": 2}).status_code == 302
    assert post(people.lead, f"{base}{people.teacher.pk}/agree/", {"version": 2}).status_code == 404
    assert post(people.teacher, f"{base}{people.member.pk}/write/", {"text": "x", "version": 0}).status_code == 404
    assert line(large, people.lead, people.teacher).state == "agreed"
    assert post(people.teacher, f"{base}{people.lead.pk}/decline/", {"version": 3}).status_code == 302
    assert line(large, people.lead, people.teacher).state == "declined"


def test_too_long_a_line_is_kept_in_the_box(people: Any, large: ReflectionSession) -> None:
    answer = post(
        people.teacher, f"/sessions/{large.pk}/raise/{people.lead.pk}/write/", {"text": "x" * 301, "version": 0}
    )
    assert (answer.status_code, "x" * 301 in answer.content.decode()) == (422, True)


def test_many_members_cost_as_much_as_few(people: Any, large: ReflectionSession, count_queries: Any) -> None:
    client = Client()
    client.force_login(people.lead)
    counts = []
    for names in (("Eve", "Fin"), ()):
        with count_queries() as asked:
            client.get(f"/sessions/{large.pk}/raise/")
        counts.append(len(asked))
        for name in names:
            join(large, name)
    assert counts[0] == counts[1]


def test_a_closed_cycle_keeps_no_lines(people: Any, large: ReflectionSession) -> None:
    ask(large, people.lead, people.teacher)
    assert (actions.drop_old_lines(at=timezone.now()), RaiseSlip.objects.count()) == (0, 6)
    RaisedLine.objects.create(session=large, text="heard")
    large.cycle.state = "closed"
    large.cycle.save()
    assert (actions.drop_old_lines(at=timezone.now()), RaiseSlip.objects.count(), RaisedLine.objects.count()) == (
        7,
        0,
        0,
    )
