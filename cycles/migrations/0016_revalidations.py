"""What later evidence says of what was agreed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0015_outside"),
        ("data_imports", "0006_student_ids"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Revalidation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("holds", "Still holds"), ("changes", "Changes"), ("no_longer", "No longer holds")],
                        max_length=9,
                        verbose_name="what the data says now",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=400, verbose_name="note")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cause",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revalidations",
                        to="cycles.cause",
                    ),
                ),
                (
                    "checked_against",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="data_imports.packetversion"
                    ),
                ),
                (
                    "rested_on",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="data_imports.packetversion"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revalidations",
                        to="cycles.reflectionsession",
                    ),
                ),
                (
                    "verdict",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revalidations",
                        to="cycles.goalrevisit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("verdict", "checked_against"), name="cycles_revalidation_of_verdict_once"
                    ),
                    models.UniqueConstraint(
                        fields=("cause", "checked_against"), name="cycles_revalidation_of_cause_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cause__isnull", True), ("verdict__isnull", False)),
                            models.Q(("cause__isnull", False), ("verdict__isnull", True)),
                            _connector="OR",
                        ),
                        name="cycles_revalidation_of_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "holds"), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="cycles_revalidation_says_what_changes",
                    ),
                ],
            },
        ),
    ]
