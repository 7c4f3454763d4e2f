"""Addresses of the registry."""

from django.urls import path

from zhilian.members import views

urlpatterns = [
    path("members/", views.members, name="members"),
    path("members/new/", views.member_new, name="member_new"),
    path("members/<int:pk>/", views.member, name="member"),
    path("members/<int:pk>/edit/", views.member_edit, name="member_edit"),
]
