import { Plus, UsersRound } from 'lucide-react';
import { useState } from 'react';
import type { Creator } from '../api/resources.ts';
import { v2 } from '../api/v2.ts';
import { Button } from '../design/button.tsx';
import { PageHeader } from '../design/page-header.tsx';
import { useRange } from '../range/range.ts';
import { RangePicker } from '../range/range-picker.tsx';
import { useMay } from '../session/session.tsx';
import { flag, oneOf, useAddress } from '../table/address.ts';
import { activityOptions, Filter } from '../table/filter.tsx';
import { useKeysetPages } from '../table/keyset-pages.ts';
import { ListCard } from '../table/list-card.tsx';
import { usePageSize } from '../table/page-size.ts';
import { SearchField } from '../table/search-field.tsx';
import { useBulk } from '../table/use-bulk.tsx';
import { changeCreator, deleteCreator } from './creator-changes.ts';
import { creatorColumns } from './creator-columns.tsx';
import { CreatorMenu, deletionWarning } from './creator-menu.tsx';
import { NameCreator } from './name-creator.tsx';

export default function CreatorsPage() {
  const writes = useMay('member');
  const [adding, setAdding] = useState(false);
  const [range, setRange] = useRange();
  const [address, change] = useAddress();
  const [size, setSize] = usePageSize();
  const asked = {
    q: address.get('q') ?? undefined,
    is_active: flag(address.get('active')),
    order_by: 'name',
    order_direction: oneOf(['asc', 'desc'], address.get('order_direction')) ?? 'asc',
  } as const;
  const pages = useKeysetPages<Creator>('creators', asked, size, ({ signal, ...page }) =>
    v2('GET', '/creators', { query: { ...asked, ...page }, signal }),
  );
  const { bulk, dialog } = useBulk({
    noun: { one: 'creator', many: 'creators' },
    warning: deletionWarning,
    setActive: (id, is_active) => changeCreator(id, { is_active }),
    remove: deleteCreator,
  });
  const add = writes && (
    <Button look="primary" icon={Plus} onClick={() => setAdding(true)}>
      Add creator
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Creators"
        lead="People and brands, each with the accounts that are theirs."
        actions={
          <>
            <RangePicker range={range} onChange={setRange} />
            {add}
          </>
        }
      />
      <ListCard
        name="creators"
        title="Creators"
        columns={creatorColumns(range)}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        sorting={{ by: asked.order_by, direction: asked.order_direction }}
        size={size}
        onSize={setSize}
        filters={
          <>
            <SearchField label="Search creators" value={asked.q ?? ''} onChange={(q) => change({ q })} />
            <Filter
              label="Status"
              any="Any status"
              options={activityOptions}
              value={address.get('active')}
              onChange={(active) => change({ active })}
            />
          </>
        }
        filtered={asked.q !== undefined || asked.is_active !== undefined}
        empty={{
          icon: UsersRound,
          title: 'No creators yet',
          text: 'A creator bundles the accounts of one person or brand, and sums their numbers.',
          action: add,
        }}
        bulk={writes ? bulk : null}
        {...(writes && { actions: (creator: Creator) => <CreatorMenu creator={creator} /> })}
      />
      {dialog}
      {adding && (
        <NameCreator
          title="Add a creator"
          verb="Add creator"
          save={(name) => v2('POST', '/creators', { body: { name } })}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  );
}
