-- From version 2 to 3: public numbers, what is played, feature codes, and what a line may do.

create table announcement (
    id blob primary key,
    name text not null unique collate nocase
) strict, without rowid;

create table feature_code (
    id blob primary key,
    feature text not null unique,
    code text not null unique collate nocase
) strict, without rowid;

alter table line add column unavailable text not null default 'hang-up' check (unavailable in ('hang-up', 'line', 'outside', 'voicemail'));
alter table line add column unavailable_line blob references line (id) check ((unavailable_line is not null) = (unavailable = 'line'));
alter table line add column unavailable_number text not null default '' check ((unavailable_number <> '') = (unavailable = 'outside'));
alter table line add column outside_calls integer not null default 1 check (outside_calls in (0, 1));
alter table line add column internal_caller_id text not null default '';
alter table line add column internal_announcement blob references announcement (id);
alter table line add column external_announcement blob references announcement (id);
alter table line add column record_inbound_internal integer not null default 0 check (record_inbound_internal in (0, 1));
alter table line add column record_inbound_external integer not null default 0 check (record_inbound_external in (0, 1));
alter table line add column record_outbound_internal integer not null default 0 check (record_outbound_internal in (0, 1));
alter table line add column record_outbound_external integer not null default 0 check (record_outbound_external in (0, 1));
alter table line add column record_on_demand integer not null default 0 check (record_on_demand in (0, 1));
alter table line add column recording_deliveries text not null default '[]' check (json_valid(recording_deliveries));
create index line_unavailable_line on line (unavailable_line) where unavailable_line is not null;
create index line_internal_announcement on line (internal_announcement) where internal_announcement is not null;
create index line_external_announcement on line (external_announcement) where external_announcement is not null;

create table phone_number (
    id blob primary key,
    number text not null unique,
    label text not null,
    line blob references line (id)
) strict, without rowid;
create index phone_number_line on phone_number (line) where line is not null;

create table caller_id (
    id blob primary key,
    line blob not null references line (id),
    position integer not null,
    phone_number blob not null references phone_number (id)
) strict, without rowid;
create unique index caller_id_position on caller_id (line, position);
create index caller_id_phone_number on caller_id (phone_number);
