-- The database of one office, as of schema version 7. A new database is made from this file; an older one is
-- brought here step by step by the files in upgrade/, and a test holds both ways against each other.
--
-- Conventions. Keys of everything that an office manager changes are UUIDv7, 16 bytes, so that rows made on the
-- box and in the cloud never collide. Moments are microseconds since 1970 in UTC and end in _us; durations in whole
-- seconds end in _s, in milliseconds in _ms. An empty text means "none" where a column says so; NULL is only used
-- for references and moments. Numbers of tables and columns for the change log are given out in table.rs and in
-- the files of rows/. Foreign keys are on and never cascade: the write door names the dependents instead.

-- The database itself; one row.
create table meta (
    id integer primary key check (id = 1),    -- there is one row
    created_us integer not null,              -- when the database was made
    realm text not null,                      -- digest realm, random, fixed at the first start
    key_id blob not null,                     -- which key seals the secrets: 8 bytes of the SHA-256 of its public half
    public_key blob not null,                 -- the public half (X25519), with which anybody may seal
    alive_us integer not null                 -- when records were last written; a crash came later than this
) strict;

-- The office; one row.
create table office (
    id blob primary key,                      -- the same in every database, so that a replaced box makes no second office
    name text not null,                       -- on pages and displays; empty until somebody gives one
    country text not null,                    -- ISO 3166-1 alpha-2, upper case; empty when unknown
    region text not null,                     -- part of the country, for public holidays; empty when unknown
    timezone text not null,                   -- IANA name
    short_name text not null default '',      -- what people call it; may stand after the @ of a login; may be empty
    email_domain text not null default '',    -- of its email addresses; likewise
    support_contact text not null default '', -- whom to ask who cannot sign in; may be empty
    portal_url text not null default ''       -- https URL of the portal, for links in mails; empty when unknown
) strict, without rowid;

-- Buildings. The first is made by default, has the same key in every database and is never deleted.
create table site (
    id blob primary key,                      -- UUIDv7
    name text not null unique collate nocase, -- on pages
    region text not null,                     -- as office.region; empty: the office's
    timezone text not null,                   -- as office.timezone; empty: the office's
    emergency_address text not null,          -- where help is to be sent, as one says it; empty when unknown
    outside_prefix text not null,             -- dialled before an outside number; empty when nothing is
    subnets text not null check (json_valid(subnets)) -- networks whose telephones stand here: JSON array of CIDR
) strict, without rowid;

-- Hours of a week with a name.
create table time_frame (
    id blob primary key,                      -- UUIDv7
    name text not null unique collate nocase, -- on pages
    hours text not null check (json_valid(hours)) -- JSON array of "monday 09:00-17:00", in the zone of whoever asks
) strict, without rowid;

-- People.
create table person (
    id blob primary key,                      -- UUIDv7
    first_name text not null,                 -- never empty
    last_name text not null,                  -- may be empty
    email text not null,                      -- for invitations and voicemail; empty when none
    site blob not null references site (id),  -- where they sit
    job_title text not null default '',       -- what they do; may be empty
    department text not null default '',      -- where they belong; may be empty
    time_frame blob references time_frame (id), -- when they work; NULL when it is not said
    crm_user text not null default ''         -- their key in the customer system; empty when none
) strict, without rowid;
create index person_site on person (site);
create index person_time_frame on person (time_frame) where time_frame is not null;

-- Pictures of people.
create table avatar (
    id blob primary key,                      -- UUIDv7
    person blob not null unique references person (id), -- whose; one each
    media_type text not null                  -- of what kind the file is
        check (media_type in ('image/jpeg', 'image/png', 'image/webp')),
    image blob not null check (length(image) between 1 and 32768) -- the file
) strict, without rowid;

-- Doors, lobbies, meeting rooms.
create table place (
    id blob primary key,                      -- UUIDv7
    name text not null,                       -- never empty
    site blob not null references site (id)   -- where it is
) strict, without rowid;
create index place_site on place (site);

-- Faxes, lifts, alarms.
create table equipment (
    id blob primary key,                      -- UUIDv7
    name text not null,                       -- never empty
    site blob not null references site (id)   -- where it stands
) strict, without rowid;
create index equipment_site on equipment (site);

