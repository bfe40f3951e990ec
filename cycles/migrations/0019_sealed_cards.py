"""Cards without names, votes that go when they are counted, groups that can be put back."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import reflection_site.sealing


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0018_reveal_rule"),
        ("teams", "0003_outbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CardBox",
            fields=[
                ("seal_salt", models.BinaryField(default=reflection_site.sealing.new_salt, max_length=32, null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("is_late", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="CardDraw",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("mark", models.CharField(max_length=64)),
                ("nonce_hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="CardMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="topic")),
            ],
        ),
        migrations.CreateModel(
            name="CardSlip",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("sealed", models.BinaryField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="meeting",
            name="facilitator_votes",
            field=models.BooleanField(default=True, verbose_name="the facilitator votes too"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="suggests_kin",
            field=models.BooleanField(default=False, verbose_name="shows which cards may belong together"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="voters",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="meeting",
            name="votes_cap",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="at most for one topic"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="votes_each",
            field=models.PositiveSmallIntegerField(default=3, verbose_name="votes for each person"),
        ),
        migrations.AddField(
            model_name="topic",
            name="votes_counted",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="vote",
            name="count",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="card",
            name="author",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="card",
            name="written_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("author__isnull", False), ("written_at__isnull", False)),
                    models.Q(("author__isnull", True), ("written_at__isnull", True)),
                    _connector="OR",
                ),
                name="cycles_card_without_author_has_no_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(condition=models.Q(("count__gte", 1)), name="cycles_vote_is_one_or_more"),
        ),
        migrations.AddField(
            model_name="cardbox",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="boxes", to="cycles.meeting"
            ),
        ),
        migrations.AddField(
            model_name="cardbox",
            name="phase",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cycles.phase"),
        ),
        migrations.AddField(
            model_name="carddraw",
            name="box",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="draws", to="cycles.cardbox"
            ),
        ),
        migrations.AddField(
            model_name="cardmove",
            name="card",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="move", to="cycles.card"
            ),
        ),
        migrations.AddField(
            model_name="cardmove",
            name="goal",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="teams.uipgoal",
            ),
        ),
        migrations.AddField(
            model_name="cardmove",
            name="topic",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="cycles.topic"
            ),
        ),
        migrations.AddField(
            model_name="cardslip",
            name="box",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="slips", to="cycles.cardbox"
            ),
        ),
        migrations.AddConstraint(
            model_name="cardbox",
            constraint=models.UniqueConstraint(
                condition=models.Q(("seal_salt__isnull", False)),
                fields=("meeting", "phase"),
                name="cycles_card_box_one_sealed",
            ),
        ),
        migrations.AddConstraint(
            model_name="carddraw",
            constraint=models.UniqueConstraint(fields=("box", "nonce_hash"), name="cycles_card_draw_once"),
        ),
    ]
