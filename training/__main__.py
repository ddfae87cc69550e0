"""The workshop's commands, which join `greengrocer`."""

import typer

from training.commands import data
from training.commands.compare import compare
from training.commands.extra import needing_extra
from training.commands.runs import export, report
from training.commands.train import train
from training.commands.train_change import train_change

app = typer.Typer(help="Train, compare and ship models.", no_args_is_help=True)
for command in (train, compare, report, export):
    app.command()(needing_extra(command))
app.command("train-change")(needing_extra(train_change))
app.add_typer(data.app, name="data")


if __name__ == "__main__":
    app()
