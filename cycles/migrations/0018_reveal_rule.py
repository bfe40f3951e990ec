"""A phase says when its cards are shown."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0016_revalidations"),
    ]

    operations = [
        migrations.AddField(
            model_name="phase",
            name="reveal",
            field=models.CharField(
                choices=[
                    ("at_once", "At once, with names"),
                    ("named", "Together, with names"),
                    ("anonymous", "Together, without names"),
                ],
                default="named",
                max_length=10,
                verbose_name="when cards are shown",
            ),
        ),
    ]
