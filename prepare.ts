/**
 * `npm ci` runs this last: it builds the dashboard. An install that cannot build it (no development packages, a machine
 * too small) still succeeds: the server then serves API and MCP, and says how to build.
 */
try {
  const { build } = await import('vite');
  await build({ configFile: 'vite.config.ts', logLevel: 'warn' });
  process.stdout.write('The dashboard is built: dist/web\n');
} catch (error) {
  const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
  process.stderr.write(`The dashboard was not built (${reason}). Later: npm install && npm run build\n`);
}
