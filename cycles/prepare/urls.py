from django.urls import path

from . import views

urlpatterns = [
    path("sessions/<int:pk>/prepare/", views.prepare, name="prepare"),
    path("sessions/<int:pk>/prepare/mine/", views.prepare_mine, name="prepare-mine"),
    path("sessions/<int:pk>/prepare/shared/", views.prepare_shared, name="prepare-shared"),
    path("sessions/<int:pk>/prepare/answers/<int:prompt_pk>/", views.answer_save, name="answer-save"),
    path(
        "sessions/<int:pk>/prepare/answers/<int:prompt_pk>/<slug:sort>/<int:goal_pk>/",
        views.verdict_save,
        name="verdict-save",
    ),
    path("sessions/<int:pk>/prepare/answers/<int:prompt_pk>/cite/", views.citation_new, name="citation-new"),
    path("sessions/<int:pk>/prepare/answers/<int:prompt_pk>/cite/add/", views.citation_add, name="citation-add"),
    path(
        "sessions/<int:pk>/prepare/citations/<int:citation_pk>/remove/", views.citation_remove, name="citation-remove"
    ),
    path("sessions/<int:pk>/prepare/print/", views.prepare_print, name="prepare-print"),
    path("sessions/<int:pk>/prepare/submit/", views.reflection_submit, name="reflection-submit"),
    path("sessions/<int:pk>/prepare/reopen/", views.reflection_reopen, name="reflection-reopen"),
    path("templates/", views.templates, name="templates"),
    path("templates/<int:pk>/", views.template, name="template"),
    path("templates/<int:pk>/print/", views.template_print, name="template-print"),
    path("templates/<int:pk>/edit/", views.template_edit, name="template-edit"),
    path("templates/<int:pk>/draft/", views.draft_begin, name="draft-begin"),
    path("templates/<int:pk>/save/", views.draft_save, name="draft-save"),
    path("templates/<int:pk>/publish/", views.draft_publish, name="draft-publish"),
    path("templates/<int:pk>/discard/", views.draft_discard, name="draft-discard"),
    path("sessions/<int:pk>/people/tick/", views.people_tick, name="people-tick"),
    path("sessions/<int:pk>/prepare/examples/<int:prompt_pk>/show/", views.example_show, name="example-show"),
    path(
        "sessions/<int:pk>/prepare/examples/<int:prompt_pk>/take-back/",
        views.example_take_back,
        name="example-take-back",
    ),
    path("sessions/<int:pk>/prepare/delete/", views.words_delete, name="words-delete"),
    path("reflections/mine.txt", views.own_words, name="own-words"),
    path("drafts/key/give/", views.draft_key_give, name="draft-key-give"),
]
