"""The index: one row per thing that can be found, and how far the trail was followed.

The tokens stand beside it: a ``tsvector`` column with a GIN index on PostgreSQL, a table of FTS5 on SQLite.
"""

from django.db import models

from zhilian.core.models import Federation
from zhilian.core.tenancy import TenantQuerySet


class SearchEntry(models.Model):
    """One thing in the index. It holds no text: what is shown is read from the thing, through its room's door."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, help_text="of ``zhilian.core.searching.SOURCES``")
    object_id = models.BigIntegerField()
    at = models.DateTimeField(help_text="when the thing came about, for the order")

    objects = TenantQuerySet["SearchEntry"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="search_entry_once", fields=["kind", "object_id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class IndexState(models.Model):
    """How far one federation's trail has been read into the index."""

    federation = models.OneToOneField(Federation, on_delete=models.CASCADE, related_name="+")
    seq = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.federation_id}: {self.seq}"


class IndexedKind(models.Model):
    """One kind of things in the index, and how far its rebuild has come; its row is locked while entries are written.

    ``after`` is the key up to which things were read anew, None while nothing is being rebuilt.
    """

    kind = models.CharField(max_length=12, unique=True)
    after = models.BigIntegerField(null=True)
    counts = models.BinaryField(null=True, help_text="frequencies counted so far")
    begun_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.kind


class FrequencyTable(models.Model):
    """In how many texts a word occurs, hashed: what makes it telling. One row per kind, counted anew by a rebuild."""

    kind = models.CharField(max_length=12, unique=True)
    data = models.BinaryField()
    texts = models.PositiveBigIntegerField(default=0)
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind}: {self.texts}"
