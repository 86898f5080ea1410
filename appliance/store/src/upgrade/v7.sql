-- From version 6 to 7: how the office is called and reached, mailboxes, the mail server, what tokens may do, invitations, pictures, and ways to find calls.

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

create table mail_server (
    id blob primary key,
    host text not null,
    port integer not null check (port between 1 and 65535),
    security text not null check (security in ('none', 'starttls', 'tls')),
    username text not null default '',
    sender_address text not null,
    sender_name text not null default '',
    password blob
) strict, without rowid;

alter table api_token add column permissions text not null default '["status-read"]' check (json_valid(permissions));
alter table api_token add column expires_us integer;
alter table api_token add column made_by blob references portal_user (id);
create index api_token_made_by on api_token (made_by) where made_by is not null;

create table invitation (
    id blob primary key,
    person blob not null unique references person (id),
    portal_user blob references portal_user (id),
    contact_method blob references contact_method (id),
    email text not null,
    sent_us integer not null,
    expires_us integer not null,
    accepted_us integer,
    hash blob unique
) strict, without rowid;
create index invitation_portal_user on invitation (portal_user) where portal_user is not null;
create index invitation_contact_method on invitation (contact_method) where contact_method is not null;

create index call_record_caller_line on call_record (caller_line, started_us) where caller_line is not null;
create index call_record_callee_line on call_record (callee_line, started_us) where callee_line is not null;
create index call_record_caller_number on call_record (caller_number, started_us);
create index call_record_callee_number on call_record (callee_number, started_us);
create index call_record_caller_e164 on call_record (caller_e164, started_us) where caller_e164 is not null;
create index call_record_callee_e164 on call_record (callee_e164, started_us) where callee_e164 is not null;

create table avatar (
    id blob primary key,
    person blob not null unique references person (id),
    media_type text not null check (media_type in ('image/jpeg', 'image/png', 'image/webp')),
    image blob not null check (length(image) between 1 and 32768)
) strict, without rowid;
