"""Addresses of the desk."""

from django.urls import path

from zhilian.desk import views
from zhilian.desk.styleguide import styleguide

urlpatterns = [
    path("", views.front, name="front"),
    path("home/", views.home, name="home"),
    path("styleguide/", styleguide, name="styleguide"),
]
