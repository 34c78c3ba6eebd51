import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identifyAccount, identifyPost } from '../../src/collect/identify.ts';
import { mediaIdOf, shortcodeOf } from '../../src/store/observations/shortcode.ts';
import type { Platform } from '../../src/store/schema.ts';

const platforms = ['instagram', 'tiktok'] as const satisfies readonly Platform[];
const tiktokId = '7411335095394699573';
const code = 'DgDasW4AIAT';

describe('what is no account', () => {
  it.each<[Platform, string, string]>([
    ['instagram', '', 'empty'],
    ['instagram', ' \t\n', 'empty'],
    ['instagram', '@', 'malformed'],
    ['instagram', '@@twice', 'malformed'],
    ['instagram', 'two words', 'malformed'],
    ['instagram', 'ümlaut', 'malformed'],
    ['instagram', 'a'.repeat(31), 'malformed'],
    ['tiktok', 'a', 'malformed'],
    ['tiktok', 'a'.repeat(25), 'malformed'],
    ['instagram', '../../etc/passwd', 'malformed'],
    ['instagram', 'https://www.instagram.com/', 'malformed'],
    ['instagram', `https://www.instagram.com/p/${code}/`, 'malformed'],
    ['instagram', `https://www.instagram.com/name/p/${code}/`, 'malformed'],
    ['instagram', 'https://www.instagram.com/explore', 'malformed'],
    ['tiktok', 'https://www.tiktok.com/name', 'malformed'],
    ['tiktok', `https://www.tiktok.com/@name/video/${tiktokId}`, 'malformed'],
    ['instagram', 'https://www.tiktok.com/@name', 'other_platform'],
    ['tiktok', 'https://instagram.com/name', 'other_platform'],
    ['instagram', 'https://instagram.com.example/name', 'other_platform'],
    ['instagram', 'https://notinstagram.com/name', 'other_platform'],
    ['tiktok', 'https://tiktok.com.attacker.example/@name', 'other_platform'],
    ['tiktok', 'http://127.0.0.1/@name', 'other_platform'],
  ])('%s %j: %s', (platform, text, reason) => {
    expect(identifyAccount(platform, text)).toMatchObject({ kind: 'unidentified', reason });
  });

  it('says what to give instead', () => {
    const refused = identifyAccount('tiktok', 'https://www.instagram.com/name/');
    expect(refused).toMatchObject({ message: expect.stringContaining('address of Instagram, not of TikTok') });
    expect(refused).toMatchObject({ message: expect.stringContaining('https://www.tiktok.com/@name') });
  });
});

describe('what is an account', () => {
  it.each<[Platform, string, string]>([
    ['instagram', 'nimbus.kitchen', 'nimbus.kitchen'],
    ['instagram', '  @Nimbus.Kitchen \n', 'nimbus.kitchen'],
    ['instagram', 'a', 'a'],
    ['instagram', 'instagram.fan', 'instagram.fan'],
    ['instagram', 'https://www.instagram.com/nimbus.kitchen/', 'nimbus.kitchen'],
    ['instagram', 'http://instagram.com/nimbus.kitchen', 'nimbus.kitchen'],
    ['instagram', 'HTTPS://M.INSTAGRAM.COM/Nimbus.Kitchen/?hl=en#top', 'nimbus.kitchen'],
    ['instagram', 'www.instagram.com/nimbus.kitchen/reels/', 'nimbus.kitchen'],
    ['instagram', 'instagram.com//nimbus.kitchen//', 'nimbus.kitchen'],
    ['tiktok', '@nimbuskitchen', 'nimbuskitchen'],
    ['tiktok', 'https://www.tiktok.com/@nimbuskitchen?lang=en', 'nimbuskitchen'],
    ['tiktok', 'https://www.tiktok.com/%40nimbuskitchen', 'nimbuskitchen'],
    ['tiktok', 'm.tiktok.com/@Nimbus_Kitchen/', 'nimbus_kitchen'],
  ])('%s %j: %s', (platform, text, username) => {
    expect(identifyAccount(platform, text)).toEqual({ kind: 'account', platform, username });
  });
});

describe('what is no post', () => {
  it.each<[Platform, string, string]>([
    ['instagram', '', 'empty'],
    ['tiktok', '  ', 'empty'],
    ['instagram', 'abc', 'malformed'],
    ['instagram', 'way-too-long-for-a-shortcode', 'malformed'],
    ['instagram', '9223372036854775808', 'malformed'],
    ['instagram', '00000', 'malformed'],
    ['instagram', 'AAAAAAAAAAA', 'malformed'],
    ['instagram', 'https://www.instagram.com/nimbus.kitchen/', 'malformed'],
    ['instagram', 'https://www.instagram.com/stories/name/123456789/', 'malformed'],
    ['instagram', 'https://www.instagram.com/p/', 'malformed'],
    ['instagram', 'https://www.instagram.com/share/reel/abcdef', 'short_link'],
    ['instagram', `https://www.tiktok.com/@name/video/${tiktokId}`, 'other_platform'],
    ['tiktok', code, 'malformed'],
    ['tiktok', '12345678901234567890', 'malformed'],
    ['tiktok', '-7411335095394699573', 'malformed'],
    ['tiktok', 'https://www.tiktok.com/@name', 'malformed'],
    ['tiktok', 'https://vm.tiktok.com/ZMabcdef/', 'short_link'],
    ['tiktok', 'https://www.tiktok.com/t/ZTabcdef/', 'short_link'],
    ['tiktok', `https://www.instagram.com/reel/${code}/`, 'other_platform'],
    ['tiktok', 'https://videos.example/1', 'other_platform'],
  ])('%s %j: %s', (platform, text, reason) => {
    expect(identifyPost(platform, text)).toMatchObject({ kind: 'unidentified', reason });
  });
});

