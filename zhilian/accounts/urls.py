"""Addresses of the accounts."""

from django.urls import path

from zhilian.accounts import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("language/", views.language, name="language"),
    path("role/", views.role, name="role"),
]
