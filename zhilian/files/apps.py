"""Plugs the files into the house."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Attachments and imports."""

    name = "zhilian.files"
    default_auto_field = "django.db.models.BigAutoField"
