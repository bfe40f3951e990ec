"""Cards without names in the tests: who has come, what one browser holds of a box, and all shown."""

from django.utils import timezone

from cycles.meet import actions
from cycles.meet.boxes import CardBox
from cycles.meet.enums import RevealRule
from cycles.meet.models import Card, Meeting, Phase
from cycles.plan.models import Invitation
from teams.models import Person
from tests.cycles.meet.conftest import fresh

NOW = timezone.now


def here(meeting: Meeting, count: int) -> list[Person]:
    """So many invited people have come to the meeting; all who were invited before have not."""
    Invitation.objects.filter(session=meeting.session).update(has_attended=False)
    made = Person.objects.bulk_create(
        Person(email=f"here{n}@example.org", name=f"Here {n}", password="!") for n in range(count)
    )
    Invitation.objects.bulk_create(
        Invitation(session=meeting.session, person=person, has_attended=True) for person in made
    )
    return made


def rule(meeting: Meeting, kind: str, reveal: RevealRule = RevealRule.ANONYMOUS) -> None:
    Phase.objects.filter(protocol=meeting.protocol, kind=kind).update(reveal=reveal)


def box_of(meeting: Meeting) -> CardBox:
    return CardBox.objects.select_related("phase", "session").get(session=meeting.session, seal_salt__isnull=False)


class Browser:
    """What one browser holds of a box."""

    def __init__(self, meeting: Meeting, person: Person, number: int = 0) -> None:
        self.box, self.number = box_of(meeting), number
        self.signed = actions.draw_pass(self.box, nonce=f"{person.pk:016}{number:016}", by=person)

    def token(self, place: int) -> str:
        return f"{self.signed[-20:]}{self.number:06}{place:06}"

    def write(self, text: str, place: int = 0, kind: str = "growth", because: str = "") -> str:
        token = self.token(place)
        actions.seal_card(self.box, card_pass=self.signed, token=token, kind=kind, text=text, because=because)
        return token


def show(meeting: Meeting) -> None:
    actions.reveal_cards(fresh(meeting.session), by=meeting.facilitator, at=NOW())


def texts() -> list[str]:
    return sorted(Card.objects.values_list("text", flat=True))