-- Texts that are spoken to callers.
create table announcement (
    id blob primary key,                      -- UUIDv7
    name text not null unique collate nocase  -- on pages
) strict, without rowid;

-- What is dialled to make the exchange do something.
create table feature_code (
    id blob primary key,                      -- UUIDv7
    feature text not null unique,             -- what it does: record-on-demand
    code text not null unique collate nocase  -- what is dialled; no internal_name is the same
) strict, without rowid;

-- Lines: one internal number each, of exactly one owner.
create table line (
    id blob primary key,                      -- UUIDv7
    number text not null,                     -- what is dialled; unique through internal_name
    person blob references person (id),       -- the owner, if somebody
    place blob references place (id),         -- the owner, if a place
    equipment blob references equipment (id), -- the owner, if a machine
    unavailable text not null default 'hang-up' -- where a call goes that nobody takes
        check (unavailable in ('hang-up', 'line', 'outside', 'voicemail')),
    unavailable_line blob references line (id) -- line: which
        check ((unavailable_line is not null) = (unavailable = 'line')),
    unavailable_number text not null default '' -- outside: what is dialled; else empty
        check ((unavailable_number <> '') = (unavailable = 'outside')),
    outside_calls integer not null default 1 check (outside_calls in (0, 1)), -- 1: it may call outside
    internal_caller_id text not null default '', -- the name that it shows inside; empty: its owner's
    internal_announcement blob references announcement (id), -- played in calls inside before they are connected
    external_announcement blob references announcement (id), -- played in calls with the outside, likewise
    record_inbound_internal integer not null default 0 check (record_inbound_internal in (0, 1)), -- 1: calls from inside
    record_inbound_external integer not null default 0 check (record_inbound_external in (0, 1)), -- 1: from outside
    record_outbound_internal integer not null default 0 check (record_outbound_internal in (0, 1)), -- 1: to inside
    record_outbound_external integer not null default 0 check (record_outbound_external in (0, 1)), -- 1: to outside
    record_on_demand integer not null default 0 check (record_on_demand in (0, 1)), -- 1: its owner may, by a feature code
    recording_deliveries text not null default '[]' -- how recordings come to the owner: JSON array of email, portal
        check (json_valid(recording_deliveries)),
    check ((person is not null) + (place is not null) + (equipment is not null) = 1)
) strict, without rowid;
create index line_person on line (person) where person is not null;
create index line_place on line (place) where place is not null;
create index line_equipment on line (equipment) where equipment is not null;
create index line_unavailable_line on line (unavailable_line) where unavailable_line is not null;
create index line_internal_announcement on line (internal_announcement) where internal_announcement is not null;
create index line_external_announcement on line (external_announcement) where external_announcement is not null;

-- Numbers of the office in the public network.
create table phone_number (
    id blob primary key,                      -- UUIDv7
    number text not null unique,              -- E.164 with a plus
    label text not null,                      -- what it is for, for people; may be empty
    line blob references line (id)            -- which line calls to it reach; NULL when it is free
) strict, without rowid;
create index phone_number_line on phone_number (line) where line is not null;

-- The numbers that a line may show outside.
create table caller_id (
    id blob primary key,                      -- UUIDv7
    line blob not null references line (id),  -- the line
    position integer not null,                -- from 1, the favourite first
    phone_number blob not null references phone_number (id) -- the number
) strict, without rowid;
create unique index caller_id_position on caller_id (line, position);
create index caller_id_phone_number on caller_id (phone_number);

