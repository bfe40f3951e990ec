"""A card may cite a cell of the frozen packet."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0022_screen_and_admission"),
        ("data_imports", "0007_survey_respondents"),
    ]

    operations = [
        migrations.CreateModel(
            name="CitedCell",
            fields=[
                (
                    "card",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="cites",
                        serialize=False,
                        to="cycles.card",
                    ),
                ),
                ("chart", models.CharField(max_length=120)),
                ("row", models.CharField(max_length=200)),
                ("column", models.CharField(max_length=200)),
                ("words", models.CharField(max_length=600)),
                ("words_es", models.CharField(blank=True, max_length=600)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="data_imports.packetversion"
                    ),
                ),
            ],
        ),
    ]
