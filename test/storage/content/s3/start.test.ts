import { expect, onTestFinished, test } from 'vitest'
import { S3ContentStore } from '../../../../src/storage/content/s3/s3-content-store.js'
import { FakeS3, refuse } from './fake-s3.js'

async function service() {
  const s3 = await FakeS3.start()
  onTestFinished(() => s3.stop())
  return s3
}

test('a bucket that lets everything be done is taken, and nothing is left in it', async () => {
  const s3 = await service()
  const store = await S3ContentStore.open(s3.settings())
  await store.close()
  expect(s3.objects.size).toBe(0)
})

test.each(['HEAD bucket', 'PUT start-probe', 'DELETE start-probe', 'GET list', 'GET uploads'])(
  'a bucket in which %s is not allowed is refused at the start, in one line',
  async (call) => {
    const s3 = await service()
    s3.before = (asked, answer) => {
      if (asked === call) refuse(answer, 403, 'AccessDenied')
      return asked === call
    }
    await expect(S3ContentStore.open(s3.settings())).rejects.toMatchObject({
      name: 'S3StartError',
      message: expect.stringMatching(/^The credentials are wrong, or not good for .*$/),
    })
  }
)

test('the mark of a store is an object that no listing takes for a content', async () => {
  const s3 = await service()
  const store = await S3ContentStore.open(s3.settings({ prefix: 'team' }))
  onTestFinished(() => store.close())
  expect(await store.mark.storeId()).toBeUndefined()
  expect(await store.mark.claim('an-id')).toBe('an-id')
  expect(await store.mark.storeId()).toBe('an-id')
  expect([...s3.objects.keys()]).toEqual(['team/store-id'])
  for await (const { key } of store.objects()) expect(key).toBeUndefined()
})

test('a mark that cannot be read is no missing one', async () => {
  const s3 = await service()
  const store = await S3ContentStore.open(s3.settings())
  onTestFinished(() => store.close())
  s3.before = (_, answer) => {
    refuse(answer, 403, 'AccessDenied')
    return true
  }
  await expect(store.mark.storeId()).rejects.toMatchObject({ name: 'S3StartError' })
})
