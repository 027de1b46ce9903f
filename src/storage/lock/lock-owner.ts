import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Who holds a directory: enough to tell whether that very process still runs. */
export interface LockOwner {
  readonly host: string
  /** Changes when the machine starts anew; empty where the system has no such thing. */
  readonly bootId: string
  /** In which table of processes `pid` is to be looked up, since containers have their own; absent where unknown. */
  readonly pidSpace?: string
  readonly pid: number
  /** When the process began, so that another one under the same id is not taken for it; empty where unknown. */
  readonly startTicks: string
  /** Differs for each time the lock was taken. */
  readonly nonce: string
}

export function thisProcess(nonce: string): LockOwner {
  const { pid } = process
  return {
    host: hostname(),
    bootId: readBootId(),
    ...readPidSpace(),
    pid,
    startTicks: readStat(pid).startTicks,
    nonce,
  }
}

export function parseOwner(text: string): LockOwner | undefined {
  try {
    const owner = JSON.parse(text) as Partial<Record<keyof LockOwner, unknown>> | null
    const strings = [owner?.host, owner?.bootId, owner?.startTicks, owner?.nonce]
    const isOwner =
      strings.every((member) => typeof member === 'string') && Number.isInteger(owner?.pid)
    return isOwner ? (owner as LockOwner) : undefined
  } catch {
    return undefined
  }
}

/** What can be said of the process that took a lock; one in another container of this machine cannot be seen. */
export function stateOf(
  owner: LockOwner,
  isOurs: (nonce: string) => boolean
): 'running' | 'gone' | 'unseen' | 'elsewhere' {
  const me = thisProcess('')
  const sameMachine = owner.bootId !== '' && owner.bootId === me.bootId
  if (sameMachine && owner.pidSpace !== undefined && owner.pidSpace !== me.pidSpace) return 'unseen'
  if (owner.host !== me.host) return 'elsewhere'
  if (owner.bootId !== me.bootId) return 'gone'
  // An earlier process may have had the same id, as the first one in a container always has.
  if (owner.pid === me.pid) return isOurs(owner.nonce) ? 'running' : 'gone'
  if (!isAlive(owner.pid)) return 'gone'
  const { state, startTicks } = readStat(owner.pid)
  // A process that was killed stays in the table until its parent has looked; it writes nothing any more.
  if (state === 'Z' || state === 'X') return 'gone'
  return owner.startTicks === startTicks ? 'running' : 'gone'
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function readPidSpace(): { pidSpace?: string } {
  try {
    return { pidSpace: readlinkSync('/proc/self/ns/pid') }
  } catch {
    return {}
  }
}

const readBootId = (): string => readOrEmpty('/proc/sys/kernel/random/boot_id').trim()

/** Fields 3 and 22 of proc_pid_stat(5), counted behind the command, which may hold blanks and parentheses itself. */
function readStat(pid: number): { state: string; startTicks: string } {
  const text = readOrEmpty(`/proc/${pid}/stat`)
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return { state: fields[0] ?? '', startTicks: fields[19] ?? '' }
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
