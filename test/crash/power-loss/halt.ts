import { readdir, readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import type { Server } from '../../support/server.js'

/** Halts every thread of the server; a call into the kernel that had begun, such as a sync, has ended by then. */
export async function halt(server: Server): Promise<void> {
  server.signal('SIGSTOP')
  const tasks = `/proc/${server.pid}/task`
  const states = async () => {
    const ids = await readdir(tasks)
    return Promise.all(
      ids.map(async (id) => {
        const text = await readFile(`${tasks}/${id}/stat`, 'utf8')
        return text[text.lastIndexOf(')') + 2]
      })
    )
  }
  await expect.poll(async () => [...new Set(await states())], { interval: 1 }).toEqual(['T'])
}

export const goOn = (server: Server): void => server.signal('SIGCONT')
