"""The public front page's news."""

from django.db import models

from zhilian.core.models import Federation


class NewsItem(models.Model):
    """A news item on the federation's public page."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="news")
    title = models.CharField(max_length=120)
    text = models.TextField()
    published_on = models.DateField()

    class Meta:
        ordering = ["-published_on", "-id"]

    def __str__(self) -> str:
        return self.title
