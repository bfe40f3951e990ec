"""What is there: one function per page, each a frozen dataclass with everything that the page shows."""

from .goals import GoalPage, GoalsPage, SloPage, goal_page, goals_page, slo_page
from .holds import HoldLine, holds_page
from .own import OwnPage, TrailPage, TrailRow, own_page, trail_page
from .people import PeoplePage, PersonPage, ReplacementPage, people_page, person_page, replacement_page
from .places import SchoolPage, SchoolsPage, TeamPage, school_page, schools_page, team_page
from .setup import SetupPage, SetupStep, setup_page

__all__ = [
    "GoalPage",
    "GoalsPage",
    "HoldLine",
    "OwnPage",
    "PeoplePage",
    "PersonPage",
    "ReplacementPage",
    "SchoolPage",
    "SchoolsPage",
    "SetupPage",
    "SetupStep",
    "SloPage",
    "TeamPage",
    "TrailPage",
    "TrailRow",
    "goal_page",
    "goals_page",
    "holds_page",
    "own_page",
    "people_page",
    "person_page",
    "replacement_page",
    "school_page",
    "schools_page",
    "setup_page",
    "slo_page",
    "team_page",
    "trail_page",
]
