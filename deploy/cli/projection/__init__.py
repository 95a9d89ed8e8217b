"""`paicha projection`: generations of reporting's read model: built beside the live one, and switched."""

from cyclopts import App

app = App(name="projection", help="数据代的重建与切换 Read models: rebuild, compare, cut over, roll back")

for name, place in {
    "status": "deploy.cli.projection.status:status",
    "rebuild": "deploy.cli.projection.rebuild:rebuild",
    "sign": "deploy.cli.projection.decide:sign",
    "cutover": "deploy.cli.projection.decide:cutover",
    "rollback": "deploy.cli.projection.decide:rollback",
    "drop": "deploy.cli.projection.decide:drop",
}.items():
    app.command(place, name=name)
