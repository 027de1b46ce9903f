import { createHash } from 'node:crypto'
import type { Client } from '../support/client.js'
import { filePart } from '../support/multipart.js'
import type { FileView } from '../support/wire.js'
import { samples } from './corpus.js'

/** The files that the requests aim at. */
export class Pool {
  readonly ids: string[] = []
  /** A cursor of the list as it was when the files were made. */
  cursor = ''

  constructor(private readonly client: Client) {}

  /** Makes every file that is not there, in the form door, so that it has a name as well. */
  async stock(): Promise<void> {
    for (const [slot, { name, type, content }] of samples.entries()) {
      if (this.ids[slot] !== undefined && (await this.#isThere(this.ids[slot]))) continue
      const part = filePart(content, { filename: name, type })
      const answer = await this.client.sendForm('POST', '/upload', [part])
      const id = /^<\/files\/([\w-]{21})>/.exec(answer.get('link') ?? '')?.[1]
      if (id === undefined) throw new Error(`a file could not be made: ${answer.text}`)
      this.ids[slot] = id
    }
    const { fields } = await this.client.get('/files?limit=1')
    const link = fields.find(([field]) => field.toLowerCase() === 'link')?.[1]
    this.cursor = /cursor=([\w-]+)/.exec(link ?? '')?.[1] ?? ''
  }

  /** Deletes every file there is. */
  async empty(): Promise<void> {
    for (const { file_id } of await this.list()) await this.client.delete(`/files/${file_id}`)
    this.ids.length = 0
  }

  async list(): Promise<FileView[]> {
    return (await this.client.get('/files')).json<FileView[]>()
  }

  /** Files whose bytes are not what their record says; all of them are downloaded. */
  async damaged(): Promise<string[]> {
    const damaged: string[] = []
    for (const { file_id, file_size, sha256 } of await this.list()) {
      const { body } = await this.client.get(`/files/${file_id}`)
      const actual = createHash('sha256').update(body).digest('hex')
      if (body.length !== file_size || actual !== sha256) damaged.push(file_id)
    }
    return damaged
  }

  async #isThere(id: string): Promise<boolean> {
    return (await this.client.head(`/files/${id}/metadata`)).status === 200
  }
}
