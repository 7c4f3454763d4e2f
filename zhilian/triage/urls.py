"""Addresses of the reader."""

from django.urls import path

from zhilian.triage.views import models, repair, search

urlpatterns = [
    path("search/", search.search_page, name="search"),
    path("search/suggest/", search.suggestions, name="search_suggest"),
    path("text/repair/", repair.text_repair, name="text_repair"),
    path("triage/models/", models.text_models_page, name="text_models"),
    path("triage/models/training/", models.training, name="text_model_training"),
    path("triage/models/<int:no>/", models.text_model_page, name="text_model"),
    path("triage/models/<int:no>/use/", models.use, name="text_model_use"),
]
