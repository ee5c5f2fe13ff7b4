"""`python -m masivo` is the same as `masivo`."""

from masivo.cli import main

if __name__ == "__main__":
    # Not so in the processes that an import starts: they read this module too.
    main(prog_name="masivo")
