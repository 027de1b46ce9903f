import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Answer, type AnswerHead, fieldValue, parseHead } from './answer.js'

/** The answer ended before it was complete, or never began. */
export class BrokenAnswer extends Error {
  override readonly name = 'BrokenAnswer'
}

/**
 * One TCP connection to the server under test that sends any bytes and parses what comes back. Nothing is read
 * from the socket before it is asked for, so that a client which does not read can be played.
 */
export class Connection {
  readonly #socket: Socket
  #pending: Buffer[] = []
  #failure: Error | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('error', (error) => {
      this.#failure = error
    })
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    const connection = new Connection(socket)
    await once(socket, 'connect')
    return connection
  }

  /** Resolves when the bytes have been handed to the system, with false when the connection is broken. */
  send(bytes: string | Uint8Array): Promise<boolean> {
    return new Promise((resolve) => {
      if (this.#socket.destroyed || !this.#socket.writable) resolve(false)
      else this.#socket.write(bytes, (error) => resolve(!error))
    })
  }

  /** Says that nothing more will be sent; answers can still be read. */
  halfClose(): void {
    this.#socket.end()
  }

  /** Ends the connection at once, as a client that goes away. */
  close(): void {
    this.#socket.destroy()
  }

  /** Ends the connection with a RST, as a client that crashed. */
  reset(): void {
    this.#socket.resetAndDestroy()
  }

  /** The next answer, whole. `method` is that of its request: an answer to HEAD has no body. */
  async answer(method = 'GET'): Promise<Answer> {
    const head = await this.head()
    return new Answer(head, await this.#body(head, method))
  }

  /** The head of the next answer that is not a 1xx. */
  async head(): Promise<AnswerHead> {
    const interim: number[] = []
    for (;;) {
      const head = parseHead((await this.#until('\r\n\r\n')).toString('latin1'))
      if (head.status >= 200) return { ...head, interim }
      interim.push(head.status)
    }
  }

  /** The status of the next head alone, 1xx included. */
  async status(): Promise<number> {
    return parseHead((await this.#until('\r\n\r\n')).toString('latin1')).status
  }

  /** Exactly so many bytes. */
  async take(length: number): Promise<Buffer> {
    let size = this.#pending.reduce((sum, chunk) => sum + chunk.length, 0)
    while (size < length) {
      const chunk = await this.#more()
      if (!chunk) throw new BrokenAnswer(`ended after ${size} of ${length} bytes`)
      size += chunk.length
    }
    const bytes = Buffer.concat(this.#pending)
    this.#pending = [bytes.subarray(length)]
    return bytes.subarray(0, length)
  }

  /** Everything up to the end of the connection; throws when that was not a clean FIN. */
  async rest(): Promise<Buffer> {
    while (await this.#more());
    const bytes = Buffer.concat(this.#pending)
    this.#pending = []
    return bytes
  }

  async #body(head: AnswerHead, method: string): Promise<Buffer> {
    if (method === 'HEAD' || head.status === 204 || head.status === 304) return Buffer.alloc(0)
    if (fieldValue(head.fields, 'transfer-encoding') === 'chunked') return this.#chunked()
    const length = fieldValue(head.fields, 'content-length')
    return length === undefined ? this.rest() : this.take(Number(length))
  }

  async #chunked(): Promise<Buffer> {
    const chunks: Buffer[] = []
    for (;;) {
      const size = Number.parseInt((await this.#until('\r\n')).toString('latin1'), 16)
      chunks.push(await this.take(size))
      await this.#until('\r\n')
      if (size === 0) return Buffer.concat(chunks)
    }
  }

  /** The bytes before the delimiter, which is dropped. */
  async #until(delimiter: string): Promise<Buffer> {
    for (;;) {
      const bytes = Buffer.concat(this.#pending)
      const end = bytes.indexOf(delimiter)
      if (end >= 0) {
        this.#pending = [bytes.subarray(end + delimiter.length)]
        return bytes.subarray(0, end)
      }
      this.#pending = [bytes]
      if (!(await this.#more()))
        throw new BrokenAnswer(`ended after ${JSON.stringify(bytes.toString('latin1'))}`)
    }
  }

  /** Waits for the next bytes; undefined at the end of the connection. */
  async #more(): Promise<Buffer | undefined> {
    for (;;) {
      const chunk = this.#socket.read() as Buffer | null
      if (chunk) {
        this.#pending.push(chunk)
        return chunk
      }
      if (this.#failure) throw this.#failure
      if (this.#socket.readableEnded || this.#socket.destroyed) return undefined
      await nextOf(this.#socket, ['readable', 'end', 'error', 'close'])
    }
  }
}

function nextOf(socket: Socket, events: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const event of events) socket.off(event, done)
      resolve()
    }
    for (const event of events) socket.on(event, done)
  })
}
