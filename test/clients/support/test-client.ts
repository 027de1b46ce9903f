import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { runTool } from '../../../scripts/tools/run-tool.js'
import { installTool, toolPath } from '../../../scripts/tools/tools.js'
import { useServer } from '../../support/suite.js'
import { makeTempDir, removeDir } from '../../support/temp-dir.js'
import { checks } from './checks.js'
import { type Example, exampleOf, publishedAddress } from './example.js'
import { leftBehind, writeSamples } from './samples.js'

/** The document as it is in the repository: no generator is given another. */
export const documentFile = fileURLToPath(new URL('../../../openapi.yaml', import.meta.url))

export interface GeneratedClient {
  /** The folder beside this one with the program and what builds it. */
  readonly name: string
  /** Says which generator, of which version: another one generates anew. */
  readonly generator: string
  /** Generates the client and makes a program of it with the files of the folder, all of them in the directory. */
  readonly build: (source: string, directory: string) => Promise<void>
  /** How the program is started; the address of the service and the directory of samples follow. */
  readonly command: (directory: string) => Command
  readonly example: Example
}

type Command = readonly [string, ...string[]]

/** A test for each thing that a program does with the client that was generated for it, and one for what is left. */
export function testClient({ name, generator, build, command, example }: GeneratedClient): void {
  const suite = useServer()
  const address = () => `http://127.0.0.1:${suite.current.server.port}`
  const source = fileURLToPath(new URL(`../${name}`, import.meta.url))
  const directory = toolPath('clients', name)
  const exampleFile = join(directory, example.file)
  const reports = new Map<string, string>()

  beforeAll(async () => {
    const text = exampleOf(example)
    const stamp = [generator, digestOf([documentFile, ...filesIn(source)]), text].join('\n')
    const install = async (into: string) => {
      mkdirSync(dirname(exampleFile), { recursive: true })
      writeFileSync(exampleFile, text)
      await build(source, into)
    }
    await installTool({ name: `clients/${name}`, stamp, install })
    const samples = await makeTempDir()
    try {
      await writeSamples(samples)
      const [file, ...args] = command(directory)
      const printed = await runTool(file, [...args, address(), samples])
      for (const line of printed.trimEnd().split('\n')) {
        const [check = '', outcome = ''] = line.split('\t')
        reports.set(check, outcome)
      }
    } finally {
      await removeDir(samples)
    }
  })

  test.each(Object.entries(checks))('%s: it %s', (check) => {
    expect(reports.get(check)).toBe('ok')
  })

  test('nothing else is reported', () => {
    expect([...reports.keys()].sort()).toEqual(Object.keys(checks).sort())
  })

  test('the example of docs/clients.md does what it says', async () => {
    writeFileSync(exampleFile, exampleOf(example).replace(publishedAddress, address()))
    const [file, ...args] = example.command(directory)
    expect(await runTool(file, args)).toBe('Hello\nFILE_NOT_FOUND\n')
    await suite.current.client.delete(`/files/${(await suite.current.list())[0]?.file_id}`)
  })

  test('every file that was kept has its name and its content', async () => {
    const left = await suite.current.list()
    expect(left.map(({ file_name, sha256 }) => `${file_name} ${sha256}`).sort()).toEqual(leftBehind)
  })
}

const filesIn = (folder: string): string[] => readdirSync(folder).map((file) => join(folder, file))

function digestOf(files: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}
