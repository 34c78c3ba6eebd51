import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { releaseAddress } from '../../../src/dashboard/people/release-address.ts';
import { nobody } from '../../audit/authors.ts';
import { writtenRows } from '../../audit/written-rows.ts';
import { Browser, setUpOwner, someone } from '../dashboard-server.ts';
import { arriveBy, guest, personOf, testWithProvider } from './guest.ts';

testWithProvider(
  'an address that the operator frees',
  (setup) => {
    it('is had by who comes for it next; who had it is let in by the provider as before', async () => {
      const { dashboard, provider } = setup();
      await setUpOwner(dashboard);
      const { email } = someone('recycled');
      const release = (address: string) =>
        releaseAddress(
          { store: dashboard.store, now: Date.now, newId: randomUUID, author: nobody, changed: () => undefined },
          address,
        );
      const [before, after] = [guest(email), guest(email)];
      const first = new Browser(dashboard);
      await arriveBy(first, provider, before);
      const { id } = await personOf(first);
      expect(await arriveBy(new Browser(dashboard), provider, after)).toBe('/?error=address_proven_elsewhere');

      const { signs_in_as } = await release(email.toUpperCase());
      expect(await personOf(first)).toMatchObject({ id, email: signs_in_as, lost_address: email });
      const second = new Browser(dashboard);
      expect(await arriveBy(second, provider, after)).toBe('/');
      expect(await personOf(second)).toMatchObject({ email, address_proven: true });
      const again = new Browser(dashboard);
      expect(await arriveBy(again, provider, before)).toBe('/');
      expect(await personOf(again)).toMatchObject({ id, email: signs_in_as, address_proven: false });

      const lost = (await writtenRows(dashboard.store)).filter(({ event }) => event === 'member.address_lost');
      expect(lost.map(({ facts }) => JSON.parse(facts))).toMatchObject([{ by: 'cli', person: id, address: email }]);
      await expect(release(someone().email)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  },
  { SIGN_UP: 'open' },
);
