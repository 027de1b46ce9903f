/** Builds the page of `/` into dist/web: one HTML file, and beside it what it loads, under names that tell the content. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const source = 'src/web'
const target = 'dist/web'

rmSync(target, { recursive: true, force: true })
const { outputFiles, metafile } = await build({
  entryPoints: ['main.ts', 'uploads/window-drops.ts', 'styles/main.css', 'favicon.svg'].map(
    (file) => `${source}/${file}`
  ),
  outdir: `${target}/assets`,
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  loader: { '.svg': 'copy' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  minify: true,
  metafile: true,
  write: false,
  logLevel: 'warning',
})

mkdirSync(`${target}/assets`, { recursive: true })
for (const { path, contents } of outputFiles) write(path, contents)
write(`${target}/index.html`, Buffer.from(withAssets(readFileSync(`${source}/index.html`, 'utf8'))))

/** The page with the addresses of what was built, relative to its own: it may stand below any path. */
function withAssets(html: string): string {
  let page = html
  for (const [output, { entryPoint = '', inputs }] of Object.entries(metafile.outputs)) {
    const entry = entryPoint || (Object.keys(inputs)[0] ?? '')
    page = page.replaceAll(`"${entry.replace(`${source}/`, '')}"`, `"assets/${basename(output)}"`)
  }
  return page
}

/** Beside the file its compressed forms, which are made once here and never while somebody waits. */
function write(path: string, contents: Uint8Array): void {
  const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
  writeFileSync(path, contents)
  writeFileSync(`${path}.gz`, gzipSync(contents, { level: 9 }))
  writeFileSync(`${path}.br`, brotliCompressSync(contents, { params: quality }))
}
