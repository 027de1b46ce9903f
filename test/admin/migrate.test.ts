import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { admin, launch } from '../support/command.js'
import { recordsOf, snapshotOf, startsOn, tempDir, useStore } from '../support/data-dir.js'
import { upload } from '../support/doors.js'
import { embedded, migrate, migrateJson, settingsFile } from '../support/migrations.js'
import { ServerProcess } from '../support/server-process.js'
import { ownServer } from '../support/suite.js'

const store = useStore(['precious', Buffer.alloc(3_000_000, 'x'), 'another', ''])

async function expectSame(dataDir: string, other: string): Promise<void> {
  expect(await recordsOf(other)).toEqual(await recordsOf(dataDir))
  expect((await admin(other, 'verify', '--read-data')).code).toBe(0)
}

describe('filedrop admin migrate', () => {
  test('makes an empty directory the same store, on which a server starts, and touches nothing of the source', async () => {
    const { dataDir, files } = await store()
    const target = join(await tempDir(), 'new', 'place')
    const before = await snapshotOf(dataDir)
    expect(await migrateJson(embedded(dataDir), embedded(target))).toEqual({
      code: 0,
      result: {
        finished: true,
        files: 4,
        bytes: 3_000_015,
        copiedFiles: 4,
        copiedBytes: 3_000_015,
        faults: [],
      },
    })
    expect(await snapshotOf(dataDir)).toEqual(before)
    await expectSame(dataDir, target)
    const server = await ServerProcess.start(target)
    const answer = await fetch(`http://127.0.0.1:${server.port}/files/${files[0]?.file_id}`)
    expect(await answer.text()).toBe('precious')
    await server.stop()
  })

  test('makes another store of it, which a backup of the first one does not take for its own', async () => {
    const { dataDir } = await store()
    const [target, directory] = [await tempDir(), await tempDir()]
    await migrate(embedded(dataDir), embedded(target))
    expect((await admin(dataDir, 'backup', directory)).code).toBe(0)
    expect((await admin(target, 'backup', directory)).code).toBe(73)
  })

  test('of an empty store makes an empty one', async () => {
    const suite = await ownServer()
    await suite.server.stop()
    const target = await tempDir()
    expect(await migrate(embedded(suite.dataDir), embedded(target))).toMatchObject({
      code: 0,
      stdout: 'Moved 0 files, 0 B; copied 0 contents, 0 B\n',
    })
    expect(await startsOn(target)).toBe('starts')
  })

  test('names what is damaged, leaves the target unfinished, and goes on when that is mended', async () => {
    const { dataDir, files } = await store()
    const target = await tempDir()
    const [first, second, third] = files.map(({ file_id }) => join(dataDir, 'content', file_id))
    await writeFile(third ?? '', 'anothet')
    await rm(first ?? '')
    await writeFile(second ?? '', 'short')
    const { code, result } = await migrateJson(embedded(dataDir), embedded(target))
    expect([code, result.finished, result.files]).toEqual([1, false, 1])
    expect(result.faults.map(({ kind, record }) => [record.id, kind]).sort()).toEqual(
      [
        [files[0]?.file_id, 'content-missing'],
        [files[1]?.file_id, 'size-differs'],
        [files[2]?.file_id, 'digest-differs'],
      ].sort()
    )
    expect(await readdir(join(target, 'content'))).toEqual([files[3]?.file_id])
    expect(await startsOn(target)).toBe(65)
    await writeFile(first ?? '', 'precious')
    await writeFile(second ?? '', Buffer.alloc(3_000_000, 'x'))
    await writeFile(third ?? '', 'another')
    const again = await migrateJson(embedded(dataDir), embedded(target))
    expect([again.code, again.result.files, again.result.copiedFiles]).toEqual([0, 4, 3])
    await expectSame(dataDir, target)
  })

  test('with --accept-faults leaves behind what is damaged, says which, and finishes', async () => {
    const { dataDir, files } = await store()
    const target = await tempDir()
    await writeFile(join(dataDir, 'content', files[0]?.file_id ?? ''), 'precioux')
    const { code, stdout } = await migrate(embedded(dataDir), embedded(target), '--accept-faults')
    expect([code, stdout.split('\n')]).toEqual([
      1,
      [
        expect.stringMatching(new RegExp(`^${files[0]?.file_id} file 0.txt: .* has SHA-256`)),
        'Moved 3 files, 2.9 MiB; copied 3 contents, 2.9 MiB',
        '',
      ],
    ])
    expect(await recordsOf(target)).toEqual((await recordsOf(dataDir)).slice(1))
    expect((await admin(target, 'verify', '--read-data')).code).toBe(0)
  })

  test('that is killed goes on where it was, and is no store before it is complete', async () => {
    const suite = await ownServer()
    for (let i = 0; i < 200; i++) await upload(suite.client, { content: `${i}`.repeat(5000) })
    await suite.settled()
    await suite.server.stop()
    const target = await tempDir()
    const args = ['--from', await settingsFile(embedded(suite.dataDir)), '--to']
    args.push(await settingsFile(embedded(target)))
    const copied = async () => (await readdir(join(target, 'content')).catch(() => [])).length
    for (const enough of [1, 40, 100]) {
      const { child, ended } = launch({}, ['admin', 'migrate', ...args])
      await expect
        .poll(async () => child.exitCode !== null || (await copied()) >= enough, { interval: 1 })
        .toBe(true)
      child.kill('SIGKILL')
      await ended
    }
    const there = await copied()
    expect(there).toBeLessThan(200)
    const server = ServerProcess.launch({ DATA_DIR: target })
    expect((await server.refused()).code).toBe(65)
    expect(server.output()).toMatch(/^A migration into \S+ did not end[^\n]+$/)
    const old = join(target, 'content', (await readdir(join(target, 'content')))[0] ?? '')
    await utimes(old, 1, 1)
    const { code, result } = await migrateJson(embedded(suite.dataDir), embedded(target))
    expect([code, result.files, result.copiedFiles]).toEqual([0, 200, 200 - there])
    expect((await stat(old)).mtimeMs).toBe(1000)
    await expectSame(suite.dataDir, target)
  }, 180_000)

  test('that is killed behind its last rename is complete with the next run', async () => {
    const { dataDir, files } = await store()
    const target = await tempDir()
    await migrate(embedded(dataDir), embedded(target))
    const { storeId } = JSON.parse(await readFile(join(target, 'metadata.json'), 'utf8'))
    const marker = { format: 1, storeId, state: 'running', at: '' }
    await writeFile(join(target, 'MIGRATION'), JSON.stringify(marker))
    expect(await startsOn(target)).toBe(65)
    const { code, result } = await migrateJson(embedded(dataDir), embedded(target))
    expect([code, result.files, result.copiedFiles]).toEqual([0, files.length, 0])
    expect(await startsOn(target)).toBe('starts')
    await expectSame(dataDir, target)
  })

  test.each([
    ['has something else in it', async (dir: string) => writeFile(join(dir, 'notes.txt'), 'mine')],
    [
      'is a store already',
      async (dir: string, dataDir: string) => migrate(embedded(dataDir), embedded(dir)),
    ],
    [
      'is what the migration of another store has left',
      async (dir: string) => {
        const other = await ownServer()
        const { file_id: id } = await upload(other.client, { content: 'other' })
        await other.settled()
        await other.server.stop()
        await rm(join(other.dataDir, 'content', id))
        expect((await migrate(embedded(other.dataDir), embedded(dir))).code).toBe(1)
      },
    ],
  ])('refuses with 73 a target that %s, in one line', async (_title, prepare) => {
    const { dataDir } = await store()
    const target = await tempDir()
    await prepare(target, dataDir)
    const before = (await readdir(target, { recursive: true })).sort()
    const { code, stdout, stderr } = await migrate(embedded(dataDir), embedded(target))
    expect([code, stdout]).toEqual([73, ''])
    expect(stderr).toMatch(/^[^\n]+\n$/)
    expect((await readdir(target, { recursive: true })).sort()).toEqual(before)
  })

  test('refuses with 75 while a server works on the source or on the target', async () => {
    const suite = await ownServer()
    const { dataDir } = await store()
    const target = await tempDir()
    const one = await migrate(embedded(suite.dataDir), embedded(target))
    expect(one).toMatchObject({ code: 75, stdout: '', stderr: expect.stringMatching(/^[^\n]+\n$/) })
    expect(await readdir(target)).toEqual([])
    expect(await migrate(embedded(dataDir), embedded(suite.dataDir))).toMatchObject({ code: 75 })
  })

  test('refuses with 78 one place as both, and settings that are wrong, with the file they are in', async () => {
    const { dataDir } = await store()
    const same = await migrate(embedded(dataDir), embedded(`${dataDir}/.`))
    expect(same).toMatchObject({
      code: 78,
      stderr: expect.stringMatching(/^DATA_DIR: the same data directory in \S+ and \S+\n$/),
    })
    const wrong = await migrate(embedded(dataDir), { METADATA_STORE: 'postgres' })
    expect(wrong).toMatchObject({
      code: 78,
      stderr: expect.stringMatching(/^\S+: POSTGRES_URL: METADATA_STORE=postgres needs it\n$/),
    })
    const half = await migrate(embedded(dataDir), { AWS_ACCESS_KEY_ID: 'x', DATA_DIR: dataDir })
    expect(half).toMatchObject({ code: 78, stderr: expect.stringContaining('AWS_SECRET_ACCESS') })
    const args = ['admin', 'migrate', '--from', join(dataDir, 'none'), '--to', dataDir]
    expect(await launch({}, args).ended).toMatchObject({ code: 78, stdout: '' })
  })

  test('of no store ends with 65 and makes nothing', async () => {
    const target = join(await tempDir(), 'target')
    expect((await migrate(embedded(await tempDir()), embedded(target))).code).toBe(65)
    await expect(readFile(target)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test.each([[[]], [['--from', 'a']], [['a', 'b']]])('with %j ends with 64', async (args) => {
    expect((await launch({}, ['admin', 'migrate', ...args]).ended).code).toBe(64)
  })
})
