"""The live group protocol. One row per fact; every step of a meeting is compare-and-set on its version."""

from secrets import randbelow

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cycles.plan.models import ReflectionSession
from teams.enums import Verdict
from teams.models import Expectation, Person, Slo, UipGoal

from .enums import CardKind, CauseCategory, Essential, Onward
from .protocols.models import Phase, Protocol, ProtocolChoice

__all__ = [
    "Card",
    "CardMove",
    "Cause",
    "EssentialAnswer",
    "Finished",
    "GoalRevisit",
    "Meeting",
    "ParkedTurn",
    "Phase",
    "PhaseRun",
    "Protocol",
    "ProtocolChoice",
    "Reveal",
    "Topic",
    "Vote",
]


class Meeting(models.Model):
    """A session while it meets. `version` rises with every change that others must fetch.

    `phase` is compare-and-set on `step`: two facilitators who press "next" make one step. `facilitator` is who
    leads now; somebody else takes over in an action of its own, seen by everyone. `minutes` is the time that it
    began with. While it is paused until another day nobody writes, and it stays where it stood. `voters` is how many
    voted, once that is counted and the votes are gone.
    """

    session = models.OneToOneField(ReflectionSession, on_delete=models.CASCADE, related_name="meeting")
    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="+")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="+")
    facilitator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    phase_ends_at = models.DateTimeField(null=True, blank=True)
    votes_opened_at = models.DateTimeField(null=True, blank=True)
    votes_closed_at = models.DateTimeField(null=True, blank=True)
    votes_each = models.PositiveSmallIntegerField(_("votes for each person"), default=3)
    votes_cap = models.PositiveSmallIntegerField(_("at most for one topic"), default=1)
    facilitator_votes = models.BooleanField(_("the facilitator votes too"), default=True)
    voters = models.PositiveSmallIntegerField(null=True, blank=True)
    suggests_kin = models.BooleanField(_("shows which cards may belong together"), default=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"meeting of {self.session_id}"

    @property
    def is_open(self) -> bool:
        """Whether people may write now."""
        return self.closed_at is None and self.paused_at is None

    @property
    def length(self) -> int:
        """The minutes that its protocol is fitted to. Needs `session` fetched."""
        return self.minutes or self.session.minutes

    @property
    def is_voting(self) -> bool:
        """Whether votes are asked for now."""
        return self.votes_opened_at is not None and self.votes_closed_at is None


class PhaseRun(models.Model):
    """One stay in a phase: going back makes a second one. The sum is the real minutes."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="runs")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveIntegerField()
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "step"], name="cycles_phase_run_once_per_step")]

    def __str__(self) -> str:
        return f"{self.phase_id} at {self.step}"


class Reveal(models.Model):
    """From now on everyone sees the cards of one kind. Before it, each person gets their own only."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="reveals")
    kind = models.CharField(max_length=8, choices=CardKind)
    revealed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "kind"], name="cycles_reveal_once")]

    def __str__(self) -> str:
        return f"{self.kind} in {self.meeting_id}"


