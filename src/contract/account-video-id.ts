import { z } from 'zod';

/** How an account video is told in a UUID of version 8 (RFC 9562 §5.8): `creator` in ASCII, its platform, its integer id. */
const lead = '63726561-746f-8';
const platformDigit = { instagram: '001', tiktok: '002' } as const;
const shape = /^63726561-746f-8(00[12])-([89ab])([0-9a-f]{3})-([0-9a-f]{12})$/i;

export interface AccountVideoName {
  readonly platform: keyof typeof platformDigit;
  /** The integer id, which is one sequence over both platforms. */
  readonly id: number;
}

/** The stable UUID of an account video: computed, kept nowhere. */
export function accountVideoUuid({ platform, id }: AccountVideoName): string {
  const digits = id.toString(16).padStart(15, '0');
  return `${lead}${platformDigit[platform]}-8${digits.slice(0, 3)}-${digits.slice(3)}`;
}

/** What a UUID of an account video says; null for any other text. */
export function readAccountVideoUuid(text: string): AccountVideoName | null {
  const [, platform, variant, high = '', low = ''] = shape.exec(text) ?? [];
  const id = Number.parseInt(high + low, 16);
  if (platform === undefined || variant !== '8' || id < 1 || !Number.isSafeInteger(id)) return null;
  return { platform: platform === platformDigit.instagram ? 'instagram' : 'tiktok', id };
}

/** An account video as it is named in a request: by its integer or its UUID. Comes out as the integer. */
export const accountVideoId = z.union([
  z.int().min(1),
  z
    .guid()
    .refine((text) => readAccountVideoUuid(text) !== null, 'must be the uuid of an account video')
    .transform((text) => readAccountVideoUuid(text)?.id ?? 0),
]);
