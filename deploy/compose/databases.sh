#!/usr/bin/env bash
# Run once by the official image on an empty volume: per service a database, its owner and its own role.
set -euo pipefail
for service in registry hazards reporting notifications; do
  psql --no-psqlrc --set ON_ERROR_STOP=1 --username postgres --dbname postgres \
    --set service="$service" --set owner="${service}_owner" \
    --set owner_password="$(cat "/run/secrets/${service}_owner_password")" \
    --set password="$(cat "/run/secrets/${service}_database_password")" <<'SQL'
create role :"owner" login nosuperuser nocreatedb nocreaterole password :'owner_password';
create role :"service" login nosuperuser nocreatedb nocreaterole password :'password';
create database :"service" owner :"owner";
revoke all on database :"service" from public;
grant connect on database :"service" to :"service";
SQL
done
# Reporting's log is written by a role of its own: the projection's may only read it.
psql --no-psqlrc --set ON_ERROR_STOP=1 --username postgres --dbname postgres \
  --set password="$(cat /run/secrets/reporting_log_database_password)" <<'SQL'
create role reporting_log login nosuperuser nocreatedb nocreaterole password :'password';
grant connect on database reporting to reporting_log;
SQL
# Reminders are written by a role of their own: what folds the logs may only read them.
psql --no-psqlrc --set ON_ERROR_STOP=1 --username postgres --dbname postgres \
  --set password="$(cat /run/secrets/notifications_sender_database_password)" <<'SQL'
create role notifications_sender login nosuperuser nocreatedb nocreaterole password :'password';
grant connect on database notifications to notifications_sender;
SQL
# A generation of reporting's read model is built by a role that may write nothing else.
psql --no-psqlrc --set ON_ERROR_STOP=1 --username postgres --dbname postgres \
  --set password="$(cat /run/secrets/rebuild_database_password)" <<'SQL'
create role reporting_rebuild login nosuperuser nocreatedb nocreaterole password :'password';
grant connect on database reporting to reporting_rebuild;
SQL
