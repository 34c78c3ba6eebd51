import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { isLoopback } from '../src/config/loopback.ts';
import { ConfigError, loadConfig } from '../src/config.ts';

const oidc = { OIDC_CLIENT_ID: 'gateway', OIDC_CLIENT_SECRET: 'x' };

describe('settings', () => {
  it.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['PUBLIC_URL', 'gateway.example'],
    ['PUBLIC_URL', 'https://gateway.example/path?query'],
    ['PUBLIC_URL', 'https://gateway.example/v2'],
    ['PUBLIC_URL', 'https://gateway.example/mcp/'],
    ['PUBLIC_URL', 'https://gateway.example/dashboard/x'],
    ['PUBLIC_URL', 'https://gateway.example/a%2Fb'],
    ['PUBLIC_URL', 'https://gateway.example/a"b'],
    ['PUBLIC_URL', 'https://user@gateway.example'],
    ['PUBLIC_URL', 'http://gateway.example'],
    ['PUBLIC_URL', 'http://192.168.1.7:8787'],
    ['PUBLIC_URL', 'http://0.0.0.0:8787'],
    ['PUBLIC_URL', 'http://127.0.0.1.gateway.example'],
    ['PUBLIC_URL', 'HTTP://localhost.gateway.example'],
    ['PUBLIC_API_URL', 'http://api.gateway.example'],
    ['PUBLIC_MCP_URL', 'http://mcp.gateway.example'],
    ['PUBLIC_ALLOW_HTTP', 'yes'],
    ['OIDC_DISCOVERY_URL', 'http://login.example/.well-known/openid-configuration'],
    ['ALLOWED_ORIGINS', 'https://a.example, b.example'],
    ['ALLOWED_ORIGINS', '*'],
    ['ALLOWED_ORIGINS', 'null'],
    ['ALLOWED_ORIGINS', 'tauri://localhost/path'],
    ['ALLOWED_ORIGINS', 'app://*'],
    ['ALLOWED_ORIGINS', 'file://localhost'],
    ['ALLOWED_ORIGINS', 'tauri:localhost'],
    ['KEEP_ALIVE_SECONDS', '0'],
    ['KEEP_ALIVE_SECONDS', '3601'],
    ['KEEP_ALIVE_SECONDS', '65s'],
    ['HEAVY_READ_SECONDS', '0'],
    ['HEAVY_READ_SECONDS', '61'],
    ['HEAVY_READ_SECONDS', '1.5'],
    ['TRUST_PROXY', 'yes'],
    ['RATE_LIMIT_PER_MINUTE', '0'],
    ['LOG_LEVEL', 'loud'],
    ['SAMPLE_DATA', 'maybe'],
    ['KEY_RECOVERY', '1'],
    ['METRICS_PORT', '-1'],
    ['UPSTREAM_URL', 'api.example/v2'],
    ['UPSTREAM_URL', 'ftp://api.example/v2'],
    ['UPSTREAM_URL', 'http://api.example/v2'],
    ['UPSTREAM_URL', 'http://127.0.0.1.api.example/v2'],
    ['UPSTREAM_URL', 'https://user:password@api.example/v2'],
    ['UPSTREAM_URL', 'https://api.example/v2?key=x'],
    ['UPSTREAM_AUTH', 'both'],
    ['UPSTREAM_ALLOW_HTTP', 'yes'],
    ['SMTP_ALLOW_PLAIN', 'yes'],
    ['SMTP_URL', 'smtp://localhost'],
    ['OUTBOUND_ALLOW', 'collector.internal'],
    ['OUTBOUND_ALLOW', 'a.example:80, b.example:70000'],
    ['OUTBOUND_ALLOW', 'http://a.example:80'],
    ['OUTBOUND_ALLOW', '*:443'],
    ['OUTBOUND_ALLOW', 'user@a.example:80'],
  ])('%s=%s stops the start with one line that names it', (name, value) => {
    const start = () => loadConfig({ [name]: value });
    expect(start).toThrow(ConfigError);
    expect(start).toThrow(new RegExp(`^${name} [^\n]+$`));
  });

  it.each([
    { PUBLIC_URL: 'http://localhost:8787' },
    { PUBLIC_URL: 'http://[::1]:8787', PUBLIC_MCP_URL: 'http://127.0.0.1:1' },
    { PUBLIC_URL: 'http://gateway.internal', PUBLIC_ALLOW_HTTP: 'on' },
    { ...oidc, OIDC_DISCOVERY_URL: 'http://127.0.0.1:9/.well-known/openid-configuration' },
    { ...oidc, OIDC_DISCOVERY_URL: 'http://login.internal/d', PUBLIC_ALLOW_HTTP: 'on' },
  ])('lets what nobody else reads, or the operator allows, go over http: %j', (given) => {
    expect(() => loadConfig(given)).not.toThrow();
  });

  it('refuses an address beyond this machine without the URL that people reach it under', () => {
    expect(() => loadConfig({ HOST: '0.0.0.0' })).toThrow(/^PUBLIC_URL /);
    expect(loadConfig({ HOST: '0.0.0.0', PUBLIC_URL: 'https://gateway.example' }).host).toBe('0.0.0.0');
  });

  it('refuses a shared database without shared secrets', () => {
    expect(() => loadConfig({ DATABASE_URL: 'postgres://localhost/x' })).toThrow(/^SECRETS_FILE /);
  });

  it.each([
    [{ UPSTREAM_URL: 'https://api.example/v2/' }, 'https://api.example/v2'],
    [{ UPSTREAM_URL: 'http://localhost:8080/v2' }, 'http://localhost:8080/v2'],
    [{ UPSTREAM_URL: 'http://[::1]:8080' }, 'http://[::1]:8080'],
    [{ UPSTREAM_URL: 'http://api.internal/v2', UPSTREAM_ALLOW_HTTP: 'on' }, 'http://api.internal/v2'],
  ])('takes the upstream of %j, and invents no data then', (given, url) => {
    const { upstream, sampleData } = loadConfig(given);
    expect([upstream, sampleData]).toEqual([{ url, auth: 'gateway' }, false]);
  });

  it.each([
    ['http://localhost', 'a@b.example'],
    ['smtp:', 'a@b.example'],
    ['smtp://host/path', 'a@b.example'],
    ['smtp://host?tls.rejectUnauthorized=false', 'a@b.example'],
    ['smtp://user:sec%ret@host', 'a@b.example'],
    ['smtp://host', 'no address'],
    ['smtp://host', 'Name <a@b.example>, c@d.example'],
    ['smtp://host', 'Name\nBcc: x <a@b.example>'],
  ])('do not take mail by %s from %s, and repeat neither', (url, from) => {
    const start = () => loadConfig({ SMTP_URL: url, MAIL_FROM: from });
    expect(start).toThrow(/^(SMTP_URL|MAIL_FROM) [^\n]+$/);
    expect(start).not.toThrow(/sec%ret/);
  });

  it('read how mail is sent', () => {
    const read = (SMTP_URL: string, MAIL_FROM = 'a@b.example', more = {}) =>
      loadConfig({ SMTP_URL, MAIL_FROM, ...more }).mail;
    expect(read('smtps://me%40b.example:p%3Aw@mail.example', '"Creator Audit" <a@b.example>')).toEqual({
      host: 'mail.example',
      port: 465,
      secure: true,
      requiresTls: false,
      login: { user: 'me@b.example', password: 'p:w' },
      from: { name: 'Creator Audit', address: 'a@b.example' },
    });
    expect(read('smtp://mail.example:25')).toMatchObject({ port: 25, requiresTls: true, login: null });
    expect(read('smtp://127.0.0.1')).toMatchObject({ port: 587, requiresTls: false });
    expect(read('smtp://[::1]:2525/')).toMatchObject({ host: '::1', requiresTls: false });
    expect(read('smtp://mail', 'a@b.example', { SMTP_ALLOW_PLAIN: 'on' })?.requiresTls).toBe(false);
    expect(loadConfig({}).mail).toBeNull();
  });

  it('reads what may be reached as URLs write it', () => {
    const { outboundAllow } = loadConfig({ OUTBOUND_ALLOW: 'Collector.internal:4318, 127.1:80,[::1]:443' });
    expect(outboundAllow).toEqual([
      { host: 'collector.internal', port: 4318 },
      { host: '127.0.0.1', port: 80 },
      { host: '[::1]', port: 443 },
    ]);
  });

  it('takes an empty value as not given', () => {
    expect(loadConfig({ PORT: '', PUBLIC_URL: '' })).toEqual(loadConfig({}));
  });

  it('lets API and MCP have host names of their own', () => {
    const { publicUrls } = loadConfig({
      PUBLIC_URL: 'https://app.example/',
      PUBLIC_MCP_URL: 'https://mcp.example',
    });
    expect(publicUrls).toEqual({
      dashboard: 'https://app.example',
      api: 'https://app.example',
      mcp: 'https://mcp.example',
    });
  });

  it.each([
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['localhost', true],
    ['::1', true],
    ['0.0.0.0', false],
    ['127.0.0.1.evil.example', false],
    ['::', false],
  ])('%s is a loopback address: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });

  it('are all in .env.example', async () => {
    const [source, example] = await Promise.all([readFile('src/config.ts', 'utf8'), readFile('.env.example', 'utf8')]);
    const names = [...source.matchAll(/^ {2,4}([A-Z][A-Z_]+):/gm)].map((match) => match[1]);
    expect(names).toContain('PORT');
    for (const name of names) expect(example).toMatch(new RegExp(`^# ${name}=`, 'm'));
  });
});
