import { expect, it } from 'vitest';
import { askOnce, slot, statementCache } from '../../src/store/statement-cache.ts';
import type { Store } from '../../src/store/store.ts';
import { testStores } from './open-test-store.ts';
import { accountFacts, addAccount, addOrganization } from './rows.ts';

testStores('a statement cache', (opened) => {
  const accountsOf = ({ read }: Store) =>
    read
      .selectFrom('accounts')
      .select('id')
      .where('organization_id', '=', slot<string>('organization'))
      .where('is_active', '=', slot<0 | 1>('is_active'));

  it('is built once a shape, and answers each caller with its own values', async () => {
    const { store } = opened();
    await addOrganization(store, 'mine');
    await addOrganization(store, 'theirs');
    await addAccount(store, 'mine', accountFacts('account', 'tiktok'));
    const kept = statementCache<{ id: string }>();
    let built = 0;
    const build = () => {
      built += 1;
      return accountsOf(store);
    };
    const ask = (shape: string, organization: string, is_active = true) =>
      kept.ask(store, shape, build, { organization, is_active });
    expect(await ask('all', 'mine')).toEqual([{ id: 'account' }]);
    expect(await ask('all', 'theirs')).toEqual([]);
    expect(await ask('all', 'mine', false)).toEqual([]);
    expect(built).toBe(1);
    // Of so many the first is let go.
    for (let shape = 0; shape < 300; shape += 1) await ask(`shape ${shape}`, 'theirs');
    expect(await ask('all', 'mine')).toEqual([{ id: 'account' }]);
    expect(built).toBe(302);
  });

  it('refuses to be asked without a value: no statement of an organization may run without it', async () => {
    const { store } = opened();
    const kept = statementCache<{ id: string }>();
    for (const values of [{}, { organization: undefined }, { id: 'a' }]) {
      const missing = 'Nothing was given for organization';
      await expect(kept.ask(store, 'all', () => accountsOf(store), values)).rejects.toThrow(missing);
      await expect(askOnce(store, accountsOf(store), { ...values, organization_id: 'mine' })).rejects.toThrow(missing);
    }
  });

  it('refuses a value in place of a slot, and says what to write without saying the value', async () => {
    const { store } = opened();
    const kept = statementCache<{ id: string }>();
    const frozen = () => accountsOf(store).where('platform', '=', 'tiktok');
    const values = { organization: 'mine', is_active: true };
    for (const turn of ['first', 'second']) {
      const refused = await kept.ask(store, 'all', frozen, values).catch((error: unknown) => String(error));
      expect(refused, turn).toMatch(/Parameter 3 of a statement that is kept is a value.*Write slot\('its name'\)/);
      expect(refused, turn).not.toContain('tiktok');
    }
    // What is asked once is nobody else's.
    const platform = store.read.selectFrom('accounts').select('id').where('platform', '=', 'instagram');
    expect(await askOnce(store, platform, { organization_id: 'mine' })).toEqual([]);
  });
});
