import { useState } from 'react';
import type { Session } from '../api/resources.ts';
import { Button } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';

const seen = 'creatoraudit:lost-address';

/** Tells somebody whose address another person has proven how they sign in now, until they have seen it. */
export function LostAddress({ person }: { person: NonNullable<Session['person']> }) {
  const [known, setKnown] = useState(() => localStorage.getItem(seen));
  if (person.lost_address === null || known === person.email) return null;
  const understood = () => {
    localStorage.setItem(seen, person.email);
    setKnown(person.email);
  };
  return (
    <div className="mb-5">
      <Notice tone="warn" action={<Button onClick={understood}>I have noted it</Button>}>
        Somebody else has proven the address {person.lost_address}. Your account is as it was, with the same password,
        but you sign in as <strong className="font-medium">{person.email}</strong> from now on.
      </Notice>
    </div>
  );
}
