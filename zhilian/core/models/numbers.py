"""Running numbers, without gaps or doubles under concurrency."""

from django.db import models

from zhilian.core.models.federation import Federation


class NumberSeries(models.Model):
    """The last number given out in a federation's series of a year; ``kind`` is empty for cases."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="number_series")
    kind = models.CharField(max_length=20, default="", db_default="")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="number_series_once", fields=["federation", "kind", "year"])]

    def __str__(self) -> str:
        return f"{self.federation_id}-{self.year}: {self.last}"
