"""Translation catalogues without GNU gettext: extract, merge, compile.

Django's own commands call `xgettext` and `msgfmt`, which a fresh machine does not have; Babel does the same work.
"""

import os
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

APPS = ("teams", "data_imports", "surveys", "cycles", "reflection_site")
_ONE, _PLURAL, _CONTEXT, _BOTH = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": _ONE,
    "gettext": _ONE,
    "gettext_lazy": _ONE,
    "gettext_noop": _ONE,
    "ngettext": _PLURAL,
    "ngettext_lazy": _PLURAL,
    "pgettext": _CONTEXT,
    "pgettext_lazy": _CONTEXT,
    "npgettext": _BOTH,
    "npgettext_lazy": _BOTH,
}


def po_path(base: Path, language: str) -> Path:
    """Where the catalogue of `language` lies."""
    return base / "locale" / language / "LC_MESSAGES" / "django.po"


def sources(base: Path) -> Iterator[Path]:
    """Every file that may hold a sentence, in a stable order."""
    for app in APPS:
        yield from sorted((base / app).rglob("*.py"))
    for folder in ("templates", *APPS):
        yield from sorted((base / folder).rglob("*.html")) + sorted((base / folder).rglob("*.txt"))


def _as_python(path: Path) -> bytes:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text.encode()
    # what Django leaves of a template is words and calls; its indentation means nothing
    return re.sub(r"^[ \t]+", "", templatize(text, origin=str(path)), flags=re.MULTILINE).encode()


def extract_messages(base: Path) -> Catalog:
    """Every sentence of the site under `base`, each with the files it comes from."""
    catalog = Catalog(fuzzy=False)
    for path in sources(base):
        where = path.relative_to(base).as_posix()
        found = extract("python", BytesIO(_as_python(path)), KEYWORDS, ["Translators:"], {"encoding": "utf-8"})
        for _line, message, comments, context in found:
            catalog.add(message, None, [(where, 0)], auto_comments=comments, context=context)
    return catalog


def read_catalogue(path: Path, language: str) -> Catalog:
    """The catalogue as it stands; an empty one where there is none."""
    if not path.exists():
        return Catalog(locale=language, project="Solstice", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def merge(base: Path, language: str) -> Catalog:
    """Bring the catalogue of `language` up to the sources: new sentences empty, gone ones dropped, the rest kept."""
    path = po_path(base, language)
    catalog = read_catalogue(path, language)
    catalog.update(extract_messages(base), no_fuzzy_matching=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return catalog


def compile_catalogues(base: Path) -> list[Path]:
    """Compile every catalogue that is newer than its compiled form; returns what was written.

    Written beside and moved into place, so that processes that start together never read half a file.
    """
    written = []
    for po in sorted((base / "locale").glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        part = mo.with_suffix(f".{os.getpid()}.part")
        with po.open("rb") as source, part.open("wb") as target:
            write_mo(target, read_po(source, locale=po.parts[-3]))
        part.replace(mo)
        written.append(mo)
    return written
