import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { S3ContentStore } from '../../../../src/storage/content/s3/s3-content-store.js'
import { FakeS3 } from './fake-s3.js'

test('downloads that have all connections leave checks, removals and lists alone', async () => {
  const s3 = await FakeS3.start()
  onTestFinished(() => s3.stop())
  const store = await S3ContentStore.open(s3.settings({ maxSockets: 2 }))
  onTestFinished(() => store.close())
  s3.before = (call, answer) => {
    if (!call.startsWith('GET slow')) return false
    answer.writeHead(206, { 'Content-Range': 'bytes 0-99/100', 'Content-Length': 100 })
    answer.write('x')
    return true
  }
  const range = { start: 0, end: 99, size: 100 }
  const readers = [await store.open('slow1', range), await store.open('slow2', range)]
  // Proves that none is left: one more does not even reach the service.
  const third = store.open('slow3', range).catch((error: unknown) => error)
  await wait(50)
  expect(s3.calls).not.toContain('GET slow3')
  await store.check()
  await store.delete('some-key')
  await store.abandon('another-key')
  for await (const _ of store.objects());
  for (const reader of readers) await reader.return?.()
  await third
})

test('what is read here goes when that ends, and its removal says so', async () => {
  const s3 = await FakeS3.start()
  onTestFinished(() => s3.stop())
  const store = await S3ContentStore.open(s3.settings())
  onTestFinished(() => store.close())
  s3.objects.set('read', Buffer.from('bytes'))
  const reader = await store.open('read', { start: 0, end: 4, size: 5 })
  expect(await store.delete('read')).toBe('later')
  expect(s3.objects.has('read')).toBe(true)
  await reader.return?.()
  await expect.poll(() => s3.objects.has('read')).toBe(false)
  expect(await store.delete('read')).toBe('gone')
})
