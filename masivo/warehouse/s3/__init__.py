"""The lake in an object store: its bucket holds the data, each machine a mirror of it that questions run on."""
