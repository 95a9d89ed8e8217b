"""A generation has a table for what a rebuild has read and not counted yet.

One that is not built is begun anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

OPEN = """
create or replace function open_generation() returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  named text;
  copied text;
  tables text := 'subjects, naming, tallies, cells, provenance, checkpoints, read_models, staged';
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
UNBUILT = """
do $$
declare
  unbuilt text;
begin
  for unbuilt in
    delete from generations where not built and name <> 'public'
      and name not in (select generation from live_generations)
    returning name
  loop
    execute format('drop schema %I cascade', unbuilt);
  end loop;
end $$
"""


def upgrade() -> None:
    op.create_table(
        "staged",
        sa.Column("log", sa.Text, primary_key=True),
        sa.Column("township", sa.Text, primary_key=True),
        sa.Column("bucket", sa.Integer, primary_key=True, comment="of subjects; 0: what a town is known by"),
        sa.Column("first", sa.BigInteger, primary_key=True, comment="position of the part's first event"),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column(
            "entries",
            sa.LargeBinary,
            nullable=False,
            comment="JSON list of [kind, id, entries], as in subjects",
        ),
        comment="what a rebuild has read and not counted yet",
    )
    # Written once and read once: what packing costs is more than what it saves.
    op.execute("alter table staged alter column entries set storage external")
    op.execute(OPEN)
    op.execute(UNBUILT)