-- The ways of reaching a line.
create table contact_method (
    id blob primary key,                      -- UUIDv7
    line blob not null references line (id),  -- the line that it rings for
    position integer not null,                -- its place among the line's methods, from 0
    kind text not null check (kind in ('app', 'sip', 'pstn-forward', 'sip-forward')), -- what it is
    username text,                            -- sip: with which it registers; unique through internal_name
    algorithm text check (algorithm in ('md5', 'sha256')), -- sip: the hash of its challenges
    number text,                              -- pstn-forward: what is dialled outside
    uri text,                                 -- sip-forward: where calls go
    secret blob,                              -- sip: its secret, sealed (seal.rs); never in the clear
    check ((kind = 'sip') = (username is not null)),
    check ((kind = 'sip') = (algorithm is not null)),
    check (secret is null or kind = 'sip'),
    check ((kind = 'pstn-forward') = (number is not null)),
    check ((kind = 'sip-forward') = (uri is not null))
) strict, without rowid;
create index contact_method_line on contact_method (line);

-- Where callers leave messages for a line.
create table mailbox (
    id blob primary key,                      -- UUIDv7
    line blob not null unique references line (id), -- whose; a line has one at most
    email text not null default '',           -- where messages are sent; empty when nowhere
    pin blob                                  -- 4 to 8 digits that open it from a telephone, sealed; NULL: none
) strict, without rowid;

-- Everything that can be dialled inside: the one name space of numbers and SIP usernames. It is derived from line
-- and contact_method by the write door at the end of each transaction, so that two numbers can be swapped in one.
create table internal_name (
    name text primary key collate nocase,     -- the number or username; two that differ only in case clash
    line blob not null references line (id),  -- the line that is reached
    is_number integer not null check (is_number in (0, 1)), -- 1 when it is the line's own number
    account blob references contact_method (id), -- the account that registers with it, if one does
    check (is_number = 1 or account is not null)
) strict, without rowid;
create index internal_name_line on internal_name (line);
create index internal_name_account on internal_name (account) where account is not null;

-- What checking digests needs of each secret, so that a start need not open all of them (a quarter of a
-- millisecond each). Derived: what is missing or does not open is computed again. Never synchronised.
create table account_ha1 (
    account blob primary key,                 -- the contact method; no foreign key, so that deleting is simple
    sealed blob not null                      -- nonce and ChaCha20-Poly1305 of both hashes (ha1_cache.rs)
) strict, without rowid;

-- Telephone sets.
create table phone (
    id blob primary key,                      -- UUIDv7
    mac text not null unique,                 -- by which it is recognised: twelve lower-case hexadecimal digits
    vendor text not null,                     -- maker; empty until known
    model text not null,                      -- type; empty until known
    label text not null,                      -- where it stands, for people; may be empty
    site blob not null references site (id)   -- in which building
) strict, without rowid;
create index phone_site on phone (site);

-- The SIP accounts on a set.
create table phone_account (
    id blob primary key,                      -- UUIDv7
    phone blob not null references phone (id), -- the set
    position integer not null,                -- from 1, as telephones count their line keys
    contact_method blob not null references contact_method (id) -- an account, of the kind sip
) strict, without rowid;
create unique index phone_account_position on phone_account (phone, position);
create index phone_account_contact_method on phone_account (contact_method);

-- The programmable keys of a set.
create table phone_key (
    id blob primary key,                      -- UUIDv7
    phone blob not null references phone (id), -- the set
    position integer not null,                -- from 1
    kind text not null check (kind in ('blf', 'line', 'park', 'speed-dial')), -- what it does
    target text not null,                     -- the number that it is about; may be empty
    label text not null                       -- the text beside it; may be empty
) strict, without rowid;
create unique index phone_key_position on phone_key (phone, position);

-- By which server mails are sent; one row at most.
create table mail_server (
    id blob primary key,                      -- the same in every database, as that of the office
    host text not null,                       -- its name or address
    port integer not null check (port between 1 and 65535), -- where it takes mail
    security text not null check (security in ('none', 'starttls', 'tls')), -- how the connection is encrypted
    username text not null default '',        -- with which the exchange signs in; empty when it need not
    sender_address text not null,             -- from which address mails come
    sender_name text not null default '',     -- the name beside it; empty: the office's
    password blob                             -- of the username, sealed; NULL: none
) strict, without rowid;

-- Roles that the office has made; those that come with the program are no rows.
create table role (
    id blob primary key,                      -- UUIDv7
    name text not null unique collate nocase, -- on pages; none of the program's roles has it
    permissions text not null check (json_valid(permissions)) -- what it permits: JSON array of words
) strict, without rowid;

