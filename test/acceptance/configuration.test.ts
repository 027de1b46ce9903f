import { writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Settings } from '../support/server.js'
import { ServerProcess } from '../support/server-process.js'
import { ownServer } from '../support/suite.js'
import { makeTempDir, removeDir } from '../support/temp-dir.js'

/** Starts with settings that must not work and gives what was printed, line by line. */
async function refusal(settings: Settings): Promise<string[]> {
  const dataDir = await makeTempDir()
  onTestFinished(() => removeDir(dataDir))
  const server = ServerProcess.launch({ DATA_DIR: join(dataDir, 'data'), ...settings })
  const exit = await server.refused()
  expect(exit.code, server.output()).toBeGreaterThan(0)
  expect(exit.signal).toBeNull()
  expect(server.log.filter((line) => line.msg === 'listening')).toEqual([])
  const lines = server
    .output()
    .split('\n')
    .filter((line) => line !== '')
  expect(lines.filter((line) => /^\s+at /.test(line))).toEqual([])
  return lines
}

/** Each row is one start with several values that must not be taken. */
const mistakes: readonly Settings[] = [
  {
    PORT: 'abc',
    MAX_FILE_SIZE: '10 apples',
    MIN_FREE_SPACE: 'much',
    LOG_LEVEL: 'loud',
    ACCESS: 'everybody',
    PUBLIC_URL: 'not an address',
    TRUST_PROXY: 'everybody',
    BODY_IDLE_TIMEOUT: 'soon',
    HEADERS_TIMEOUT: '5 fortnights',
    WRITE_IDLE_TIMEOUT: 'x',
    KEEP_ALIVE_TIMEOUT: 'x',
    SHUTDOWN_GRACE: 'x',
  },
  {
    PORT: '70000',
    MAX_FILE_SIZE: '-1',
    MIN_FREE_SPACE: '1e9',
    PUBLIC_URL: 'ftp://example.org',
    TRUST_PROXY: '10.0.0.0/99',
    BODY_IDLE_TIMEOUT: '-5s',
    SHUTDOWN_GRACE: '1.5.2s',
  },
  { PORT: '0x50', MAX_FILE_SIZE: '1e9', LOG_LEVEL: 'INFOO', BODY_IDLE_TIMEOUT: '0' },
]

test('a service that a proxy opens to others says so where nothing asks who they are', async () => {
  const warned = async (settings: Settings) => {
    const { server } = await ownServer(settings)
    return server.log.some(({ level, msg }) => level === 40 && /API_TOKENS/.test(String(msg)))
  }
  expect(await warned({ PUBLIC_URL: 'https://files.example.org' })).toBe(true)
  expect(await warned({ PUBLIC_URL: 'https://files.example.org', ACCESS: 'open' })).toBe(false)
  expect(await warned({ PUBLIC_URL: 'http://localhost:8080' })).toBe(false)
})

describe('mistakes in the configuration', () => {
  test.each(mistakes)('end the start with one line for each that names it: %j', async (wrong) => {
    const lines = await refusal(wrong)
    for (const name of Object.keys(wrong)) {
      expect(
        lines.filter((line) => line.includes(name)),
        name
      ).toHaveLength(1)
    }
    expect(lines).toHaveLength(Object.keys(wrong).length)
  })
})

describe('HOST', () => {
  test('other than loopback refuses to start without ACCESS=open', async () => {
    const lines = await refusal({ HOST: '0.0.0.0' })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('ACCESS=open')
  })

  test('other than loopback starts with ACCESS=open', async () => {
    const { client } = await ownServer({ HOST: '0.0.0.0', ACCESS: 'open' })
    expect((await client.get('/livez')).status).toBe(200)
  })
})

describe('an environment that does not fit', () => {
  test('is refused in one line where the port is taken', async () => {
    const taken = createServer()
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done))
    onTestFinished(() => new Promise<void>((done) => taken.close(() => done())))
    const lines = await refusal({ PORT: String((taken.address() as AddressInfo).port) })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/EADDRINUSE|in use/)
  })

  test('is refused in one line where DATA_DIR is a file', async () => {
    const dir = await makeTempDir()
    onTestFinished(() => removeDir(dir))
    await writeFile(join(dir, 'file'), '')
    const lines = await refusal({ DATA_DIR: join(dir, 'file') })
    expect(lines).toHaveLength(1)
  })
})

describe('settings', () => {
  test('that are empty count as not given, units may be of any case, a missing directory is made', async () => {
    const dir = await makeTempDir()
    const server = await ServerProcess.start(join(dir, 'a', 'b'), {
      HOST: 'localhost',
      MAX_FILE_SIZE: '',
      PUBLIC_URL: '',
      LOG_LEVEL: '',
      BODY_IDLE_TIMEOUT: '30S',
      SHUTDOWN_GRACE: '2m',
    })
    onTestFinished(async () => {
      await server.kill()
      await removeDir(dir)
    })
    expect((await fetch(`http://localhost:${server.port}/livez`)).status).toBe(200)
  })
})
