-- What version 1 was: databases of it are upgraded by the files beside this one, and a test does it with this.

create table meta (
    id integer primary key check (id = 1),
    created_us integer not null,
    realm text not null,
    key_id blob not null,
    public_key blob not null,
    alive_us integer not null
) strict;
create table office (
    id blob primary key,
    name text not null,
    country text not null,
    region text not null,
    timezone text not null
) strict, without rowid;
create table site (
    id blob primary key,
    name text not null unique collate nocase,
    region text not null,
    timezone text not null,
    emergency_address text not null,
    outside_prefix text not null,
    subnets text not null check (json_valid(subnets))
) strict, without rowid;
create table person (
    id blob primary key,
    first_name text not null,
    last_name text not null,
    email text not null,
    site blob not null references site (id)
) strict, without rowid;
create index person_site on person (site);
create table place (
    id blob primary key,
    name text not null,
    site blob not null references site (id)
) strict, without rowid;
create index place_site on place (site);
create table equipment (
    id blob primary key,
    name text not null,
    site blob not null references site (id)
) strict, without rowid;
create index equipment_site on equipment (site);
create table line (
    id blob primary key,
    number text not null,
    person blob references person (id),
    place blob references place (id),
    equipment blob references equipment (id),
    check ((person is not null) + (place is not null) + (equipment is not null) = 1)
) strict, without rowid;
create index line_person on line (person) where person is not null;
create index line_place on line (place) where place is not null;
create index line_equipment on line (equipment) where equipment is not null;
create table contact_method (
    id blob primary key,
    line blob not null references line (id),
    position integer not null,
    kind text not null check (kind in ('app', 'sip', 'pstn-forward', 'sip-forward')),
    username text,
    algorithm text check (algorithm in ('md5', 'sha256')),
    number text,
    uri text,
    secret blob,
    check ((kind = 'sip') = (username is not null)),
    check ((kind = 'sip') = (algorithm is not null)),
    check (secret is null or kind = 'sip'),
    check ((kind = 'pstn-forward') = (number is not null)),
    check ((kind = 'sip-forward') = (uri is not null))
) strict, without rowid;
create index contact_method_line on contact_method (line);
create table internal_name (
    name text primary key collate nocase,
    line blob not null references line (id),
    is_number integer not null check (is_number in (0, 1)),
    account blob references contact_method (id),
    check (is_number = 1 or account is not null)
) strict, without rowid;
create index internal_name_line on internal_name (line);
create index internal_name_account on internal_name (account) where account is not null;
create table account_ha1 (
    account blob primary key,
    sealed blob not null
) strict, without rowid;
create table phone (
    id blob primary key,
    mac text not null unique,
    vendor text not null,
    model text not null,
    label text not null,
    site blob not null references site (id)
) strict, without rowid;
create index phone_site on phone (site);
create table phone_account (
    id blob primary key,
    phone blob not null references phone (id),
    position integer not null,
    contact_method blob not null references contact_method (id)
) strict, without rowid;
create unique index phone_account_position on phone_account (phone, position);
create index phone_account_contact_method on phone_account (contact_method);
create table phone_key (
    id blob primary key,
    phone blob not null references phone (id),
    position integer not null,
    kind text not null check (kind in ('blf', 'line', 'park', 'speed-dial')),
    target text not null,
    label text not null
) strict, without rowid;
create unique index phone_key_position on phone_key (phone, position);
create table portal_user (
    id blob primary key,
    person blob references person (id),
    login text not null unique collate nocase,
    email text not null,
    role text not null
) strict, without rowid;
create index portal_user_person on portal_user (person) where person is not null;
create table api_token (
    id blob primary key,
    name text not null,
    hash blob not null unique,
    created_us integer not null
) strict, without rowid;
create table binding (
    username text not null,
    contact text not null,
    transport text not null,
    local text not null,
    remote text not null,
    instance text not null,
    call_id text not null,
    cseq integer not null,
    user_agent text not null,
    expires_us integer not null,
    interval_s integer not null,
    primary key (username, contact)
) strict, without rowid;
create table call_record (
    n integer primary key,
    id blob not null unique,
    started_us integer not null,
    answered_us integer,
    ended_us integer,
    caller_line blob,
    caller_contact_method blob,
    caller_name text not null,
    caller_number text not null,
    caller_e164 text,
    callee_line blob,
    callee_contact_method blob,
    callee_name text not null,
    callee_number text not null,
    callee_e164 text,
    dialled text not null,
    disposition text,
    hung_up_by text,
    ring_s integer not null,
    talk_s integer not null,
    trace text not null check (json_valid(trace))
) strict;
create index call_record_started on call_record (started_us);
create index call_record_open on call_record (n) where ended_us is null;
create table call_segment (
    call blob not null references call_record (id),
    position integer not null,
    kind text not null,
    started_us integer not null,
    ended_us integer,
    target text not null,
    primary key (call, position)
) strict, without rowid;
create table call_leg (
    call blob not null references call_record (id),
    position integer not null,
    direction text not null,
    contact_method blob,
    account text not null,
    presented text not null,
    dialled text not null,
    e164 text,
    user_agent text not null,
    started_us integer not null,
    answered_us integer,
    ended_us integer,
    ring_s integer not null,
    talk_s integer not null,
    hung_up_by text,
    cause text,
    codec text,
    packets_received integer,
    packets_sent integer,
    packets_lost integer,
    jitter_ms real,
    mos real,
    silence_ms integer,
    last_packet_us integer,
    primary key (call, position)
) strict, without rowid;
create table audit (
    n integer primary key,
    at_us integer not null,
    who_kind text not null check (who_kind in ('cli', 'portal', 'cloud', 'system')),
    who_name text not null,
    seq integer not null,
    what text not null,
    tbl text not null,
    pk blob not null,
    col text not null,
    old text,
    new text
) strict;
create index audit_pk on audit (pk);
create table sync_state (
    k text primary key,
    v text not null
) strict, without rowid;
create table sync_cell (
    tbl integer not null,
    pk blob not null,
    col integer not null,
    hlc integer not null,
    site integer not null,
    seq integer not null,
    primary key (tbl, pk, col)
) strict, without rowid;
create index sync_cell_seq on sync_cell (seq);
create table sync_conflict (
    n integer primary key,
    at_us integer not null,
    kind text not null check (kind in ('lww', 'unique', 'fk')),
    tbl text not null,
    pk blob not null,
    col text not null,
    lost any,
    won any,
    seen_by text not null
) strict;
create table sync_parked (
    tbl text not null,
    pk blob not null,
    col text not null,
    hlc integer not null,
    site integer not null,
    val any,
    primary key (tbl, pk, col)
) strict, without rowid;
