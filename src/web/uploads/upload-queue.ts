import Uppy, { type Meta } from '@uppy/core'
import Tus, { type TusBody } from '@uppy/tus'
import type { Api } from '../api.js'
import type { ChosenFile } from './chosen-file.js'
import { newItems } from './new-items.js'
import { sizeLimit } from './size-limit.js'
import { TransferRate } from './transfer-rate.js'
import { fileOf } from './tus-address.js'
import { tusOptions } from './tus-options.js'
import { canRepeat, isUnderWay, isUnfinished, type UploadItem } from './upload-item.js'
import { tooLarge, type Verdict } from './verdict.js'

interface QueueOptions {
  readonly api: Api
  /** Told that something about the uploads is new. */
  changed(): void
  uploaded(): void
}

/** The uploads of this page, from being chosen until they are put away. Uppy has those that are under way or paused. */
export class UploadQueue {
  readonly #uppy = new Uppy<Meta, TusBody>({
    autoProceed: true,
    logger: { debug() {}, warn() {}, error() {} },
    // The key of the upload, by which an interrupted one is found again.
    onBeforeFileAdded: (file) => ({ ...file, id: String(file.meta.key) }),
  })
  readonly #items = new Map<string, UploadItem>()
  readonly #rates = new Map<string, TransferRate>()
  readonly #verdicts = new Map<string, Verdict>()
  #isAsking = false

  constructor(private readonly options: QueueOptions) {
    const listener = {
      isWanted: (key: string) => this.#isWanted(key),
      judged: (key: string, verdict: Verdict) => this.#judge(key, verdict),
    }
    this.#uppy
      .use(Tus<Meta, TusBody>, tusOptions(options.api, listener))
      .on('upload-progress', (file, { bytesUploaded }) => {
        if (file) this.#progress(file.id, bytesUploaded || 0)
      })
      .on('upload-success', (file, { uploadURL = '', body }) => {
        if (file) this.#finish(file.id, body?.xhr.getResponseHeader('Location') ?? uploadURL)
      })
      .on('upload-error', (file) => {
        if (file) this.#giveUp(file.id)
      })
  }

  get items(): readonly UploadItem[] {
    return [...this.#items.values()]
  }

  /** Bytes per second, of one upload. */
  rate(key: string): number | undefined {
    return this.#rates.get(key)?.at(performance.now())
  }

  /** What is uploading already goes on; what was uploaded before is uploaded once more. */
  add(files: readonly ChosenFile[]): void {
    if (!this.items.some(isUnfinished)) this.clear()
    for (const item of newItems(files)) {
      const known = this.#items.get(item.key)
      if (known && isUnfinished(known)) continue
      this.#items.delete(item.key)
      this.#items.set(item.key, item)
    }
    this.#send(this.items.filter(({ key, state }) => state === 'queued' && !this.#has(key)))
  }

  pause(keys: Iterable<string>): void {
    for (const item of this.#among(keys)) if (isUnderWay(item)) this.#stop(item.key, 'paused')
  }

  /** What is paused goes on, what waits for a token asks for it again, what failed and may succeed is tried again. */
  resume(keys: Iterable<string>): void {
    const stopped = this.#among(keys).filter(
      (item) => item.state === 'paused' || item.state === 'held' || canRepeat(item)
    )
    for (const { key, file, sent } of stopped) {
      this.#items.set(key, { key, file, state: 'queued', sent })
      if (this.#has(key)) this.#uppy.pauseResume(key)
    }
    this.#send(stopped.filter(({ key }) => !this.#has(key)))
  }

  /** Lets go on what waits for a token, when there is one. */
  goOn(): void {
    if (!this.options.api.hasToken) return
    this.#isAsking = false
    this.resume(this.items.filter(({ state }) => state === 'held').map(({ key }) => key))
  }

  /** Interrupts what is unfinished and forgets it. */
  remove(keys: Iterable<string>): void {
    for (const { key } of this.#among(keys)) {
      this.#items.delete(key)
      this.#forget(key)
    }
    this.options.changed()
  }

  /** Puts away what is done. What failed stays until it is tried again or put away by itself. */
  clear(): void {
    this.remove(this.items.filter(({ state }) => state === 'done').map(({ key }) => key))
  }

  #send(items: readonly UploadItem[]): void {
    if (this.#isAsking) for (const { key } of items) this.#change(key, { state: 'held' })
    else
      this.#uppy.addFiles(
        items.map(({ key, file }) => ({
          name: file.name,
          type: file.type,
          data: file,
          meta: { key },
        }))
      )
    this.options.changed()
  }

  #stop(key: string, state: 'paused' | 'held'): void {
    // What Uppy has not begun yet, and is told to pause, it would never begin.
    if (this.#uppy.getFile(key)?.progress.uploadStarted) this.#uppy.pauseResume(key)
    else this.#forget(key)
    this.#rates.delete(key)
    this.#change(key, { state })
  }

  #judge(key: string, verdict: Verdict): void {
    this.#verdicts.set(key, verdict)
    if (verdict.kind === 'again') {
      this.#rates.delete(key)
      this.#change(key, { state: 'waiting' })
    }
  }

  #progress(key: string, sent: number): void {
    const item = this.#items.get(key)
    if (!item || !isUnderWay(item)) return
    const rate = this.#rates.get(key) ?? new TransferRate()
    // The first that is told is where it goes on from, which may be what went an hour ago.
    rate.add(this.#rates.has(key) ? sent - item.sent : 0, performance.now())
    this.#rates.set(key, rate)
    this.#change(key, { state: 'sending', sent })
  }

  #isWanted(key: string): boolean {
    const item = this.#items.get(key)
    return item !== undefined && isUnderWay(item)
  }

  #finish(key: string, address: string): void {
    const became = fileOf(this.options.api.url('tus'), address)
    const size = this.#items.get(key)?.file.size ?? 0
    this.#change(key, { state: 'done', sent: size, ...(became && { became }) })
    // Uppy would take the upload back if it were removed before all that listen have heard of its end.
    queueMicrotask(() => this.#forget(key))
    this.options.uploaded()
  }

  #giveUp(key: string): void {
    const verdict = this.#verdicts.get(key)
    queueMicrotask(() => this.#forget(key))
    if (verdict?.kind === 'token') {
      this.#change(key, { state: 'held' })
      void this.#askForToken(verdict)
    } else {
      const { why, isFinal } =
        verdict?.kind === 'refused' ? verdict : { why: 'It could not be sent', isFinal: false }
      this.#change(key, { state: 'failed', why, isFinal })
      if (why === tooLarge()) void this.#nameLimit(key)
    }
  }

  async #nameLimit(key: string): Promise<void> {
    const limit = await sizeLimit(this.options.api)
    const item = this.#items.get(key)
    // What stands before the service may have a limit of its own.
    if (!limit || item?.state !== 'failed' || item.file.size <= limit) return
    this.#change(key, { why: tooLarge(limit) })
  }

  async #askForToken({ status, detail }: { status: number; detail: string }): Promise<void> {
    if (this.#isAsking) return
    this.#isAsking = true
    for (const item of this.items) if (isUnderWay(item)) this.#stop(item.key, 'held')
    const isGiven = await this.options.api.refused(status, detail)
    this.#isAsking = false
    if (isGiven) this.goOn()
  }

  #change(key: string, change: Partial<UploadItem>): void {
    const item = this.#items.get(key)
    if (item) this.#items.set(key, { ...item, ...change })
    this.options.changed()
  }

  #among(keys: Iterable<string>): UploadItem[] {
    return [...keys].flatMap((key) => this.#items.get(key) ?? [])
  }

  #has(key: string): boolean {
    return this.#uppy.getFile(key) !== undefined
  }

  #forget(key: string): void {
    this.#rates.delete(key)
    this.#verdicts.delete(key)
    if (this.#has(key)) this.#uppy.removeFile(key)
  }
}
