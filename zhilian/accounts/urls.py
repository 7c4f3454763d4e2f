"""Addresses of the accounts."""

from django.urls import path

from zhilian.accounts import views
from zhilian.accounts.views import deputies, leaving, people, sign_ins, trail
from zhilian.accounts.views.password import password

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("language/", views.language, name="language"),
    path("role/", views.role, name="role"),
    path("password/", password, name="password"),
    path("hand-overs/", deputies.hand_overs, name="hand_overs"),
    path("hand-overs/new/", deputies.hand_over, name="hand_over"),
    path("hand-overs/<int:pk>/end/", deputies.hand_over_end, name="hand_over_end"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new_person, name="new_person"),
    path("people/<str:username>/role/", people.new_role, name="new_role"),
    path("sign-ins/", sign_ins.sign_ins, name="sign_ins"),
    path("sign-ins/unlocking/", sign_ins.unlock, name="unlock"),
    path("leavers/", leaving.leavers, name="leavers"),
    path("leavers/roles/<int:pk>/", leaving.role_end, name="role_end"),
    path("leavers/accounts/<str:username>/", leaving.account_close, name="account_close"),
    path("leavers/accounts/<str:username>/reopening/", leaving.account_reopen, name="account_reopen"),
    path("powers/", sign_ins.powers, name="powers"),
    path("trail/", trail.trail, name="trail"),
    path("trail/check/", trail.trail_check, name="trail_check"),
    path("trail/export/", trail.trail_export, name="trail_export"),
]
