"""Listening through the year: learning cycles, the map that each ends with, and what the lead heard."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reflection_site.encryption import EncryptedTextField
from surveys.enums import Naming
from surveys.models import Survey
from teams.models import Person, School, Team, Term


class LearningCycle(models.Model):
    """Some weeks of a term at one school. Its dates may move until its maps are asked for."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="learning_cycles")
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="learning_cycles")
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    maps_until = models.DateField(_("maps until"))
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "term", "number"], name="cycles_learning_cycle_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on"), maps_until__gt=F("ends_on")),
                name="cycles_learning_cycle_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.term_id}"


class MapRound(models.Model):
    """One team's maps at the end of one learning cycle, all addressed to one lead.

    With names or without is chosen before it opens and stays; without, a survey holds the sealed sheets.
    """

    learning_cycle = models.ForeignKey(LearningCycle, on_delete=models.CASCADE, related_name="rounds")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="map_rounds")
    lead = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="map_rounds")
    naming = models.CharField(max_length=9, choices=Naming, default=Naming.NAMED)
    survey = models.OneToOneField(Survey, on_delete=models.SET_NULL, null=True, blank=True, related_name="map_round")
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learning_cycle", "team"], name="cycles_map_round_once"),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(closes_at__isnull=False), name="cycles_map_round_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} in {self.learning_cycle_id}"


class ThinkingMap(models.Model):
    """What one member tells the addressed lead under their name: read by these two, once it is handed in.

    Encrypted at rest. `version` rises with each save; a save that carries an older one overwrites nothing.
    """

    round = models.ForeignKey(MapRound, on_delete=models.CASCADE, related_name="maps")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="thinking_maps")
    well = EncryptedTextField(blank=True)
    improve = EncryptedTextField(blank=True)
    other = EncryptedTextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    is_on_paper = models.BooleanField(_("given on paper"), default=False)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "author"], name="cycles_thinking_map_once")]

    def __str__(self) -> str:
        return f"map {self.pk}"

    @property
    def boxes(self) -> tuple[str, str, str]:
        """What was written, branch by branch."""
        return self.well, self.improve, self.other

    @property
    def is_empty(self) -> bool:
        """Whether nothing but spaces was written."""
        return not any(box.strip() for box in self.boxes)


class Heard(models.Model):
    """ "What I heard, what I will try": the lead's alone until it is published to the team."""

    round = models.OneToOneField(MapRound, on_delete=models.CASCADE, related_name="heard")
    heard = EncryptedTextField(_("what I heard"), blank=True)
    will_try = EncryptedTextField(_("what I will try"), blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"heard in {self.round_id}"
