"""`masivo catalog`: the names that the account knows, and declaring one before data comes."""

import click

from masivo.conditions.operators import FieldType


@click.group(invoke_without_command=True)
@click.pass_context
def catalog(context: click.Context) -> None:
    """List the names of customers and events with their types, or declare one."""
    if context.invoked_subcommand is None:
        _list_names()


@catalog.command("set")
@click.argument("name")
@click.argument("type_", metavar="TYPE", type=click.Choice([type_.value for type_ in FieldType]))
@click.option("--of", "kind", type=click.Choice(["customers", "events"]), help="Only of these; else of both.")
def set_type(name: str, type_: str, kind: str | None) -> None:
    """Declare the type of NAME, which makes it known: text, number, boolean, date, datetime or list."""
    from masivo.config import read_settings
    from masivo.warehouse import open_warehouse
    from masivo.warehouse.declare import declare
    from masivo.warehouse.ingest.plan import Kind

    kinds = list(Kind) if kind is None else [Kind(kind)]
    declare(open_warehouse(read_settings()), name, FieldType(type_), kinds)
    click.echo(f"{name} is a {type_} name.")


def _list_names() -> None:
    from masivo.config import read_settings
    from masivo.warehouse import open_warehouse

    known = open_warehouse(read_settings()).snapshot().catalog
    names = [("customers", entry) for entry in known.fields.values()]
    names += [("events", entry) for entry in known.properties.values()]
    width = max(len(entry.name) for _, entry in names)
    for of, entry in names:
        click.echo(f"{of:<10} {entry.name:<{width}}  {entry.type}")
    click.echo(f"{'events':<10} types: {', '.join(sorted(known.event_types))}")
    click.echo(f"{'events':<10} brands: {', '.join(sorted(known.brands)) or 'none yet'}")
