import { connect, type Socket } from 'node:net'
import { getText } from './http-text.js'

const period = 1000

/** Clients that ask for a large file and take a little of it now and then. */
export class SlowReaders {
  private constructor(
    private readonly sockets: readonly Socket[],
    private readonly timer: NodeJS.Timeout
  ) {}

  /** Resolves when each of them has begun to read. */
  static async start(url: string, path: string, count: number): Promise<SlowReaders> {
    const { hostname, port } = new URL(url)
    const request = getText(url, path)
    const sockets = Array.from({ length: count }, () => connect(Number(port), hostname))
    const timer = setInterval(() => {
      for (const socket of sockets) socket.read()
    }, period)
    const readers = new SlowReaders(sockets, timer)
    try {
      await Promise.all(sockets.map((socket) => begin(socket, request)))
    } catch (error) {
      readers.stop()
      throw error
    }
    return readers
  }

  /** Throws when one of them was cut off. */
  stop(): void {
    clearInterval(this.timer)
    const lost = this.sockets.filter((socket) => socket.destroyed || socket.readableEnded).length
    for (const socket of this.sockets) socket.destroy()
    if (lost > 0) throw new Error(`${lost} slow readers were cut off`)
  }
}

function begin(socket: Socket, request: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error('a slow reader got no answer'))
    socket.setTimeout(20_000, late)
    socket.once('error', reject).once('connect', () => socket.write(request))
    socket.once('readable', () => {
      socket.setTimeout(0)
      // It reads on by the timer; what it is told afterwards is seen when it stops.
      socket.on('error', () => {})
      resolve()
    })
  })
}
