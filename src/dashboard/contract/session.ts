import { z } from 'zod';
import { instant, noBody, nothing, uuid } from '../../contract/fields.ts';
import { redactKeys } from '../../contract/redact.ts';
import { one } from '../../contract/resources/envelope.ts';
import { roles, route } from './route.ts';

export const shortestPassword = 10;

export const role = z.enum(roles);
/** Lower case, so that one address is one person. */
export const email = z.email().max(255).toLowerCase();
export const password = z.string().min(shortestPassword).max(128);
/** Names are shown, logged and kept. */
export const plainName = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .refine((text) => !/\p{Cc}/u.test(text), 'must not contain control characters')
  .refine((text) => redactKeys(text) === text, 'must not contain a key');
export const urlKeys = z.enum(['allow', 'read_only', 'forbid']);

const membership = z.object({ id: z.string(), name: z.string(), role });

/** Everything that the page needs to know about who looks at it. */
export const session = z.object({
  type: z.literal('session'),
  /** True until the first owner exists: then only `set_up` gets anybody in. */
  setup_needed: z.boolean(),
  sign_up: z.enum(['invite', 'open']),
  /** The label of the button; null where no OpenID Connect provider is set up. */
  oidc: z.object({ label: z.string() }).nullable(),
  person: z
    .object({
      id: z.string(),
      /** What the person signs in by: an address, or a sign-in name after the address was lost. */
      email: z.string(),
      name: z.string(),
      /** Whether a provider has vouched for the address. */
      address_proven: z.boolean(),
      /** The address that was the person's until somebody else proved it; then `email` is the sign-in name. */
      lost_address: z.string().nullable(),
    })
    .nullable(),
  /** The organization that the session is in; null for somebody who is in none, or out of the one that it was in. */
  organization: membership.extend({ url_keys: urlKeys, holds_sample_data: z.boolean() }).nullable(),
  /** True where the person was in the organization that the session is in, or that the page shows, and is no more. */
  is_out: z.boolean(),
  organizations: z.array(membership),
  /** Origins, without a trailing slash, that agents and scripts use. */
  urls: z.object({
    dashboard: z.string(),
    api: z.string(),
    mcp: z.string(),
    /** Where apps sign people in; null where that door is closed. */
    connect: z.string().nullable(),
  }),
  /** False with KEY_RECOVERY=off: then the Connect helper makes a new key per client. */
  key_recovery: z.boolean(),
  /** Whether this server sends mail: then a new password can be asked for, and an address be proven. */
  sends_mail: z.boolean(),
  version: z.string(),
});

/** Where to send the browser; it comes back to the page, with `?error=<code>` where nothing came of it. */
const oidcStart = z.object({ type: z.literal('oidc_start'), url: z.string() });

/** How somebody signs in. */
const signInWays = z.object({
  type: z.literal('sign_in_ways'),
  has_password: z.boolean(),
  /** Accounts at providers of sign-ins. One of another provider than the present one lets nobody in. */
  provider_links: z.array(z.object({ id: z.string(), issuer: z.string(), linked_at: instant })),
});

/** Whose password a link sets: only who got the mail has it. */
const resetPreview = z.object({ type: z.literal('password_reset_preview'), email: z.string() });

const linkToken = z.string().min(1).max(128);

const setupPreview = z.object({
  type: z.literal('setup_preview'),
  organization: z.object({ name: z.string(), holds_sample_data: z.boolean() }).nullable(),
  expires_at: instant,
});

const shared = { noun: 'session', params: nothing, query: nothing, body: noBody, method: 'POST' } as const;

