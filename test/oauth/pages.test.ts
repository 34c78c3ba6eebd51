import { expect, test } from 'vitest';
import { testConnect } from './connect-server.ts';
import { RawApp } from './raw-app.ts';

testConnect('the page where an app is let in, and the way to it', (server) => {
  test('stand in no frame, and are cached by nobody', async () => {
    const { url, dashboard } = server();
    const page = await fetch(`${dashboard.server.url}/connect-app`);
    expect(page.headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/);
    const app = await RawApp.registered(url);
    const redirected = await fetch(app.authorizationUrl(), { redirect: 'manual' });
    expect(redirected.headers.get('cache-control')).toBe('no-store');
    expect(redirected.headers.get('referrer-policy')).toBe('no-referrer');
    expect(redirected.headers.getSetCookie()).toEqual([]);
  });
});
