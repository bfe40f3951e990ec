"""One workbook with which a school is set up: Schools, Terms, People, Teams, Goals.

`layout` says which sheets and columns there are, `template` makes the file to fill in, `reading` takes the cells out of
a filled one, `checking` turns them into a plan or into problems. `actions.apply_workbook` carries the plan out.
"""

from .checking import check
from .plan import Plan
from .reading import read
from .template import template

__all__ = ["Plan", "check", "read", "template"]
