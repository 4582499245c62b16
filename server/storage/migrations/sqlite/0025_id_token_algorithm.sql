-- SPDX-License-Identifier: Apache-2.0
alter table apps add column id_token_algorithm text not null default 'RS256'; -- HS256: keyed by the app's secret
