import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { releaseAddress } from '../../../src/dashboard/people/release-address.ts';
import { writtenRows } from '../../audit/written-rows.ts';
import { Browser, setUpOwner, someone } from '../desk.ts';
import { arriveBy, guest, personOf, testHouses } from './guest.ts';

testHouses(
  'an address that the operator frees',
  (house) => {
    it('is had by who comes for it next; who had it is let in by the provider as before', async () => {
      const { desk, provider } = house();
      await setUpOwner(desk);
      const { email } = someone('recycled');
      const release = (address: string) =>
        releaseAddress({ store: desk.store, now: Date.now, newId: randomUUID, changed: () => undefined }, address);
      const [before, after] = [guest(email), guest(email)];
      const first = new Browser(desk);
      await arriveBy(first, provider, before);
      const { id } = await personOf(first);
      expect(await arriveBy(new Browser(desk), provider, after)).toBe('/?error=address_proven_elsewhere');

      const { signs_in_as } = await release(email.toUpperCase());
      expect(await personOf(first)).toMatchObject({ id, email: signs_in_as, lost_address: email });
      const second = new Browser(desk);
      expect(await arriveBy(second, provider, after)).toBe('/');
      expect(await personOf(second)).toMatchObject({ email, address_proven: true });
      const again = new Browser(desk);
      expect(await arriveBy(again, provider, before)).toBe('/');
      expect(await personOf(again)).toMatchObject({ id, email: signs_in_as, address_proven: false });

      const lost = (await writtenRows(desk.store)).filter(({ event }) => event === 'member.address_lost');
      expect(lost.map(({ facts }) => JSON.parse(facts))).toMatchObject([{ by: 'cli', person: id, address: email }]);
      await expect(release(someone().email)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  },
  { SIGN_UP: 'open' },
);
