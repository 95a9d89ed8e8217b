"""A service's database with its roles: the owner changes tables, the service only uses them."""

from dataclasses import dataclass

import asyncpg


@dataclass(frozen=True, slots=True)
class SecondRole:
    name: str
    setting: str
    """Of the settings `PAICHA_<setting>_DATABASE_USER` and `…_PASSWORD`."""

    @property
    def secret(self) -> str:
        return f"paicha_{self.setting}_database_password"

    @property
    def variable(self) -> str:
        return f"PAICHA_{self.setting.upper()}_DATABASE_USER"


SECOND_ROLES = {
    "reporting": SecondRole("reporting_log", "log"),
    "notifications": SecondRole("notifications_sender", "sender"),
}
"""By service: the role that writes what its own may only read: its log, or reminders."""
REBUILD_ROLES = {"reporting": "reporting_rebuild"}
"""By service: the role that builds a generation of its read model, and may write nothing else."""
ROLE_LOCK = 0x7061696368  # any number of our own: two provisioners don't create one role at a time


@dataclass(frozen=True, slots=True)
class Role:
    name: str
    password: str


@dataclass(frozen=True, slots=True)
class ServiceDatabase:
    name: str
    owner: Role
    service: Role
    second: Role | None = None
    """Writes what the service's own role may only read."""
    rebuild: Role | None = None

    @property
    def roles(self) -> tuple[Role, ...]:
        others = (role for role in (self.second, self.rebuild) if role is not None)
        return self.owner, self.service, *others


async def ensure_database(
    admin: "asyncpg.Connection[asyncpg.Record]", database: ServiceDatabase, template: str = "template1"
) -> None:
    """`admin` is a superuser's connection outside a transaction. Passwords are set to the given ones."""
    await admin.execute("select pg_advisory_lock($1)", ROLE_LOCK)
    try:
        for role in database.roles:
            await _ensure_role(admin, role)
        known = await admin.fetchval("select true from pg_database where datname = $1", database.name)
        if not known:
            await _run(
                admin,
                "create database %I owner %I template %I",
                database.name,
                database.owner.name,
                template,
            )
    finally:
        await admin.execute("select pg_advisory_unlock($1)", ROLE_LOCK)
    await _run(admin, "revoke all on database %I from public", database.name)
    for role in database.roles[1:]:
        await _run(admin, "grant connect on database %I to %I", database.name, role.name)


async def _ensure_role(admin: "asyncpg.Connection[asyncpg.Record]", role: Role) -> None:
    known = await admin.fetchval("select true from pg_roles where rolname = $1", role.name)
    verb = "alter" if known else "create"
    await _run(
        admin,
        f"{verb} role %I login nosuperuser nocreatedb nocreaterole password %L",
        role.name,
        role.password,
    )


async def _run(admin: "asyncpg.Connection[asyncpg.Record]", statement: str, *parts: str) -> None:
    """Utility statements take no parameters: the server itself quotes the parts."""
    places = ", ".join(f"${n}::text" for n in range(2, len(parts) + 2))
    await admin.execute(await admin.fetchval(f"select format($1, {places})", statement, *parts))
