import { createServer } from 'node:net'

/** Something that is held as long as this process lives. */
export interface Held {
  release(): Promise<void>
}

/**
 * Holds a name in the abstract socket namespace of Linux, which leaves no file behind and ends with the process
 * however it ends. False when another process holds it; undefined where there is no such namespace.
 */
export function holdAbstractSocket(name: string): Promise<Held | false | undefined> {
  if (process.platform !== 'linux') return Promise.resolve(undefined)
  const server = createServer((socket) => socket.destroy()).unref()
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'EADDRINUSE' ? false : undefined)
    })
    server.listen({ path: `\0${name}`, exclusive: true }, () => {
      resolve({ release: () => new Promise((closed) => server.close(() => closed())) })
    })
  })
}
