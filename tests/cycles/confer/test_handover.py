"""Who is replaced: their 1:1s end, their notes go nowhere."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cycles.confer import queries
from cycles.confer.models import CheckIn, CheckInNote
from teams import access, actions, handover

from .talks import arrange, note


def replace(people: Any) -> Any:
    yesterday = timezone.localdate() - timedelta(days=1)
    schools = access.editable_schools(people.leader)
    values = {"successor": people.colleague, "schools": schools, "last_day": yesterday}
    return actions.replace_person(people.lead, **values, by=people.leader, at=timezone.now())


def holdings(people: Any) -> list[str]:
    schools = access.editable_schools(people.leader)
    found = handover.holdings(people.lead, schools=schools, since=timezone.localdate())
    return [item.text for holding in found if holding.label == "1:1s" for item in holding.items]


def test_only_their_number_is_told(people: Any, session: Any) -> None:
    assert holdings(people) == []
    arrange(people.lead, people.teacher, session)
    assert holdings(people) == ["1 open 1:1"]
    arrange(people.lead, people.member, session)
    assert holdings(people) == ["2 open 1:1s"]


def test_the_successor_begins_anew(people: Any, session: Any) -> None:
    old = arrange(people.lead, people.teacher, session)
    note(old, people.lead, "private words")
    note(old, people.lead, "shared words", shared=True)
    replace(people)
    assert CheckIn.objects.get(pk=old.pk).is_cancelled
    new = CheckIn.objects.whole().get(is_cancelled=False)
    assert (new.host, new.person, new.session, new.state) == (people.colleague, people.teacher, session, "open")
    assert (new.key, CheckInNote.objects.filter(check_in=new).count()) == (None, 0)
    seen = queries.panes(new, people.colleague)
    assert (seen.private.text, seen.shared.text) == ("", "")