describe('what says a post only where it was seen beside its link', () => {
  it.each(['17912345678901234', '18012345678901234', '17912345678901234_17841400000000001'])('instagram %j', (text) => {
    expect(identifyPost('instagram', text)).toEqual({
      kind: 'other_id',
      platform: 'instagram',
      otherId: text.slice(0, 17),
      message: expect.stringContaining('https://www.instagram.com/reel/SHORTCODE/'),
    });
  });

  it('is no such id of TikTok, nor one of Instagram with more or fewer digits', () => {
    for (const id of ['1791234567890123', '179123456789012345']) {
      expect(identifyPost('instagram', id)).toMatchObject({ kind: 'post', externalId: id });
    }
    expect(identifyPost('tiktok', '17912345678901234')).toMatchObject({ kind: 'post' });
  });
});

describe('what is a post', () => {
  const id = '4036187088482238483';
  it.each([
    [code, null],
    [id, null],
    [`${id}_1234567`, null],
    [`https://www.instagram.com/p/${code}/`, null],
    [`https://www.instagram.com/reel/${code}/?igsh=abc`, null],
    [`instagram.com/reels/${code}`, null],
    [`https://instagr.am/p/${code}`, null],
    [`https://www.instagram.com/Nimbus.Kitchen/reel/${code}/`, 'nimbus.kitchen'],
  ])('instagram %j', (text, username) => {
    expect(identifyPost('instagram', text)).toEqual({
      kind: 'post',
      platform: 'instagram',
      externalId: id,
      shortcode: code,
      username,
    });
  });

  it.each([
    [tiktokId, null],
    [`https://www.tiktok.com/@NimbusKitchen/video/${tiktokId}?is_from_webapp=1`, 'nimbuskitchen'],
    [`tiktok.com/@nimbuskitchen/photo/${tiktokId}/`, 'nimbuskitchen'],
    [`https://m.tiktok.com/v/${tiktokId}.html`, null],
    [`https://www.tiktok.com/embed/v2/${tiktokId}`, null],
  ])('tiktok %j', (text, username) => {
    expect(identifyPost('tiktok', text)).toEqual({
      kind: 'post',
      platform: 'tiktok',
      externalId: tiktokId,
      shortcode: null,
      username,
    });
  });
});

const starts = ['', '@', 'http://', 'https://www.instagram.com/', 'tiktok.com/@', 'https://m.tiktok.com/v/'];
const anyText = fc.tuple(fc.constantFrom(...starts), fc.string({ unit: 'binary' })).map((parts) => parts.join(''));

describe('any text', () => {
  it('gets an answer, and a name that was taken is taken again as it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...platforms), anyText, (platform, text) => {
        const account = identifyAccount(platform, text);
        if (account.kind === 'account') expect(identifyAccount(platform, account.username)).toEqual(account);
        const post = identifyPost(platform, text);
        if (post.kind !== 'post') return;
        const again = identifyPost(platform, post.shortcode ?? post.externalId);
        // A shortcode that is digits alone is read as an id.
        if (!/^\d+$/.test(post.shortcode ?? '')) expect(again).toEqual({ ...post, username: null });
      }),
    );
  });

  it('is read the same as name, as @name and as any form of its address', () => {
    const names = fc.stringMatching(/^[a-z0-9_]{2,24}$/);
    const scheme = fc.constantFrom('', 'http://', 'https://');
    const host = fc.constantFrom('', 'www.', 'm.');
    fc.assert(
      fc.property(names, scheme, host, fc.constantFrom('', '/', '?a=b', '/#c'), (username, start, sub, end) => {
        const reserved = identifyAccount('instagram', `${start}${sub}instagram.com/${username}${end}`);
        if (reserved.kind === 'account') expect(reserved.username).toBe(username);
        expect(identifyAccount('tiktok', `${start}${sub}tiktok.com/@${username}${end}`)).toEqual({
          kind: 'account',
          platform: 'tiktok',
          username,
        });
      }),
    );
  });

  it('turns shortcodes into ids and back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: (1n << 63n) - 1n }), (id) => {
        expect(mediaIdOf(shortcodeOf(id))).toBe(id);
      }),
    );
  });
});
