"""The workshop's commands, which join `greengrocer`."""

import typer

from training.commands.train import train

app = typer.Typer(help="Train, compare and ship models.", no_args_is_help=True)
app.command()(train)


if __name__ == "__main__":
    app()
