"""Lists of schools, people, teams, members and goals, out and in again as CSV or XLSX.

Built on django-import-export: `resources` say what a row is and who may bring it in, `files` turn bytes into rows and
back, `previews` tell what a file would change, `waiting` keeps it until the person agrees. A file with one refused row
changes nothing.
"""

from .files import CONTENT_TYPES
from .waiting import FilePage, FileRefused, apply_file, export_list, look

__all__ = ["CONTENT_TYPES", "FilePage", "FileRefused", "apply_file", "export_list", "look"]
