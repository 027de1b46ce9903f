import { connect, type Socket } from 'node:net'

/** What the client does when everything is sent; whatever it does, the server has to come to an end. */
export type Ending =
  | 'finish'
  | 'finish at the answer'
  | 'wait'
  | 'reset'
  | 'leave'
  | 'leave at the answer'

export interface Delivery {
  /** Where the bytes are cut into several writes, ascending. */
  readonly cuts: readonly number[]
  readonly ending: Ending
}

export interface Exchange {
  readonly received: Buffer
  /** How the connection ended. `hung`: it did not, however long we waited. */
  readonly end: 'closed' | 'reset' | 'left' | 'hung'
}

interface ExchangeOptions {
  readonly port: number
  readonly bytes: Buffer
  readonly delivery: Delivery
  /** Milliseconds after which the server should have come to an end. */
  readonly patience: number
}

/** Sends the bytes over a connection of their own and gathers what comes back up to its end. */
export function exchange({ port, bytes, delivery, patience }: ExchangeOptions): Promise<Exchange> {
  const { ending } = delivery
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
  const received: Buffer[] = []
  let end: Exchange['end'] = 'closed'
  const leave = () => {
    end = 'left'
    if (ending === 'reset') socket.resetAndDestroy()
    else socket.destroy()
  }
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      end = 'hung'
      socket.destroy()
    }, patience)
    socket
      .on('data', (chunk: Buffer) => {
        received.push(chunk)
        if (ending === 'leave at the answer') leave()
        if (ending === 'finish at the answer') socket.end()
      })
      .on('end', () => socket.destroy())
      .on('error', () => {
        end = 'reset'
      })
      .on('close', () => {
        clearTimeout(timer)
        resolve({ received: Buffer.concat(received), end })
      })
    void send(socket, piecesOf(bytes, delivery.cuts)).then(() => {
      if (ending === 'finish') socket.end()
      if (ending === 'leave' || ending === 'reset') leave()
    })
  })
}

function piecesOf(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...cuts, bytes.length]
  return places.slice(1).map((end, i) => bytes.subarray(places[i], end))
}

/** One write after the other. What the server no longer takes is not sent. */
async function send(socket: Socket, pieces: readonly Buffer[]): Promise<void> {
  for (const piece of pieces) {
    if (socket.destroyed || !socket.writable) return
    await new Promise<void>((done) => {
      socket.write(piece, () => done())
      socket.once('close', done)
    })
  }
}
