import type { Platform } from '../../store/schema.ts';

/** `declining`: from 60 days before the sample day it loses reach and followers. */
export type Course = 'steady' | 'declining';

/** A creator of the sample organization. All are invented channels; none is, or is named after, a person. */
export interface RosterCreator {
  name: string;
  /** Index into the niches. */
  niche: number;
  /** Index into the languages. */
  language: number;
  /** Its host is `<site>.example`. */
  site: string;
  course: Course;
  metadata: Readonly<Record<string, string>>;
  accounts: readonly RosterAccount[];
}

/** An account of the sample organization. */
export interface RosterAccount {
  platform: Platform;
  username: string;
  followers: number;
  postsPerWeek: number;
  verified?: true;
  /** `paused`: somebody stopped it 18 days before the sample day. `unknown`: the platform never knew that name. */
  standing?: 'paused' | 'unknown';
}

function instagram(username: string, followers: number, postsPerWeek: number): RosterAccount {
  return { platform: 'instagram', username, followers, postsPerWeek };
}

function tiktok(username: string, followers: number, postsPerWeek: number): RosterAccount {
  return { platform: 'tiktok', username, followers, postsPerWeek };
}

export const rosterCreators: readonly RosterCreator[] = [
  {
    name: 'Nimbus Kitchen',
    niche: 0,
    language: 0,
    site: 'nimbus-kitchen',
    course: 'steady',
    metadata: { market: 'US', campaign: 'autumn pantry', contract: 'yearly' },
    accounts: [
      { ...instagram('nimbus.kitchen', 412_000, 4), verified: true },
      { ...tiktok('nimbuskitchen', 688_000, 5), verified: true },
      instagram('nimbus.kitchen.baking', 38_500, 1.5),
    ],
  },
  {
    name: 'Tidal Fitness',
    niche: 1,
    language: 1,
    site: 'tidal-fitness',
    course: 'declining',
    metadata: { market: 'US', campaign: 'new year strong', contract: 'yearly' },
    accounts: [{ ...instagram('tidal.fitness', 295_000, 3.5), verified: true }, tiktok('tidalfitness', 341_000, 4)],
  },
  {
    name: 'Paper Lantern Travel',
    niche: 2,
    language: 2,
    site: 'paper-lantern',
    course: 'steady',
    metadata: { market: 'UK', campaign: 'by rail' },
    accounts: [instagram('paperlantern.travel', 164_000, 2), tiktok('paperlanterntravel', 92_000, 2.5)],
  },
  {
    name: 'Velvet Circuit',
    niche: 4,
    language: 3,
    site: 'velvet-circuit',
    course: 'steady',
    metadata: { market: 'US', campaign: 'desk week', contract: 'per post' },
    accounts: [instagram('velvet.circuit', 71_000, 2), { ...tiktok('velvetcircuit', 903_000, 3.5), verified: true }],
  },
  {
    name: 'Mossy Corner',
    niche: 5,
    language: 0,
    site: 'mossy-corner',
    course: 'steady',
    metadata: { market: 'UK' },
    accounts: [instagram('mossy.corner', 118_000, 2.5), tiktok('mossycorner', 56_000, 2)],
  },
  {
    name: 'Copper Comet',
    niche: 6,
    language: 1,
    site: 'copper-comet',
    course: 'steady',
    metadata: { market: 'US', campaign: 'second hand september' },
    accounts: [instagram('copper.comet', 233_000, 3), { ...tiktok('coppercomet', 127_000, 2.5), standing: 'paused' }],
  },
  {
    name: 'Otter & Oak',
    niche: 7,
    language: 0,
    site: 'otter-and-oak',
    course: 'steady',
    metadata: { market: 'CA', contract: 'per post' },
    accounts: [
      instagram('otterandoak', 87_500, 3),
      tiktok('otterandoak', 512_000, 4),
      tiktok('otterandoak_puppies', 24_300, 2),
    ],
  },
  {
    name: 'Glasswing Beauty',
    niche: 3,
    language: 2,
    site: 'glasswing-beauty',
    course: 'steady',
    metadata: { market: 'US', campaign: 'spf all year', contract: 'yearly' },
    accounts: [
      { ...instagram('glasswing.beauty', 1_240_000, 3.5), verified: true },
      tiktok('glasswingbeauty', 774_000, 3),
    ],
  },
  {
    name: 'Cocina Cometa',
    niche: 0,
    language: 4,
    site: 'cocina-cometa',
    course: 'steady',
    metadata: { market: 'ES' },
    accounts: [instagram('cocina.cometa', 205_000, 3), tiktok('cocinacometa', 318_000, 3.5)],
  },
  {
    name: 'Rota Amarela',
    niche: 2,
    language: 5,
    site: 'rota-amarela',
    course: 'steady',
    metadata: { market: 'BR', campaign: 'by rail' },
    accounts: [instagram('rota.amarela', 143_000, 2), tiktok('rotaamarela', 66_000, 2)],
  },
  {
    name: 'Werkbank Nord',
    niche: 5,
    language: 6,
    site: 'werkbank-nord',
    course: 'steady',
    metadata: { market: 'DE', contract: 'per post' },
    accounts: [instagram('werkbank.nord', 48_200, 1.5), tiktok('werkbanknord', 81_000, 2)],
  },
  {
    name: 'Atelier Brume',
    niche: 6,
    language: 7,
    site: 'atelier-brume',
    course: 'steady',
    metadata: { market: 'FR' },
    accounts: [instagram('atelier.brume', 97_400, 2), tiktok('atelierbrume', 35_600, 1.5)],
  },
];

/** Tracked without a creator: the name, niche and language that an account would have from one. */
export const rosterLoners = [
  {
    name: 'Harbour Radio Club',
    niche: 4,
    language: 0,
    site: 'harbour-radio',
    account: instagram('harbour.radio', 9_800, 1),
  },
  { name: 'Quiet Summit', niche: 1, language: 1, site: 'quiet-summit', account: tiktok('quietsummit', 15_200, 1.5) },
  {
    name: 'Saffron Street',
    niche: 0,
    language: 2,
    site: 'saffron-street',
    account: instagram('saffron.street', 61_000, 2),
  },
  {
    name: 'Lost Kites',
    niche: 7,
    language: 0,
    site: 'lost-kites',
    account: { ...instagram('gone.lost.kites', 0, 0), standing: 'unknown' as const },
  },
] as const satisfies readonly (Pick<RosterCreator, 'name' | 'niche' | 'language' | 'site'> & {
  account: RosterAccount;
})[];

/** All accounts of the sample organization. */
export const rosterAccounts: readonly RosterAccount[] = [
  ...rosterCreators.flatMap((creator) => creator.accounts),
  ...rosterLoners.map((loner) => loner.account),
];
