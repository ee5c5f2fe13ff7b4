"""`masivo demo`: the demonstration data and its audiences, for where nothing stands yet."""

import click


@click.command()
@click.option("--if-empty", is_flag=True, help="Where data stands already, leave it as it is and end well.")
def demo(if_empty: bool) -> None:
    """Load a fictional retailer: three brands, customers, two years of events, and audiences with their history.

    Refuses where data stands already. A load that was broken off is finished.
    """
    from datetime import UTC, datetime

    from flask_migrate import upgrade

    from masivo.demo.fill import DemoSize
    from masivo.demo.load import Stage, find_standing, finish_load
    from masivo.errors import ImportRefused
    from masivo.factory import create_app

    with create_app().app_context():
        upgrade()
        standing = find_standing(DemoSize())
        if standing.stage not in (Stage.LOADED, Stage.OTHER):
            finish_load(DemoSize(), standing, datetime.now(UTC), click.echo)
        elif if_empty:
            click.echo("Data stands already: nothing was loaded.")
        elif standing.stage is Stage.LOADED:
            raise ImportRefused("The demonstration is loaded already; nothing was changed.")
        else:
            raise ImportRefused(
                "There is data already, and the demonstration does not mix with it; nothing was changed."
                " Name an empty folder in MASIVO_HOME to see the demonstration there."
            )
