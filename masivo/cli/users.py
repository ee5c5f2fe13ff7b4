"""`masivo users`: the people who may sign in."""

import sys

import click


@click.group()
def users() -> None:
    """The people who may sign in."""


@users.command()
@click.argument("email")
@click.option("--name", required=True, help="How the person is shown.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking for it.")
@click.option("--lead", is_flag=True, help="The person decides on held runs; the first one always does.")
def create(email: str, name: str, password_stdin: bool, lead: bool) -> None:
    """Let the person of this e-mail sign in; the password is asked for."""
    from masivo.extensions import db
    from masivo.factory import create_app
    from masivo.services.users import create_user

    if password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    with create_app().app_context():
        user = create_user(email, name, password, lead=lead)
        db.session.commit()
        click.echo(f"{user.name} can sign in as {user.email}.")


@users.command()
@click.argument("email")
@click.option("--remove", is_flag=True, help="The person is a lead no more.")
def lead(email: str, remove: bool) -> None:
    """Let the person of this e-mail decide on held runs."""
    from masivo.extensions import db
    from masivo.factory import create_app
    from masivo.services.leads import change_lead

    with create_app().app_context():
        user = change_lead(email, lead=not remove)
        db.session.commit()
        click.echo(f"{user.name} is a lead{' no more' if remove else ''}.")
