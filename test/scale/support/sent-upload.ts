import { expect } from 'vitest'
import type { Answer } from '../../support/answer.js'
import { type Client, requestHead } from '../../support/client.js'
import type { Connection } from '../../support/connection.js'
import { askForOffset, beginUpload, idOf, pieceHeaders } from '../../support/tus.js'

/** An upload in pieces, as its sender knows it. */
export class SentUpload {
  /** Bytes that an answer has confirmed. */
  acknowledged = 0

  private constructor(
    private readonly client: Client,
    readonly path: string,
    readonly bytes: Buffer
  ) {}

  static async begin(client: Client, bytes: Buffer): Promise<SentUpload> {
    const { pathname } = new URL(await beginUpload(client, bytes.length), `http://${client.host}`)
    return new SentUpload(client, pathname, bytes)
  }

  /** Also that of the file. */
  get id(): string {
    return idOf(this.path)
  }

  look(): Promise<Answer> {
    return askForOffset(this.client, this.path)
  }

  /** How far it is, which is never behind what was confirmed. Waits until somebody can tell. */
  async offset(): Promise<number> {
    let answer: Answer | undefined
    await expect
      .poll(async () => {
        answer = await this.look().catch(() => undefined)
        return answer?.status
      })
      .toBe(200)
    const offset = Number(answer?.get('upload-offset'))
    expect(offset).toBeGreaterThanOrEqual(this.acknowledged)
    return offset
  }

  /** Begins a request for the bytes from `offset` to `end` and sends those before `until`. */
  async open(offset: number, until: number, end = this.bytes.length): Promise<Connection> {
    const connection = await this.client.open()
    const head = requestHead('PATCH', this.path, {
      Host: this.client.host,
      ...pieceHeaders(offset),
      'Content-Length': String(end - offset),
    })
    await connection.send(head)
    await connection.send(this.bytes.subarray(offset, until))
    return connection
  }

  /** Sends the bytes from `offset` to `end` in one request. */
  async send(offset: number, end = this.bytes.length): Promise<void> {
    const connection = await this.open(offset, end, end)
    const answer = await connection.answer('PATCH')
    connection.close()
    expect(answer.status, answer.text).toBe(204)
    this.acknowledged = Number(answer.get('upload-offset'))
    expect(this.acknowledged).toBe(end)
  }
}
