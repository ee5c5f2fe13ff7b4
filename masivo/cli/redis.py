"""`masivo redis`: the embedded Redis server in the foreground, as a line of the Procfile."""

import click


@click.command()
def redis() -> None:
    """Run the embedded Redis server until interrupted; where REDIS_URL names a server, just wait."""
    import signal
    from threading import Event

    from masivo.config import read_settings
    from masivo.logs import configure_logging
    from masivo.services.redis_server import RedisServer

    settings = read_settings()
    configure_logging(settings)
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if settings.redis_url is None:
        RedisServer(settings.home).supervise(stop)
    else:
        click.echo("REDIS_URL names the server to use, so none is started here.")
        stop.wait()
