-- From version 7 to 8: a login may have several links for a new password; those that were sent stay good.

create table reset_link (
    hash blob primary key,
    portal_user blob not null,
    made_us integer not null,
    expires_us integer not null
) strict, without rowid;
create index reset_link_portal_user on reset_link (portal_user, made_us);

-- They were good for half an hour.
insert into reset_link (hash, portal_user, made_us, expires_us)
    select hash, portal_user, expires_us - 1800000000, expires_us from password_reset;
drop table password_reset;
