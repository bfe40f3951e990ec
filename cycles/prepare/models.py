"""Reflection alone: versioned templates, answers that are saved as typed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cycles.plan.models import ReflectionSession
from data_imports.models import PacketVersion
from reflection_site.encryption import EncryptedTextField
from teams.enums import CycleKind
from teams.models import Expectation, Person, Slo, UipGoal

from .enums import Audience, PromptKind, TemplateKind


class Template(models.Model):
    """A versioned list of prompts for one kind of person. A new version never touches what was written.

    A draft is the next version before it is published; its `revision` rises with each save, so that two windows meet.
    `published_at` is empty where the version came with the program.
    """

    kind = models.CharField(_("for"), max_length=12, choices=TemplateKind)
    cycle_kind = models.CharField(_("cycle"), max_length=12, choices=CycleKind)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(_("title"), max_length=120)
    title_es = models.CharField(_("title in Spanish"), max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes it takes"), default=20)
    is_current = models.BooleanField(default=True)
    is_draft = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "cycle_kind"],
                condition=Q(is_draft=True),
                name="cycles_template_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(is_draft=False) | Q(is_current=False),
                name="cycles_template_draft_is_not_current",
            ),
            models.UniqueConstraint(
                fields=["kind", "cycle_kind", "version"],
                name="cycles_template_version_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "cycle_kind"],
                condition=Q(is_current=True),
                name="cycles_template_one_current",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Prompt(models.Model):
    """One question of a template, in both languages.

    `has_scaffold` offers help to think: of the cause, and of what else could explain it.
    """

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="prompts")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=16, choices=PromptKind)
    text = models.CharField(_("question"), max_length=300)
    text_es = models.CharField(_("question in Spanish"), max_length=300, blank=True)
    help = models.CharField(_("help"), max_length=300, blank=True)
    help_es = models.CharField(_("help in Spanish"), max_length=300, blank=True)
    is_required = models.BooleanField(_("needed before handing in"), default=False)
    default_audience = models.CharField(max_length=8, choices=Audience, default=Audience.ME)
    has_scaffold = models.BooleanField(_("offers help to think"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["template", "position"], name="cycles_prompt_position_once")]

    def __str__(self) -> str:
        return self.text


class PinnedTemplate(models.Model):
    """Which version a session asks of one kind of person: the one that held when the session got its time."""

    session = models.ForeignKey(ReflectionSession, on_delete=models.CASCADE, related_name="pinned_templates")
    kind = models.CharField(max_length=12, choices=TemplateKind)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "kind"], name="cycles_pinned_template_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.session_id}"


class Reflection(models.Model):
    """One person's template for one session: begun, then ready. Others see *that*, never *what*."""

    session = models.ForeignKey(ReflectionSession, on_delete=models.CASCADE, related_name="reflections")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reflections")
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="reflections")
    started_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    is_on_paper = models.BooleanField(_("done on paper"), default=False)
    # handed in after the meeting began: its unnamed lines could be told apart, so nobody else sees them
    is_late = models.BooleanField(default=False)
    # the same for lines passed to the ILT: handed in after its meeting began
    is_after_ilt = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="cycles_reflection_once")]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.session_id}"


class Answer(models.Model):
    """What a person wrote under one prompt: encrypted at rest, with its own audience.

    `addressed_to` are the people whom the chip named when it was saved for "my lead": a successor is not among them.
    `version` rises with each save; a save that carries an older one meets the newer text instead of
    overwriting it.
    """

    reflection = models.ForeignKey(Reflection, on_delete=models.CASCADE, related_name="answers")
    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, related_name="answers")
    text = EncryptedTextField(blank=True)
    second_text = EncryptedTextField(blank=True)
    third_text = EncryptedTextField(blank=True)
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.ME)
    addressed_to = models.ManyToManyField(Person, related_name="+", blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reflection", "prompt"], name="cycles_answer_once")]

    def __str__(self) -> str:
        return f"answer {self.pk}"

    @property
    def boxes(self) -> tuple[str, str, str]:
        """What was written, box by box."""
        return self.text, self.second_text, self.third_text

    @property
    def is_empty(self) -> bool:
        """Whether nothing but spaces was written."""
        return not any(box.strip() for box in self.boxes)


class GoalVerdict(models.Model):
    """Where one goal, objective or expectation stands in its author's eyes: part of an answer, with its audience.

    `version` rises with each save, as an answer's does.
    """

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="verdicts")
    goal = models.ForeignKey(UipGoal, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    slo = models.ForeignKey(Slo, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    expectation = models.ForeignKey(Expectation, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    verdict = EncryptedTextField(blank=True)
    evidence = EncryptedTextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "goal"], name="cycles_verdict_goal_once"),
            models.UniqueConstraint(fields=["answer", "slo"], name="cycles_verdict_slo_once"),
            models.UniqueConstraint(fields=["answer", "expectation"], name="cycles_verdict_expectation_once"),
            models.CheckConstraint(
                condition=Q(goal__isnull=False, slo__isnull=True, expectation__isnull=True)
                | Q(goal__isnull=True, slo__isnull=False, expectation__isnull=True)
                | Q(goal__isnull=True, slo__isnull=True, expectation__isnull=False),
                name="cycles_verdict_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"verdict {self.pk}"

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return not self.verdict and not self.evidence.strip()


class Citation(models.Model):
    """A cell of a frozen packet that an answer rests on: named as its table names it, in English."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="citations")
    version = models.ForeignKey(PacketVersion, on_delete=models.CASCADE, related_name="+")
    chart = models.CharField(max_length=120)
    row = models.CharField(max_length=200)
    column = models.CharField(max_length=200)
    cited_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "version", "chart", "row", "column"], name="cycles_citation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row}, {self.column} of {self.chart}"


class Reading(models.Model):
    """Somebody opened an answer that was shown to them, on one day. Its author sees it."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    read_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "reader", "read_on"], name="cycles_reading_once")]

    def __str__(self) -> str:
        return f"answer {self.answer_id} on {self.read_on}"


class Example(models.Model):
    """An answer that a lead shows to the team as a model before they write: a copy of its words on that day.

    What the lead writes on afterwards stays with its own audience.
    """

    reflection = models.ForeignKey(Reflection, on_delete=models.CASCADE, related_name="examples")
    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, related_name="+")
    text = EncryptedTextField(blank=True)
    second_text = EncryptedTextField(blank=True)
    third_text = EncryptedTextField(blank=True)
    shown_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reflection", "prompt"], name="cycles_example_once")]

    def __str__(self) -> str:
        return f"example {self.pk}"


class DraftKey(models.Model):
    """The key under which one device keeps what one person typed and could not save; see `static/js/drafts.js`.

    `device` is a keyed hash of the device's cookie. Without its row a draft is unreadable, wherever it lies.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="draft_keys")
    device = models.CharField(max_length=64)
    secret = EncryptedTextField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "device"], name="cycles_draft_key_once")]

    def __str__(self) -> str:
        return f"draft key {self.pk}"
