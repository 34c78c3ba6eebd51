import { describe, expect, it } from 'vitest';
import { accessOf, mayCall, scopeOf } from '../../src/mcp/call/access.ts';
import { findTools } from '../../src/mcp/search/find-tools.ts';
import { catalog } from '../../tools/catalog.ts';

const everything = () => true;
const found = (query: string) => findTools(query, everything).map((tool) => tool.name);

describe('search_tools', () => {
  it.each(catalog.map((tool) => tool.name))('finds %s first by its exact name, however it is written', (name) => {
    for (const query of [
      name,
      name.toUpperCase(),
      name.replaceAll('_', ' '),
      name.replaceAll('_', '-'),
      ` ${name}? `,
    ]) {
      expect(found(query)[0]).toBe(name);
    }
    expect(found(`please call ${name} for me`)[0]).toBe(name);
  });

  it.each([
    ['add an influencer', 'create_creator'],
    ['stop following a profile', 'delete_account'],
    ['pause an account', 'update_account'],
    ['follower growth of one account', 'get_account_timeseries'],
    ['which creators lost engagement', 'list_top_creators'],
    ['most viral posts', 'list_account_videos'],
    ['connect an acount to a creater', 'link_creator_account'],
    ['detach account from creator', 'unlink_creator_account'],
    ['how many views did these videos gain last week', 'get_video_deltas'],
    ['what does my plan cost', 'get_usage'],
    ['who am i', 'get_api_key_info'],
    ['rename creator', 'update_creator'],
    ['compare several accounts at once', 'get_account_metrics'],
    ['is the server up', 'get_health'],
    ['what does engagement rate mean', 'get_help'],
    ['track a reel by url', 'create_video'],
    ['dashbord sumary', 'get_overview'],
    ['raw http request', 'call_v2_endpoint'],
    ['look up a hashtag', 'search_workspace'],
    ['default lookback days', 'update_settings'],
  ])('finds for %j the right tool among the first three', (query, name) => {
    expect(found(query).slice(0, 3)).toContain(name);
  });

  it('never finds what a read key may not call', () => {
    const access = accessOf(null, null, true);
    for (const query of ['delete', 'create account', 'write', 'update_creator', 'delete_account']) {
      const tools = findTools(query, (tool) => mayCall(access, tool));
      expect(tools.filter((tool) => scopeOf(tool) === 'write')).toEqual([]);
    }
  });

  it('finds nothing for nonsense', () => {
    expect(found('xqzw')).toEqual([]);
    expect(found('🎂')).toEqual([]);
    expect(found('!!!')).toEqual([]);
  });
});
