import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runTool } from '../../../scripts/tools/run-tool.js'

/** A program of a package of this project. */
export const bin = (name: string): string =>
  fileURLToPath(new URL(`../../../node_modules/.bin/${name}`, import.meta.url))

/** Settings of those who generate clients: strict, for a bundler, with the types of a browser. */
const compilerOptions = {
  target: 'ES2022',
  lib: ['ES2022', 'DOM', 'DOM.Iterable'],
  module: 'ESNext',
  moduleResolution: 'Bundler',
  types: ['node'],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
}

/** Holds the program in the directory against the types that were generated. Throws what does not fit. */
export async function checkTypes(directory: string): Promise<void> {
  const config = { compilerOptions, include: ['**/*.ts'] }
  await writeFile(join(directory, 'tsconfig.json'), JSON.stringify(config))
  await writeFile(join(directory, 'package.json'), JSON.stringify({ type: 'module' }))
  await runTool(bin('tsc'), ['-p', directory])
}
