import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Fs } from '../fs/fs.js'
import { DirectoryLockedError } from './directory-locked-error.js'
import { type FoundLock, readLock } from './lock-file.js'
import { stateOf } from './lock-owner.js'

/** Age of the last heartbeat from which on an owner that cannot be asked counts as gone. */
const silence = 60_000

interface Claim {
  readonly fs: Fs
  readonly path: string
  readonly directory: string
  readonly force: boolean
  /** Milliseconds without a heartbeat after which a process that cannot be seen counts as gone. */
  readonly patience: number
  /** Whether this process holds the lock with this nonce. */
  readonly isOurs: (nonce: string) => boolean
}

/** Between two looks at a heartbeat. */
const look = 500

/** Removes the lock of a process that is gone; throws `DirectoryLockedError` while it may be there. */
export async function clearStaleLock(claim: Claim): Promise<void> {
  const { fs, path, directory } = claim
  const found = await readLock(fs, path)
  if (found === undefined) return
  const refusal = reasonToRefuse(found, claim) ?? (await reasonOfHeartbeat(found, claim))
  if (refusal !== undefined) throw new DirectoryLockedError(directory, refusal)
  // Moved, not removed: of two that find it stale, only one can have moved the lock that both have read.
  const aside = `${path}.${randomUUID()}`
  await fs.rename(path, aside)
  const moved = await readLock(fs, aside)
  if (moved?.owner?.nonce !== found.owner?.nonce) {
    await fs.rename(aside, path)
    throw new DirectoryLockedError(directory, 'another process took it at this moment')
  }
  await fs.unlink(aside)
}

function reasonToRefuse({ owner, age }: FoundLock, { force, isOurs }: Claim): string | undefined {
  if (owner === undefined) {
    return age > silence || force
      ? undefined
      : 'its LOCK is unreadable; try again in a minute, or start with FORCE_UNLOCK=true'
  }
  switch (stateOf(owner, isOurs)) {
    case 'gone':
    case 'unseen':
      return undefined
    case 'running':
      return `process ${owner.pid} is using it; stop that one first`
    case 'elsewhere':
      if (age <= silence)
        return `process ${owner.pid} on ${owner.host} is using it; stop that one first`
      return force
        ? undefined
        : `it belongs to ${owner.host}, which has been silent; force it if that is gone`
  }
}

/**
 * A process in another container of this machine shares its clock but not its table of processes: it is there as long
 * as its heart beats. So a container that is started anew needs no force, only a few seconds.
 */
async function reasonOfHeartbeat(
  { owner, age }: FoundLock,
  { fs, path, patience, isOurs }: Claim
): Promise<string | undefined> {
  if (owner === undefined || stateOf(owner, isOurs) !== 'unseen') return undefined
  const began = performance.now() - age
  while (performance.now() - began < patience) {
    await setTimeout(look)
    const now = await readLock(fs, path)
    const beaten = now !== undefined && now.age < performance.now() - began - look / 2
    if (now?.owner?.nonce !== owner.nonce || beaten) {
      return `process ${owner.pid} in another container is using it; stop that one first`
    }
  }
  return undefined
}
