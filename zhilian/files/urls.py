"""Addresses of the files."""

from django.urls import path

from zhilian.files.views import download

urlpatterns = [
    path("files/<int:pk>/", download.attachment, name="attachment"),
]
