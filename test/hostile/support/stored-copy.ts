import { cp, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { upload, uploadBy } from '../../support/doors.js'
import { ServerProcess } from '../../support/server-process.js'
import { Suite } from '../../support/suite.js'
import { makeTempDir, removeDir } from '../../support/temp-dir.js'
import type { FileView } from '../../support/wire.js'

/**
 * A store of which every copy can be harmed: its server was killed, so that it has a snapshot and the one before it,
 * a journal for each, and every kind of line in both of them.
 */
export class StoredCopy {
  private constructor(
    private readonly dataDir: string,
    /** The list after each change since the newest snapshot. */
    readonly states: readonly (readonly FileView[])[]
  ) {}

  static async make(): Promise<StoredCopy> {
    const suite = await Suite.start()
    await changeEverything(suite, async () => {})
    await suite.server.stop()
    await suite.restart()
    const states: (readonly FileView[])[] = []
    const note = async () => {
      states.push(await suite.list())
    }
    await note()
    await changeEverything(suite, note)
    await suite.server.kill()
    return new StoredCopy(suite.dataDir, states)
  }

  get whole(): readonly FileView[] {
    return this.states.at(-1) ?? []
  }

  async copy(): Promise<string> {
    const copy = await makeTempDir()
    await cp(this.dataDir, copy, { recursive: true })
    return copy
  }

  dispose(): Promise<void> {
    return removeDir(this.dataDir)
  }
}

/** One line of each kind at least. */
async function changeEverything(suite: Suite, noted: () => Promise<void>): Promise<void> {
  const { client } = suite
  const { file_id: kept } = await upload(client, { content: 'kept', name: 'kept.txt' })
  await noted()
  const id = await uploadBy(client, 'named', { content: 'gone', name: 'gone.txt' })
  await noted()
  await client.sendJson('PUT', `/files/${kept}`, { file_name: 'renamed.txt' })
  await noted()
  const headers = { 'Content-Type': 'image/png' }
  await client.request('PUT', `/files/${kept}/content`, { headers, body: 'replaced' })
  await noted()
  await client.get(`/files/${kept}`)
  await noted()
  await client.delete(`/files/${id}`)
  await noted()
  await upload(client, { content: 'last', name: 'last.txt' })
  await noted()
}

/** Every file of a data directory but the lock, with what it holds. */
async function filesOf(dataDir: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isFile() && entry.name !== 'LOCK')
    .map((entry) => join(entry.parentPath, entry.name))
  const contents = names.map(async (name) => [name, await readFile(name, 'base64')] as const)
  return new Map(await Promise.all(contents))
}

/** The server does not start, says in one line why, and has changed nothing. */
export async function expectNoStart(dataDir: string, reason: RegExp, code: number): Promise<void> {
  const before = await filesOf(dataDir)
  const start = ServerProcess.launch({ DATA_DIR: dataDir })
  const exit = await start.refused()
  expect(exit, start.output()).toEqual({ code, signal: null })
  expect(start.output()).toMatch(reason)
  expect(start.strayLines).toHaveLength(1)
  expect(await filesOf(dataDir)).toEqual(before)
}
