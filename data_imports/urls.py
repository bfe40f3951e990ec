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
    path("uploads/<int:pk>/mapping/", views.upload_mapping, name="upload-mapping"),
    path("uploads/<int:pk>/map", views.upload_map, name="upload-map"),
    path("uploads/<int:pk>/ask", views.upload_ask, name="upload-ask"),
    path("uploads/<int:pk>/cancel", views.upload_cancel, name="upload-cancel"),
    path("uploads/<int:pk>/rejected", views.upload_rejected, name="upload-rejected"),
    path("uploads/<int:pk>/undo", views.upload_undo, name="upload-undo"),
    path("staff/", views.staff, name="staff"),
    path("staff/decide", views.staff_decide, name="staff-decide"),
    path("places/<int:pk>/", views.places, name="places"),
    path("places/<int:pk>/save", views.places_save, name="places-save"),
    path("packets/<int:pk>/", views.packet, name="packet"),
    path("leap/means/", views.leap_means, name="leap-means"),
    path("leap/means/save", views.leap_means_save, name="leap-means-save"),
    path("leap/mine/", views.leap_mine, name="leap-mine"),
    path("leap/<int:pk>/", views.leap_person, name="leap-person"),
]
