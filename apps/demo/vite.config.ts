import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Builds the page into one self-contained folder beside the server. */
export default defineConfig({
  root: 'web',
  plugins: [react()],
  build: { outDir: '../dist/web', emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 900 },
});
