"""Addresses of the wiring itself."""

from tests.doors.table import row

ROWS = [
    row("healthz", public=True),
    row("readyz", public=True),
    row("set_language", public=True, post=True),
    row("styleguide", debug=True),
]
