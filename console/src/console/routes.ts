// SPDX-License-Identifier: Apache-2.0
import { lazy, type ComponentType } from 'react';
import type { Parameters } from '../router/match';

export interface Route {
  pattern: string;
  Page: ComponentType<{ parameters: Parameters }>;
}

/** Every page is a chunk of its own, loaded when it is first shown. */
export const routes: readonly Route[] = [
  { pattern: '/console', Page: lazy(() => import('../features/statistics/dashboard')) },
  { pattern: '/console/users', Page: lazy(() => import('../features/users/users')) },
  { pattern: '/console/users/{id}', Page: lazy(() => import('../features/users/user')) },
  { pattern: '/console/apps', Page: lazy(() => import('../features/apps/apps')) },
  { pattern: '/console/apps/{id}', Page: lazy(() => import('../features/apps/app')) },
  { pattern: '/console/apps/{id}/secret', Page: lazy(() => import('../features/apps/secret')) },
  { pattern: '/console/apps/{id}/instances', Page: lazy(() => import('../features/instances/instances')) },
  { pattern: '/console/apps/{id}/policy', Page: lazy(() => import('../features/apps/policy')) },
  { pattern: '/console/apps/{id}/guide', Page: lazy(() => import('../features/apps/guide')) },
  { pattern: '/console/apps/{id}/roles', Page: lazy(() => import('../features/roles/roles')) },
  { pattern: '/console/apps/{id}/branding', Page: lazy(() => import('../features/settings/app_branding')) },
  { pattern: '/console/apps/{id}/members', Page: lazy(() => import('../features/members/members')) },
  {
    pattern: '/console/apps/{id}/invitations',
    Page: lazy(() => import('../features/invitations/invitations')),
  },
  { pattern: '/console/sign-up', Page: lazy(() => import('../features/sign_up_policy/sign_up_page')) },
  { pattern: '/console/api-keys', Page: lazy(() => import('../features/api_keys/api_keys')) },
  { pattern: '/console/mail', Page: lazy(() => import('../features/mail_outbox/outbox')) },
  { pattern: '/console/audit', Page: lazy(() => import('../features/audit/audit')) },
  { pattern: '/console/sessions', Page: lazy(() => import('../features/sessions/sessions')) },
  { pattern: '/console/health', Page: lazy(() => import('../features/health/health')) },
  { pattern: '/console/settings', Page: lazy(() => import('../features/settings/branding')) },
  { pattern: '/console/settings/mail', Page: lazy(() => import('../features/settings/mail')) },
  { pattern: '/console/settings/keys', Page: lazy(() => import('../features/signing_keys/signing_keys')) },
  {
    pattern: '/console/settings/registration',
    Page: lazy(() => import('../features/registration_tokens/registration_tokens')),
  },
];
