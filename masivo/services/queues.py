"""The queues that workers empty, by name; apart from what is sent there, so that the scheduler loads little."""

TICK, ASKED, SCHEDULED = "masivo-tick", "masivo-asked", "masivo-scheduled"
QUEUES = (TICK, ASKED, SCHEDULED)
"""In the order in which workers empty them: a run that a person waits for goes before the scheduled ones."""
