"""Addresses of the files and the imports."""

from django.urls import path

from zhilian.files.views import download, imports

urlpatterns = [
    path("files/<int:pk>/", download.attachment, name="attachment"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<slug:kind>/new/", imports.import_new, name="import_new"),
    path("imports/<slug:kind>/template.xlsx", imports.import_template, name="import_template"),
    path("imports/<slug:kind>/<int:pk>/", imports.import_run, name="import_run"),
    path("imports/<slug:kind>/<int:pk>/start/", imports.import_start, name="import_start"),
    path("imports/<slug:kind>/<int:pk>/headings/", imports.import_headings, name="import_headings"),
    path("imports/<slug:kind>/<int:pk>/drop/", imports.import_drop, name="import_drop"),
    path("imports/<slug:kind>/<int:pk>/problems.xlsx", imports.import_problems, name="import_problems"),
]
