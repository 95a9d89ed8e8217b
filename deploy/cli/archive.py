"""`paicha archive`: what can be done with an archive alone, without any server of the deployment."""

from cyclopts import App

app = App(name="archive", help="归档：离线核对与恢复 Archives: verified offline, restored from")
app.command("deploy.cli.archive_verify:verify", name="verify")
app.command("deploy.cli.archive_restore:restore", name="restore")
