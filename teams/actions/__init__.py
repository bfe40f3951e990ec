"""What was done: one function per thing that a person can say they did."""

from .accounts import add_person, add_person_with_role, choose_workplace, edit_person, found_district, set_own_words
from .goals import (
    add_part,
    archive_goal,
    edit_goal,
    edit_part,
    record_checkpoint,
    remove_part,
    set_goal,
)
from .memberships import change_position, join_team, leave_team
from .places import (
    add_block,
    add_network,
    add_school,
    add_term,
    add_year,
    edit_school,
    edit_term,
    remove_block,
    remove_term,
)
from .refusals import AlreadyThere, EndsBeforeStart, InUse, OwnRole, Refusal, RoleNotHeld, StepTaken
from .replacement import replace_person
from .roles import begin_supervision, end_appointment, end_supervision, give_appointment
from .slos import approve_slo, check_slo, close_slo, edit_slo, return_slo, submit_slo, write_slo
from .staging import discard_file, stage_file
from .teams import add_team, agree_expectation, drop_expectation, edit_team, tend_team
from .workbook import Outcome, RowsRefused, apply_workbook, try_workbook

__all__ = [
    "AlreadyThere",
    "EndsBeforeStart",
    "InUse",
    "Outcome",
    "OwnRole",
    "Refusal",
    "RoleNotHeld",
    "RowsRefused",
    "StepTaken",
    "add_block",
    "add_network",
    "add_part",
    "add_person",
    "add_person_with_role",
    "add_school",
    "add_team",
    "add_term",
    "add_year",
    "agree_expectation",
    "apply_workbook",
    "approve_slo",
    "archive_goal",
    "begin_supervision",
    "change_position",
    "check_slo",
    "choose_workplace",
    "close_slo",
    "discard_file",
    "drop_expectation",
    "edit_goal",
    "edit_part",
    "edit_person",
    "edit_school",
    "edit_slo",
    "edit_team",
    "edit_term",
    "end_appointment",
    "end_supervision",
    "found_district",
    "give_appointment",
    "join_team",
    "leave_team",
    "record_checkpoint",
    "remove_block",
    "remove_part",
    "remove_term",
    "replace_person",
    "return_slo",
    "set_goal",
    "set_own_words",
    "stage_file",
    "submit_slo",
    "tend_team",
    "try_workbook",
    "write_slo",
]
