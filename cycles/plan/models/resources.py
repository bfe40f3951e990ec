"""The district's own links and documents, shown at the step where they help."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cycles.plan.enums import Step


class Resource(models.Model):
    """One link in both languages; the same for every school of the district."""

    step = models.CharField(_("step"), max_length=8, choices=Step)
    title = models.CharField(_("title"), max_length=120)
    title_es = models.CharField(_("title in Spanish"), max_length=120, blank=True)
    link = models.URLField(_("link"), max_length=500)
    link_es = models.URLField(_("link in Spanish"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(link__startswith="https://"), name="cycles_resource_link_is_safe"),
            models.UniqueConstraint(fields=["step", "title"], name="cycles_resource_title_once"),
        ]

    def __str__(self) -> str:
        return self.title
