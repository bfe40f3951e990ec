"""Templates in versions that are drafted and pinned, verdicts on goals, citations, the district's own documents."""

import django.db.models.deletion
import reflection_site.encryption
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0009_feeds"),
        ("data_imports", "0005_district_uploads"),
        ("teams", "0003_outbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Citation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chart", models.CharField(max_length=120)),
                ("row", models.CharField(max_length=200)),
                ("column", models.CharField(max_length=200)),
                ("cited_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="GoalVerdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verdict", reflection_site.encryption.EncryptedTextField(blank=True)),
                ("evidence", reflection_site.encryption.EncryptedTextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("saved_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PinnedTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("leader", "School leader"),
                            ("ilt_member", "ILT member"),
                            ("lead", "Senior or team lead"),
                            ("teacher", "Teacher"),
                        ],
                        max_length=12,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Resource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("plan", "Plan"),
                            ("prepare", "Prepare"),
                            ("check_in", "1:1 check-ins"),
                            ("meet", "Meet"),
                            ("adjust", "Adjust"),
                            ("share", "Share"),
                        ],
                        max_length=8,
                        verbose_name="step",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("title_es", models.CharField(blank=True, max_length=120, verbose_name="title in Spanish")),
                ("link", models.URLField(max_length=500, verbose_name="link")),
                ("link_es", models.URLField(blank=True, max_length=500, verbose_name="link in Spanish")),
            ],
        ),
        migrations.AddField(
            model_name="prompt",
            name="has_scaffold",
            field=models.BooleanField(default=False, verbose_name="offers help to think"),
        ),
        migrations.AddField(
            model_name="template",
            name="changed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="template",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="template",
            name="is_draft",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="template",
            name="published_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="template",
            name="revision",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="prompt",
            name="kind",
            field=models.CharField(
                choices=[
                    ("text", "Text"),
                    ("success", "Success and the action that led to it"),
                    ("growth", "Where growth stalled and a possible cause"),
                    ("goals", "Goals and expectations, each with a verdict"),
                    ("rating", "Rating from 1 to 4, with the reason"),
                    ("evidence", "A goal and what the evidence says"),
                    ("keep_stop_start", "Keep, stop, start"),
                    ("support", "Support wanted"),
                ],
                max_length=16,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="template",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_draft", True)), fields=("kind", "cycle_kind"), name="cycles_template_one_draft"
            ),
        ),
        migrations.AddConstraint(
            model_name="template",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_draft", False), ("is_current", False), _connector="OR"),
                name="cycles_template_draft_is_not_current",
            ),
        ),
        migrations.AddField(
            model_name="citation",
            name="answer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="citations", to="cycles.answer"
            ),
        ),
        migrations.AddField(
            model_name="citation",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="data_imports.packetversion"
            ),
        ),
        migrations.AddField(
            model_name="goalverdict",
            name="answer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="verdicts", to="cycles.answer"
            ),
        ),
        migrations.AddField(
            model_name="goalverdict",
            name="expectation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="teams.expectation",
            ),
        ),
        migrations.AddField(
            model_name="goalverdict",
            name="goal",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="teams.uipgoal"
            ),
        ),
        migrations.AddField(
            model_name="goalverdict",
            name="slo",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="teams.slo"
            ),
        ),
        migrations.AddField(
            model_name="pinnedtemplate",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pinned_templates",
                to="cycles.reflectionsession",
            ),
        ),
        migrations.AddField(
            model_name="pinnedtemplate",
            name="template",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cycles.template"
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(("link__startswith", "https://")), name="cycles_resource_link_is_safe"
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.UniqueConstraint(fields=("step", "title"), name="cycles_resource_title_once"),
        ),
        migrations.AddConstraint(
            model_name="citation",
            constraint=models.UniqueConstraint(
                fields=("answer", "version", "chart", "row", "column"), name="cycles_citation_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="goalverdict",
            constraint=models.UniqueConstraint(fields=("answer", "goal"), name="cycles_verdict_goal_once"),
        ),
        migrations.AddConstraint(
            model_name="goalverdict",
            constraint=models.UniqueConstraint(fields=("answer", "slo"), name="cycles_verdict_slo_once"),
        ),
        migrations.AddConstraint(
            model_name="goalverdict",
            constraint=models.UniqueConstraint(
                fields=("answer", "expectation"), name="cycles_verdict_expectation_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="goalverdict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("expectation__isnull", True), ("goal__isnull", False), ("slo__isnull", True)),
                    models.Q(("expectation__isnull", True), ("goal__isnull", True), ("slo__isnull", False)),
                    models.Q(("expectation__isnull", False), ("goal__isnull", True), ("slo__isnull", True)),
                    _connector="OR",
                ),
                name="cycles_verdict_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="pinnedtemplate",
            constraint=models.UniqueConstraint(fields=("session", "kind"), name="cycles_pinned_template_once"),
        ),
    ]
