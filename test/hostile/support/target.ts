import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { Answer } from '../../support/answer.js'
import { BrokenAnswer } from '../../support/connection.js'
import { downloadName } from '../../support/disposition.js'
import {
  type DoorName,
  expectError,
  type FormEntry,
  metadataOf,
  upload,
  uploadedId,
} from '../../support/doors.js'
import type { Suite } from '../../support/suite.js'
import type { FileView } from '../../support/wire.js'

/** Where a file, or a change of one, comes in. */
export type Place = Pick<FormEntry, 'title' | 'door' | 'replaces' | 'success'>

/** What the file that is there from the beginning holds. */
export const content = Buffer.from('What was here before anybody attacked.')

/** The server that a group of rows is thrown at, with one file in it that must come out of it unchanged. */
export class Target {
  /** Downloads that the current row brought to their end. */
  #delivered = 0

  private constructor(
    readonly suite: Suite,
    readonly file: FileView
  ) {}

  static async ready(suite: Suite): Promise<Target> {
    return new Target(suite, await upload(suite.client, { content, name: 'before.txt' }, 'form'))
  }

  get client() {
    return this.suite.client
  }

  /** What comes back for bytes that may not be HTTP at all; undefined where the connection just ends. */
  async sendRaw(bytes: string | Buffer, method = 'GET'): Promise<Answer | undefined> {
    const connection = await this.client.open()
    void connection.send(bytes)
    try {
      return await connection.answer(method)
    } catch (error) {
      if (error instanceof BrokenAnswer || (error as NodeJS.ErrnoException).code) return undefined
      throw error
    } finally {
      connection.close()
    }
  }

  /** The answer is this error in the dress of the door. */
  refused(answer: Answer, status: number, code: string, door: DoorName = 'files'): void {
    expectError(answer, door, status, code)
  }

  /** The upload was taken and holds exactly these bytes; it is looked at and then deleted. */
  async accepted(
    answer: Answer,
    bytes: string | Buffer,
    door: DoorName = 'files'
  ): Promise<FileView> {
    expect([200, 201], answer.text).toContain(answer.status)
    const id = uploadedId(door, answer)
    const file = (await this.client.get(`/files/${id}/metadata`)).json<FileView>()
    expect(file).toMatchObject({
      file_size: Buffer.byteLength(bytes),
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
    expect((await this.client.delete(`/files/${id}`)).status).toBe(200)
    return file
  }

  /**
   * What an upload or a replacement left, as its metadata tell and its download is named. A replacement gets a file
   * of its own to change; `look` may look closer before everything is deleted again.
   */
  async stored(
    place: Place,
    send: (id: string) => Promise<Answer>,
    look: (file: FileView, answer: Answer) => Promise<void> = async () => {}
  ): Promise<FileView> {
    const scratch = place.replaces ? await upload(this.client, { name: 'scratch.txt' }) : undefined
    const answer = await send(scratch?.file_id ?? '')
    expect(answer.status, answer.text).toBe(place.success)
    const file = await metadataOf(this.client, scratch?.file_id ?? uploadedId(place.door, answer))
    const download = await this.client.head(`/files/${file.file_id}`)
    expect(downloadName(download)).toBe(file.file_name)
    await look(file, answer)
    expect((await this.client.delete(`/files/${file.file_id}`)).status).toBe(200)
    return file
  }

  /** Says that the row downloaded the file to its last byte, which is the one thing that may move a count. */
  delivered(times = 1): void {
    this.#delivered += times
  }

  /**
   * Begins to watch; what it returns throws when the server did not come out of it as it went in. Errors in the log
   * that `logs` matches are what the operator has to be told.
   */
  async watch(logs?: RegExp): Promise<() => Promise<void>> {
    const { pids } = this.suite.server
    const errors = this.#loggedErrors()
    const before = await this.suite.quiet()
    this.#delivered = 0
    return async () => {
      expect(this.suite.server.running, this.suite.server.output()).toBe(true)
      expect(this.suite.server.pids).toEqual(pids)
      const list = before.list.map((file) => ({
        ...file,
        download_count: file.download_count + this.#delivered,
      }))
      await expect.poll(() => this.suite.state()).toEqual({ ...before, list })
      const logged = this.#loggedErrors().slice(errors.length)
      expect(logged.filter((line) => !logs?.test(line))).toEqual([])
      expect(this.suite.server.strayLines).toEqual([])
      expect(this.client.takeMismatches().join('\n')).toBe('')
      expect((await this.client.get('/livez')).status).toBe(200)
      this.client.closeAll()
    }
  }

  #loggedErrors() {
    return loggedErrors(this.suite.server)
  }
}

/** What the log says of errors: how bad, with which code, in which words. */
export const loggedErrors = ({ log }: Suite['server']): string[] =>
  log
    .filter(({ level }) => Number(level) >= 50)
    .map(
      ({ level, code, msg }) => `${Number(level) >= 60 ? 'fatal' : 'error'} ${code ?? ''} ${msg}`
    )
