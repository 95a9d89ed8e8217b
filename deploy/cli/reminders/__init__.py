"""`paicha reminders`: what goes out to whom and why, and the few things that are decided about it."""

from cyclopts import App

app = App(name="reminders", help="提醒 Reminders: what goes out, to whom and why")

for name, place in {
    "plan": "deploy.cli.reminders.plan:plan",
    "sent": "deploy.cli.reminders.sent:sent",
    "rehearse": "deploy.cli.reminders.rehearse:rehearse",
    "mute": "deploy.cli.reminders.mute:mute",
    "cancel": "deploy.cli.reminders.decide:cancel",
    "resend": "deploy.cli.reminders.decide:resend",
    "call-list": "deploy.cli.reminders.call_list:call_list",
    "uncertain": "deploy.cli.reminders.uncertain:uncertain",
    "channels": "deploy.cli.reminders.channels:channels",
}.items():
    app.command(place, name=name)
