"""Addresses of the files and the imports."""

from django.urls import path

from zhilian.files.views import download, imports, preview

urlpatterns = [
    path("files/<int:pk>/", download.attachment, name="attachment"),
    path("files/<int:pk>/preview/", preview.attachment_preview, name="attachment_preview"),
    path("files/<int:pk>/inline/", preview.attachment_inline, name="attachment_inline"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<slug:kind>/new/", imports.import_new, name="import_new"),
    path("imports/<slug:kind>/template.xlsx", imports.import_template, name="import_template"),
    path("imports/<slug:kind>/<int:pk>/", imports.import_run, name="import_run"),
    path("imports/<slug:kind>/<int:pk>/start/", imports.import_start, name="import_start"),
    path("imports/<slug:kind>/<int:pk>/headings/", imports.import_headings, name="import_headings"),
    path("imports/<slug:kind>/<int:pk>/drop/", imports.import_drop, name="import_drop"),
    path("imports/<slug:kind>/<int:pk>/problems.xlsx", imports.import_problems, name="import_problems"),
]
