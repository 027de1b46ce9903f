import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { someBytes } from '../../conformance/content-bytes.js'
import { Random } from '../../fuzz/random.js'
import type { Client } from '../../support/client.js'
import { adminJson } from '../../support/command.js'
import { metadataOf } from '../../support/doors.js'
import { ownServer, type Suite } from '../../support/suite.js'
import { filesBelow } from '../../support/temp-dir.js'
import { askForOffset, beginUpload, idOf, offsetOf, sendPiece } from '../../support/tus.js'
import { during, killed, seed, timeout } from '../writers/rounds.js'

const writers = 12
const mebi = 1024 * 1024

/** One upload as its client knows it. */
interface Sent {
  readonly at: string
  readonly bytes: Buffer
  told: number
  /** A deletion of the file was asked for, or acknowledged. */
  deleted: 'no' | 'maybe' | 'yes'
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Uploads in pieces of all sizes, one after the other, and deletes some of the files, until the server is gone. */
async function write(client: Client, sent: Sent[], random: Random): Promise<void> {
  for (;;) {
    const size = random.chance(0.2) ? random.between(1, 6) * mebi : random.below(50_000)
    const bytes = someBytes(size, random.below(2 ** 30))
    const upload: Sent = { at: await beginUpload(client, size), bytes, told: 0, deleted: 'no' }
    sent.push(upload)
    while (upload.told < size) {
      const length = random.between(1, Math.ceil(size / 2))
      const body = bytes.subarray(upload.told, upload.told + length)
      const answer = await sendPiece(client, upload.at, { offset: upload.told, body })
      upload.told = Number(answer.get('upload-offset'))
    }
    if (!random.chance(0.3)) continue
    upload.deleted = 'maybe'
    await client.delete(`/files/${idOf(upload.at)}`)
    upload.deleted = 'yes'
  }
}

/** Each upload is at least where its client was told, goes on to be the file, and stays away where it was deleted. */
async function expectKept({ client }: Suite, sent: readonly Sent[]): Promise<void> {
  for (const { at, bytes, told, deleted } of sent) {
    if (deleted !== 'no') {
      const { status } = await client.get(`/files/${idOf(at)}/metadata`)
      if (deleted === 'yes') expect(status).toBe(404)
      if (status === 404) expect((await askForOffset(client, at)).status).toBe(404)
      continue
    }
    const offset = await offsetOf(client, at)
    expect(offset).toBeGreaterThanOrEqual(told)
    if (offset < bytes.length) await sendPiece(client, at, { offset, body: bytes.subarray(offset) })
    expect(await metadataOf(client, idOf(at))).toMatchObject({ sha256: sha256(bytes) })
  }
}

test(
  'a server that is killed at any moment under 12 clients that upload in pieces loses no offset that it told',
  async () => {
    console.log(`CRASH_SEED=${seed}`)
    const suite = await ownServer()
    const all: Sent[] = []
    for (let cycle = 0; cycle < killed; cycle++) {
      const random = new Random(seed, cycle)
      const sent: Sent[] = []
      const target = random.between(1, 400)
      const traffic = Array.from({ length: writers }, (_, writer) =>
        write(suite.client, sent, new Random(seed, cycle * writers + writer)).catch(() => {})
      )
      const pieces = () => suite.server.log.filter(({ operation }) => operation === 'tusAppend')
      await expect.poll(() => pieces().length, { interval: 5 }).toBeGreaterThan(target)
      await suite.server.kill()
      await Promise.all(traffic)
      const kept = suite.restart().then(() => expectKept(suite, sent))
      await during(`kill ${cycle}`, kept)
      all.push(...sent)
    }
    expect(await adminJson(suite.dataDir, 'verify', '--read-data')).toMatchObject({
      code: 0,
      result: { problems: [] },
    })
    const left = await filesBelow(join(suite.dataDir, 'tus'))
    // Nobody heard of an upload that was begun at the end, until its time is over.
    expect(left.filter((name) => !/\.json \d+$|\.part 0$/.test(name))).toEqual([])
    console.log(`kills: ${killed} cycles, ${all.length} uploads in pieces, 0 lost`)
  },
  timeout
)
