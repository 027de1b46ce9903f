import { execFile } from 'node:child_process'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { cliFor } from '../support/cli.js'
import { cliFile, filedrop } from '../support/command.js'
import { useServer } from '../support/suite.js'

const suite = useServer()
const address = () => `http://127.0.0.1:${suite.current.server.port}`
const erase = '\r\u001b[K'
const exec = promisify(execFile)

/** Runs the command line in a pseudo terminal of util-linux and gives everything that would be on its screen. */
async function onTerminal(cwd: string, command: string, more: Record<string, string> = {}) {
  const line = `stty cols 60; exec "${process.execPath}" "${cliFile}" ${command}`
  const env = { PATH: process.env.PATH, TERM: 'xterm', FILEDROP_URL: address(), ...more }
  return (await exec('script', ['-qec', line, '/dev/null'], { cwd, env })).stdout
}

test('a transfer is shown as it goes, within one line, and the picture goes with it', async () => {
  const { dir, path } = await cliFor(address())
  const name = `${'長い名前'.repeat(10)}.bin`
  await writeFile(path(name), Buffer.alloc(20_000_000))
  const screen = await onTerminal(dir, `upload ${name}`)
  const pictures = screen.split(erase).slice(1, -1)
  expect(pictures.length).toBeGreaterThan(0)
  for (const picture of pictures) {
    expect(picture).toMatch(/^\[#*\.*\] \d+% [\d.]+ (B|[KM]iB)/)
    expect(picture.replace(/[^ -~]/g, '12').length).toBeLessThan(60)
  }
  const id = /^([\w-]{21}) +19\.1 MiB {2}\S+ {2}\S+\.bin\r\n$/.exec(
    screen.split(erase).at(-1) ?? ''
  )?.[1]
  expect(id).toBeDefined()
  const [picture, last] = (await onTerminal(dir, `download ${id} -o got.bin`))
    .split(erase)
    .slice(-2)
  expect([picture, last]).toEqual([expect.stringMatching(/\] \d+% /), 'got.bin\r\n'])
})

test('a file opens in the browser where a person looks on, unless it would need a token', async () => {
  const { run, dir, path } = await cliFor(address())
  const id = (await run(['upload', '-'], 'x')).stdout.split('\t')[0]
  await writeFile(path('browser'), `#!/bin/sh\necho "$1" >>"${path('opened')}"\n`)
  await chmod(path('browser'), 0o755)
  const browser = { BROWSER: path('browser') }
  await onTerminal(dir, `open ${id}`, { ...browser, FILEDROP_TOKEN: 'x' })
  await onTerminal(dir, `open ${id} --print`, browser)
  await onTerminal(dir, `open ${id}`, browser)
  const link = `${address()}/files/${id}?disposition=inline\n`
  await expect.poll(() => readFile(path('opened'), 'utf8').catch(() => '')).toBe(link)
})

test('bash completes commands, options and shells from what the commands say of themselves', async () => {
  const { stdout } = await filedrop('completion', 'bash')
  const complete = async (...words: string[]) => {
    const script = `${stdout}\nCOMP_WORDS=(filedrop "$@"); COMP_CWORD=$#; _filedrop; echo "\${COMPREPLY[*]}"`
    return (await exec('bash', ['-c', script, 'bash', ...words])).stdout.trim()
  }
  expect(await complete('do')).toBe('download')
  expect(await complete('download', '--f')).toBe('--force')
  expect(await complete('upload', '')).toBe('')
  expect(await complete('admin', 're')).toBe('repair restore')
  expect(await complete('completion', '')).toBe('bash zsh fish')
})

test.each(['zsh', 'fish'])('%s is given every command and its options', async (shell) => {
  const { stdout } = await filedrop('completion', shell)
  for (const word of ['upload', 'download', 'admin', 'if-match', 'verify']) {
    expect(stdout).toContain(word)
  }
})
