-- SPDX-License-Identifier: Apache-2.0
-- What separates the fields of the file, found in its first line.
alter table user_imports add column separator text not null default ',';
