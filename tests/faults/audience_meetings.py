"""What is kept back before a meeting and in it: predictions of a chart, cards written ahead or not shown yet."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from cycles.meet import access, actions as meet
from cycles.meet.early import EarlyCard
from cycles.plan.models import HeldChart, ReflectionSession
from tests.cycles.making import schedule
from tests.cycles.plan.packets import CHANGE, LEVELS, chart, freeze_by_hand

if TYPE_CHECKING:
    from tests.faults.audience_talks import Talks

AROUND = ("packet", "packet-notes", "packet-print", "session", "room", "facilitate", "screen-phase", "record")
PREDICTING, WRITING = ("teacher", "member"), ("leader", "facilitator")
# who may come into the room of the team's meeting, and who is asked in to its packet
ROOM = {"leader", "lead", "teacher", "member", "facilitator"}


def say_predictions(talks: "Talks") -> None:
    """Two charts are held back; one of them is shown, to those who have said what they expect of it."""
    people, session = talks.people, talks.session
    freeze_by_hand(session, chart(), chart(CHANGE), profile="B")
    for key, is_shown in ((LEVELS, True), (CHANGE, False)):
        held = HeldChart.objects.create(session=session, chart=key, held_at=timezone.now())
        for name in PREDICTING:
            # whoever shows the chart without having predicted has skipped it, and sees it
            text = talks.word("cycles.Prediction.text", *((*PREDICTING, "leader") if is_shown else (name,)))
            talks.later[text] = ROOM
            by = getattr(people, name)
            meet.save_prediction(held, text=text, is_skipped=False, by=by, at=timezone.now())
    meet.reveal_charts(session, chart=LEVELS, by=people.leader, at=timezone.now())
    talks.asked += [reverse(f"cycles:{page}", args=[session.pk]) for page in AROUND]


def say_ahead(talks: "Talks") -> None:
    """Before the team's meeting two write a card with their name; once it has begun, its step is still to come."""
    people, session = talks.people, talks.session
    for name in PREDICTING:
        readers = () if talks.begins else (name,)
        boxes = {box: talks.word(f"cycles.EarlyCard.{box}", *readers) for box in ("text", "because")}
        talks.later |= dict.fromkeys(boxes.values(), ROOM)
        meet.write_ahead(session, kind="success", **boxes, by=getattr(people, name), at=timezone.now())
        talks.make(EarlyCard.objects.filter(session=session).latest("pk"), "early_card")
    talks.asked.append(reverse("cycles:ahead", args=[session.pk]))


def say_cards(talks: "Talks") -> None:
    """Another team's meeting has come to its successes; two write them, and they are shown, or not yet."""
    people, at = talks.people, timezone.now()
    there = talks.session.cycle.sessions.filter(team=people.other_team).first()
    session = there or schedule(talks.session.cycle, people.other_team, facilitator=people.facilitator)
    ReflectionSession.objects.filter(pk=session.pk).update(facilitator=people.facilitator)
    session = ReflectionSession.objects.select_related("cycle__school", "team").get(pk=session.pk)
    meet.open_meeting(session, by=people.facilitator, at=at)
    meeting = access.meeting_of(session)
    while meeting.phase.kind != "progress":
        meet.advance_phase(meeting, step=meeting.step, by=people.facilitator, at=at)
        meeting = access.meeting_of(session)
    is_shown = talks.chance()
    for name in WRITING:
        readers = WRITING if is_shown else (name,)
        boxes = {box: talks.word(f"cycles.Card.{box}", *readers) for box in ("text", "because")}
        talks.later |= {text: set(WRITING) for text in boxes.values()}
        card = meet.write_card(meeting, kind="success", **boxes, by=getattr(people, name), at=at)
        talks.make(card, "card")
    if is_shown:
        meet.reveal_cards(meeting, by=people.facilitator, at=at)
    talks.make(session, "meeting_session")
    talks.asked += [reverse(f"cycles:{page}", args=[session.pk]) for page in AROUND]
