import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { admin, adminJson, filedrop, launch } from '../support/command.js'
import { parseRecords, snapshotOf, tempDir, useStore } from '../support/data-dir.js'
import { upload, uploadBy } from '../support/doors.js'
import { ownServer } from '../support/suite.js'

const emptyStore = useStore([])

describe('filedrop admin export', () => {
  test('prints every record of a running server, one JSON object a line, in order of creation', async () => {
    const suite = await ownServer()
    const named = await uploadBy(suite.client, 'named', { name: 'Zoë (1).txt' })
    const file = await upload(suite.client, { content: 'text', name: 'b.txt' })
    await suite.client.get(`/files/${file.file_id}`)
    const { code, stdout, stderr } = await admin(suite.dataDir, 'export')
    expect([code, stderr]).toEqual([0, ''])
    const records = parseRecords(stdout)
    expect(records.map(({ id }) => id)).toEqual([named, file.file_id])
    expect(records[0]).toMatchObject({ name: 'Zoë (1).txt', publishedAs: 'Zoë_1.txt' })
    expect(records[1]).toEqual({
      id: file.file_id,
      name: 'b.txt',
      type: file.file_type,
      size: 4,
      sha256: file.sha256,
      createdAt: Date.parse(file.created_at),
      updatedAt: Date.parse(file.updated_at),
      downloadCount: 1,
      contentKey: file.file_id,
      publishedAs: null,
      revision: 1,
    })
  })

  test('prints nothing for an empty store', async () => {
    const { dataDir } = await emptyStore()
    expect(await admin(dataDir, 'export')).toEqual({ code: 0, stdout: '', stderr: '' })
  })
})

describe('filedrop admin stats', () => {
  test('counts files, bytes, downloads and what no record names', async () => {
    const suite = await ownServer()
    const first = await upload(suite.client, { content: 'text', name: 'a.txt' })
    await uploadBy(suite.client, 'named', {
      content: Buffer.alloc(5000),
      name: 'b.png',
      type: 'image/png',
    })
    await suite.client.get(`/files/${first.file_id}`)
    await suite.settled()
    await writeFile(join(suite.dataDir, 'content', 'stranger'), '12345')
    const { code, result } = await adminJson<Record<string, unknown>>(suite.dataDir, 'stats')
    expect(code).toBe(0)
    expect(result).toMatchObject({
      files: 2,
      bytes: 5004,
      downloads: 1,
      published: 1,
      families: [
        { family: 'image', files: 1, bytes: 5000, downloads: 0 },
        { family: 'text', files: 1, bytes: 4, downloads: 1 },
      ],
      largest: [{ name: 'b.png' }, { name: 'a.txt' }],
      oldest: { id: first.file_id },
      newest: { name: 'b.png' },
      unclaimed: { files: 1, bytes: 5 },
      trash: { files: 0, bytes: 0 },
      metadata: { count: 2, generation: 1, lastGeneration: 1, journalLines: 4, damage: null },
    })
    const { stdout } = await admin(suite.dataDir, 'stats')
    expect(stdout).toMatch(/^files +2, 4\.9 KiB, 1 published$/m)
    expect(stdout).toMatch(/^ {2}image\/\* +1 file, 4\.9 KiB, 0 downloads$/m)
    expect(stdout).toMatch(/^no record +1 content, 5 B$/m)
  })

  test('counts nothing in an empty store', async () => {
    const { dataDir } = await emptyStore()
    const { code, result } = await adminJson(dataDir, 'stats')
    expect(code).toBe(0)
    expect(result).toMatchObject({ files: 0, largest: [], oldest: null, newest: null })
  })
})

describe('the commands that only look', () => {
  test('change neither a byte nor a time, in a store that a crash left as well', async () => {
    const suite = await ownServer()
    await upload(suite.client, { content: 'acknowledged' })
    await suite.server.kill()
    await writeFile(join(suite.dataDir, 'journal.1.log'), 'deadbeef {"s":', { flag: 'a' })
    await writeFile(join(suite.dataDir, 'tmp', 'left.part'), 'half')
    await writeFile(join(suite.dataDir, 'metadata.json.tmp'), 'half')
    const before = await snapshotOf(suite.dataDir)
    for (const args of [['verify'], ['verify', '--read-data'], ['export'], ['stats']]) {
      expect(await admin(suite.dataDir, ...args)).toMatchObject({ code: 0, stderr: '' })
    }
    expect(await snapshotOf(suite.dataDir)).toEqual(before)
  })

  test.each([
    [['verify', 'x'], /no use for "x"/],
    [['verify', '--fix'], /--fix/],
    [['stats', 'x'], /no use for "x"/],
    [['export', '--csv'], /--csv/],
  ])('%j ends with 64 and one line that says why', async (args, reason) => {
    const { code, stdout, stderr } = await admin(await tempDir(), ...args)
    expect([code, stdout]).toEqual([64, ''])
    expect(stderr).toMatch(reason)
    expect(stderr.trim()).not.toMatch(/\n/)
  })

  test.each(['verify', 'export', 'stats'])('%s explains itself', async (name) => {
    const { code, stdout } = await filedrop('admin', name, '--help')
    expect(code).toBe(0)
    expect(stdout).toMatch(new RegExp(`^Usage: filedrop admin ${name}`))
    expect(stdout).toMatch(/^Exit codes:$/m)
  })

  test('a setting that is wrong ends with 78', async () => {
    const { code, stderr } = await launch({ PORT: 'many' }, ['admin', 'stats']).ended
    expect(code).toBe(78)
    expect(stderr).toMatch(/^PORT: [^\n]*\n$/)
  })
})
