import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { admin, adminJson } from '../support/command.js'
import { recordsOf, snapshotOf, startsOn, tempDir, useStore } from '../support/data-dir.js'
import { ServerProcess } from '../support/server-process.js'

interface Restored {
  readonly restored: boolean
  readonly files: number
  readonly bytes: number
  readonly faults: readonly Readonly<Record<string, unknown>>[]
}

const restore = (dataDir: string, ...args: readonly string[]) =>
  adminJson<Restored>(dataDir, 'restore', ...args)

const store = useStore(['precious', Buffer.alloc(300_000, 'x'), 'another'])

async function backup(): Promise<{ directory: string; ids: string[] }> {
  const { dataDir, files } = await store()
  const directory = await tempDir()
  expect((await admin(dataDir, 'backup', directory)).code).toBe(0)
  return { directory, ids: files.map(({ file_id }) => file_id) }
}

describe('filedrop admin restore', () => {
  test('makes the store again, records and all, in a directory that is missing', async () => {
    const { directory } = await backup()
    const dataDir = join(await tempDir(), 'data')
    const before = await snapshotOf(directory)
    expect(await restore(dataDir, directory)).toEqual({
      code: 0,
      result: { restored: true, files: 3, bytes: 300_015, faults: [] },
    })
    expect(await snapshotOf(directory)).toEqual(before)
    expect(await recordsOf(dataDir)).toEqual(await recordsOf(directory))
    expect(await adminJson(dataDir, 'verify', '--read-data')).toMatchObject({ code: 0 })
    expect(await startsOn(dataDir)).toBe('starts')
    expect(await readdir(dataDir)).not.toContain('BACKUP')
  })

  test('takes any copy of a data directory, and one that holds nothing', async () => {
    const { dataDir: copy } = await store()
    const dataDir = await tempDir()
    await mkdir(join(dataDir, 'lost+found'))
    expect((await restore(dataDir, copy)).code).toBe(0)
    expect(await recordsOf(dataDir)).toEqual(await recordsOf(copy))
  })

  test('refuses with 73 a data directory in which there is anything, and changes nothing', async () => {
    const { directory } = await backup()
    const { dataDir: other } = await store()
    const stray = await tempDir()
    await writeFile(join(stray, 'notes.txt'), 'mine')
    const contentOnly = await tempDir()
    await mkdir(join(contentOnly, 'content'))
    await writeFile(join(contentOnly, 'content', 'x'), 'bytes')
    for (const dataDir of [other, stray, contentOnly]) {
      const before = await readdir(dataDir, { recursive: true })
      const { code, stdout, stderr } = await admin(dataDir, 'restore', directory)
      expect([code, stdout]).toEqual([73, ''])
      expect(stderr).toMatch(/is not empty[^\n]*\n$/)
      expect(await readdir(dataDir, { recursive: true })).toEqual(before)
    }
  })

  test('restores nothing from a backup in which a byte is wrong, unless that is accepted', async () => {
    const { directory, ids } = await backup()
    await writeFile(join(directory, 'content', ids[2] ?? ''), 'anothet')
    await rm(join(directory, 'content', ids[0] ?? ''))
    const dataDir = await tempDir()
    const { code, result } = await restore(dataDir, directory)
    expect([code, result.restored]).toEqual([1, false])
    expect(result.faults.map(({ kind }) => kind).sort()).toEqual([
      'content-missing',
      'digest-differs',
    ])
    expect(await readdir(join(dataDir, 'content'))).toEqual([])
    expect(await readdir(dataDir)).not.toContain('metadata.json')
    const accepted = await restore(dataDir, directory, '--accept-faults')
    expect([accepted.code, accepted.result.restored]).toEqual([1, true])
    expect(await recordsOf(dataDir)).toEqual(await recordsOf(directory))
    expect(await readdir(join(dataDir, 'content'))).toEqual([ids[1]])
  })

  test('refuses with 75 while a server uses the data directory, and with 65 where there is no backup', async () => {
    const { directory } = await backup()
    const dataDir = await tempDir()
    const server = await ServerProcess.start(dataDir)
    expect((await admin(dataDir, 'restore', directory)).code).toBe(75)
    await server.stop()
    const missing = join(await tempDir(), 'data')
    expect((await admin(missing, 'restore', await tempDir())).code).toBe(65)
    expect((await admin(missing, 'restore')).code).toBe(64)
    await expect(readdir(missing)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
