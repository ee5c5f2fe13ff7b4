"""The one who signs in to the demonstration: an account whose password everybody may know."""

EMAIL = "demo@masivo.example"
PASSWORD = "every-brand-one-view"  # noqa: S105 - printed for whoever starts the demonstration
NAME = "Lucía Arango"
