// How the portal is built: one page, hashed names, nothing inline, so that the content security policy can forbid it.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// `npm run dev` shows the pages of the source beside a box that runs: BELLBOX=https://localhost:8443.
const box = process.env.BELLBOX ?? 'https://localhost:8443';

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    proxy: { '/api': { target: box, secure: false, changeOrigin: true } },
  },
  test: { include: ['src/**/*.test.ts'] },
});
