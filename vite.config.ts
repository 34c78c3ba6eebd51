import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

/** The dashboard: built once by `npm ci` (prepare.ts) into dist/web, which `src/dashboard/web/` serves. */
export default defineConfig({
  root: 'src/web',
  // Below any path: the server puts the prefix of PUBLIC_URL into the index.
  base: './',
  plugins: [tailwindcss()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // Nothing may stand in a data: URL, which the content security policy does not let in.
    assetsInlineLimit: 0,
    // It would be an inline script in other browsers' place.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: true,
    rolldownOptions: {
      // "use client" of libraries means something to servers that render React; there is none here.
      onLog: (level, log, report) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
    },
  },
});
