"""The command line: one lazy group, so that a command imports only what it needs and starts at once."""

from importlib import import_module

import click

from masivo.errors import MasivoError

COMMANDS = {
    "catalog": "masivo.cli.catalog:catalog",
    "db": "masivo.cli.db:db",
    "demo": "masivo.cli.demo:demo",
    "evaluate": "masivo.cli.evaluate:evaluate",
    "evaluate-many": "masivo.cli.evaluate:evaluate_many",
    "import": "masivo.cli.imports:import_",
    "redis": "masivo.cli.redis:redis",
    "start": "masivo.cli.start:start",
    "users": "masivo.cli.users:users",
    "warehouse": "masivo.cli.warehouse:warehouse",
}
"""The module and attribute that hold each command."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for; a MasivoError ends one with its sentence, exit 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command, turning an error that has a sentence for a person into that sentence."""
        try:
            return super().invoke(ctx)
        except MasivoError as error:
            click.echo(str(error), err=True)
            ctx.exit(2)


@click.group(cls=LazyGroup)
def main() -> None:
    """Masivo Audiences: exact, live customer segments for marketing teams."""
