"""`masivo warehouse`: the tables that customers and events live in."""

import click


@click.group()
def warehouse() -> None:
    """The tables that customers and events live in."""


@warehouse.command()
def init() -> None:
    """Make the tables where they are missing; never empties anything."""
    from masivo.config import read_settings
    from masivo.warehouse import open_warehouse

    opened = open_warehouse(read_settings())
    made = opened.make_tables()
    click.echo(f"The tables {'are made' if made else 'stand already'} in {opened.place}.")


@warehouse.command()
def compact() -> None:
    """Join small files into large ones and delete files that nobody reads any more."""
    from masivo.config import read_settings
    from masivo.warehouse import open_warehouse

    joined = open_warehouse(read_settings()).compact()
    click.echo(f"{joined} small files were joined." if joined else "There were no small files to join.")
