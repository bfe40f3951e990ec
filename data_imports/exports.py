"""A packet's tables as files, with nothing in them that a spreadsheet would run.

A cell that a spreadsheet would take for a formula is text in the workbook, and begins with an apostrophe in the CSV
file. Source: OWASP, CSV Injection; the full-width signs are read as formulas where the system's language is Japanese.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from django.utils.text import slugify
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from data_imports.queries import ChartShown, PacketShown

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HIDDEN = "*"
_SPACE = r"[ \u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff]"
_SIGN = r"[=+\-@\t\r\n＝＋－＠]"  # noqa: RUF001 - the full-width signs are meant
_FORMULA = re.compile(rf"(?:\A|(?<=[\r\n]))(?={_SPACE}*{_SIGN})")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SHEET = re.compile(r"[\\/*?:\[\]']")


def neutral(text: str) -> str:
    """Words that no spreadsheet takes for a formula: an apostrophe before each line that begins like one."""
    return _FORMULA.sub("'", plain(text))


def plain(text: str) -> str:
    """Words without control signs; a line's end is a line feed."""
    return _CONTROL.sub("", text.replace("\r\n", "\n"))


def row_count(packet: PacketShown) -> int:
    """How many table rows leave with the file."""
    return sum(len(chart.rows) for chart in packet.charts)


def file_name(packet: PacketShown, kind: str) -> str:
    """A name of letters, digits and dashes, whatever the school or the team is called."""
    about = slugify(packet.about)[:60].strip("-") or "packet"
    return f"evidence-{about}-v{packet.version}.{kind}"


def content(packet: PacketShown, kind: str) -> bytes:
    """The whole file, of one of `KINDS`."""
    return as_csv(packet) if kind == "csv" else as_xlsx(packet)


def about_lines(packet: PacketShown) -> list[list[str]]:
    """What a reader of the file needs to know of it."""
    return [
        [_("Evidence packet"), packet.about],
        [_("Window"), packet.when],
        [_("Version"), str(packet.version)],
        [_("Frozen"), packet.as_of.astimezone(packet.school.zone).isoformat(timespec="minutes")],
        [_("Made"), packet.audience],
        [_("Digest (SHA-256)"), packet.digest],
        [HIDDEN, _("hidden to protect privacy")],
    ]


def table(chart: ChartShown) -> Iterator[list[str]]:
    """One chart as lines: its words, its table, where it comes from."""
    if chart.is_held:
        yield [chart.subject]
        yield [_("Held back until you have predicted it and the facilitator has revealed it.")]
        return
    yield [chart.title]
    if chart.is_provisional:
        yield [_("Provisional")]
    yield [chart.sentence]
    yield list(chart.head)
    for row in chart.rows:
        yield [HIDDEN if cell is None else cell for cell in row]
    yield [chart.provenance]


def as_csv(packet: PacketShown) -> bytes:
    """All tables one under another, in UTF-8 with a mark, so that spreadsheets read it right."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    blocks: Iterable[Iterable[list[str]]] = [about_lines(packet), *(table(chart) for chart in packet.charts)]
    for block in blocks:
        writer.writerows([[neutral(cell) for cell in line] for line in block])
        writer.writerow([])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(packet: PacketShown) -> bytes:
    """A workbook with a sheet about the packet and one for each chart; every cell is text."""
    book = Workbook()
    del book[book.sheetnames[0]]
    _fill(book.create_sheet(_("About this packet")), about_lines(packet), head=())
    for number, chart in enumerate(packet.charts, 1):
        title = f"{number} {_SHEET.sub(' ', plain(chart.subject))}"[:31].strip()
        _fill(book.create_sheet(title), table(chart), head=(chart.title, *chart.head))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, lines: Iterable[list[str]], head: Iterable[str]) -> None:
    bold = {plain(word) for word in head}
    sheet.column_dimensions["A"].width = 28
    for at_row, line in enumerate(lines, 1):
        for at_column, word in enumerate(line, 1):
            cell = sheet.cell(at_row, at_column, plain(word))
            cell.data_type = "s"
            if cell.value in bold:
                cell.font = Font(bold=True)
