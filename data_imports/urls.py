"""Addresses under /evidence/."""

from django.urls import path

from data_imports import views

app_name = "data_imports"
urlpatterns = [
    path("", views.evidence, name="evidence"),
    path("uploads/new", views.upload_new, name="upload-new"),
    path("uploads/create", views.upload_create, name="upload-create"),
    path("uploads/<int:pk>/", views.upload, name="upload"),
    path("uploads/<int:pk>/state", views.upload_state, name="upload-state"),
    path("uploads/<int:pk>/confirm", views.upload_confirm, name="upload-confirm"),
    path("uploads/<int:pk>/cancel", views.upload_cancel, name="upload-cancel"),
    path("packets/<int:pk>/", views.packet, name="packet"),
    path("leap/mine/", views.leap_mine, name="leap-mine"),
    path("leap/<int:pk>/", views.leap_person, name="leap-person"),
]
