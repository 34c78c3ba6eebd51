import { UsersRound } from 'lucide-react';
import type { Creator } from '../api/resources.ts';
import { v2 } from '../api/v2.ts';
import { flag } from '../table/address.ts';
import { given, orderIn } from '../table/asked.ts';
import { ResourceList } from '../table/resource-list.tsx';
import { changeCreator, deleteCreator } from './creator-changes.ts';
import { creatorColumns } from './creator-columns.tsx';
import { CreatorMenu, deletionWarning } from './creator-menu.tsx';
import { NameCreator } from './name-creator.tsx';

const askedIn = (address: URLSearchParams) => ({
  q: given(address, 'q'),
  is_active: flag(address.get('active')),
  ...orderIn(address, ['name'], { by: 'name', direction: 'asc' }),
});

export default function CreatorsPage() {
  return (
    <ResourceList<Creator, ReturnType<typeof askedIn>>
      name="creators"
      title="Creators"
      lead="People and brands, each with the accounts that are theirs."
      search="Search creators"
      filters={['active']}
      asked={askedIn}
      load={(asked, { signal, ...page }) => v2('GET', '/creators', { query: { ...asked, ...page }, signal })}
      columns={creatorColumns}
      rowId={({ id }) => id}
      rowName={({ name }) => name}
      empty={{
        icon: UsersRound,
        title: 'No creators yet',
        text: 'A creator bundles the accounts of one person or brand, and sums their numbers.',
      }}
      changes={{
        noun: { one: 'creator', many: 'creators' },
        warning: deletionWarning,
        setActive: (id, is_active) => changeCreator(id, { is_active }),
        remove: deleteCreator,
        add: 'Add creator',
        adding: (close) => (
          <NameCreator
            title="Add a creator"
            verb="Add creator"
            save={(name) => v2('POST', '/creators', { body: { name } })}
            onClose={close}
          />
        ),
        menu: (creator) => <CreatorMenu creator={creator} />,
      }}
    />
  );
}
