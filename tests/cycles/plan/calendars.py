"""A calendar program for tests: it takes in mails and looks at a feed, as programs do."""

from email.message import EmailMessage
from typing import Any

from django.utils import timezone
from icalendar import Calendar

from cycles.plan import queries
from cycles.plan.enums import CalendarWay
from cycles.plan.models import CalendarChoice
from teams.models import Person


class Program:
    """A calendar program as the standard has it: it takes in mails, and looks at a feed where it was given one.

    A mail with a lower number than what it knows of the meeting fails the test, as programs pass it over.
    """

    def __init__(self, person: Person) -> None:
        self.person = person
        self.events: dict[str, Any] = {}
        self.numbers: dict[str, int] = {}
        self.seen = 0

    def take_in(self, messages: list[EmailMessage]) -> None:
        for message in messages[self.seen :]:
            for part in message.walk():
                if part.get_content_type() == "text/calendar" and part.get_param("method"):
                    self._follow(part.get_param("method"), Calendar.from_ical(part.get_content()).walk("VEVENT")[0])
        self.seen = len(messages)

    def _follow(self, method: str, event: Any) -> None:
        uid, number = str(event["uid"]), int(event["sequence"])
        assert number > self.numbers.get(uid, -1), "a program passes over what is not newer"
        self.numbers[uid] = number
        if method == "CANCEL":
            self.events.pop(uid, None)
        else:
            self.events[uid] = event

    def from_feed(self) -> list[str]:
        choice = CalendarChoice.objects.filter(person=self.person, way=CalendarWay.FEED).first()
        if choice is None:
            return []
        book = Calendar.from_ical(queries.feed(choice, now=timezone.now()))
        return [str(event["uid"]) for event in book.walk("VEVENT") if str(event["status"]) != "CANCELLED"]

    def shown(self) -> list[str]:
        """Every event that the person sees, twice where it stands twice."""
        return sorted([*self.events, *self.from_feed()])
