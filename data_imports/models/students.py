"""Students without names."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from data_imports.enums import IdKind
from data_imports.models.uploads import Upload
from reflection_site.encryption import EncryptedTextField
from teams.models import Person, School, Team


class Student(models.Model):
    """A student as evidence knows them: a hash to match by, a sealed id, a grade. No name.

    Group flags serve suppression and sub-groups; None means that no file has said.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="students")
    id_hash = models.CharField(max_length=64, unique=True)
    id_sealed = EncryptedTextField()
    grade = models.CharField(_("grade"), max_length=2, blank=True)
    is_multilingual = models.BooleanField(_("multilingual learner"), null=True)
    has_iep = models.BooleanField(_("has an IEP"), null=True)
    is_low_income = models.BooleanField(_("low income"), null=True)
    seen_on = models.DateField()
    upload = models.ForeignKey(Upload, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"student {self.pk}"


class StudentId(models.Model):
    """One of several ids by which files know the same student: a hash to match by, the id itself sealed.

    A student whom files have named by one id only has none of these rows: `Student.id_hash` is enough. `upload` is the
    file that gave this id together with another.
    """

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="ids")
    kind = models.CharField(_("kind"), max_length=6, choices=IdKind)
    id_hash = models.CharField(max_length=64, unique=True)
    id_sealed = EncryptedTextField()
    upload = models.ForeignKey(Upload, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["student", "kind"], name="student_has_one_id_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of student {self.student_id}"


class Roster(models.Model):
    """A student in a team, with a teacher or in a course, for one school year.

    `place` is the natural key of team, teacher and course together.
    """

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="rosters")
    year = models.CharField(max_length=7)
    place = models.CharField(max_length=160)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="rosters")
    teacher = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="rosters")
    course = models.CharField(_("course"), max_length=100, blank=True)
    upload = models.ForeignKey(Upload, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["student", "year", "place"], name="roster_place_is_unique")]

    def __str__(self) -> str:
        return f"student {self.student_id} in {self.place}"
