from django.urls import path

from . import views

app_name = "data_imports"
urlpatterns = [path("", views.evidence, name="evidence")]
