"""Addresses of the verb *confer*."""

from django.urls import path

from . import views

urlpatterns = [
    path("check-ins/", views.check_ins, name="check-ins"),
    path("check-ins/my-notes/", views.my_notes, name="my-notes"),
    path("check-ins/with/<int:person_pk>/", views.check_in_new, name="check-in-new"),
    path("check-ins/with/<int:person_pk>/arrange/", views.check_in_arrange, name="check-in-arrange"),
    path("check-ins/<int:pk>/", views.check_in, name="check-in"),
    path("check-ins/<int:pk>/time/", views.check_in_time, name="check-in-time"),
    path("check-ins/<int:pk>/move/", views.check_in_move, name="check-in-move"),
    path("check-ins/<int:pk>/cancel/", views.check_in_cancel, name="check-in-cancel"),
    path("check-ins/<int:pk>/hold/", views.check_in_hold, name="check-in-hold"),
    path("check-ins/<int:pk>/tick/", views.check_in_tick, name="check-in-tick"),
    path("check-ins/<int:pk>/notes/<slug:name>/", views.check_in_note_save, name="check-in-note-save"),
    path("leap-talks/", views.leap_talks, name="leap-talks"),
    path("leap-talks/lines/", views.leap_lines, name="leap-lines"),
    path("leap-talks/<slug:kind>/set/", views.leap_dates_set, name="leap-dates-set"),
    path("sessions/<int:pk>/raise/", views.raise_line, name="raise"),
    path("sessions/<int:pk>/raise/<int:person_pk>/write/", views.raise_write, name="raise-write"),
    path("sessions/<int:pk>/raise/<int:person_pk>/agree/", views.raise_agree, name="raise-agree"),
    path("sessions/<int:pk>/raise/<int:person_pk>/decline/", views.raise_decline, name="raise-decline"),
    path("check-ins/<int:pk>/focus/save/", views.focus_save, name="focus-save"),
    path("check-ins/<int:pk>/focus/agree/", views.focus_agree, name="focus-agree"),
]
