/**
 * Checks the imports of the project against .dependency-cruiser.mjs.
 *
 * The tool's own command is green when it could read no TypeScript at all (0 modules), so this script counts: every
 * source file on disk must be among the modules that were looked at.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { cruise, format, type ICruiseResult } from 'dependency-cruiser'
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config'

const folders = ['src', 'schemas', 'test', 'scripts', 'bench'].filter((folder) =>
  existsSync(folder)
)

const sourceFiles = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
    .filter((file) => !file.includes('/fixtures/'))
)

const cruised = await cruise(
  folders,
  await extractOptions('./.dependency-cruiser.mjs'),
  undefined,
  {
    tsConfig: extractTsConfig('tsconfig.json'),
  }
)
const result = cruised.output as ICruiseResult
const seen = new Set(result.modules.map((module) => module.source))
const unseen = sourceFiles.filter((file) => !seen.has(file))

if (sourceFiles.length === 0 || unseen.length > 0) {
  process.stderr.write(
    `The check looked at ${sourceFiles.length - unseen.length} of ${sourceFiles.length} source files and proves nothing. ` +
      `Does dependency-cruiser support the installed TypeScript?\n${unseen.join('\n')}\n`
  )
  process.exitCode = 1
} else {
  const report = await format(result, { outputType: 'err-long' })
  process.stdout.write(String(report.output))
  process.exitCode = report.exitCode
}
