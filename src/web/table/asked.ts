import { oneOf } from './address.ts';

/** What every list asks of its operation; the rest narrows it. */
export interface Asked {
  q: string | undefined;
  order_by: string;
  order_direction: 'asc' | 'desc';
}

/** What an address says of one thing, if it says anything. */
export function given(address: URLSearchParams, name: string): string | undefined {
  return address.get(name) ?? undefined;
}

export function platformIn(address: URLSearchParams): 'instagram' | 'tiktok' | undefined {
  return oneOf(['instagram', 'tiktok'], address.get('platform'));
}

/** The order that an address asks for, of those that the operation has. */
export function orderIn<const By extends string>(
  address: URLSearchParams,
  orders: readonly By[],
  preset: { by: NoInfer<By>; direction: 'asc' | 'desc' },
): { order_by: By; order_direction: 'asc' | 'desc' } {
  return {
    order_by: oneOf(orders, address.get('order_by')) ?? preset.by,
    order_direction: oneOf(['asc', 'desc'], address.get('order_direction')) ?? preset.direction,
  };
}

/** Whether anything but its order narrows a list. */
export function isNarrowed({ order_by, order_direction, ...narrowing }: Asked): boolean {
  return Object.values(narrowing).some((value) => value !== undefined);
}
