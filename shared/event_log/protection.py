"""DDL that keeps a log append-only, for the service's role and for everyone else."""

from uuid import uuid4

from shared.canonical import GENESIS

_REFUSE = """
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the event log is append-only: % on % is refused', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $$
"""
_EVENTS_ROWS = """
create trigger events_are_for_ever before update or delete on events
  for each row execute function refuse_change()
"""
_EVENTS_TABLE = """
create trigger events_are_never_emptied before truncate on events
  for each statement execute function refuse_change()
"""
_HEAD_BACKWARDS = """
create trigger head_never_goes_back before update on log_head
  for each row when (new.position < old.position or new.recorded < old.recorded)
  execute function refuse_change()
"""
_HEAD_GONE = """
create trigger head_is_never_deleted before delete on log_head
  for each row execute function refuse_change()
"""


def protect_log(log: str, role: str) -> list[str]:
    """Statements for the migration that creates the log: first row, triggers, grants. Run by the owner."""
    return [
        # Both are from this project's own code, never from outside.
        f"insert into log_head values ('{log}', '{uuid4()}', 0, '{GENESIS}', 0)",  # noqa: S608
        _REFUSE,
        _EVENTS_ROWS,
        _EVENTS_TABLE,
        _HEAD_BACKWARDS,
        _HEAD_GONE,
        f"grant select, insert on events, recorded_facts to {role}",
        f"grant select, update on log_head to {role}",
    ]
