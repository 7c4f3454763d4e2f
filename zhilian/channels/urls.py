"""Addresses of the channels, open to anybody."""

from django.urls import path

from zhilian.channels import views

urlpatterns = [
    path("channels/", views.channel_list, name="channels"),
    path("channels/<int:no>/", views.channel_page, name="channel"),
    path("stations/", views.station_list, name="stations"),
]
