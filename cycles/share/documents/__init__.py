"""A summary as a file to print, mail or open in a word processor. Text stays text: nothing in it is obeyed."""

from .docx import as_docx
from .pdf import as_pdf

__all__ = ["as_docx", "as_pdf"]
