"""Files whose columns a person is to explain."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("data_imports", "0003_cell_notes")]

    operations = [
        migrations.AlterField(
            model_name="upload",
            name="state",
            field=models.CharField(
                choices=[
                    ("received", "Being read"),
                    ("reading", "Being read now"),
                    ("unmapped", "Needs your help"),
                    ("understood", "Waiting for you"),
                    ("queued", "About to be stored"),
                    ("storing", "Being stored"),
                    ("applied", "Done"),
                    ("undoing", "Being taken back"),
                    ("undone", "Taken back"),
                    ("refused", "Cannot be used"),
                    ("cancelled", "Put aside"),
                ],
                default="received",
                max_length=12,
                verbose_name="state",
            ),
        )
    ]
