import { readdir, readFile, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { commands } from '../../src/cli/commands.js'
import { safeFileName } from '../../src/cli/safe-file-name.js'
import { cliFor } from '../support/cli.js'
import { filedrop } from '../support/command.js'
import { falseFile, falseService } from '../support/false-service.js'
import { useServer } from '../support/suite.js'
import { apiTokens, everything, secretFor } from '../support/tokens.js'

const suite = useServer({ API_TOKENS: apiTokens }, everything)
const address = () => `http://127.0.0.1:${suite.current.server.port}`

describe('filedrop ends with', () => {
  test.each([
    [['upload']],
    [['upload', 'a', 'b', '--name', 'c']],
    [['download']],
    [['download', 'a', 'b']],
    [['list', '--sort', 'color']],
    [['list', '--limit', '0']],
    [['info', 'a', '--nonsense']],
    [['delete', 'a', 'b', '--if-match', 'c']],
    [['delete', 'a', '--if-match', '"ä"\u0141']],
    [['delete', 'a', '--if-match', '']],
    [['rename', 'a', 'b', '--if-match', '"c"\nx: y']],
    [['replace', 'a', 'b', '--if-match', '文']],
    [['replace', 'a', 'b', '--type', 'text/文']],
    [['upload', 'a', '--type', 'text/plain\r\nx: y']],
    [['info', 'http://elsewhere.example/files/a']],
    [['completion', 'csh']],
    [['nothing']],
  ])('64 and one line where the command line is wrong: %j', async (args) => {
    const { code, stdout, stderr } = await filedrop(...args)
    expect([code, stdout]).toEqual([64, ''])
    expect(stderr).toMatch(/^[^\n]+ --help` tells more\.\n$/)
  })

  test('66 where there is no such file, here or there', async () => {
    const { run } = await cliFor(address(), secretFor(['upload', 'read', 'list', 'manage']))
    expect(await run(['upload', 'nothing'])).toMatchObject({ code: 66, stdout: '' })
    expect(await run(['upload', '.'])).toMatchObject({ code: 66, stderr: '. is a directory\n' })
    expect((await run(['info', 'nothing'])).stderr).toMatch(/FILE_NOT_FOUND/)
    expect(await run(['download', '..'])).toMatchObject({ code: 66, stdout: '' })
  })

  test('77 where the token is missing, wrong or not good for it', async () => {
    const { path, dir } = await cliFor(address())
    await writeFile(path('a'), 'a')
    for (const [token, reason] of [
      ['', /UNAUTHORIZED/],
      ['wrong', /UNAUTHORIZED/],
      [secretFor(['list']), /INSUFFICIENT_SCOPE/],
    ] as const) {
      const { run } = await cliFor(address(), token)
      const { code, stdout, stderr } = await run(['upload', `${dir}/a`])
      expect([code, stdout]).toEqual([77, ''])
      expect(stderr).toMatch(reason)
      expect(stderr).not.toContain(token || ' no token ')
    }
  })

  test('78 where the token is none that a request could carry', async () => {
    const { code, stderr } = await (await cliFor(address(), 'a\nb')).run(['list'])
    expect([code, stderr]).toEqual([78, expect.stringMatching(/^FILEDROP_TOKEN: [^\n]+\n$/)])
  })

  test('69 where nobody listens, 76 where somebody else does, 78 where the address is none', async () => {
    const page = await falseService((_request, response) => {
      response.setHeader('Content-Type', 'text/html').end('<p>Hello')
    })
    const answers = await Promise.all(
      ['http://127.0.0.1:1', page, 'ftp://example.com', 'http://u:p@127.0.0.1'].map(async (url) =>
        (await cliFor(url)).run(['list'])
      )
    )
    expect(answers.map(({ code }) => code)).toEqual([69, 76, 78, 78])
    for (const { stdout, stderr } of answers) {
      expect(stdout).toBe('')
      expect(stderr).toMatch(/^[^\n]+\n$/)
    }
  })

  test('73 rather than write over a file, unless told to', async () => {
    const { run, path, dir } = await cliFor(await falseFile({ name: 'a.txt', bytes: 'new' }))
    await writeFile(path('a.txt'), 'old')
    expect((await run(['download', 'id'])).code).toBe(73)
    expect((await run(['download', 'id', '-o', 'no/where'])).code).toBe(73)
    expect(await readFile(path('a.txt'), 'utf8')).toBe('old')
    expect((await run(['download', 'id', '--force'])).code).toBe(0)
    expect(await readFile(path('a.txt'), 'utf8')).toBe('new')
    expect(await readdir(dir)).toEqual(['a.txt'])
  })

  test('65 and no file where the bytes are not those of the digest', async () => {
    const { run, dir } = await cliFor(await falseFile({ bytes: 'other', claimed: 'bytes' }))
    expect(await run(['download', 'id'])).toMatchObject({ code: 65, stdout: '' })
    expect(await readdir(dir)).toEqual([])
    expect(await run(['download', 'id', '-o', '-'])).toMatchObject({ code: 65, stdout: 'other' })
  })
})

describe('what a service says', () => {
  test.each([
    ['../../x', 'x'],
    ['..\\..\\x', 'x'],
    ['/etc/passwd', 'passwd'],
    ['..', '_'],
    ['', '_'],
    ['.bashrc', '_bashrc'],
    ['-rf', '_rf'],
    ['a\u001b[2Jb\u202etxt', 'a_[2Jb_txt'],
    ['con.txt', '_con.txt'],
    ['日本語 "メモ".txt', '日本語 _メモ_.txt'],
  ])('never leads a download away from where it is to be: %j', (name, expected) => {
    expect(safeFileName(name)).toBe(expected)
  })

  test('names a file in the working directory and no other', async () => {
    const { run, dir } = await cliFor(await falseFile({ name: '../../x\n' }))
    expect(await run(['download', 'id'])).toEqual({ code: 0, stdout: 'x_\n', stderr: '' })
    expect(await readdir(dir)).toEqual(['x_'])
  })

  test('is no path where it should be a digest', async () => {
    const { run, dir } = await cliFor(await falseFile({ more: { sha256: '../../../tmp/x' } }))
    expect((await run(['download', 'id'])).code).toBe(76)
    expect(await readdir(dir)).toEqual([])
  })

  test('never reaches a screen as control characters', async () => {
    const hostile = 'a\n\u001b]0;x\u0007\u009b2J\u202e.txt'
    const { run } = await cliFor(
      await falseFile({ name: hostile, more: { file_type: hostile, created_at: hostile } })
    )
    for (const args of [['list'], ['info', 'id'], ['list', '--json'], ['info', 'id', '--json']]) {
      const { code, stdout } = await run(args)
      expect(code).toBe(0)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
      expect(stdout.replace(/[\n\t]/g, '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/)
      if (args[0] === 'list') expect(stdout.match(/\n/g)).toHaveLength(1)
      if (args.includes('--json')) expect(JSON.parse(stdout).file_name).toBe(hostile)
    }
  })
})

test('every command explains itself', async () => {
  const { admin: _, ...others } = commands
  expect(commands.upload?.help).toContain('docs/resumable-uploads.md')
  for (const [name, { help }] of Object.entries(others)) {
    expect(help).toMatch(new RegExp(`^Usage: filedrop ${name}\\b[^]*--help[^]*\nExit codes:\n`))
  }
  const { code, stdout } = await filedrop('upload', '--help')
  expect([code, stdout]).toEqual([0, commands.upload?.help])
  expect(await filedrop('help', 'upload')).toMatchObject({ code: 0, stdout })
  expect((await filedrop('admin', '--help')).stdout).toMatch(/^Usage: filedrop admin/)
  expect((await filedrop('admin', 'verify', '--help')).stdout).toMatch(
    /^Usage: filedrop admin verify/
  )
  expect((await filedrop('admin')).code).toBe(64)
})
