import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ProviderAddress } from '../../../src/dashboard/auth/arrival.ts';
import { decideLink, decideSignIn, type Holder } from '../../../src/dashboard/provider/decide.ts';

const personId = fc.constantFrom('ann', 'ben');
const linked = fc.option(fc.record({ personId }));
const address: fc.Arbitrary<ProviderAddress> = fc.oneof(
  fc.record({ kind: fc.constant('verified' as const), email: fc.constant('a@x.example') }),
  fc.record({ kind: fc.constantFrom('missing' as const, 'unverified' as const, 'unusable' as const) }),
);
const holder: fc.Arbitrary<Holder> = fc.oneof(
  fc.record({ kind: fc.constant('nobody' as const) }),
  fc.record({ kind: fc.constantFrom('unproven' as const, 'proven' as const), personId }),
);

it('who signs in is known by the link alone, whatever the address and whoever has it', () => {
  fc.assert(
    fc.property(linked, address, holder, fc.boolean(), (link, said, held, admitted) => {
      const decision = decideSignIn({ linked: link, address: said, holder: held, admitted });
      expect(decision.kind === 'known' ? decision.personId : null).toBe(link?.personId ?? null);
    }),
  );
});

it('an account is made, and an address taken, for a verified address only that nobody has proven', () => {
  fc.assert(
    fc.property(address, holder, fc.boolean(), (said, held, admitted) => {
      const decision = decideSignIn({ linked: null, address: said, holder: held, admitted });
      expect(decision.kind === 'new').toBe(said.kind === 'verified' && held.kind !== 'proven' && admitted);
      if (decision.kind === 'new') expect(decision.loser).toBe(held.kind === 'unproven' ? held.personId : null);
    }),
  );
});

it('a link that somebody else has is refused, and no linking takes what another account has proven', () => {
  fc.assert(
    fc.property(linked, address, holder, fc.boolean(), (link, said, held, hasNoAddress) => {
      const decision = decideLink({ personId: 'ann', linked: link, address: said, holder: held, hasNoAddress });
      expect(decision.kind === 'refused').toBe(link?.personId === 'ben');
      if (decision.kind === 'refused') return;
      const changes = decision.address.kind !== 'stays';
      expect(changes && (said.kind !== 'verified' || held.kind === 'proven')).toBe(false);
      if (decision.address.kind === 'taken') expect([hasNoAddress, decision.address.loser]).not.toContain('ann');
    }),
  );
});
