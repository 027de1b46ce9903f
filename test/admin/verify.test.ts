import {
  mkdir,
  readdir,
  readFile,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { admin, adminJson } from '../support/command.js'
import { snapshotOf, tempDir, useStore } from '../support/data-dir.js'
import { upload } from '../support/doors.js'
import { ownServer } from '../support/suite.js'
import { askForOffset, beginUpload, idOf, sendPiece } from '../support/tus.js'

interface Verified {
  readonly files: number
  readonly bytes: number
  readonly arriving: number
  readonly problems: readonly Readonly<Record<string, unknown>>[]
}

const verify = (dataDir: string, ...args: readonly string[]) =>
  adminJson<Verified>(dataDir, 'verify', ...args)

const store = useStore(['precious', Buffer.alloc(300_000, 'x'), 'another'])

/** A byte in the middle, changed without a trace in size or time. */
async function flipOneByte(path: string): Promise<void> {
  const bytes = await readFile(path)
  const middle = bytes.length >> 1
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  await writeFile(path, bytes)
}

describe('filedrop admin verify', () => {
  test('finds nothing in a store that is whole', async () => {
    const { dataDir } = await store()
    const expected = { files: 3, bytes: 300_015, arriving: 0, problems: [] }
    expect(await verify(dataDir)).toEqual({ code: 0, result: expected })
    expect(await verify(dataDir, '--read-data')).toEqual({ code: 0, result: expected })
    const { code, stdout } = await admin(dataDir, 'verify')
    expect([code, stdout]).toEqual([0, '3 files, 293.0 KiB: all is well\n'])
  })

  test('has nothing against uploads in pieces, and a backup leaves them out', async () => {
    const suite = await ownServer()
    const at = await beginUpload(suite.client, 6)
    await sendPiece(suite.client, at, { offset: 0, body: 'abc' })
    const done = await beginUpload(suite.client, 3)
    await sendPiece(suite.client, done, { offset: 0, body: 'xyz' })
    const expected = { files: 1, bytes: 3, arriving: 0, problems: [] }
    expect(await verify(suite.dataDir, '--read-data')).toEqual({ code: 0, result: expected })
    const directory = await tempDir()
    expect((await admin(suite.dataDir, 'backup', directory)).code).toBe(0)
    expect(await readdir(directory)).not.toContain('tus')
    const copy = await ownServer({}, {}, { dataDir: directory })
    expect((await copy.client.get(`/files/${idOf(done)}`)).text).toBe('xyz')
    expect((await askForOffset(copy.client, at)).status).toBe(404)
  })

  test.each([
    ['removed', (path: string) => rm(path), [{ kind: 'content-missing' }]],
    [
      'truncated',
      (path: string) => truncate(path, 299_999),
      [{ kind: 'size-differs', size: 299_999 }],
    ],
    [
      'longer',
      (path: string) => truncate(path, 300_001),
      [{ kind: 'size-differs', size: 300_001 }],
    ],
    ['another byte', flipOneByte, []],
    [
      'a symbolic link to the same bytes',
      async (path: string) => {
        await writeFile(join(path, '../../same'), await readFile(path))
        await rm(path)
        await symlink('../same', path)
      },
      [{ kind: 'not-a-file' }],
    ],
    [
      'a directory',
      async (path: string) => {
        await rm(path)
        await mkdir(path)
      },
      [{ kind: 'not-a-file' }],
    ],
  ])('names exactly the one content that is %s', async (_title, harm, expected) => {
    const { dataDir, files } = await store()
    const id = files[1]?.file_id ?? ''
    await harm(join(dataDir, 'content', id))
    const before = await snapshotOf(dataDir)
    const { code, result } = await verify(dataDir)
    expect(result.problems).toMatchObject(expected.map((fault) => ({ ...fault, record: { id } })))
    expect(code).toBe(expected.length)
    expect(await snapshotOf(dataDir)).toEqual(before)
  })

  test('finds one flipped byte when it reads the data, and names both digests', async () => {
    const { dataDir, files } = await store()
    const file = files[1]
    await flipOneByte(join(dataDir, 'content', file?.file_id ?? ''))
    const { code, result } = await verify(dataDir, '--read-data')
    expect(code).toBe(1)
    expect(result.problems).toEqual([
      {
        kind: 'digest-differs',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        record: expect.objectContaining({ id: file?.file_id, sha256: file?.sha256 }),
      },
    ])
    const { stdout } = await admin(dataDir, 'verify', '--read-data')
    expect(stdout).toContain(`${file?.file_id} file 1.txt: content ${file?.file_id} has SHA-256`)
    expect(stdout).toMatch(/: 1 problem\n$/)
  })

  test('names a content that no record names', async () => {
    const { dataDir } = await store()
    await writeFile(join(dataDir, 'content', 'stranger'), '12345')
    const { code, result } = await verify(dataDir)
    expect(result.problems).toEqual([
      { kind: 'content-without-record', contentKey: 'stranger', size: 5 },
    ])
    expect(code).toBe(1)
  })

  test('names one beside a running server too, once it is too old for an upload', async () => {
    const suite = await ownServer()
    await upload(suite.client)
    const path = join(suite.dataDir, 'content', 'stranger')
    await writeFile(path, '12345')
    expect(await verify(suite.dataDir)).toMatchObject({
      code: 0,
      result: { arriving: 1, problems: [] },
    })
    await utimes(path, 1, 1)
    expect(await verify(suite.dataDir)).toMatchObject({
      code: 1,
      result: { arriving: 0, problems: [{ contentKey: 'stranger' }] },
    })
  })

  test('says so when the previous snapshot has to stand in', async () => {
    const { dataDir } = await store()
    await flipOneByte(join(dataDir, 'metadata.json'))
    const { code, result } = await verify(dataDir)
    expect(result).toMatchObject({ files: 3, problems: [{ kind: 'snapshot-damaged' }] })
    expect(code).toBe(1)
  })

  test('ends with 65 and the place when the metadata cannot be read, as the start does', async () => {
    const { dataDir } = await store()
    await flipOneByte(join(dataDir, 'metadata.json'))
    await rm(join(dataDir, 'metadata.previous.json'))
    const { code, stdout, stderr } = await admin(dataDir, 'verify', '--json')
    expect([code, stdout]).toEqual([65, ''])
    expect(stderr).toMatch(/^STORE_CORRUPT .*metadata\.json:\d+: .*repair.*\n$/)
  })

  test('ends with 65 where there is no store, and makes none', async () => {
    const directory = await tempDir()
    const { code, stderr } = await admin(directory, 'verify')
    expect(code).toBe(65)
    expect(stderr).toMatch(/^STORE_MISSING [^\n]*\n$/)
    expect(Object.keys(await snapshotOf(directory))).toEqual(['.'])
    expect((await admin(join(directory, 'nowhere'), 'verify')).code).toBe(74)
  })

  test('raises no false alarm beside writers, and sees what they wrote', async () => {
    const suite = await ownServer()
    let running = true
    let done = 0
    const work = async (seed: number) => {
      for (let turn = 0; running; turn++) {
        const { file_id } = await upload(suite.client, { content: Buffer.alloc(4000 + seed) })
        const headers = { 'Content-Type': 'text/plain' }
        await suite.client.request('PUT', `/files/${file_id}/content`, { headers, body: `${turn}` })
        if (turn % 4 > 0) await suite.client.delete(`/files/${file_id}`)
        done++
      }
    }
    const workers = [1, 2, 3, 4].map((seed) => work(seed))
    try {
      for (let round = 0; round < 6; round++) {
        const before = done
        const { code, result } = await verify(suite.dataDir, '--read-data')
        expect([code, result.problems]).toEqual([0, []])
        expect(done).toBeGreaterThan(before)
      }
    } finally {
      running = false
      await Promise.all(workers)
    }
    expect(await verify(suite.dataDir, '--read-data')).toMatchObject({
      code: 0,
      result: { files: (await suite.list()).length, arriving: 0 },
    })
  })
})
