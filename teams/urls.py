"""Pages are nouns, changes are noun-verb by POST."""

from django.urls import path

from .views import goals, holds, notices, own, people, replacement, schools, setup, slos, teams, ties

app_name = "teams"

PEOPLE = [
    path("people/", people.people, name="people"),
    path("people/new/", people.person_new, name="person-new"),
    path("people/add/", people.person_add, name="person-add"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/edit/", people.person_edit, name="person-edit"),
    path("people/<int:pk>/welcome/", people.person_welcome, name="person-welcome"),
    path("people/<int:pk>/roles/give/", ties.appointment_give, name="appointment-give"),
    path("people/<int:pk>/teams/join/", ties.membership_join, name="membership-join"),
    path("people/<int:pk>/supervision/begin/", ties.supervision_begin, name="supervision-begin"),
    path("people/<int:pk>/replacement/", replacement.person_replacement, name="person-replacement"),
    path("people/<int:pk>/replace/", replacement.person_replace, name="person-replace"),
    path("people/roles/<int:pk>/end/", ties.appointment_end, name="appointment-end"),
    path("people/memberships/<int:pk>/change/", ties.membership_change, name="membership-change"),
    path("people/memberships/<int:pk>/end/", ties.membership_end, name="membership-end"),
    path("people/supervision/<int:pk>/end/", ties.supervision_end, name="supervision-end"),
]
PLACES = [
    path("schools/", schools.schools, name="schools"),
    path("schools/new/", schools.school_new, name="school-new"),
    path("schools/add/", schools.school_add, name="school-add"),
    path("schools/networks/add/", schools.network_add, name="network-add"),
    path("schools/years/add/", schools.year_add, name="year-add"),
    path("schools/terms/add/", schools.district_term_add, name="district-term-add"),
    path("schools/terms/<int:pk>/", schools.term, name="term"),
    path("schools/terms/<int:pk>/edit/", schools.term_edit, name="term-edit"),
    path("schools/terms/<int:pk>/remove/", schools.term_remove, name="term-remove"),
    path("schools/blocks/add/", schools.district_block_add, name="district-block-add"),
    path("schools/blocks/<int:pk>/remove/", schools.block_remove, name="block-remove"),
    path("schools/<int:pk>/", schools.school, name="school"),
    path("schools/<int:pk>/edit/", schools.school_edit, name="school-edit"),
    path("schools/<int:pk>/terms/add/", schools.term_add, name="term-add"),
    path("schools/<int:pk>/blocks/add/", schools.block_add, name="block-add"),
    path("schools/<int:pk>/teams/add/", teams.team_add, name="team-add"),
    path("teams/<int:pk>/", teams.team, name="team"),
    path("teams/<int:pk>/edit/", teams.team_edit, name="team-edit"),
    path("teams/<int:pk>/tend/", teams.team_tend, name="team-tend"),
    path("teams/<int:pk>/join/", teams.team_join, name="team-join"),
    path("teams/<int:pk>/expectations/add/", teams.expectation_add, name="expectation-add"),
    path("teams/expectations/<int:pk>/remove/", teams.expectation_remove, name="expectation-remove"),
]
GOALS = [
    path("goals/", goals.goals, name="goals"),
    path("goals/new/", goals.goal_new, name="goal-new"),
    path("goals/add/", goals.goal_add, name="goal-add"),
    path("goals/<int:pk>/", goals.goal, name="goal"),
    path("goals/<int:pk>/edit/", goals.goal_edit, name="goal-edit"),
    path("goals/<int:pk>/archive/", goals.goal_archive, name="goal-archive"),
    path("goals/<int:pk>/checkpoints/<int:part>/", goals.checkpoint, name="checkpoint"),
    path("goals/<int:pk>/checkpoints/<int:part>/record/", goals.checkpoint_record, name="checkpoint-record"),
    path("goals/<int:pk>/<slug:kind>/add/", goals.goal_part_add, name="goal-part-add"),
    path("goals/<int:pk>/<slug:kind>/<int:part>/", goals.goal_part, name="goal-part"),
    path("goals/<int:pk>/<slug:kind>/<int:part>/edit/", goals.goal_part_edit, name="goal-part-edit"),
    path("goals/<int:pk>/<slug:kind>/<int:part>/remove/", goals.goal_part_remove, name="goal-part-remove"),
    path("slos/new/", slos.slo_new, name="slo-new"),
    path("slos/add/", slos.slo_add, name="slo-add"),
    path("slos/<int:pk>/", slos.slo, name="slo"),
    path("slos/<int:pk>/edit/", slos.slo_edit, name="slo-edit"),
    path("slos/<int:pk>/submit/", slos.slo_submit, name="slo-submit"),
    path("slos/<int:pk>/approve/", slos.slo_approve, name="slo-approve"),
    path("slos/<int:pk>/return/", slos.slo_return, name="slo-return"),
    path("slos/<int:pk>/check/", slos.slo_check, name="slo-check"),
    path("slos/<int:pk>/close/", slos.slo_close, name="slo-close"),
]
OWN = [
    path("me/", own.me, name="me"),
    path("me/edit/", own.me_edit, name="me-edit"),
    path("me/workplace/choose/", own.workplace_choose, name="workplace-choose"),
    path("me/history/", own.own_history, name="own-history"),
    path("audit/", own.audit, name="audit"),
]
NOTICES = [
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/<int:pk>/send-again/", notices.notice_send_again, name="notice-send-again"),
    path("notices/mailbox/", notices.mailbox, name="mailbox"),
    path("notices/preferences/", notices.notice_preferences, name="notice-preferences"),
    path("notices/preferences/save/", notices.notice_preferences_save, name="notice-preferences-save"),
    path("notices/stop/<str:token>/", notices.notice_stop, name="notice-stop"),
]
SETUP = [
    path("setup/", setup.setup, name="setup"),
    path("setup/workbook.xlsx", setup.setup_template, name="setup-template"),
    path("setup/upload/", setup.setup_upload, name="setup-upload"),
    path("setup/lists/upload/", setup.sheet_upload, name="sheet-upload"),
    path("setup/lists/<slug:kind>.<slug:form>", setup.export, name="export"),
    path("setup/files/<int:pk>/", setup.setup_file, name="setup-file"),
    path("setup/files/<int:pk>/apply/", setup.setup_apply, name="setup-apply"),
    path("setup/files/<int:pk>/discard/", setup.setup_discard, name="setup-discard"),
]

HOLDS = [
    path("holds/", holds.holds, name="holds"),
    path("holds/place/", holds.hold_place, name="hold-place"),
    path("holds/<int:pk>/lift/ask/", holds.hold_lift_ask, name="hold-lift-ask"),
    path("holds/<int:pk>/keep/", holds.hold_keep, name="hold-keep"),
    path("holds/<int:pk>/lift/", holds.hold_lift, name="hold-lift"),
]

urlpatterns = [*PEOPLE, *PLACES, *GOALS, *OWN, *NOTICES, *SETUP, *HOLDS]
