"""Plugs the files into the house."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Attachments and imports."""

    name = "zhilian.files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the worker the imports, and the navigation their place."""
        from django.utils.translation import gettext_lazy as _

        from zhilian.core.registry import Chore, NavItem, add_chore, add_nav
        from zhilian.core.roles import Role
        from zhilian.files.jobs import run_import

        add_chore(Chore("files.imports", run_import))
        add_nav(NavItem("imports", _("Imports"), "upload", frozenset({Role.DISPATCHER}), 80, "/imports/"))
