"""Addresses of the verb *listen*."""

from django.urls import path

from . import views

urlpatterns = [
    path("maps/", views.maps, name="maps"),
    path("maps/<int:pk>/", views.map_page, name="map"),
    path("maps/<int:pk>/print/", views.map_print, name="map-print"),
    path("maps/<int:pk>/save/", views.map_save, name="map-save"),
    path("maps/<int:pk>/hand-in/", views.map_hand_in, name="map-hand-in"),
    path("maps/<int:pk>/take-up/", views.map_take_up, name="map-take-up"),
    path("maps/<int:pk>/delete/", views.map_delete, name="map-delete"),
    path("maps/<int:pk>/read/", views.map_read, name="map-read"),
    path("maps/rounds/<int:pk>/", views.map_round, name="map-round"),
    path("maps/rounds/<int:pk>/naming/", views.naming_choose, name="naming-choose"),
    path("maps/rounds/<int:pk>/heard/", views.heard, name="heard"),
    path("maps/rounds/<int:pk>/heard/save/", views.heard_save, name="heard-save"),
    path("learning-cycles/", views.learning_cycles, name="learning-cycles"),
    path("learning-cycles/<int:pk>/set/", views.learning_cycles_set, name="learning-cycles-set"),
]
