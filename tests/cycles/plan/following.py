"""What follows a change on the planner: every mail, counted by person, and a feed as three parsers read it."""

import urllib.request
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import vobject
from django.utils import timezone
from icalendar import Calendar

from teams import outbox
from teams.models import Person
from tests.services import Sink

from .calendars import Program
from .ics import read, start_of, zones_of

Entry = tuple[str, datetime, str]


class Following:
    """`mailed` takes invitations by e-mail; `fed` has a feed at `address`, asked for over the network."""

    def __init__(self, smtp: Sink, *, mailed: Person, address: str) -> None:
        self.smtp, self.address, self.program, self.seen = smtp, address, Program(mailed), 0

    def mails(self) -> dict[str, dict[str, int]]:
        """What has gone out since it was last asked: how many of which kind, by the person's first name."""
        outbox.send_due(timezone.now)
        fresh, self.seen = self.smtp.messages[self.seen :], len(self.smtp.messages)
        self.program.take_in(self.smtp.to(self.program.person.email))
        found: dict[str, Counter[str]] = {}
        for message in fresh:
            kind = " ".join(str(message["Subject"]).split()).split(":")[0]
            found.setdefault(str(message["To"]).split(".")[0], Counter())[kind] += 1
        return {name: dict(kinds) for name, kinds in found.items()}

    def mailed(self) -> list[Entry]:
        """The events in the calendar of who takes them from the mails."""
        return [_told(event) for event in self.program.events.values()]

    def feed(self) -> list[Entry]:
        """(summary, start, status) of each event that the feed holds; the parsers have to agree."""
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(self.address, timeout=10) as answer:
            content = answer.read()
        zones, strict = zones_of(content), read(content).all("VEVENT")
        found = [(e.one("SUMMARY").text, start_of(zones, e), e.one("STATUS").raw) for e in strict]
        assert [_told(event) for event in Calendar.from_ical(content).walk("VEVENT")] == found
        assert [_said(event) for event in vobject.readOne(content.decode()).contents.get("vevent", [])] == found
        return found


def _told(event: Any) -> Entry:
    return str(event["summary"]), event["dtstart"].dt.astimezone(UTC), str(event["status"])


def _said(event: Any) -> Entry:
    return event.summary.value, event.dtstart.value.astimezone(UTC), event.status.value
