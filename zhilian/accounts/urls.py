"""Addresses of the accounts."""

from django.urls import path

from zhilian.accounts import views
from zhilian.accounts.views import people, sign_ins, trail

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("language/", views.language, name="language"),
    path("role/", views.role, name="role"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new_person, name="new_person"),
    path("people/<str:username>/role/", people.new_role, name="new_role"),
    path("sign-ins/", sign_ins.sign_ins, name="sign_ins"),
    path("sign-ins/unlocking/", sign_ins.unlock, name="unlock"),
    path("powers/", sign_ins.powers, name="powers"),
    path("trail/", trail.trail, name="trail"),
    path("trail/check/", trail.trail_check, name="trail_check"),
    path("trail/export/", trail.trail_export, name="trail_export"),
]
