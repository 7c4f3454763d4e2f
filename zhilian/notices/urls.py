"""Addresses of the inbox."""

from django.urls import path

from zhilian.notices import views

urlpatterns = [
    path("notices/", views.inbox, name="notices"),
    path("notices/read/", views.read_all, name="notices_read"),
    path("notices/<int:pk>/", views.open_notice, name="notice"),
]
