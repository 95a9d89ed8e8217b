"""Generations of the read model: schemas with all its tables, each built by a role that may write no other.

The first one is the schema `public`: its tables are also what those of every other are made like.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"

READER, BUILDER = "reporting", "reporting_rebuild"
TABLES = "subjects, naming, tallies, cells, provenance, checkpoints, read_models"
OPEN = """
create function open_generation() returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  named text;
  copied text;
  tables text := 'subjects, naming, tallies, cells, provenance, checkpoints, read_models';
begin
  lock table generations in share row exclusive mode;
  if (select count(*) from generations) >= 3 then
    raise exception 'there are as many generations as may be: drop one' using errcode = 'object_in_use';
  end if;
  named := 'figures_' || nextval('generation_numbers');
  execute format('create schema %I', named);
  foreach copied in array string_to_array(tables, ', ') loop
    execute format('create table %I.%I (like public.%I including all)', named, copied, copied);
  end loop;
  execute format('alter table %I.subjects set (fillfactor = 80)', named);
  execute format('grant usage on schema %I to reporting, reporting_rebuild', named);
  execute format(
    'grant select, insert, update, delete, truncate on all tables in schema %I '
    'to reporting, reporting_rebuild', named
  );
  insert into generations (name) values (named);
  return named;
end $$
"""
CLOSE = """
create function close_generation(named text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if named <> 'public' and exists (select from generations where name = named) then
    execute format(
      'revoke insert, update, delete, truncate on all tables in schema %I from reporting_rebuild', named
    );
  end if;
end $$
"""
DROP = """
create function drop_generation(named text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  lock table generations in share row exclusive mode;
  if not exists (select from generations where name = named)
    or exists (select from live_generations where generation = named) then
    raise exception 'no generation that may be dropped: %', named using errcode = 'object_in_use';
  end if;
  if named = 'public' then
    truncate subjects, naming, tallies, cells, provenance, checkpoints, read_models;
  else
    execute format('drop schema %I cascade', named);
  end if;
  delete from generations where name = named;
end $$
"""


def upgrade() -> None:
    _tables()
    op.execute("create sequence generation_numbers start 2")
    op.execute("insert into generations (name, built) values ('public', true)")
    op.execute("insert into live_generations values ('figures', 'public')")
    for function, arguments, roles in (
        (OPEN, "open_generation()", BUILDER),
        (CLOSE, "close_generation(text)", READER),
        (DROP, "drop_generation(text)", READER),
    ):
        op.execute(function)
        op.execute(f"revoke execute on function {arguments} from public")
        op.execute(f"grant execute on function {arguments} to {roles}")
    op.execute(f"grant select on {TABLES}, generations, live_generations to {BUILDER}")
    op.execute(f"grant update (built, compared) on generations to {BUILDER}")
    op.execute(f"grant select, update on generations, live_generations to {READER}")
    op.execute(f"grant select, insert on generation_switches to {READER}")


def _tables() -> None:
    op.create_table(
        "live_generations",
        sa.Column("model", sa.Text, primary_key=True),
        sa.Column("generation", sa.Text, nullable=False, comment="the schema that answers"),
    )
    op.create_table(
        "generations",
        sa.Column("name", sa.Text, primary_key=True, comment="the schema"),
        sa.Column("built", sa.Boolean, nullable=False, server_default="false", comment="all is counted"),
        sa.Column("compared", JSONB, nullable=True, comment="with the live one, at the same positions"),
        sa.Column("signed", JSONB, nullable=True, comment="who takes which difference on, why and when"),
        sa.Column(
            "kept_until", sa.BigInteger, nullable=True, comment="microseconds since 1970; then dropped"
        ),
    )
    op.create_table(
        "generation_switches",
        sa.Column("number", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False, comment="microseconds since 1970"),
        sa.Column("act", sa.Text, nullable=False, comment="cutover, rollback or start"),
        sa.Column("from_generation", sa.Text, nullable=False),
        sa.Column("to_generation", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False, comment="the account, or the service itself"),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("positions", JSONB, nullable=False, comment="of both, by log"),
    )
