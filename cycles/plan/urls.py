from django.urls import path

from . import views

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
    path("sessions/<int:pk>/schedule/", views.schedule, name="schedule"),
    path("sessions/<int:pk>/schedule/save/", views.session_schedule, name="session-schedule"),
    path("sessions/<int:pk>/cancel/", views.session_cancel, name="session-cancel"),
    path("sessions/<int:pk>/guests/invite/", views.guest_invite, name="guest-invite"),
    path("sessions/<int:pk>/calendar.ics", views.session_calendar, name="session-calendar"),
    path("sessions/<int:pk>/packet/", views.packet, name="packet"),
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
    path("invitations/<int:pk>/reply/", views.invitation_reply, name="invitation-reply"),
]
