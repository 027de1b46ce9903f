import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Random } from '../../fuzz/random.js'
import type { Suite } from '../../support/suite.js'
import { expectKept } from '../writers/expect-kept.js'
import { Ledger } from '../writers/ledger.js'
import { prepareFor } from '../writers/moments.js'
import { cycles, during, seed, timeout, waysOfContents } from '../writers/rounds.js'
import { Traffic } from '../writers/traffic.js'
import { cannotMountDisks, type DiskImage, type FileSystemName, sweepRooms } from './disk-image.js'
import { losePower, useRoom, withServerAfter, withServerOn } from './lose-power.js'

/** With their shares of the losses. */
const fileSystems: readonly (readonly [FileSystemName, number])[] = [
  ['ext4', 0.6],
  ['btrfs', 0.4],
]

/** Power losses of one server; the first of them comes while it compacts. */
const lossesPerServer = 10

/** So many power losses under the traffic of one server, each of which is looked at before the next. */
async function loseOften(disk: DiskImage, suite: Suite, first: number, count: number) {
  const ledger = new Ledger()
  const random = new Random(~seed, first)
  const total = { acknowledged: 0, files: 0, bytes: 0 }
  let place = await prepareFor('while compacting', { suite, ledger, random })
  const traffic = new Traffic({ client: suite.client, ledger, seed, cycle: first })
  for (let loss = first; loss < first + count; loss++) {
    await place.reached(traffic)
    const { left, before } = await losePower(disk, suite.server, {
      name: `left-${loss}`,
      known: () => ledger.copy(),
    })
    await traffic.pause()
    expect(traffic.faults).toEqual([])
    const kept = withServerAfter(left, (after) => expectKept(after, before, 'synced'))
    const { files, bytes } = await during(`power loss ${loss}`, kept)
    total.files += files
    total.bytes += bytes
    traffic.resume()
    place = await prepareFor('any', { suite, ledger, random })
  }
  traffic.allowEnd()
  await suite.server.kill()
  await traffic.ended
  return { ...total, acknowledged: ledger.acknowledged }
}

test.for(fileSystems)(
  'a power loss on %s at any moment under 32 writers takes nothing that was acknowledged',
  { timeout },
  async ([kind, share], { skip }) => {
    const reason = cannotMountDisks(kind)
    if (reason !== undefined) {
      console.log(`power loss on ${kind}: left out, ${reason}`)
      return skip(reason)
    }
    console.log(`CRASH_SEED=${seed}`)
    const room = await useRoom()
    const losses = Math.ceil(cycles * share)
    const total = { losses: 0, acknowledged: 0, files: 0, bytes: 0 }
    while (total.losses < losses) {
      const disk = await room.newDisk(`disk-${total.losses}`, kind)
      disk.mount()
      const count = Math.min(lossesPerServer, losses - total.losses)
      const outcome = await withServerOn(
        disk,
        (suite) => loseOften(disk, suite, total.losses, count),
        waysOfContents[(total.losses / lossesPerServer) % 2]
      )
      total.losses += count
      total.acknowledged += outcome.acknowledged
      total.files += outcome.files
      total.bytes += outcome.bytes
    }
    console.log(
      `power loss on ${kind}: ${losses} disks, ${total.acknowledged} operations acknowledged, ${total.files} files with ${total.bytes} bytes verified, 0 lost`
    )
  }
)

test('what a run that was killed has left mounted is taken away by the next one', async ({
  skip,
}) => {
  const reason = cannotMountDisks('ext4')
  if (reason !== undefined) {
    console.log(`leftovers of a run: left out, ${reason}`)
    return skip(reason)
  }
  const { pid: gone } = spawnSync('true')
  const room = await useRoom()
  const disk = await room.newDisk('disk', 'ext4')
  const roomOf = (pid: number) => join(room.path, `filedrop-power-${pid}-x`)
  const [left, used] = [roomOf(gone), roomOf(process.pid)]
  await mkdir(used)
  await mkdir(left)
  disk.mount(join(left, 'disk'))
  expect(await sweepRooms(room.path)).toEqual([left])
  expect([existsSync(left), existsSync(used)]).toEqual([false, true])
  expect(await readFile('/proc/self/mounts', 'utf8')).not.toContain(left)
})
