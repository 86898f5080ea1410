-- From version 5 to 6: who is signed in, and what is accepted once.

create table session (
    hash blob primary key,
    id blob not null unique,
    portal_user blob not null,
    created_us integer not null,
    used_us integer not null,
    expires_us integer not null,
    address text not null,
    user_agent text not null
) strict, without rowid;
create index session_portal_user on session (portal_user);

create table totp_used (
    portal_user blob primary key,
    step integer not null
) strict, without rowid;

create table password_reset (
    portal_user blob primary key,
    hash blob not null unique,
    expires_us integer not null
) strict, without rowid;
