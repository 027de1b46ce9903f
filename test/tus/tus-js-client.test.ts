import { Upload, type UploadOptions } from 'tus-js-client'
import { expect, test } from 'vitest'
import { cuttingProxy } from '../support/cutting-proxy.js'
import { ownServer, useServer } from '../support/suite.js'
import { askForOffset, idOf } from '../support/tus.js'
import { bytesOf, onlyFileOf, randomCuts } from './support/sent-file.js'

const suite = useServer()
const endpoint = () => `http://127.0.0.1:${suite.current.server.port}/tus`

/** Uploads to the end, through whatever happens on the way, and gives the address. */
function send(bytes: Buffer, options: UploadOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(bytes, {
      metadata: { filename: 'from node.bin' },
      retryDelays: Array.from({ length: 200 }, () => 0),
      ...options,
      onError: reject,
      onSuccess: () => resolve(upload.url ?? ''),
    })
    upload.start()
  })
}

const ways: readonly (readonly [string, UploadOptions])[] = [
  ['as one', {}],
  ['in pieces', { chunkSize: 70_001 }],
  ['with its creation', { uploadDataDuringCreation: true }],
]

test.each(ways)('a file comes %s', async (way, options) => {
  const bytes = bytesOf(500_000, way.length)
  const url = await send(bytes, { endpoint: endpoint(), ...options })
  const file = await onlyFileOf(suite.current, bytes)
  expect(file).toMatchObject({ file_id: idOf(url), file_name: 'from node.bin' })
})

test('an empty file comes', async () => {
  const url = await send(Buffer.alloc(0), { endpoint: endpoint() })
  expect((await suite.current.client.get(`/files/${idOf(url)}`)).text).toBe('')
})

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'whatever breaks on the way, one file comes, whole: %i',
  async (seed) => {
    const proxy = await cuttingProxy(suite.current.server.port, randomCuts(seed))
    const bytes = bytesOf(5_000_000, 100 + seed)
    const chunkSize = seed % 2 === 0 ? 300_000 : Number.POSITIVE_INFINITY
    const url = await send(bytes, { endpoint: `${proxy.url}/tus`, chunkSize })
    const file = await onlyFileOf(suite.current, bytes)
    expect(file.file_id).toBe(idOf(url))
    expect(proxy.cuts).toBeGreaterThan(1)
  }
)

test('a file comes while the server is killed again and again', async () => {
  const own = await ownServer()
  const proxy = await cuttingProxy(() => own.server.port)
  const bytes = bytesOf(30_000_000, 50)
  const told: number[] = []
  let kills = 0
  let restarting = Promise.resolve()
  const killAt = [3_000_000, 12_000_000, 25_000_000]
  const url = await send(bytes, {
    endpoint: `${proxy.url}/tus`,
    chunkSize: 2_000_000,
    retryDelays: Array.from({ length: 200 }, () => 100),
    onChunkComplete: (_size, accepted) => {
      told.push(accepted)
      if (accepted < (killAt[kills] ?? Number.POSITIVE_INFINITY)) return
      kills++
      restarting = own.server.kill().then(() => own.restart())
    },
  })
  await restarting
  expect(kills).toBe(3)
  // What was acknowledged was never sent again.
  expect(told).toEqual([...told].sort((a, b) => a - b))
  expect((await onlyFileOf(own, bytes)).file_id).toBe(idOf(url))
})

test('an upload that was paused goes on with another client that knows its address', async () => {
  const bytes = bytesOf(400_000, 60)
  const first = await new Promise<Upload>((resolve, reject) => {
    const upload: Upload = new Upload(bytes, {
      endpoint: endpoint(),
      chunkSize: 100_000,
      onError: reject,
      onChunkComplete: (_size, accepted) => {
        if (accepted === 200_000) void upload.abort().then(() => resolve(upload))
      },
    })
    upload.start()
  })
  const url = await send(bytes, { uploadUrl: first.url ?? '' })
  expect((await onlyFileOf(suite.current, bytes)).file_id).toBe(idOf(url))
})

test('an upload that is given up is gone', async () => {
  const url = await new Promise<string>((resolve, reject) => {
    const upload: Upload = new Upload(bytesOf(400_000, 70), {
      endpoint: endpoint(),
      chunkSize: 100_000,
      onError: reject,
      onChunkComplete: () => {
        const { url } = upload
        void upload.abort(true).then(() => resolve(url ?? ''), reject)
      },
    })
    upload.start()
  })
  expect((await askForOffset(suite.current.client, new URL(url).pathname)).status).toBe(404)
})
