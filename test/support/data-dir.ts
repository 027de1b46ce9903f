import { cp, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { admin } from './command.js'
import { upload } from './doors.js'
import { ServerProcess } from './server-process.js'
import { Suite } from './suite.js'
import { makeTempDir, removeDir } from './temp-dir.js'
import type { FileView } from './wire.js'

/** A record as `filedrop admin export` prints it. */
export interface StoredRecord {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly size: number
  readonly sha256: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly downloadCount: number
  readonly contentKey: string
  readonly publishedAs: string | null
  readonly revision: number
}

/** A new empty directory, removed when the test ends. */
export async function tempDir(): Promise<string> {
  const directory = await makeTempDir()
  onTestFinished(() => removeDir(directory))
  return directory
}

/** Everything in a directory: bytes (in hexadecimal digits would be too much, so base64) and times of change. */
export async function snapshotOf(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const rows = await Promise.all(
    entries.map(async (entry) => {
      const path = join(entry.parentPath, entry.name)
      const bytes = entry.isFile() ? (await readFile(path)).toString('base64') : ''
      return [path, `${(await stat(path)).mtimeMs} ${bytes}`] as const
    })
  )
  return Object.fromEntries([['.', `${(await stat(directory)).mtimeMs}`], ...rows])
}

/** The data directory of a stopped server. */
export interface StoppedStore {
  readonly dataDir: string
  readonly files: readonly FileView[]
}

/** One store that a server took these contents into, made once; each test gets a copy of its directory. */
export function useStore(contents: readonly (string | Buffer)[]): () => Promise<StoppedStore> {
  let suite: Suite | undefined
  const files: FileView[] = []
  beforeAll(async () => {
    suite = await Suite.start()
    for (const [at, content] of contents.entries()) {
      files.push(await upload(suite.client, { content, name: `file ${at}.txt` }))
    }
    await suite.settled()
    await suite.server.stop()
  })
  afterAll(() => suite?.dispose())
  return async () => {
    const dataDir = await tempDir()
    await cp(suite?.dataDir ?? '', dataDir, { recursive: true, preserveTimestamps: true })
    return { dataDir, files }
  }
}

/** The data directory of a server that was killed. */
export interface CrashedStore {
  readonly dataDir: string
  /** The journal of what came since the snapshot, with a header and a change a line. */
  readonly journal: string
  readonly ids: readonly string[]
  readonly records: readonly StoredRecord[]
  /** The records after each line of the journal, the first being its header. */
  readonly states: readonly (readonly StoredRecord[])[]
}

/** One store that was stopped with three files, started again, changed and killed; each test gets a copy. */
export function useCrashedStore(): () => Promise<CrashedStore> {
  let suite: Suite | undefined
  const ids: string[] = []
  const states: StoredRecord[][] = []
  beforeAll(async () => {
    suite = await Suite.start()
    for (const content of ['one', 'two', 'three']) {
      ids.push((await upload(suite.client, { content, name: `${content}.txt` })).file_id)
    }
    await suite.settled()
    await suite.server.stop()
    await suite.restart()
    const { client, dataDir } = suite
    const note = async () => states.push(await recordsOf(dataDir))
    await note()
    for (const content of ['four', 'five']) {
      await upload(client, { content, name: `${content}.txt` })
      await note()
    }
    await client.sendJson('PUT', `/files/${ids[0]}`, { file_name: 'renamed.txt' })
    await note()
    await client.get(`/files/${ids[1]}`)
    await note()
    await client.delete(`/files/${ids[2]}`)
    await note()
    await upload(client, { content: 'six', name: 'six.txt' })
    await note()
    await suite.settled()
    await suite.server.kill()
    // The line of the header came with the first change.
    states.unshift(states[0] as StoredRecord[])
  }, 120_000)
  afterAll(() => suite?.dispose())
  return async () => {
    const dataDir = await tempDir()
    await cp(suite?.dataDir ?? '', dataDir, { recursive: true, preserveTimestamps: true })
    const records = states.at(-1) ?? []
    return { dataDir, journal: join(dataDir, 'journal.2.log'), ids, records, states }
  }
}

/** The records in a directory, as `filedrop admin export` prints them. */
export async function recordsOf(dataDir: string): Promise<StoredRecord[]> {
  const { code, stdout, stderr } = await admin(dataDir, 'export')
  if (code !== 0) throw new Error(`export ended with ${code}: ${stderr}`)
  return parseRecords(stdout)
}

export const parseRecords = (ndjson: string): StoredRecord[] =>
  ndjson
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as StoredRecord)

/** Whether a server starts on the directory, and how it ended when it does not. */
export async function startsOn(dataDir: string): Promise<number | 'starts'> {
  const server = ServerProcess.launch({ DATA_DIR: dataDir })
  const listens = server
    .logLine((line) => line.msg === 'listening')
    .then(
      () => true,
      () => false
    )
  if (!(await listens)) return (await server.exited).code ?? -1
  await server.stop()
  return 'starts'
}