-- Logins to the portal.
create table portal_user (
    id blob primary key,                      -- UUIDv7
    person blob references person (id),       -- whose own page it opens, if anybody's
    login text not null unique collate nocase, -- at most 64 characters
    email text not null,                      -- for notifications; empty when none
    role text not null,                       -- the program's role that it has; empty when it has one of the office's
    own_role blob references role (id) -- the office's role that it has, else NULL
        check ((own_role is not null) = (role = '')),
    activation text not null default '',      -- first day on which it may sign in, as 2026-12-31; empty: at once
    expiration text not null default '',      -- last such day; empty: never ends
    timezone text not null default '',        -- IANA name; empty: the office's
    language text not null default '',        -- of its pages: de, en, es, fr; empty: what the browser asks for
    allow_list text not null default '[]' -- networks from which alone it may sign in: JSON array of CIDR; empty: all
        check (json_valid(allow_list)),
    second_factor text not null default 'disabled' -- whether the password alone is enough
        check (second_factor in ('disabled', 'pending', 'activated')),
    must_change_password integer not null default 0 -- 1: at the next sign-in
        check (must_change_password in (0, 1)),
    password blob,                            -- its hash (argon2id), sealed; NULL: it cannot sign in by password
    totp blob,                                -- the key of its one-time passwords, sealed; NULL: none yet
    recovery_codes blob                       -- hashes of those that are left, sealed; NULL: none
) strict, without rowid;
create index portal_user_own_role on portal_user (own_role) where own_role is not null;
create index portal_user_person on portal_user (person) where person is not null;

-- Who has been invited to the portal or to take a telephone into use: one row a person.
create table invitation (
    id blob primary key,                      -- UUIDv7
    person blob not null unique references person (id), -- who
    portal_user blob references portal_user (id), -- the login for which they choose a password; NULL: none
    contact_method blob references contact_method (id), -- the SIP account that its QR code carries; NULL: none
    email text not null,                      -- where it was sent
    sent_us integer not null,                 -- when it was last sent
    expires_us integer not null,              -- until when it can be accepted
    accepted_us integer,                      -- when it was accepted; NULL: it waits
    hash blob unique                          -- SHA-256 of the token in the letter; NULL: it must be sent again
) strict, without rowid;
create index invitation_portal_user on invitation (portal_user) where portal_user is not null;
create index invitation_contact_method on invitation (contact_method) where contact_method is not null;

-- Bearer tokens for programs.
create table api_token (
    id blob primary key,                      -- UUIDv7
    name text not null,                       -- what it is for
    hash blob not null unique,                -- SHA-256 of the token; the token itself is shown once and not kept
    created_us integer not null,              -- when it was made
    permissions text not null default '["status-read"]' -- what it may do: JSON array of words
        check (json_valid(permissions)),
    expires_us integer,                       -- until when it works; NULL: for ever
    made_by blob references portal_user (id)  -- by which login; NULL: by a sub-command on the box
) strict, without rowid;
create index api_token_made_by on api_token (made_by) where made_by is not null;

-- Who is signed in; never synchronised. A session of a login that is gone counts as ended.
create table session (
    hash blob primary key,                    -- SHA-256 of the token in the browser's cookie
    id blob not null unique,                  -- UUIDv7, by which it is listed and ended
    portal_user blob not null,                -- whose; no foreign key, so that deleting is simple
    created_us integer not null,              -- when it began
    used_us integer not null,                 -- when it was last used, to the minute or so
    expires_us integer not null,              -- when it ends unless it is used
    address text not null,                    -- from where it began
    user_agent text not null                  -- what the browser says it is; may be empty
) strict, without rowid;
create index session_portal_user on session (portal_user);

-- The last one-time password that each login has shown, so that none is accepted twice; never synchronised.
create table totp_used (
    portal_user blob primary key,             -- whose
    step integer not null                     -- its time step (RFC 6238): half minutes since 1970
) strict, without rowid;

