-- From version 6 to 7: how the office is called and reached, and mailboxes.

alter table office add column short_name text not null default '';
alter table office add column email_domain text not null default '';
alter table office add column support_contact text not null default '';
alter table office add column portal_url text not null default '';

create table mailbox (
    id blob primary key,
    line blob not null unique references line (id),
    email text not null default '',
    pin blob
) strict, without rowid;
