"""Addresses of support plans."""

from django.urls import path

from serving.web.plans.views import every_plan, life, one_plan, parts, transfers

app_name = "plans"
urlpatterns = [
    path("", every_plan.plans, name="plans"),
    path("new/<str:opaque>/", one_plan.new, name="new"),
    path("step/<str:opaque>/done/", parts.step_done, name="step_done"),
    path("measure/<str:opaque>/end/", parts.measure_end, name="measure_end"),
    path("asked/<str:opaque>/", transfers.asked, name="asked"),
    path("asked/<str:opaque>/answer/", transfers.answer, name="answer"),
    path("asked/<str:opaque>/withdraw/", transfers.withdraw, name="withdraw"),
    path("<str:opaque>/", one_plan.plan, name="plan"),
    path("<str:opaque>/moved/", transfers.moved, name="moved"),
    path("<str:opaque>/edit/", one_plan.edit, name="edit"),
    path("<str:opaque>/print/", one_plan.printed, name="print"),
    path("<str:opaque>/look-back/", one_plan.look_back, name="look_back"),
    path("<str:opaque>/measure/", parts.add_measure, name="add_measure"),
    path("<str:opaque>/step/", parts.add_step, name="add_step"),
    path("<str:opaque>/contact/", parts.add_contact, name="add_contact"),
    path("<str:opaque>/hand-over/", transfers.hand_over, name="hand_over"),
    path("<str:opaque>/referral/", transfers.refer, name="refer"),
    path("<str:opaque>/close/", life.close, name="close"),
    path("<str:opaque>/reopen/", life.reopen, name="reopen"),
    path("<str:opaque>/again/", life.send_again, name="send_again"),
    path("<str:opaque>/approval/", life.approval, name="approval"),
]
