from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import views
from .enums import VoiceQuestion


class VoiceConverter(StringConverter):
    """One of the questions that people from outside are asked."""

    regex = "|".join(VoiceQuestion.values)


register_converter(VoiceConverter, "voice")

urlpatterns = [
    path("cycle/new/", views.cycle_new, name="cycle-new"),
    path("cycle/open/", views.cycle_open, name="cycle-open"),
    path("cycle/<int:pk>/", views.cycle, name="cycle"),
    path("cycle/<int:pk>/close/", views.cycle_close, name="cycle-close"),
    path("cycle/<int:pk>/proposals/confirm/", views.proposals_confirm, name="proposals-confirm"),
    path("cycle/<int:pk>/sessions/postpone/", views.sessions_postpone, name="sessions-postpone"),
    path("cycle/<int:pk>/choices/clear/", views.choices_clear, name="choices-clear"),
    path("cycle/<int:pk>/contract-day/set/", views.contract_day_set, name="contract-day-set"),
    path("sessions/<int:pk>/slot/", views.slot, name="slot"),
    path("sessions/<int:pk>/slot/clashes/", views.slot_clashes, name="slot-clashes"),
    path("sessions/<int:pk>/move/", views.session_move, name="session-move"),
    path("sessions/<int:pk>/poll/new/", views.poll_new, name="poll-new"),
    path("sessions/<int:pk>/poll/open/", views.poll_open, name="poll-open"),
    path("polls/<int:pk>/", views.poll, name="poll"),
    path("polls/<int:pk>/answer/", views.poll_answer, name="poll-answer"),
    path("polls/<int:pk>/slots/<int:slot_pk>/settle/", views.poll_settle, name="poll-settle"),
    path("polls/<int:pk>/cancel/", views.poll_cancel, name="poll-cancel"),
    path("sessions/<int:pk>/schedule/", views.schedule, name="schedule"),
    path("sessions/<int:pk>/schedule/save/", views.session_schedule, name="session-schedule"),
    path("sessions/<int:pk>/cancel/", views.session_cancel, name="session-cancel"),
    path("sessions/<int:pk>/attendance/", views.attendance, name="attendance"),
    path("sessions/<int:pk>/attendance/<int:invitation_pk>/tick/", views.attendance_tick, name="attendance-tick"),
    path("sessions/<int:pk>/facilitator/step-in/", views.facilitator_step_in, name="facilitator-step-in"),
    path("sessions/<int:pk>/facilitator/name/", views.facilitator_name, name="facilitator-name"),
    path("sessions/<int:pk>/facilitator/claim/", views.facilitator_claim, name="facilitator-claim"),
    path("sessions/<int:pk>/facilitator/unclaim/", views.facilitator_unclaim, name="facilitator-unclaim"),
    path("sessions/<int:pk>/facilitator/confirm/", views.facilitator_confirm, name="facilitator-confirm"),
    path("sessions/<int:pk>/facilitator/hand-back/", views.facilitator_hand_back, name="facilitator-hand-back"),
    path("sessions/<int:pk>/guests/", views.guests, name="guests"),
    path("sessions/<int:pk>/guests/invite/", views.guest_invite, name="guest-invite"),
    path("sessions/<int:pk>/guests/ask/", views.feedback_ask, name="feedback-ask"),
    path("passes/<int:pk>/renew/", views.pass_renew, name="pass-renew"),
    path("passes/<int:pk>/revoke/", views.pass_revoke, name="pass-revoke"),
    path("feedback/<int:pk>/", views.feedback, name="feedback"),
    path("feedback/<int:pk>/<voice:question>/save/", views.feedback_save, name="feedback-save"),
    path("feedback/<int:pk>/send/", views.feedback_send, name="feedback-send"),
    path("feedback/<int:pk>/back/", views.feedback_back, name="feedback-back"),
    path("voices/<str:token>/", views.link, name="link"),
    path("voices/<str:token>/<voice:question>/save/", views.link_save, name="link-save"),
    path("voices/<str:token>/send/", views.link_send, name="link-send"),
    path("voices/<str:token>/back/", views.link_back, name="link-back"),
    path("sessions/<int:pk>/calendar.ics", views.session_calendar, name="session-calendar"),
    path("sessions/<int:pk>/packet/", views.packet, name="packet"),
    path("sessions/<int:pk>/packet/notes/", views.packet_notes, name="packet-notes"),
    path("sessions/<int:pk>/packet/state/", views.packet_state, name="packet-state"),
    path("sessions/<int:pk>/packet/freeze/", views.packet_freeze, name="packet-freeze"),
    path("sessions/<int:pk>/packet/print/", views.packet_print, name="packet-print"),
    path("sessions/<int:pk>/packet/tables.<slug:kind>", views.packet_download, name="packet-download"),
    path("sessions/<int:pk>/packet/difference/", views.packet_difference, name="packet-difference"),
    path("sessions/<int:pk>/packet/charts/hold/", views.chart_hold, name="chart-hold"),
    path("sessions/<int:pk>/packet/charts/release/", views.chart_release, name="chart-release"),
    path("sessions/<int:pk>/packet/notes/pin/", views.note_pin, name="note-pin"),
    path("sessions/<int:pk>/packet/notes/<int:note_pk>/change/", views.note_change, name="note-change"),
    path("sessions/<int:pk>/packet/notes/<int:note_pk>/remove/", views.note_remove, name="note-remove"),
    path("me/calendar/", views.my_calendar, name="my-calendar"),
    path("me/calendar/feed/make/", views.feed_make, name="feed-make"),
    path("me/calendar/feed/close/", views.feed_close, name="feed-close"),
    # the rest of this address is a secret: `reflection_site.logs` keeps it out of every log
    path("calendars/<slug:token>.ics", views.feed, name="feed"),
    path("sessions/<int:pk>/around/", views.around, name="around"),
    path("sessions/<int:pk>/around/save/", views.around_save, name="around-save"),
    path("sessions/<int:pk>/around/<slug:kind>/finish/", views.milestone_finish, name="milestone-finish"),
    path("sessions/<int:pk>/nudge/", views.session_nudge, name="session-nudge"),
    path("cycle/<int:pk>/nudge/", views.cycle_nudge, name="cycle-nudge"),
    path("cycle/days/", views.usual_days, name="usual-days"),
    path("cycle/days/save/", views.usual_days_save, name="usual-days-save"),
    path("resources/", views.resources, name="resources"),
    path("resources/add/", views.resource_add, name="resource-add"),
    path("resources/<int:pk>/change/", views.resource_change, name="resource-change"),
    path("resources/<int:pk>/remove/", views.resource_remove, name="resource-remove"),
    path("invitations/<int:pk>/reply/", views.invitation_reply, name="invitation-reply"),
]
