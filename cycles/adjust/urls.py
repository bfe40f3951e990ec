from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("actions/", views.commitments, name="commitments"),
    path("actions/<int:pk>/settle/", views.step_settle, name="step-settle"),
    path("sessions/<int:pk>/record/", views.record, name="record"),
    path("sessions/<int:pk>/record/step/", views.step_new, name="step-new"),
    path("sessions/<int:pk>/record/step/take/", views.step_take, name="step-take"),
    path("sessions/<int:pk>/record/disposition/", views.disposition_record, name="disposition-record"),
    path("sessions/<int:pk>/record/adjustment/", views.adjustment_new, name="adjustment-new"),
    path("sessions/<int:pk>/record/adjustment/propose/", views.adjustment_propose, name="adjustment-propose"),
    path("sessions/<int:pk>/record/check/", views.revalidation, name="revalidation"),
    path("sessions/<int:pk>/record/check/record/", views.revalidation_record, name="revalidation-record"),
    path("sessions/<int:pk>/record/confirm/", views.record_confirm, name="record-confirm"),
    path("sessions/<int:pk>/record/remark/", views.record_remark, name="record-remark"),
    path("sessions/<int:pk>/record/mend/", views.record_mend, name="record-mend"),
    path("sessions/<int:pk>/record/remarks/<int:word_pk>/answer/", views.remark_answer, name="remark-answer"),
    path("adjustments/", views.adjustments, name="adjustments"),
    path("adjustments/<int:pk>/", views.adjustment, name="adjustment"),
    path("adjustments/<int:pk>/ask/", views.adjustment_ask, name="adjustment-ask"),
    path("adjustments/<int:pk>/decide/", views.adjustment_decide, name="adjustment-decide"),
    path("adjustments/<int:pk>/reopen/", views.adjustment_reopen, name="adjustment-reopen"),
    path("adjustments/advice/<int:pk>/give/", views.advice_give, name="advice-give"),
]
