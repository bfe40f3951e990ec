from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("cycle/<int:pk>/summary/draft/", views.summary_draft, name="summary-draft"),
    path("summaries/<int:pk>/", views.summary, name="summary"),
    path("summaries/<int:pk>/edit/", views.summary_edit, name="summary-edit"),
    path("summaries/<int:pk>/save/", views.summary_save, name="summary-save"),
    path("summaries/<int:pk>/redraft/", views.summary_redraft, name="summary-redraft"),
    path("summaries/<int:pk>/publish/", views.summary_publish, name="summary-publish"),
    path("summaries/<int:pk>/pdf/", views.summary_pdf, name="summary-pdf"),
    path("summaries/<int:pk>/docx/", views.summary_docx, name="summary-docx"),
    path("reviews/", views.reviews, name="reviews"),
    path("reviews/<int:pk>/", views.review, name="review"),
    path("reviews/<int:pk>/respond/", views.review_respond, name="review-respond"),
]
