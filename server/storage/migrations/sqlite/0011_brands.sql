-- SPDX-License-Identifier: Apache-2.0
-- How the platform and its apps present themselves. Pictures are PNG files of our own making, named by their SHA-256.
create table brands (
  owner text primary key, -- the app's id; empty: the platform
  app_id text references apps (id) on delete cascade,
  product_name text,
  support_address text,
  sign_in_text text,
  accent_light text,
  accent_dark text,
  logo_hash text,
  logo blob,
  updated_at integer not null,
  version integer not null
) strict;
create index brands_by_app on brands (app_id);
create index brands_by_logo on brands (logo_hash);

-- Sessions from one address, the newest first.
create index sessions_by_address on sessions (client_address, id);
