"""Models and migrations agree, and every migration has a name that a person gave it."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from tests.house.imports import APPS, ROOT


def test_models_and_migrations_agree(db: None) -> None:
    out = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=out)
    except SystemExit:
        pytest.fail(out.getvalue())


@pytest.mark.parametrize("app", APPS)
def test_migrations_are_named(app: str) -> None:
    names = [path.stem for path in sorted((ROOT / app / "migrations").glob("[0-9]*.py"))]
    assert [name for name in names if not re.fullmatch(r"\d{4}_[a-z][a-z0-9_]+", name) or "_auto_" in name] == []
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]


@pytest.mark.parametrize("app", APPS)
def test_data_migrations_import_no_app_code(app: str) -> None:
    """They must run again years later, when that code has changed."""
    told = []
    for path in sorted((ROOT / app / "migrations").glob("[0-9]*.py")):
        text = path.read_text(encoding="utf-8")
        for line in text.splitlines() if "RunPython" in text else []:
            found = re.match(rf"(?:from|import) ((?:{'|'.join(APPS)}|reflection_site)[\w.]*)", line)
            if found:
                told.append(f"{app}/{path.name}: {line}")
    assert not told, "\n".join(told)
