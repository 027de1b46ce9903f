import { expect, test } from 'vitest'
import { installShutdown } from '../../src/plugins/shutdown.js'
import { bareApp } from './bare-app.js'

test('a server on its way out takes no more requests and ends their connections', async () => {
  const app = bareApp()
  const lifecycle = { closing: false }
  installShutdown(app, lifecycle)
  app.get('/', async () => 'ok')
  const before = await app.inject('/')
  expect(before.statusCode).toBe(200)
  expect(before.headers.connection).not.toBe('close')
  lifecycle.closing = true
  const after = await app.inject('/')
  expect(after.statusCode).toBe(503)
  expect(after.headers).toMatchObject({ connection: 'close', 'retry-after': expect.any(String) })
  expect(after.json()).toMatchObject({ code: 'SHUTTING_DOWN' })
})

test('an answer that was under way when the server began to close ends its connection as well', async () => {
  const app = bareApp()
  const lifecycle = { closing: false }
  installShutdown(app, lifecycle)
  app.get('/', async () => {
    lifecycle.closing = true
    return 'ok'
  })
  const answer = await app.inject('/')
  expect(answer.statusCode).toBe(200)
  expect(answer.headers.connection).toBe('close')
})
