import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Server, Settings } from '../../support/server.js'
import { Suite } from '../../support/suite.js'
import { type DiskImage, DiskRoom, sweepRooms } from './disk-image.js'
import { goOn, halt } from './halt.js'

const dataOn = (disk: DiskImage): string => join(disk.mountPoint, 'data')

/** A room for one test, after what earlier runs have left. */
export async function useRoom(): Promise<DiskRoom> {
  await sweepRooms()
  const room = await DiskRoom.make()
  onTestFinished(() => room.dispose())
  return room
}

/** Runs a server on a disk for as long as the work takes; the disk goes with it. */
export async function withServerOn<T>(
  disk: DiskImage,
  work: (suite: Suite) => Promise<T>,
  settings: Settings = {}
): Promise<T> {
  const suite = await Suite.start(settings, { dataDir: dataOn(disk) })
  try {
    return await work(suite)
  } finally {
    await suite.server.kill()
    await disk.remove()
    await suite.dispose()
  }
}

/** The disk as a power loss leaves it, and what was known when it came; the server goes on. */
export async function losePower<T>(
  disk: DiskImage,
  server: Server,
  { name, known }: { readonly name: string; readonly known: () => T }
): Promise<{ left: DiskImage; before: T }> {
  await halt(server)
  try {
    const before = known()
    return { before, left: await disk.copy(name) }
  } finally {
    goOn(server)
  }
}

/** Runs a server on what a power loss has left, as on a machine that has started anew. */
export async function withServerAfter<T>(
  left: DiskImage,
  work: (suite: Suite) => Promise<T>
): Promise<T> {
  left.mount()
  const path = join(dataOn(left), 'LOCK')
  const owner = JSON.parse(await readFile(path, 'utf8'))
  await writeFile(path, `${JSON.stringify({ ...owner, bootId: 'the boot before' })}\n`)
  return withServerOn(left, work)
}
