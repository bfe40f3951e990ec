"""Protocols as data: phases over the kinds that the code knows, with their minutes, words and rules. Versioned."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cycles.meet.enums import ProtocolKind, RevealRule, Writers
from cycles.plan.models import ReflectionSession
from teams.models import Person


class Protocol(models.Model):
    """A group protocol as data: phases over the kinds that the code knows. A new version never touches a meeting.

    A draft is the next version before it is published; its `revision` rises with each save, so that two windows meet.
    `published_at` is empty where the version came with the program.
    """

    kind = models.CharField(_("for"), max_length=16, choices=ProtocolKind)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(_("title"), max_length=120)
    title_es = models.CharField(_("title in Spanish"), max_length=120, blank=True)
    about = models.CharField(_("when it helps"), max_length=300, blank=True)
    about_es = models.CharField(_("when it helps, in Spanish"), max_length=300, blank=True)
    credit = models.CharField(_("whose idea it follows"), max_length=200, blank=True)
    credit_es = models.CharField(_("whose idea it follows, in Spanish"), max_length=200, blank=True)
    is_current = models.BooleanField(default=True)
    is_draft = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="cycles_protocol_version_once"),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(is_current=True),
                name="cycles_protocol_one_current",
            ),
            models.UniqueConstraint(fields=["kind"], condition=Q(is_draft=True), name="cycles_protocol_one_draft"),
            models.CheckConstraint(
                condition=Q(is_draft=False) | Q(is_current=False),
                name="cycles_protocol_draft_is_not_current",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Phase(models.Model):
    """One step of a protocol. `kind` names a file in a `phases/` folder.

    `minutes` are those of a meeting with time enough; where there is less, `minutes.fitted` shortens it down to
    `least`, and a meeting shorter than `from_minutes` goes without it. `shows` holds values of `Beside`. `votes` is
    how many each person has (empty: suggested from the topics), `vote_cap` how many of them for one topic.
    """

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="phases")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=30)
    title = models.CharField(_("title"), max_length=120)
    title_es = models.CharField(_("title in Spanish"), max_length=120, blank=True)
    prompt = models.CharField(_("what to say"), max_length=500)
    prompt_es = models.CharField(_("what to say, in Spanish"), max_length=500, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    least = models.PositiveSmallIntegerField(_("minutes at the least"), default=2)
    from_minutes = models.PositiveSmallIntegerField(_("left out of meetings shorter than"), default=0)
    writers = models.CharField(_("who writes"), max_length=8, choices=Writers, default=Writers.EVERYONE)
    reveal = models.CharField(_("when cards are seen"), max_length=9, choices=RevealRule, default=RevealRule.NAMED)
    shows = models.JSONField(_("what lies beside"), default=list, blank=True)
    votes = models.PositiveSmallIntegerField(_("votes each"), null=True, blank=True)
    vote_cap = models.PositiveSmallIntegerField(_("votes for one topic"), default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["protocol", "position"], name="cycles_phase_position_once"),
            models.CheckConstraint(condition=Q(least__gte=2, minutes__gte=2), name="cycles_phase_two_minutes"),
            models.CheckConstraint(condition=Q(vote_cap__gte=1), name="cycles_phase_vote_cap"),
        ]

    def __str__(self) -> str:
        return self.title


class ProtocolChoice(models.Model):
    """Another protocol than the guide's, chosen for a session before it meets. The meeting keeps its version."""

    session = models.OneToOneField(ReflectionSession, on_delete=models.CASCADE, related_name="protocol_choice")
    kind = models.CharField(_("protocol"), max_length=16, choices=ProtocolKind)
    chosen_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} for {self.session_id}"
