import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/import/limits.ts';
import { followersIn, readText } from '../read-text.ts';

const said = { platform: 'instagram', observedAt: Date.parse('2026-01-31T12:00:00Z') } as const;
const expected = { 'a.b': 5, 'c.d': 7 };

describe('forms', () => {
  it.each([
    ['commas', 'username,followers\na.b,5\nc.d,7\n'],
    ['semicolons', 'username;followers\r\na.b;5\r\nc.d;7\r\n'],
    ['tabs', 'username\tfollowers\na.b\t5\nc.d\t7'],
    ['a line sep=', 'sep=|\nusername|followers\na.b|5\nc.d|7\n'],
    ['lone returns', 'username,followers\ra.b,5\rc.d,7\r'],
    ['a byte order mark and quotes', '\ufeff"username","followers"\n"a.b","5"\n"c.d","7"\n'],
    ['titles above the header', 'My report\n\nFrom;2026-01-01\nusername;followers;name\na.b;5;x\nc.d;7;y\n'],
    ['quoted line ends and quotes', 'username,followers,bio\na.b,5,"one\n""two"", three"\nc.d,7,\n'],
    ['columns in another order with spaces', ' Followers , User Name \n5,a.b\n7,@C.D\n'],
    ['delimiters at the end of each line', 'username,followers,\na.b,5,\nc.d,7,\n'],
    ['a JSON list', '[{"username":"a.b","followers":5},{"username":"c.d","followers":"7"}]'],
    ['lines of JSON', '{"username":"a.b","followers":5}\n{"username":"c.d","followers":7}\n'],
    ['a JSON document', '{"data":{"items":[{"username":"a.b","followers":5},{"username":"c.d","followers":7}]}}'],
    [
      'nested JSON',
      '[{"owner":{"username":"a.b"},"followers_count":5},{"owner":{"username":"c.d"},"followers_count":7}]',
    ],
    ['profile links for names', 'profile_url,followers\nhttps://www.instagram.com/a.b/?hl=en,5\ninstagram.com/C.D,7\n'],
  ])('are all read alike: %s', async (_form, text) => {
    for (const piece of [65_536, 7, 1]) expect(followersIn(await readText(text, said, { piece }))).toEqual(expected);
  });

  it('are UTF-16 by their marks, and others where they are named', async () => {
    const text = 'username,followers,name\na.b,5,Мара\nc.d,7,Ñ\n';
    const little = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    const big = Buffer.from(little).swap16();
    for (const bytes of [little, big]) expect(followersIn(await readText(bytes, said, { piece: 5 }))).toEqual(expected);
    const western = Buffer.from('username,followers,name\na.b,5,Caf\u00e9\nc.d,7,x\n', 'latin1');
    await expect(readText(western, said)).rejects.toThrow('--encoding');
    expect(followersIn(await readText(western, { ...said, encoding: 'windows-1252' }))).toEqual(expected);
    await expect(readText(western, { ...said, encoding: 'no-such' })).rejects.toThrow('No encoding is called no-such');
    await expect(readText('a\u0000b', said)).rejects.toThrow('zero bytes');
  });

  it('are bare lists of names and links', async () => {
    const read = await readText('@a.b\nhttps://www.tiktok.com/@c.d\nhttps://www.instagram.com/e.f/\n', said);
    expect(read.observations.map(({ kind, whose }) => [kind, whose.platform, whose.username])).toEqual([
      ['name', 'instagram', 'a.b'],
      ['name', 'tiktok', 'c.d'],
      ['name', 'instagram', 'e.f'],
    ]);
    const strings = await readText('["a.b","c.d"]', said);
    expect(strings.observations.map(({ whose }) => whose.username)).toEqual(['a.b', 'c.d']);
    expect((await readText('@a.b\n@c.d\n')).asks).toEqual(['platform']);
  });

  it('undo what keeps spreadsheets from running cells', async () => {
    const read = await readText("username,followers,name\na.b,5,'=SUM(A1)\nc.d,7,'@x\n", said);
    expect(read.observations).toMatchObject([{ profile: { name: '=SUM(A1)' } }, { profile: { name: '@x' } }]);
  });

  it('refuse rows with more or fewer cells than the header, and go on', async () => {
    const read = await readText('username,followers,bio\na.b,5,x\nc.d,7\ne.f,9,x,y\n', said);
    expect([Object.keys(followersIn(read)), read.bad]).toEqual([
      ['a.b'],
      ['3 : has more or fewer cells than the header', '4 : has more or fewer cells than the header'],
    ]);
  });

  it('name the line of a file, also after quoted line ends', async () => {
    const read = await readText('username,bio,followers\na.b,"x\ny\nz",5\nc.d,q,-3\n', said);
    expect(read.bad).toEqual(['5 followers: is below 0, which no total is']);
  });

  it('refuse other platforms by their names', async () => {
    const read = await readText('platform,username,followers\nYouTube,a.b,5\n', said);
    expect(read.reasons.join()).toContain('YouTube: not our platform');
    const mixed = await readText('platform,username,followers\nYouTube,a.b,5\nTikTok,c.d,7\n', said);
    expect([followersIn(mixed), mixed.bad]).toEqual([{ 'c.d': 7 }, ['2 platform: is not our platform']]);
  });
});

describe('bounds', () => {
  const small = { ...limits, record: 2_000, cell: 500, columns: 10, parts: 3, document: 3_000 };
  it.each([
    ['a line without an end', `username,followers\na.b,"${'x'.repeat(200_000)}`, 'a quote may be missing'],
    ['a long cell', `username,followers\n${'x'.repeat(600)},5\n`, 'A cell of line 2'],
    ['many columns', `${'x,'.repeat(20)}\n`, 'more than 10 cells'],
    ['a long item', `[{"a":"${'x'.repeat(4_000)}"}]`, 'An item of the JSON is longer'],
    ['deep brackets', `[${'['.repeat(100_000)}`, 'An item of the JSON is longer'],
    ['a long document', `{"a":"${'x'.repeat(4_000)}"}`, 'An item of the JSON is longer'],
    ['a document that is cut', '{"username":"a.b",', 'the file is cut'],
    ['a list that is cut', '[{"username":"a.b","followers":5},{"user', 'the file is cut'],
    ['no JSON', '[{username:1}]', 'no JSON that can be read'],
    [
      'many names in JSON',
      `[${Array.from({ length: 20 }, (_, at) => `{"k${at}":1}`).join(',')}]`,
      'more than 10 names',
    ],
    [
      'many tables',
      'a,b\n1,2\n3,4\n\nusername,followers\na.b,5\n\nusername,views\na.b,5\n\nusername,likes\na.b,5\n',
      'more than 3 tables',
    ],
  ])('stop %s', async (_what, text, words) => {
    await expect(readText(text, said, { limits: small, piece: 1_000 })).rejects.toThrow(words);
  });
});
