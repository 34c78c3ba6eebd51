import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlaces } from '../../src/http/places.ts';

const setting = { perHolder: 3, share: 4, perGroup: 8, common: 5 };

describe('places', () => {
  it('of a group’s share are free to it whatever the others hold, and nobody has more than the bounds', () => {
    const step = fc.record({
      group: fc.constantFrom('a', 'b', 'c', 'd'),
      holder: fc.nat({ max: 4 }),
      leaves: fc.boolean(),
      which: fc.nat({ max: 50 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const places = createPlaces(setting);
        const held: { group: string; holder: string; leave: () => void }[] = [];
        const of = (group: string) => held.filter((one) => one.group === group).length;
        for (const { group, holder: number, leaves, which } of steps) {
          if (leaves && held.length > 0) {
            const [gone] = held.splice(which % held.length, 1);
            gone?.leave();
            gone?.leave();
            continue;
          }
          const holder = `${group}${number}`;
          const byHolder = held.filter((one) => one.holder === holder).length;
          const leave = places.take(holder, group);
          if (leave !== null) held.push({ group, holder, leave });
          // Within its share it is only its own holder's bound that can refuse.
          else expect(of(group) >= setting.share || byHolder >= setting.perHolder).toBe(true);
          expect(places.size).toBe(held.length);
          expect(of(group)).toBeLessThanOrEqual(setting.perGroup);
          const beyond = ['a', 'b', 'c', 'd'].reduce((sum, name) => sum + Math.max(0, of(name) - setting.share), 0);
          expect(beyond).toBeLessThanOrEqual(setting.common);
        }
      }),
    );
  });
});
