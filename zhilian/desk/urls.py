"""Addresses of the desk."""

from django.urls import path

from zhilian.desk import views
from zhilian.desk.firm_home import me
from zhilian.desk.front import front, news, news_list
from zhilian.desk.styleguide import styleguide

urlpatterns = [
    path("", front, name="front"),
    path("news/", news_list, name="news_list"),
    path("news/<int:pk>/", news, name="news"),
    path("home/", views.home, name="home"),
    path("me/", me, name="me"),
    path("styleguide/", styleguide, name="styleguide"),
]
