"""What the program brings along, and how a later default comes to a district that has used an earlier one."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import connection

from cycles.prepare.models import PinnedTemplate, Prompt, Template
from tests.cycles.making import write


def bring_guided() -> None:
    migration = import_module("cycles.migrations.0011_guided_templates")
    migration.pin_what_holds(apps, connection.schema_editor())
    migration.add_guided_templates(apps, connection.schema_editor())


def test_every_default_asks_for_verdicts_and_offers_help_to_think(db: None) -> None:
    for template in Template.objects.prefetch_related("prompts"):
        kinds = {prompt.kind: prompt for prompt in template.prompts.all()}
        assert kinds["goals"].is_required is False
        assert kinds["growth"].has_scaffold
        assert "support" in kinds


def test_run_again_it_changes_nothing(db: None) -> None:
    before = list(Template.objects.order_by("pk").values_list("pk", "version", "is_current"))
    bring_guided()
    assert list(Template.objects.order_by("pk").values_list("pk", "version", "is_current")) == before


def test_a_used_default_stays_and_the_next_one_is_current(people: Any, session: Any) -> None:
    Prompt.objects.filter(kind="goals").update(kind="evidence")
    PinnedTemplate.objects.all().delete()
    reflection = write(session, people.teacher, "written under the first")
    PinnedTemplate.objects.all().delete()
    bring_guided()
    teacher = Template.objects.filter(kind="teacher", cycle_kind="mid_year")
    assert list(teacher.order_by("version").values_list("version", "is_current")) == [(1, False), (2, True)]
    reflection.refresh_from_db()
    assert (reflection.template.version, reflection.answers.get().text) == (1, "written under the first")
    # the session had its time before, so that it goes on asking what it asked
    assert set(PinnedTemplate.objects.filter(session=session).values_list("template__version", flat=True)) == {1}
    # what nobody has used is replaced, and begins with version 1
    unused = Template.objects.filter(kind="teacher", cycle_kind="end_of_year")
    assert list(unused.filter(prompts__kind="goals").values_list("version", flat=True)) == [1]
