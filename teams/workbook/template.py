"""The empty workbook, in the language of the person who asks for it."""

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .layout import GUIDANCE, SHEETS, Sheet

HEAD = PatternFill("solid", fgColor="E3EFEC")
NEEDED = PatternFill("solid", fgColor="FBF1DA")
ROWS = 400


def template() -> bytes:
    """An .xlsx with a sheet to read first, the five sheets to fill in, and one with examples."""
    book = Workbook()
    _read_first(book.create_sheet(_("Read me first")))
    del book["Sheet"]
    for sheet in SHEETS:
        _to_fill(book.create_sheet(str(sheet.title)), sheet)
    _examples(book.create_sheet(_("Examples")))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _read_first(page: Worksheet) -> None:
    page.column_dimensions["A"].width = 100
    lines = [
        _("Set up your school with this workbook"),
        _("Fill it in, save it, and upload it where you got it. Nothing changes before you agree."),
        _("Schools: one row a school. Terms: the semesters or quarters, and which of them close with a reflection."),
        _("People: one row a person and role. Each gets a mail with a link to choose a password."),
        _("Teams: one row a team, with the e-mails of its people. Every school has one ILT."),
        _("Goals: one line a goal is enough. A sheet that you do not need can stay empty."),
        _("Yellow headings need an answer. You may upload the workbook again: what is there already stays as it is."),
        _("Nobody can change their own role or team here: ask another leader or the district for that."),
    ]
    for number, line in enumerate(lines, 1):
        cell = page.cell(number, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=number == 1, size=14 if number == 1 else 11)


def _to_fill(page: Worksheet, sheet: Sheet) -> None:
    for number, column in enumerate(sheet.columns, 1):
        head = page.cell(1, number, str(column.title))
        head.font, head.fill = Font(bold=True), NEEDED if column.is_needed else HEAD
        hint = page.cell(2, number, (GUIDANCE if number == 1 else "") + str(column.help))
        hint.font = Font(italic=True, color="5E6565")
        page.column_dimensions[get_column_letter(number)].width = column.width
        # codes and numbers keep their leading zeros as text
        if column.key in {"code", "number", "year"}:
            for row in range(3, ROWS):
                page.cell(row, number).number_format = "@"
    page.freeze_panes = "A3"


def _examples(page: Worksheet) -> None:
    row = 1
    for sheet in SHEETS:
        page.cell(row, 1, str(sheet.title)).font = Font(bold=True, size=12)
        for number, column in enumerate(sheet.columns, 1):
            page.cell(row + 1, number, str(column.title)).font = Font(bold=True)
            page.cell(row + 2, number, str(column.example))
            letter = get_column_letter(number)
            page.column_dimensions[letter].width = max(page.column_dimensions[letter].width, column.width)
        row += 5