export const sessionRoutes = {
  get_session: route({
    ...shared,
    id: 'get_session',
    method: 'GET',
    path: '/session',
    access: 'open',
    answers: { 200: one(session) },
  }),
  /** What becoming the owner means here: the organization that is taken over and renamed, null where one is made. */
  preview_setup: route({
    ...shared,
    id: 'preview_setup',
    path: '/setup/preview',
    access: 'open',
    body: z.strictObject({ token: z.string().min(1).max(128) }),
    answers: { 200: one(setupPreview) },
  }),
  /** Makes the first owner. `token` is what stands behind `#` in the link that the start printed. */
  set_up: route({
    ...shared,
    id: 'set_up',
    path: '/setup',
    access: 'open',
    body: z.strictObject({
      token: z.string().min(1).max(128),
      email,
      password,
      name: plainName,
      organization_name: plainName,
    }),
    answers: { 201: one(session) },
  }),
  sign_in: route({
    ...shared,
    id: 'sign_in',
    path: '/session/sign-in',
    access: 'open',
    // No lower bound: a wrong password is 401, whatever its length.
    body: z.strictObject({ email, password: z.string().max(128) }),
    answers: { 200: one(session) },
  }),
  /** Only with SIGN_UP=open; each makes an organization. */
  sign_up: route({
    ...shared,
    id: 'sign_up',
    path: '/session/sign-up',
    access: 'open',
    body: z.strictObject({ email, password, name: plainName, organization_name: plainName }),
    answers: { 201: one(session) },
  }),
  /** To sign in by OpenID Connect; the browser comes back to `/`. */
  start_oidc: route({
    ...shared,
    id: 'start_oidc',
    path: '/session/oidc',
    access: 'open',
    answers: { 200: one(oidcStart) },
  }),
  sign_out: route({ ...shared, id: 'sign_out', path: '/session/sign-out', access: 'open', answers: { 204: null } }),
  switch_organization: route({
    ...shared,
    id: 'switch_organization',
    path: '/session/organization',
    noun: 'organization',
    access: 'person',
    body: z.strictObject({ organization_id: uuid }),
    answers: { 200: one(session) },
  }),
  /** Ends every other session of the person. */
  change_password: route({
    ...shared,
    id: 'change_password',
    path: '/session/password',
    access: 'person',
    body: z.strictObject({ current_password: z.string().max(128), new_password: password }),
    answers: { 204: null },
  }),
  /** Sends a mail if there is an account with a password under the address: the answer and its time do not say so. */
  ask_password_reset: route({
    ...shared,
    id: 'ask_password_reset',
    path: '/session/password-reset',
    access: 'open',
    body: z.strictObject({ email }),
    answers: { 204: null },
  }),
  /** `token` is what stands behind `#` in the link of the mail. */
  preview_password_reset: route({
    ...shared,
    id: 'preview_password_reset',
    path: '/session/password-reset/preview',
    access: 'open',
    body: z.strictObject({ token: linkToken }),
    answers: { 200: one(resetPreview) },
  }),
  /** Once. Ends all sessions of the person, and counts the address as proven. */
  reset_password: route({
    ...shared,
    id: 'reset_password',
    path: '/session/password-reset/finish',
    access: 'open',
    body: z.strictObject({ token: linkToken, password }),
    answers: { 204: null },
  }),
  /** Sends a mail to the person's own address. */
  ask_address_proof: route({
    ...shared,
    id: 'ask_address_proof',
    path: '/session/address-proof',
    access: 'person',
    answers: { 204: null },
  }),
  /** Once, by who is signed in to the account that the mail was for. */
  prove_address: route({
    ...shared,
    id: 'prove_address',
    path: '/session/address-proof/finish',
    access: 'person',
    body: z.strictObject({ token: linkToken }),
    answers: { 204: null },
  }),
  get_sign_in_ways: route({
    ...shared,
    id: 'get_sign_in_ways',
    method: 'GET',
    path: '/session/ways',
    access: 'person',
    answers: { 200: one(signInWays) },
  }),
  /**
   * To sign in by OpenID Connect from now on, into the present account; the browser comes back to `/settings`. Needs the
   * password where there is one: a session that was left open is not enough to leave a door behind.
   */
  start_link: route({
    ...shared,
    id: 'start_link',
    path: '/session/provider-links',
    access: 'person',
    body: z.strictObject({ current_password: z.string().max(128).optional() }),
    answers: { 200: one(oidcStart) },
  }),
  /** Only where a password remains, else 409. Ends every other session of the person. */
  unlink_provider: route({
    ...shared,
    id: 'unlink_provider',
    method: 'DELETE',
    path: '/session/provider-links/{link_id}',
    noun: 'link to a provider',
    access: 'person',
    params: z.strictObject({ link_id: uuid }),
    answers: { 204: null },
  }),
};
