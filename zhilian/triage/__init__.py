"""Triage: reads Chinese text for people: finds it, sorts it, sees what was told before and what many tell at once."""
