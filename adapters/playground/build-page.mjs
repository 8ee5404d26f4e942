/** Bundles the playground's web page: `node adapters/playground/build-page.mjs [OUTDIR]`. */
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const source = fileURLToPath(new URL('./page/', import.meta.url))
const standard = fileURLToPath(new URL('../../dist/adapters/playground/page/', import.meta.url))

/** Writes index.html, page.js and page.css into `outdir`; rejects with esbuild's own message when the page does not bundle. */
export async function buildPage(outdir = standard) {
  await mkdir(outdir, { recursive: true })
  await build({
    entryPoints: { page: join(source, 'main.tsx') },
    outdir,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022'],
    jsx: 'automatic',
    tsconfig: join(source, 'tsconfig.json'),
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
    legalComments: 'none',
  })
  await build({
    entryPoints: { page: join(source, 'style/page.css') },
    outdir,
    bundle: true,
    minify: true,
    target: ['es2022'],
    logLevel: 'warning',
  })
  await copyFile(join(source, 'index.html'), join(outdir, 'index.html'))
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildPage(process.argv[2])
