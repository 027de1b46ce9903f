import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

interface Place {
  readonly directory: string
  /** What the names of all parts of one download begin with. */
  readonly stem: string
}

/** The part of this process while it writes. */
export const ownPart = ({ directory, stem }: Place): string =>
  join(directory, `${stem}-${process.pid}.part`)

/** The part of an earlier run that ended in order. */
export const leftPart = ({ directory, stem }: Place): string => join(directory, `${stem}.part`)

/** The parts that nobody writes to any more, the largest first. */
export async function leftParts(place: Place): Promise<{ path: string; size: number }[]> {
  const pattern = new RegExp(`^${place.stem}(?:-([0-9]+))?\\.part$`)
  const parts: { path: string; size: number }[] = []
  for (const name of await readdir(place.directory).catch(() => [])) {
    const [whole, pid] = pattern.exec(name) ?? []
    if (whole === undefined || isRunning(Number(pid))) continue
    const path = join(place.directory, name)
    const facts = await stat(path).catch(() => undefined)
    if (facts?.isFile()) parts.push({ path, size: facts.size })
  }
  return parts.sort((a, b) => b.size - a.size)
}

/** Whether another process has that id; for what is none, it has not. */
function isRunning(pid: number): boolean {
  if (Number.isNaN(pid) || pid === process.pid) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
