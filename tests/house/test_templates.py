"""The strict content policy starts in the templates: nothing inline."""

import re

from tests.house.imports import APPS, ROOT

TEMPLATES = sorted(path for folder in ("templates", *APPS) for path in (ROOT / folder).rglob("*.html"))
REFUSED = {
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"""\sstyle\s*=\s*["'{]""", re.IGNORECASE),
    "event attribute": re.compile(r"""\son[a-z]+\s*=\s*["'{]""", re.IGNORECASE),
    "htmx code": re.compile(r"""hx-on[:-]|hx-vals\s*=\s*["']js:|javascript:""", re.IGNORECASE),
    "another host": re.compile(
        r"""<(?:script|link|img|iframe)[^>]*(?:src|href)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE
    ),
}


def faults(text: str) -> list[str]:
    return [
        f"{name} in line {text[: at.start()].count(chr(10)) + 1}"
        for name, rule in REFUSED.items()
        for at in rule.finditer(text)
    ]


def test_nothing_inline() -> None:
    """A letter is no page: mail programs read only the styles that it brings along."""
    told = [f"{path.relative_to(ROOT)}: {found}" for path in TEMPLATES for found in faults(path.read_text("utf-8"))]
    told = [line for line in told if not (line.startswith("templates/mail/") and "style element" in line)]
    assert TEMPLATES
    assert not told, "\n".join(told)


def test_the_check_sees_what_it_refuses() -> None:
    bad = "<script>x</script><p style='a' onclick=\"b\"><a hx-on:click='c'></a><img src='//example.org/x.png'>"
    assert len(faults(bad)) == 5
    assert faults('<script src="/static/js/app.js" defer></script><p class="style">on = 1</p>') == []


def test_rows_of_students_and_ratings_are_never_kept_on_a_device() -> None:
    """What is typed beside them is sent, not drafted: `autosave.js` is on none of their pages."""
    rows = [path for path in TEMPLATES if "data_imports" in path.parts or path.name.startswith("slo")]
    assert rows
    assert [path.name for path in rows if "autosave" in path.read_text("utf-8")] == []
