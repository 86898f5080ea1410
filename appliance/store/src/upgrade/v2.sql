-- From version 1 to 2: what people do, where they belong and when they work.

create table time_frame (
    id blob primary key,
    name text not null unique collate nocase,
    hours text not null check (json_valid(hours))
) strict, without rowid;

alter table person add column job_title text not null default '';
alter table person add column department text not null default '';
alter table person add column time_frame blob references time_frame (id);
alter table person add column crm_user text not null default '';
create index person_time_frame on person (time_frame) where time_frame is not null;
