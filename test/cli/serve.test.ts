import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { commands } from '../../src/cli/commands.js'
import { launch } from '../support/command.js'
import { makeTempDir, removeDir } from '../support/temp-dir.js'

test('filedrop serve is a server until it is told to stop', async () => {
  const dataDir = await makeTempDir()
  onTestFinished(() => removeDir(dataDir))
  const { child, ended } = launch({ PORT: '0', DATA_DIR: dataDir }, ['serve'])
  onTestFinished(() => void child.kill('SIGKILL'))
  let url = ''
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const entry = JSON.parse(line)
    if (entry.msg === 'listening') {
      url = entry.url
      expect((await fetch(`${url}/readyz`)).status).toBe(200)
      child.kill('SIGTERM')
    }
  }
  expect(url).not.toBe('')
  expect((await ended).code).toBe(0)
})

test('filedrop serve ends with one line and 75 where the port is taken', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const dataDir = await makeTempDir()
  onTestFinished(async () => {
    taken.close()
    await removeDir(dataDir)
  })
  const port = String((taken.address() as AddressInfo).port)
  const { code, stdout, stderr } = await launch({ PORT: port, DATA_DIR: dataDir }, ['serve']).ended
  expect([code, stdout]).toEqual([75, ''])
  expect(stderr).toMatch(/^HOST and PORT [^\n]* in use [^\n]*\n$/)
  expect(commands.serve?.help).toContain('  75  another process is using the directory or the port')
})

test('filedrop serve ends as npm start does where a setting is wrong', async () => {
  const { code, stderr } = await launch({ PORT: 'x' }, ['serve']).ended
  expect([code, stderr]).toEqual([78, expect.stringMatching(/^PORT: /)])
})
