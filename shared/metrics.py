"""The written vocabulary of every metric of the product: dashboards and alarms rely on names and labels.

One registry per process, separate from prometheus_client's global one; the scraper adds which service it is.
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.process_collector import ProcessCollector

REGISTRY = CollectorRegistry()
ProcessCollector(namespace="paicha", registry=REGISTRY)

_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


def _counter(name: str, meaning: str, *labels: str) -> Counter:
    return Counter(name, meaning, labels, registry=REGISTRY)


def _gauge(name: str, meaning: str, *labels: str) -> Gauge:
    return Gauge(name, meaning, labels, registry=REGISTRY)


def reading(name: str, **labels: str) -> float | None:
    """What a metric of this process says now; None where it says nothing."""
    return REGISTRY.get_sample_value(name, labels)


def _seconds(name: str, meaning: str, *labels: str) -> Histogram:
    return Histogram(name, meaning, labels, buckets=_SECONDS, registry=REGISTRY)


# the event log
APPENDED_EVENTS = _counter("paicha_appended_events_total", "Events appended.", "log")
APPEND_SECONDS = _seconds("paicha_append_seconds", "From judging to answering a batch.", "log")
APPEND_RETRIES = _counter("paicha_append_retries_total", "Batches that had to be judged again.", "log")
LOG_POSITION = _gauge("paicha_log_position", "Position of the log's last event.", "log")
LOG_HALTED = _gauge("paicha_log_halted", "1 while log and stream disagree and writing is stopped.", "log")
LOG_AHEAD = _gauge(
    "paicha_log_ahead_seconds", "How far what the log recorded last lies ahead of this clock.", "log"
)

VERIFIED_POSITION = _gauge("paicha_verified_position", "Up to which the log was last verified.", "log")
VERIFICATION_FINDINGS = _gauge("paicha_verification_findings", "What that verification found wrong.", "log")

# the tree beside the log
TREE_LAG = _gauge("paicha_tree_lag_events", "Events in the log that full tiles do not hold yet.", "log")
SEALED_POSITION = _gauge(
    "paicha_sealed_position", "Position of the newest checkpoint of this process.", "log"
)
SEAL_REFUSED = _gauge(
    "paicha_seal_refused", "1 while the log is not what was sealed, so that nothing more is.", "log"
)
TILES_REBUILT = _gauge(
    "paicha_tree_tiles_rebuilt", "Missing tiles that were made of the log's rows at this start.", "log"
)

# the archive
ARCHIVE_POSITION = _gauge("paicha_archive_position", "Last position that the archive holds.", "log")
ARCHIVE_FAILURES = _counter("paicha_archive_failures_total", "Runs that could not add to the archive.", "log")

# the shadow rebuild
SHADOW_DIFFERS = _gauge(
    "paicha_shadow_differs", "1 while the last shadow rebuild found other rows than those that answer."
)
SHADOW_OVERDUE = _gauge("paicha_shadow_overdue", "1 while no shadow rebuild has ended for two periods.")
SHADOW_MADE = _gauge("paicha_shadow_made_seconds", "When the last one ended, since 1970; 0: none.")

# the relay
RELAYED_EVENTS = _counter("paicha_relayed_events_total", "Events published to the stream.", "log")
RELAY_POSITION = _gauge("paicha_relay_position", "Last position known to be in the stream.", "log")
RELAY_LAG = _gauge("paicha_relay_lag_events", "Events in the log and not yet in the stream.", "log")
RELAY_LEADING = _gauge("paicha_relay_leading", "1 while this process is the log's relay.", "log")
RELAY_FAILURES = _counter("paicha_relay_failures_total", "Publishing that failed and is tried again.", "log")

# the followers of logs
CONSUMED_EVENTS = _counter("paicha_consumed_events_total", "Events applied.", "log")
CONSUMER_POSITION = _gauge("paicha_consumer_position", "Last position applied.", "log")
CONSUMER_LAG = _gauge("paicha_consumer_lag_events", "Announced events not yet applied.", "log")
CONSUMER_LAG_SECONDS = _gauge("paicha_consumer_lag_seconds", "Since when behind what is announced.", "log")
CONSUMER_RESTARTS = _counter(
    "paicha_consumer_restarts_total", "Consumers made anew at the checkpoint.", "log", "reason"
)
CONSUMER_FAILURES = _counter(
    "paicha_consumer_failures_total", "Runs of events not applied and tried again.", "log"
)
PROJECTION_STOPPED = _gauge(
    "paicha_projection_stopped_position", "Position of the event that can't be applied; 0: none.", "log"
)
PROJECTION_POSITION = _gauge(
    "paicha_projection_position", "Position up to which a read model holds a log.", "projection", "log"
)

# intake
FACTS = _counter("paicha_facts_total", "Facts answered, by way in and outcome.", "way", "outcome")
FACT_SECONDS = _seconds("paicha_fact_seconds", "From taking a batch of facts to its receipts.", "way")
REJECTIONS = _counter("paicha_rejections_total", "Facts rejected, by code.", "code")
INTAKE_SETTLED = _counter("paicha_intake_settled_total", "Messages on INTAKE that this service has settled.")
INTAKE_PENDING = _gauge(
    "paicha_intake_pending_facts", "Messages on INTAKE that this service has not settled yet."
)
INTAKE_BATCHES_REFUSED = _gauge(
    "paicha_intake_batches_refused", "1 while NATS begins no further atomic batch of publishers."
)
WAITING_FACTS = _gauge("paicha_waiting_facts", "Facts waiting for something they refer to.")
REFUSALS_DROPPED = _counter(
    "paicha_refusals_dropped_total", "Refusals removed because their account had newer ones enough."
)
DEAD_LETTERS_NOT_KEPT = _counter(
    "paicha_dead_letters_not_kept_total", "Dead letters of accounts that had as many open as are kept."
)
DEAD_LETTERS = _gauge("paicha_dead_letters", "Messages not handled that nobody has decided on.")

# work that takes turns: recounts, documents
TURNS_WAITING = _gauge(
    "paicha_turns_waiting_requests", "Requests that wait for a turn, or for the end of one.", "work"
)
TURNS_DROPPED = _counter(
    "paicha_turns_dropped_requests_total", "Requests whose asker hung up before the answer.", "work"
)
TURN_SECONDS = _seconds("paicha_turn_seconds", "From the beginning of a turn to its answer.", "work")

# the channels of reminders
CHANNEL_BUDGET_USED = _gauge(
    "paicha_channel_budget_used_ratio", "How much of the month's money is spent, as last sent.", "channel"
)

# live streams
LIVE_STREAMS = _gauge("paicha_live_streams", "Event streams that are open.")
LIVE_LOOK_SECONDS = _seconds("paicha_live_look_seconds", "From a look at the read model to what has changed.")

# reminders
REMINDERS = _counter("paicha_reminders_total", "What became of reminders.", "rule", "channel", "outcome")
REMINDERS_IN_DOUBT = _gauge("paicha_reminders_uncertain", "Reminders of which nobody knows.", "channel")
REMINDERS_LATE_SECONDS = _gauge("paicha_reminders_late_seconds", "How long the oldest one has been due.")
REMINDERS_TO_PLAN = _gauge("paicha_reminders_to_plan", "Subjects and towns that are to be planned anew.")
TROUBLES = _counter("paicha_troubles_total", "What operators were told of the deployment itself.", "kind")
REMINDERS_MISSING = _gauge(
    "paicha_reminders_missing", "Demanded by the rules, and neither sent nor accounted for."
)
REMINDERS_SURPLUS = _gauge("paicha_reminders_surplus", "Sent though nothing demanded them at that time.")
CHANNEL_HALTED = _gauge(
    "paicha_channel_halted", "1 while nothing goes out by this channel, for a town or for all.", "channel"
)
MAIL_COPIES_MISSING = _gauge(
    "paicha_mail_copies_missing", "1 when copies of mails were looked for last and can say nothing of doubts."
)

# the edges
QUESTIONS = _counter("paicha_questions_total", "Questions over the bus, by what they got.", "kind", "answer")
BUS_OVERRUNS = _counter(
    "paicha_bus_overruns_total", "Subscriptions ended because messages came faster than they were taken."
)
REQUESTS = _counter("paicha_http_requests_total", "Requests answered.", "method", "route", "status")
REQUEST_SECONDS = _seconds("paicha_http_request_seconds", "Time to answer.", "method", "route")
READY = _gauge("paicha_ready", "1 while the named readiness check passes.", "check")
