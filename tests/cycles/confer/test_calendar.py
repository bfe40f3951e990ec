"""1:1s in the two people's calendars: by mail or through the feed, never both."""

from typing import Any

import pytest
from django.utils import timezone
from icalendar import Calendar

from cycles.confer import actions, mails, notices
from cycles.confer.models import CheckIn
from cycles.plan import access as plan_access, actions as plan_actions, queries as plan_queries
from teams import notices as teams_notices
from teams.enums import NoticeState
from teams.models import Notice, Person

from .talks import arrange, fresh, in_days


@pytest.fixture
def talk(people: Any, session: Any) -> CheckIn:
    return arrange(people.lead, people.teacher, session, days=9, place="Room 12")


def rows(person: Person, *kinds: str) -> list[Notice]:
    found = Notice.objects.filter(person=person, kind__in=kinds, state=NoticeState.DUE).select_related(
        "school", "person"
    )
    return list(found.order_by("pk"))


def sent(*found: Notice) -> None:
    Notice.objects.filter(pk__in=[row.pk for row in found]).update(state=NoticeState.SENT)


def events(content: bytes | None) -> list[tuple[str, str, int]]:
    """(summary, status, sequence) of each."""
    found = Calendar.from_ical(content or b"").walk("VEVENT") if content else []
    return [(str(one["summary"]), str(one["status"]), int(one["sequence"])) for one in found]


def feed(person: Person) -> list[tuple[str, str, int]]:
    choice = plan_access.open_feed(plan_actions.make_feed(by=person, at=timezone.now()))
    return events(plan_queries.feed(choice, now=timezone.now()))


def test_the_invitation_brings_it(people: Any, talk: CheckIn) -> None:
    (row,) = rows(people.teacher, notices.INVITED)
    mail = teams_notices.render(row)
    assert (mail.calendar_method, events(mail.calendar)) == ("REQUEST", [("1:1 with Sam O'Brien", "CONFIRMED", 0)])
    assert "Room 12" in mail.text
    (event,) = Calendar.from_ical(mail.calendar).walk("VEVENT")
    assert {str(one) for one in event["attendee"]} == {f"mailto:{one.email}" for one in (people.lead, people.teacher)}
    assert (str(event["uid"]), int(event.duration.total_seconds())) == (talk.uid, 30 * 60)


def test_moving_and_cancelling_follow_it(people: Any, talk: CheckIn) -> None:
    sent(*rows(people.teacher, notices.INVITED))
    when = {"meets_on": in_days(12, people.school), "meets_at": talk.meets_at, "minutes": 20, "place": ""}
    actions.move_check_in(talk, **when, version=0, by=people.lead, at=timezone.now())
    (row,) = rows(people.teacher, notices.CHANGED)
    assert events(teams_notices.render(row).calendar) == [("1:1 with Sam O'Brien", "CONFIRMED", 1)]
    sent(row)
    actions.cancel_check_in(fresh(talk), by=people.lead, at=timezone.now())
    (row,) = rows(people.teacher, notices.CANCELLED)
    mail = teams_notices.render(row)
    assert (mail.calendar_method, events(mail.calendar)) == ("CANCEL", [("1:1 with Sam O'Brien", "CANCELLED", 2)])
    assert teams_notices.KINDS[notices.CANCELLED].still_wanted(row)


def test_what_is_over_is_not_told(people: Any, talk: CheckIn) -> None:
    wanted = teams_notices.KINDS
    invited, tomorrow = rows(people.teacher, notices.INVITED)[0], rows(people.teacher, notices.TOMORROW)[0]
    assert wanted[notices.INVITED].still_wanted(invited)
    assert wanted[notices.TOMORROW].still_wanted(tomorrow)
    actions.hold_check_in(talk, is_held=True, by=people.lead, at=timezone.now())
    assert not wanted[notices.INVITED].still_wanted(invited)
    assert not wanted[notices.TOMORROW].still_wanted(tomorrow)


def test_a_feed_has_it_and_the_mail_then_does_not(people: Any, talk: CheckIn) -> None:
    names = {name for name, _status, _sequence in feed(people.teacher)}
    assert "1:1 with Sam O'Brien" in names
    (row,) = rows(people.teacher, notices.INVITED)
    mail = teams_notices.render(row)
    assert (mail.calendar, "through your feed" in mail.text) == (None, True)
    assert not {"1:1 with Sam O'Brien", "1:1 with Teresa Núñez"} & {name for name, *_rest in feed(people.member)}


def test_taking_the_other_way_leaves_nothing_twice(people: Any, talk: CheckIn) -> None:
    sent(*rows(people.teacher, notices.INVITED))
    feed(people.teacher)
    (row,) = rows(people.teacher, notices.TO_FEED)
    mail = teams_notices.render(row)
    assert (mail.calendar_method, events(mail.calendar)[0][1]) == ("CANCEL", "CANCELLED")
    assert teams_notices.KINDS[notices.TO_FEED].still_wanted(row)
    sent(row)
    plan_actions.close_feed(by=people.teacher, at=timezone.now())
    (row,) = rows(people.teacher, notices.TO_MAIL)
    mail = teams_notices.render(row)
    assert (mail.calendar_method, events(mail.calendar)[0][1]) == ("REQUEST", "CONFIRMED")
    assert teams_notices.KINDS[notices.TO_MAIL].still_wanted(row)
    # nothing came by mail to the other one, who had not been told yet
    feed(people.lead)
    assert rows(people.lead, notices.TO_FEED) == []


def test_a_mail_tells_nothing_of_what_is_talked_about(people: Any, talk: CheckIn) -> None:
    actions.save_note(talk, author=None, text="canary", version=0, by=people.lead, at=timezone.now())
    for row in Notice.objects.filter(thing=f"cycles.checkin:{talk.pk}").select_related("person", "school"):
        mail = teams_notices.render(row)
        assert "canary" not in f"{mail.subject}{mail.text}{mail.html}{mail.calendar!r}"
    assert mails.happening_of(talk, people.lead).description.endswith(f"/check-ins/{talk.pk}/")
