from django.urls import path

from . import views

app_name = "teams"
urlpatterns = [
    path("goals/", views.goals, name="goals"),
    path("people/", views.people, name="people"),
    path("me/", views.me, name="me"),
]
