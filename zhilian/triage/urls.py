"""Addresses of the reader."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
