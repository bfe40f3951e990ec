"""Telling others: a summary drafted from agreed items only, and its review."""

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cycles.plan.models import Cycle
from teams.models import Person

from .enums import Response, SummaryState


class Summary(models.Model):
    """A cycle's letter: four sections, edited as one text each. `version` guards against silent overwriting."""

    cycle = models.OneToOneField(Cycle, on_delete=models.CASCADE, related_name="summary")
    state = models.CharField(max_length=10, choices=SummaryState, default=SummaryState.DRAFT)
    title = models.CharField(_("title"), max_length=200)
    celebrations = models.TextField(_("what we celebrate"), blank=True)
    growth = models.TextField(_("where growth stalled, and why"), blank=True)
    changes = models.TextField(_("what we change"), blank=True)
    next_steps = models.TextField(_("what comes next"), blank=True)
    version = models.PositiveIntegerField(default=1)
    drafted_at = models.DateTimeField()
    edited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    published_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SummaryState.DRAFT, published_at__isnull=True)
                | Q(state=SummaryState.PUBLISHED, published_at__isnull=False),
                name="cycles_summary_published_has_time",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        """Whether it was sent; from then on it stays as it is."""
        return self.state == SummaryState.PUBLISHED

    @property
    def sections(self) -> list[tuple[str, str | Promise, str]]:
        """The four sections in order: field, heading, text."""
        return [
            ("celebrations", _("What we celebrate"), self.celebrations),
            ("growth", _("Where growth stalled, and why"), self.growth),
            ("changes", _("What we change"), self.changes),
            ("next_steps", _("What comes next"), self.next_steps),
        ]


class Review(models.Model):
    """A superintendent's look at a published summary."""

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reviews")
    response = models.CharField(max_length=10, choices=Response, default=Response.WAITING)
    comment = models.TextField(_("response"), blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    responded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["summary", "reviewer"], name="cycles_review_once")]

    def __str__(self) -> str:
        return f"review of {self.summary_id}"