-- The links by which somebody may set a new password, at most ten a login; never synchronised.
create table reset_link (
    hash blob primary key,                    -- SHA-256 of the token in the link
    portal_user blob not null,                -- whose; no foreign key, so that deleting is simple
    made_us integer not null,                 -- when it was made
    expires_us integer not null               -- until when it is good
) strict, without rowid;
create index reset_link_portal_user on reset_link (portal_user, made_us);

-- Registrations, so that they survive a restart; never synchronised.
create table binding (
    username text not null,                   -- the account that registered
    contact text not null,                    -- the Contact URI, verbatim
    transport text not null,                  -- udp, tcp, tls, ws or wss
    local text not null,                      -- our address and port that the REGISTER came to
    remote text not null,                     -- the address and port that it came from
    instance text not null,                   -- +sip.instance (RFC 5626); empty when none
    call_id text not null,                    -- Call-ID of the last REGISTER
    cseq integer not null,                    -- CSeq number of the last REGISTER
    user_agent text not null,                 -- what the telephone says it is; may be empty
    expires_us integer not null,              -- when it ends unless refreshed
    interval_s integer not null,              -- the interval that was granted
    primary key (username, contact)
) strict, without rowid;

-- What stays of a call. Names and numbers are kept as they were; lines and accounts may be gone since, so they are
-- no foreign keys.
create table call_record (
    n integer primary key,                    -- counts the attempts, the cursor of uploads
    id blob not null unique,                  -- UUIDv7, made at the attempt
    started_us integer not null,              -- when the INVITE came
    answered_us integer,                      -- when somebody answered; NULL when nobody did
    ended_us integer,                         -- when it was over; NULL while it lives
    caller_line blob,                         -- the caller's line, when it is one of ours
    caller_contact_method blob,               -- the caller's account, when it is one of ours
    caller_name text not null,                -- the caller's name as presented; may be empty
    caller_number text not null,              -- the caller's number as presented; may be empty
    caller_e164 text,                         -- the caller's number in E.164, where it has one
    callee_line blob,                         -- the line that was called, or answered
    callee_contact_method blob,               -- the account that answered
    callee_name text not null,                -- the name of who was called; may be empty
    callee_number text not null,              -- the number of who was called; may be empty
    callee_e164 text,                         -- that number in E.164, where it has one
    dialled text not null,                    -- exactly what was dialled
    disposition text,                         -- how it ended; NULL while it lives
    hung_up_by text,                          -- caller, callee or box; NULL while it lives
    ring_s integer not null,                  -- from the attempt to the answer or the end
    talk_s integer not null,                  -- from the answer to the end; 0 when nobody answered
    trace text not null check (json_valid(trace)) -- why it went where it went: JSON array of {rule, decision}
) strict;
create index call_record_started on call_record (started_us);
create index call_record_caller_line on call_record (caller_line, started_us) where caller_line is not null;
create index call_record_callee_line on call_record (callee_line, started_us) where callee_line is not null;
create index call_record_caller_number on call_record (caller_number, started_us);
create index call_record_callee_number on call_record (callee_number, started_us);
create index call_record_caller_e164 on call_record (caller_e164, started_us) where caller_e164 is not null;
create index call_record_callee_e164 on call_record (callee_e164, started_us) where callee_e164 is not null;
create index call_record_open on call_record (n) where ended_us is null;

-- The stages of a call.
create table call_segment (
    call blob not null references call_record (id), -- the call
    position integer not null,                -- from 0, in order
    kind text not null,                       -- which stage: ringing, talking
    started_us integer not null,              -- when it began
    ended_us integer,                         -- when it was over; NULL while it lasts
    target text not null,                     -- what was reached in it, for people
    primary key (call, position)
) strict, without rowid;

