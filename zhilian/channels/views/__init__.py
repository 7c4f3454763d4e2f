"""HTTP in, one action or query, one template out."""