class Finished(models.Model):
    """Somebody said "I'm finished" in one step of a meeting. That, never what they wrote."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="finished")
    step = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "step", "person"], name="cycles_finished_once")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.step}"


class Topic(models.Model):
    """A growth topic: cards that belong together. Chosen ones get a cause. `votes_counted` is what a vote came to."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="topics")
    title = models.CharField(_("topic"), max_length=200)
    goal = models.ForeignKey(UipGoal, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_chosen = models.BooleanField(default=False)
    votes_counted = models.PositiveSmallIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


def random_key() -> int:
    """A key that tells nothing of when it was given."""
    return randbelow(2**53)


class Card(models.Model):
    """What somebody wrote. A success names the action that led to it (`because`).

    One from a phase without names has neither author nor time, and a random primary key (`actions/sealed.py`). `key` is
    what its author's browser sent it under, so that it is kept once when it is sent again after a lost answer.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="cards")
    kind = models.CharField(max_length=8, choices=CardKind)
    author = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    text = models.CharField(_("text"), max_length=400)
    because = models.CharField(_("the action that led to it"), max_length=400, blank=True)
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="cards")
    is_celebrated = models.BooleanField(default=False)
    key = models.UUIDField(null=True, editable=False)
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(author__isnull=False, written_at__isnull=False)
                | Q(author__isnull=True, written_at__isnull=True),
                name="cycles_card_without_author_has_no_time",
            ),
            models.CheckConstraint(
                condition=Q(author__isnull=False) | Q(key__isnull=True),
                name="cycles_card_without_author_has_no_key",
            ),
            models.UniqueConstraint(fields=["author", "key"], name="cycles_card_once_per_key"),
            models.CheckConstraint(
                condition=~Q(kind=CardKind.SUCCESS) | ~Q(because=""),
                name="cycles_success_names_its_action",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class CardMove(models.Model):
    """Where a card lay before the groups were last changed, to be put back; `title` and `goal` were its topic's."""

    card = models.OneToOneField(Card, on_delete=models.CASCADE, related_name="move")
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField(_("topic"), max_length=200, blank=True)
    goal = models.ForeignKey(UipGoal, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.card_id} from {self.title}"


class Vote(models.Model):
    """One person's votes for one topic while the vote is open; when it closes they are counted, and go."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    count = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "person"], name="cycles_vote_once"),
            models.CheckConstraint(condition=Q(count__gte=1), name="cycles_vote_is_one_or_more"),
        ]

    def __str__(self) -> str:
        return f"vote for {self.topic_id}"


class Cause(models.Model):
    """A link in a topic's chain of whys. Agreed only when it is within our control and not a person.

    `key` is as a card's.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="causes")
    text = models.CharField(_("root cause"), max_length=400)
    category = models.CharField(_("category"), max_length=12, choices=CauseCategory)
    evidence = models.CharField(_("evidence"), max_length=400, blank=True)
    proposed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    key = models.UUIDField(null=True, editable=False)
    is_within_control = models.BooleanField(default=False)
    is_not_a_person = models.BooleanField(default=False)
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True) | Q(is_within_control=True, is_not_a_person=True),
                name="cycles_cause_agreed_within_control_not_a_person",
            ),
            models.UniqueConstraint(
                fields=["topic"],
                condition=Q(agreed_at__isnull=False),
                name="cycles_cause_one_agreed_per_topic",
            ),
            models.UniqueConstraint(fields=["proposed_by", "key"], name="cycles_cause_once_per_key"),
        ]

    def __str__(self) -> str:
        return self.text


class GoalRevisit(models.Model):
    """The group's verdict on one goal, SLO or expectation, with its evidence: a row per session."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="goal_revisits")
    goal = models.ForeignKey(
        UipGoal,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="revisits",
    )
    slo = models.ForeignKey(Slo, on_delete=models.CASCADE, null=True, blank=True, related_name="revisits")
    expectation = models.ForeignKey(
        Expectation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="revisits",
    )
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    evidence = models.CharField(_("evidence"), max_length=400)
    recorded_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "goal"], name="cycles_revisit_goal_once"),
            models.UniqueConstraint(fields=["meeting", "slo"], name="cycles_revisit_slo_once"),
            models.UniqueConstraint(
                fields=["meeting", "expectation"],
                name="cycles_revisit_expectation_once",
            ),
            models.CheckConstraint(
                condition=Q(goal__isnull=False, slo__isnull=True, expectation__isnull=True)
                | Q(goal__isnull=True, slo__isnull=False, expectation__isnull=True)
                | Q(goal__isnull=True, slo__isnull=True, expectation__isnull=False),
                name="cycles_revisit_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} in {self.meeting_id}"


class EssentialAnswer(models.Model):
    """What the group answers to one of the guide's essential questions; a later answer replaces it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="essential_answers")
    question = models.CharField(max_length=9, choices=Essential)
    text = models.CharField(_("answer"), max_length=400)
    recorded_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "question"], name="cycles_essential_once")]

    def __str__(self) -> str:
        return f"{self.question} in {self.meeting_id}"


class ParkedTurn(models.Model):
    """Where the group sends what it parked."""

    card = models.OneToOneField(Card, on_delete=models.CASCADE, related_name="turn")
    goes_to = models.CharField(_("where it goes"), max_length=7, choices=Onward)
    said_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.card_id} to {self.goes_to}"
