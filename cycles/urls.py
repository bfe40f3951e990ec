"""All addresses of the verbs, in one namespace; what joins them (today, board, session page) first."""

from django.urls import path

from . import views
from .adjust import urls as adjust
from .confer import urls as confer
from .listen import urls as listen
from .meet import urls as meet
from .plan import urls as plan
from .prepare import urls as prepare
from .rehearsal import views as rehearsals
from .share import urls as share

app_name = "cycles"

urlpatterns = [
    path("", views.today, name="today"),
    path("today/news/", views.today_news, name="today-news"),
    path("cycle/", views.board, name="board"),
    path("sessions/<int:pk>/", views.session, name="session"),
    path("sessions/<int:pk>/plan/", views.session_plan, name="session-plan"),
    path("sessions/<int:pk>/go-ahead/", views.session_go_ahead, name="session-go-ahead"),
    path("sessions/<int:pk>/rehearsal/", rehearsals.rehearsal, name="rehearsal"),
    path("protocols/<int:pk>/rehearsal/", rehearsals.protocol_rehearsal, name="protocol-rehearsal"),
    *plan.urlpatterns,
    *prepare.urlpatterns,
    *confer.urlpatterns,
    *listen.urlpatterns,
    *meet.urlpatterns,
    *adjust.urlpatterns,
    *share.urlpatterns,
]
