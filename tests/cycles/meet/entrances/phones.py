"""Phones where nobody is signed in, at the door of a meeting, and who lets them in."""

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions, entering
from cycles.meet.entrances import Admission
from cycles.meet.models import Meeting
from cycles.plan.models import Invitation

NOW = timezone.now
HTMX = {"HX-Request": "true"}


class Phone:
    """A browser where nobody is signed in, at the door of one meeting."""

    def __init__(self, meeting: Meeting) -> None:
        self.session, self.client = meeting.session, Client()
        self.key = entering.door_key(meeting.name_door)

    def at(self, name: str, *more: Any) -> str:
        return reverse(f"cycles:{name}", args=[self.session.pk, *more])

    def look(self) -> Any:
        return self.client.get(self.at("joining", self.key))

    def tap(self, person: Any) -> Any:
        invitation = Invitation.objects.get(session=self.session, person=person)
        return self.client.post(self.at("joining-ask", self.key), {"name": invitation.pk})

    def page(self) -> str:
        answer = self.client.get(self.at("admitted-room"))
        return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)

    def post(self, name: str, *more: Any, **data: Any) -> int:
        return self.client.post(self.at(name, *more), data, headers=HTMX).status_code


def admit(people: Any) -> Admission:
    admission = Admission.objects.select_related("meeting__session__cycle__school", "person").get(admitted_at=None)
    actions.admit(admission, by=people.facilitator, at=NOW())
    return admission
