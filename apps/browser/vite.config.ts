import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { defineConfig } from 'vite'

const entries = join(import.meta.dirname, 'src/entries')

/** One module per page that has a script; names are stable because the server revalidates them by hash. */
export default defineConfig({
  build: {
    outDir: 'dist/site',
    assetsDir: 'assets',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    rolldownOptions: {
      input: Object.fromEntries(readdirSync(entries).map((name) => [basename(name, '.ts'), join(entries, name)])),
      output: { entryFileNames: 'assets/[name].js', chunkFileNames: 'assets/[name]-[hash].js', assetFileNames: 'assets/[name][extname]' },
    },
  },
})