-- Each telephone's part of a call. The columns from codec on are its sound, all NULL when there was none.
create table call_leg (
    call blob not null references call_record (id), -- the call
    position integer not null,                -- from 0; the caller's first
    direction text not null,                  -- caller: it called us; callee: we called it
    contact_method blob,                      -- the account, when it is one of ours
    account text not null,                    -- its username or address, for people
    presented text not null,                  -- the number presented to it, or by it
    dialled text not null,                    -- what it dialled, or what was dialled to reach it
    e164 text,                                -- the presented number in E.164, where it has one
    user_agent text not null,                 -- what it says it is; may be empty
    started_us integer not null,              -- when the leg began
    answered_us integer,                      -- when it answered or was answered
    ended_us integer,                         -- when it was over; NULL while it lives
    ring_s integer not null,                  -- until the answer or the end
    talk_s integer not null,                  -- from the answer to the end
    hung_up_by text,                          -- who ended the leg
    cause text,                               -- why it ended
    codec text,                               -- as in SDP: PCMA/8000
    packets_received integer,                 -- RTP packets that came from it
    packets_sent integer,                     -- RTP packets that were sent to it
    packets_lost integer,                     -- packets from it that never came
    jitter_ms real,                           -- interarrival jitter (RFC 3550)
    mos real,                                 -- estimated mean opinion score, 1.0 to 4.5; NULL without packets
    silence_ms integer,                       -- the longest time without a packet
    last_packet_us integer,                   -- when the last packet came
    primary key (call, position)
) strict, without rowid;

-- Who changed what: a row a cell. And what happened without a change, as a sign-in: then tbl is event, col its word and
-- new all of it as JSON. Append-only, but for the row that counts the refused sign-ins of an hour.
create table audit (
    n integer primary key,                    -- in the order of writing
    at_us integer not null,                   -- when
    who_kind text not null check (who_kind in ('cli', 'portal', 'cloud', 'system')), -- by which way
    who_name text not null,                   -- who, for people
    seq integer not null,                     -- the transaction, as in sync_cell.seq; 0 for what happened
    what text not null,                       -- the thing in words, as it was called then: line 201
    tbl text not null,                        -- its table; event for what happened
    pk blob not null,                         -- its key; empty for what happened
    col text not null,                        -- the column, or the word of what happened
    old text,                                 -- the value before; NULL when the row is new or had none; secrets stay sealed
    new text,                                 -- the value after; NULL when the row is deleted or has none
    who_id text not null default '',          -- key of the portal user or token, hexadecimal; empty when it is none
    address text not null default ''          -- from where; empty when it did not come over a network
) strict;
create index audit_pk on audit (pk);
create index audit_seq on audit (seq);
create index audit_who on audit (who_id, at_us) where who_id <> '';

-- Where the synchronisation stands.
create table sync_state (
    k text primary key,                       -- up, down, epoch, site, box_incarnation, cloud_incarnation
    v text not null                           -- its value
) strict, without rowid;

-- The change log: when and by whom each cell was last written, compacted to one entry a cell. Column 0 stands for
-- the row itself: it is deleted if it does not exist, and was brought back if it does.
create table sync_cell (
    tbl integer not null,                     -- number of the table
    pk blob not null,                         -- key of the row
    col integer not null,                     -- number of the column; 0: the row
    hlc integer not null,                     -- when: hybrid logical clock, milliseconds << 16 | counter
    site integer not null,                    -- by which side: 2 * epoch for a box, 1 for the cloud
    seq integer not null,                     -- the transaction on this box, counting from 1
    primary key (tbl, pk, col)
) strict, without rowid;
create index sync_cell_seq on sync_cell (seq);

-- What lost when both sides changed the same, kept for a restore with one click.
create table sync_conflict (
    n integer primary key,                    -- in the order of detection
    at_us integer not null,                   -- when it was noticed
    kind text not null check (kind in ('lww', 'unique', 'fk')), -- a later write, a taken name, a deleted target
    tbl text not null,                        -- the table
    pk blob not null,                         -- the row
    col text not null,                        -- the column
    lost any,                                 -- the value that lost
    won any,                                  -- the value that stayed
    seen_by text not null                     -- who has looked at it; empty when nobody
) strict;

-- Cells of a newer schema, kept until this program knows them.
create table sync_parked (
    tbl text not null,                        -- the table
    pk blob not null,                         -- the row
    col text not null,                        -- the column
    hlc integer not null,                     -- when it was written
    site integer not null,                    -- by which side
    val any,                                  -- the value
    primary key (tbl, pk, col)
) strict, without rowid;
