-- SPDX-License-Identifier: Apache-2.0
-- What apps may leave here without much ado is counted: of each app, and of each address that needs no secret for it.
alter table pushed_requests add column client_address text not null default ''; -- of public apps; else empty
create index pushed_requests_by_app on pushed_requests (app_id, expires_at);
create index pushed_requests_by_address on pushed_requests (client_address, expires_at);

alter table device_requests add column client_address text not null default ''; -- of public apps; else empty
create index device_requests_by_app on device_requests (app_id, expires_at);
create index device_requests_by_address on device_requests (client_address, expires_at);
