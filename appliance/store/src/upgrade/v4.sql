-- From version 3 to 4: roles of the office's own, and all that signing in needs of a login.

create table role (
    id blob primary key,
    name text not null unique collate nocase,
    permissions text not null check (json_valid(permissions))
) strict, without rowid;

alter table portal_user add column own_role blob references role (id) check ((own_role is not null) = (role = ''));
alter table portal_user add column activation text not null default '';
alter table portal_user add column expiration text not null default '';
alter table portal_user add column timezone text not null default '';
alter table portal_user add column language text not null default '';
alter table portal_user add column allow_list text not null default '[]' check (json_valid(allow_list));
alter table portal_user add column second_factor text not null default 'disabled'
    check (second_factor in ('disabled', 'pending', 'activated'));
alter table portal_user add column must_change_password integer not null default 0
    check (must_change_password in (0, 1));
alter table portal_user add column password blob;
alter table portal_user add column totp blob;
alter table portal_user add column recovery_codes blob;
create index portal_user_own_role on portal_user (own_role) where own_role is not null;
