"""What RQ runs: entry points of a few lines that call a service, and the worker and scheduler processes."""
