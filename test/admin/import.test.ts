import { execFileSync } from 'node:child_process'
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { admin, adminJson, launch } from '../support/command.js'
import { recordsOf, tempDir } from '../support/data-dir.js'
import { ServerProcess } from '../support/server-process.js'

interface Outcome {
  readonly imported: readonly Readonly<Record<string, unknown>>[]
  readonly refused: readonly { readonly path: string; readonly reason: string }[]
}

/** A folder with these files, by path, and what they hold. */
async function tree(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const directory = await tempDir()
  for (const [path, content] of Object.entries(files)) {
    const whole = join(directory, path)
    await mkdir(join(whole, '..'), { recursive: true })
    await writeFile(whole, content)
  }
  return directory
}

describe('filedrop admin import', () => {
  test('takes files and whole folders, with the type of their extension', async () => {
    const dataDir = await tempDir()
    const big = Buffer.alloc(5_000_000, 'big')
    const folder = await tree({ 'a.txt': 'one', 'deep/er/b.png': big, 'deep/.hidden': '' })
    const single = join(await tree({ 'c.pdf': 'three' }), 'c.pdf')
    const { code, result } = await adminJson<Outcome>(dataDir, 'import', folder, single)
    expect([code, result.refused]).toEqual([0, []])
    expect(result.imported).toMatchObject([
      { path: join(folder, 'a.txt'), name: 'a.txt', type: 'text/plain', size: 3 },
      { name: '.hidden', type: 'application/octet-stream', size: 0 },
      { name: 'b.png', type: 'image/png', size: 5_000_000, publishedAs: null },
      { path: single, name: 'c.pdf', type: 'application/pdf' },
    ])
    expect((await recordsOf(dataDir)).map(({ id }) => id)).toEqual(
      result.imported.map(({ id }) => id)
    )
    expect((await admin(dataDir, 'verify', '--read-data')).code).toBe(0)
  })

  test('lets them answer under their names when they are published', async () => {
    const dataDir = await tempDir()
    const folder = await tree({ 'my song.wav': 'RIFF', 'x/другой файл.txt': 'текст' })
    const { code, stdout } = await admin(dataDir, 'import', '--publish', folder)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^[\w-]{21} .*my song\.wav as \/uploads\/my_song\.wav$/m)
    expect(stdout).toMatch(/^Imported 2 files, 14 B$/m)
    const server = await ServerProcess.start(dataDir)
    const url = `http://127.0.0.1:${server.port}/uploads`
    expect(await (await fetch(`${url}/my_song.wav`)).text()).toBe('RIFF')
    expect(await (await fetch(`${url}/другой_файл.txt`)).text()).toBe('текст')
    await server.stop()
  })

  test('takes nasty names as they are, and names each that it refuses with the reason', async () => {
    const dataDir = await tempDir()
    const long = `${'ä'.repeat(126)}.t`
    const folder = await tree({
      '-rf': 'x',
      '--publish': 'x',
      ['__proto__']: 'x',
      'CON.txt': 'x',
      '..hidden..': 'x',
      ' ': 'x',
      'a\\b.txt': 'x',
      '"quoted" \'$(id)`.txt': 'x',
      'line\nbreak.txt': 'x',
      'bell\u0007\u001b[2J.txt': 'x',
      'rtl\u202etxt.exe': 'x',
      'Café.txt': 'x',
      [long]: 'x',
    })
    execFileSync('bash', ['-c', `printf x > "$1"/$'bad\\xff.txt'; mkfifo "$1/fifo"`, '-', folder])
    await symlink('/etc/passwd', join(folder, 'link.txt'))
    await symlink('/etc', join(folder, 'linked'))
    const { code, result } = await adminJson<Outcome>(
      dataDir,
      'import',
      folder,
      join(folder, 'gone')
    )
    expect(code).toBe(1)
    expect(result.imported.map(({ name }) => name)).toEqual(
      [
        '"quoted" \'$(id)`.txt',
        '--publish',
        '-rf',
        '..hidden..',
        'CON.txt',
        'Café.txt',
        '__proto__',
        'b.txt',
        long.normalize(),
      ].sort((a, b) => (sortedAs(a) < sortedAs(b) ? -1 : 1))
    )
    const reasons = result.refused.map(({ path, reason }) => [
      path.slice(folder.length + 1),
      reason,
    ])
    expect(Object.fromEntries(reasons)).toEqual({
      ' ': 'The file name is empty',
      'line\nbreak.txt': expect.stringContaining('control character'),
      'bell\u0007\u001b[2J.txt': expect.stringContaining('control character'),
      'rtl\u202etxt.exe': expect.stringContaining('bidirectional'),
      'bad\ufffd.txt': expect.stringContaining('broken text'),
      fifo: 'neither file nor folder',
      'link.txt': 'a symbolic link',
      linked: 'a symbolic link',
      gone: expect.stringContaining('ENOENT'),
    })
    const { stdout } = await admin(await tempDir(), 'import', folder)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not reach a screen
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/)
    expect(stdout).toMatch(/^Imported 9 files, 9 B; 8 refused$/m)
  })

  test('keeps to the limits of the configuration and goes on with the next file', async () => {
    const dataDir = await tempDir()
    const folder = await tree({ 'a.txt': 'far too long', 'b.txt': 'short' })
    const settings = { DATA_DIR: dataDir, MAX_FILE_SIZE: '5' }
    const { code, stdout } = await launch(settings, ['admin', 'import', folder]).ended
    expect(code).toBe(1)
    expect(stdout).toMatch(/^refused .*a\.txt: The limit is 5 bytes$/m)
    expect((await recordsOf(dataDir)).map(({ name }) => name)).toEqual(['b.txt'])
  })

  test('refuses with 75 while a server runs, and with 64 without a path', async () => {
    const dataDir = await tempDir()
    const server = await ServerProcess.start(dataDir)
    const { code, stdout, stderr } = await admin(dataDir, 'import', await tree({ a: 'x' }))
    expect([code, stdout]).toEqual([75, ''])
    expect(stderr).toMatch(/^DIRECTORY_LOCKED [^\n]+\n$/)
    await server.stop()
    expect((await admin(dataDir, 'import')).code).toBe(64)
  })

  test('names a folder that it may not read', async () => {
    const folder = await tree({ 'a.txt': 'x', 'closed/b.txt': 'x' })
    await chmod(join(folder, 'closed'), 0)
    const isRoot = process.getuid?.() === 0
    const { code, result } = await adminJson<Outcome>(await tempDir(), 'import', folder)
    await chmod(join(folder, 'closed'), 0o700)
    expect([code, result.imported.length]).toEqual(isRoot ? [0, 2] : [1, 1])
  })
})

/** The name in its folder: `a\b.txt` becomes `b.txt`. */
const sortedAs = (name: string): string => (name === 'b.txt' ? 'a\\b.txt' : name)
