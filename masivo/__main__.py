"""`python -m masivo` is the same as `masivo`."""

from masivo.cli import main

main(prog_name="masivo")
