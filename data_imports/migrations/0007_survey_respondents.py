"""Who was asked in a survey."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("data_imports", "0006_student_ids"),
    ]

    operations = [
        migrations.AddField(
            model_name="surveyfinding",
            name="respondents",
            field=models.CharField(
                choices=[("staff", "Staff"), ("students", "Students"), ("families", "Families")],
                default="staff",
                max_length=8,
                verbose_name="who was asked",
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="given_respondents",
            field=models.CharField(
                blank=True,
                choices=[("staff", "Staff"), ("students", "Students"), ("families", "Families")],
                max_length=8,
                verbose_name="who was asked",
            ),
        ),
    ]
