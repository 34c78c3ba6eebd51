interface PlacesSetting {
  /** Most of one holder, as of a key. */
  perHolder: number;
  /** Places of each group, as of an organization, that no other can take. */
  share: number;
  /** Most of one group, its share included. */
  perGroup: number;
  /** What all groups have together beyond their shares. */
  common: number;
}

export interface Places {
  /** Takes a place: how to give it back, once; null where there is none. */
  take(holder: string, group: string): (() => void) | null;
  readonly size: number;
}

/**
 * Places for what stays open. Each group has a share of its own, so that whatever the others hold, it is not what keeps
 * it out; beyond that all take from what is common.
 */
export function createPlaces({ perHolder, share, perGroup, common }: PlacesSetting): Places {
  const byHolder = new Map<string, number>();
  const byGroup = new Map<string, number>();
  let all = 0;
  let beyondShares = 0;
  return {
    take(holder, group) {
      const held = byGroup.get(group) ?? 0;
      const isCommon = held >= share;
      const isFull =
        (byHolder.get(holder) ?? 0) >= perHolder || held >= perGroup || (isCommon && beyondShares >= common);
      if (isFull) return null;
      add(byHolder, holder, 1);
      add(byGroup, group, 1);
      all += 1;
      if (isCommon) beyondShares += 1;
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        // What a group holds beyond its share is what it has too many, whichever of them is given back.
        if ((byGroup.get(group) ?? 0) > share) beyondShares -= 1;
        all -= 1;
        add(byHolder, holder, -1);
        add(byGroup, group, -1);
      };
    },
    get size() {
      return all;
    },
  };
}

/** Who holds none is forgotten. */
function add(counts: Map<string, number>, name: string, amount: number): void {
  const count = (counts.get(name) ?? 0) + amount;
  if (count === 0) counts.delete(name);
  else counts.set(name, count);
}
