import { execFile } from 'node:child_process'
import { readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { useServer } from '../support/suite.js'
import { makeTempDir, removeDir } from '../support/temp-dir.js'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const suite = useServer()
let directory = ''

beforeAll(async () => {
  directory = await makeTempDir()
  await symlink(join(root, 'node_modules'), join(directory, 'node_modules'))
  return () => removeDir(directory)
})

/** The blocks of docs/resumable-uploads.md in this language, for the server under test. */
async function blocks(language: string): Promise<string> {
  const page = await readFile(join(root, 'docs/resumable-uploads.md'), 'utf8')
  const found = page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))
  const text = [...found].map(([, block]) => block).join('\n')
  expect(text).not.toBe('')
  return text.replaceAll('http://127.0.0.1:8080', `http://127.0.0.1:${suite.current.server.port}`)
}

test('the page works as it is pasted: curl, then Node, then Python with the same file', async () => {
  const inside = { cwd: directory }
  await run('bash', ['-euo', 'pipefail', '-c', await blocks('bash')], inside)
  await run('node', ['--input-type=module', '-e', await blocks('js')], inside)
  await run(join(root, '.venv/tus/bin/python'), ['-c', await blocks('python')], inside)
  const files = await suite.current.list()
  expect(files.map(({ file_name, file_size }) => [file_name, file_size])).toEqual(
    Array.from({ length: 3 }, () => ['film.bin', 3_000_000])
  )
  expect(new Set(files.map(({ sha256 }) => sha256)).size).toBe(1)
})
