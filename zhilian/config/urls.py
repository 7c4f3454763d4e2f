"""Root addresses: each room brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("zhilian.desk.urls")),
    path("", include("zhilian.accounts.urls")),
    path("", include("zhilian.files.urls")),
    path("", include("zhilian.members.urls")),
    path("", include("zhilian.notices.urls")),
    path("", include("zhilian.channels.urls")),
    path("", include("zhilian.triage.urls")),
    path("", include("zhilian.cases.urls")),
]
