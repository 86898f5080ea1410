-- From version 4 to 5: the audit log says by which login and from where.

alter table audit add column who_id text not null default '';
alter table audit add column address text not null default '';
create index audit_seq on audit (seq);
create index audit_who on audit (who_id, at_us) where who_id <> '';
