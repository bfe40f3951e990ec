"""The record of a meeting is checked by those who were there, and is then final."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0023_cited_cards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RecordCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opened_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField(db_index=True)),
                ("final_at", models.DateTimeField(blank=True, null=True)),
                ("body", models.TextField(blank=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="record_check",
                        to="cycles.reflectionsession",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RecordMend",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.CharField(max_length=40)),
                ("before", models.CharField(max_length=400)),
                ("after", models.CharField(max_length=400)),
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
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mends", to="cycles.recordcheck"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RecordWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(blank=True, max_length=400, verbose_name="what is to be mended")),
                ("said_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, max_length=400, verbose_name="answer")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="words", to="cycles.recordcheck"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="recordcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("digest", ""), ("final_at__isnull", True)),
                    models.Q(("final_at__isnull", False), models.Q(("digest", ""), _negated=True)),
                    _connector="OR",
                ),
                name="cycles_record_final_has_its_digest",
            ),
        ),
        migrations.AddConstraint(
            model_name="recordword",
            constraint=models.UniqueConstraint(
                condition=models.Q(("text", "")), fields=("check_of", "person"), name="cycles_record_agreed_once"
            ),
        ),
    ]
