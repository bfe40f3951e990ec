"""What a meeting has come to, as rows say it; and the room that the pairs press in."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from cycles.meet import access, actions, queries
from cycles.meet.boxes import CardBox, CardDraw, CardSlip
from cycles.meet.enums import CardKind, RevealRule
from cycles.meet.models import Card, CardMove, Finished, Meeting, Phase, PhaseRun, Reveal, Topic, Vote
from cycles.plan.enums import SessionState
from cycles.plan.models import Invitation, ReflectionSession
from teams.models import Person
from tests.faults.anonymity.team import build_team

MEMBERS = 8


@dataclass(frozen=True)
class Facts:
    """Everything that a press may change. `slips` counts sealed cards; `given` and `counted` are votes by topic."""

    place: int
    step: int
    version: int
    ends: object
    is_paused: bool
    is_closed: bool
    is_voting: bool
    is_shown: bool
    cards: tuple[str, ...]
    slips: int
    given: tuple[tuple[int, int, int], ...]
    counted: tuple[int | None, ...]
    finished: tuple[tuple[int, int], ...]
    open_runs: tuple[tuple[int, int], ...]


class Room:
    """One team's meeting, put back before each pair to where the pair wants it."""

    def __init__(self) -> None:
        self.session, self.members, self.lead, self.leader = build_team(MEMBERS)
        actions.open_meeting(self.session, by=self.lead, at=timezone.now())
        self.meeting_pk = self.fresh().pk

    @cached_property
    def phases(self) -> list[Phase]:
        return queries.wanted_phases(self.fresh())

    @cached_property
    def minutes(self) -> list[int]:
        return list(queries.planned(self.fresh(), self.phases).values())

    def fresh(self) -> Meeting:
        """The meeting as a request finds it."""
        session = ReflectionSession.objects.select_related("cycle__school", "team").get(pk=self.session.pk)
        meeting = access.meeting_of(session)
        assert meeting is not None
        return meeting

    def place_of(self, kind: str) -> int:
        return next(place for place, phase in enumerate(self.phases) if phase.kind == kind)

    # --- put back

    def stand(self, place: int, at: datetime) -> Meeting:
        """Open, in the phase at `place`, with nothing written; step and version only rise."""
        meeting = Meeting.objects.get(pk=self.meeting_pk)
        Meeting.objects.filter(pk=self.meeting_pk).update(
            phase=self.phases[place], step=meeting.step + 1, version=meeting.version + 1, facilitator=self.lead,
            closed_at=None, paused_at=None, phase_ends_at=at, votes_opened_at=None, votes_closed_at=None, voters=None,
        )  # fmt: skip
        for model in (Vote, CardMove):
            model.objects.all().delete()
        for model in (CardDraw, CardSlip, CardBox, Card, Topic, Reveal, Finished, PhaseRun):
            model.objects.all().delete()
        run = {"phase": self.phases[place], "step": meeting.step + 1, "entered_at": at}
        PhaseRun.objects.create(meeting_id=self.meeting_pk, **run)
        ReflectionSession.objects.filter(pk=self.session.pk).update(state=SessionState.MEETING)
        return self.fresh()

    def stand_sealed(self, at: datetime) -> tuple[CardBox, str, Person]:
        """In the growth phase without names: the box, a pass, and who has it."""
        meeting = self.stand(self.place_of("growth"), at)
        Invitation.objects.filter(session=self.session).update(has_attended=True)
        box = CardBox.objects.create(session=meeting.session, phase=meeting.phase)
        return box, actions.draw_pass(box, nonce="n" * 40, by=self.members[0]), self.members[0]

    def rule(self, rule: RevealRule) -> None:
        """How growth cards are shown from now on."""
        Phase.objects.filter(protocol=self.fresh().protocol_id, kind="growth").update(reveal=rule)
        self.__dict__.pop("phases", None)

    # --- read

    def facts(self) -> Facts:
        meeting = Meeting.objects.get(pk=self.meeting_pk)
        order = [phase.pk for phase in self.phases]
        votes = Vote.objects.filter(topic__meeting=meeting).order_by("topic", "person")
        runs = PhaseRun.objects.filter(meeting=meeting, left_at=None)
        return Facts(
            place=order.index(meeting.phase_id),
            step=meeting.step,
            version=meeting.version,
            ends=meeting.phase_ends_at,
            is_paused=meeting.paused_at is not None,
            is_closed=meeting.closed_at is not None,
            is_voting=meeting.is_voting,
            is_shown=Reveal.objects.filter(meeting=meeting, kind=CardKind.GROWTH).exists(),
            cards=tuple(sorted(Card.objects.filter(meeting=meeting).values_list("text", flat=True))),
            slips=CardSlip.objects.filter(box__session=meeting.session_id).count(),
            given=tuple(votes.values_list("topic_id", "person_id", "count")),
            counted=tuple(Topic.objects.filter(meeting=meeting).order_by("pk").values_list("votes_counted", flat=True)),
            finished=tuple(Finished.objects.filter(meeting=meeting).order_by("pk").values_list("step", "person_id")),
            open_runs=tuple((run.step, order.index(run.phase_id)) for run in runs),
        )


def totals(given: tuple[tuple[int, int, int], ...], topics: tuple[int, ...]) -> tuple[int, ...]:
    """What the votes come to, topic by topic."""
    sums = Counter[int]()
    for topic, _person, count in given:
        sums[topic] += count
    return tuple(sums[topic] for topic in topics)
