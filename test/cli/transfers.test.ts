import { randomBytes } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { cliFor } from '../support/cli.js'
import { cuttingProxy } from '../support/cutting-proxy.js'
import { useServer } from '../support/suite.js'
import type { FileView } from '../support/wire.js'

const suite = useServer()
const address = () => `http://127.0.0.1:${suite.current.server.port}`
const json = (stdout: string) => JSON.parse(stdout) as FileView & { etag: string; path: string }

describe('filedrop', () => {
  test('uploads files, prints a line for each, and downloads the same bytes', async () => {
    const { run, path } = await cliFor(address())
    const bytes = randomBytes(300_000)
    await writeFile(path('a.bin'), bytes)
    await writeFile(path('empty'), '')
    const { code, stdout, stderr } = await run(['upload', 'a.bin', 'empty'])
    expect([code, stderr]).toEqual([0, ''])
    const [first = '', second = ''] = stdout.trimEnd().split('\n')
    expect(first).toMatch(/^[\w-]{21}\t300000\t[\d-]{10}T[\d:.]{12}Z\ta\.bin$/)
    expect(second).toMatch(/\t0\t.*\tempty$/)
    const id = first.split('\t')[0] ?? ''
    expect(await run(['download', id, '-o', 'b.bin'])).toMatchObject({ code: 0, stdout: 'b.bin\n' })
    expect(bytes.equals(await readFile(path('b.bin')))).toBe(true)
    expect((await readdir(path('.'))).sort()).toEqual(['a.bin', 'b.bin', 'empty'])
  })

  test('uploads what it reads, and writes a file for the next to read', async () => {
    const { run } = await cliFor(address())
    const { stdout } = await run(['upload', '-', '--name', 'notes.md', '--json'], 'piped')
    const file = json(stdout)
    expect(file).toMatchObject({ file_name: 'notes.md', file_type: 'text/markdown', file_size: 5 })
    expect(await run(['download', file.file_id, '-o', '-'])).toEqual({
      code: 0,
      stdout: 'piped',
      stderr: '',
    })
  })

  test('replaces, renames and deletes a file in the state that is known', async () => {
    const { run, path } = await cliFor(address())
    await writeFile(path('two.txt'), 'two')
    const { file_id: id, etag } = json((await run(['upload', '-', '--json'], 'one')).stdout)
    const renamed = json((await run(['rename', id, 'x.md', '--json'])).stdout)
    expect(renamed).toMatchObject({ file_name: 'x.md', revision: 2 })
    const late = await run(['replace', id, 'two.txt', '--if-match', etag])
    expect([late.code, late.stdout]).toEqual([1, ''])
    expect(late.stderr).toMatch(/PRECONDITION_FAILED \(request [\w-]+\)\n$/)
    const replaced = await run(['replace', id, 'two.txt', '--if-match', renamed.etag, '--json'])
    expect(json(replaced.stdout)).toMatchObject({ file_name: 'x.md', file_size: 3 })
    expect(await run(['delete', id])).toEqual({ code: 0, stdout: '', stderr: '' })
    expect((await run(['info', id])).code).toBe(66)
  })

  test('lists what is asked for, as lines or as JSON', async () => {
    const { run } = await cliFor(address())
    for (const name of ['l1.list', 'l2.list', 'l3.list']) await run(['upload', '-', '--name', name])
    const some = await run(['list', '--name', '.LIST', '--sort', 'name', '--order', 'asc'])
    const names = some.stdout.trimEnd().split('\n')
    expect(names.map((line) => line.split('\t')[3])).toEqual(['l1.list', 'l2.list', 'l3.list'])
    const { stdout } = await run(['list', '--limit', '2', '--json'])
    expect(stdout.trimEnd().split('\n').map(json)).toHaveLength(2)
    expect(await run(['list', '--name', 'no such'])).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test('goes on with a download that broke off, and asks for nothing twice', async () => {
    const { run, path } = await cliFor(address())
    const bytes = randomBytes(3_000_000)
    await writeFile(path('big.bin'), bytes)
    const { file_id: id } = json((await run(['upload', 'big.bin', '--json'])).stdout)
    const port = suite.current.server.port
    const cut = await cliFor((await cuttingProxy(port, { toClient: () => 2_000_000 })).url)
    const broken = await cut.run(['download', id])
    expect([broken.code, broken.stdout]).toEqual([69, ''])
    const [part = ''] = await readdir(cut.dir)
    expect(part).toMatch(/^filedrop-[0-9a-f]{32}\.part$/)
    const kept = (await readFile(cut.path(part))).length
    expect(kept).toBeGreaterThan(0)
    // Another way to the same service, from the directory where the part lies.
    const whole = await cuttingProxy(port)
    const resumed = await (await cliFor(whole.url)).run(['download', id, '-o', cut.dir])
    expect([resumed.code, resumed.stderr]).toEqual([0, ''])
    expect(await readdir(cut.dir)).toEqual(['big.bin'])
    expect(bytes.equals(await readFile(cut.path('big.bin')))).toBe(true)
    expect(whole.passed).toBeLessThan(3_000_000 - kept + 10_000)
  })

  test('prints the address of a file that is there', async () => {
    const { run } = await cliFor(address())
    const { file_id: id } = json((await run(['upload', '-', '--json'], 'x')).stdout)
    const { stdout } = await run(['open', id])
    expect(stdout).toBe(`${address()}/files/${id}?disposition=inline\n`)
    expect((await fetch(stdout.trim())).status).toBe(200)
    expect((await run(['open', 'nothing'])).code).toBe(66)
  })
})
