import type { Principal } from '../../contract/principal.ts';

/** The key that a call goes on with. */
export interface OutboundKey {
  readonly key: string;
  /** Names the key without telling it; of this process only. */
  readonly fingerprint: string;
}

/** Where the keys to the upstream come from: one per organization, or each caller's own. */
export interface KeySource {
  /** @throws Problem where there is none */
  of(caller: Principal): Promise<OutboundKey>;
  /** The upstream refused it: what is known of it must not outlive this. @returns what the caller is told */
  refused(caller: Principal, told: { status: 401 | 403; detail: string }): Error;
  /** The upstream took it. */
  worked(caller: Principal): void;
  /** For health: `no_key` where no organization has one, `key_refused` where the upstream refused one lately. */
  state(): Promise<'ready' | 'no_key' | 'key_refused'>;
}
