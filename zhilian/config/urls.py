"""Root addresses: each room brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("zhilian.desk.urls")),
    path("", include("zhilian.accounts.urls")),
]
