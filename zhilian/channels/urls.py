"""Addresses of the channels: those open to anybody, and those of the desk that looks after them."""

from django.urls import path

from zhilian.channels.views import manage, public, visits

urlpatterns = [
    path("channels/", public.channel_list, name="channels"),
    path("channels/<int:no>/", public.channel_page, name="channel"),
    path("channels/manage/", manage.channels_manage, name="channels_manage"),
    path("channels/manage/new/", manage.channel_new, name="channel_new"),
    path("channels/manage/<int:no>/", manage.channel_edit, name="channel_edit"),
    path("channels/manage/<int:no>/check/", manage.channel_check, name="channel_check"),
    path("channels/manage/<int:no>/retirement/", manage.channel_retirement, name="channel_retirement"),
    path("stations/", public.station_list, name="stations"),
    path("stations/visits/", visits.visits, name="visits"),
    path("stations/visits/firms/", visits.visit_firms, name="visit_firms"),
    path("stations/visits/<int:pk>/note/", visits.visit_note, name="visit_note"),
]
