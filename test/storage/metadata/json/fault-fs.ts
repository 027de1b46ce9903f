import { basename } from 'node:path'
import type { Fs, FsFile, OpenMode } from '../../../../src/storage/fs/fs.js'
import { nodeFs } from '../../../../src/storage/fs/node-fs.js'

export interface Call {
  /** `write`, `datasync`, `rename`, … as in `Fs` and `FsFile`. */
  readonly method: string
  /** The file's name without its directory. */
  readonly name: string
}

/** Looks at a call before it is made: may wait, throw in its place, or say how many bytes a write may take. */
export type Intercept = (call: Call) => Promise<number | undefined> | number | undefined

/** The real file system with somebody in between who counts, holds up and breaks. */
export class FaultFs implements Fs {
  /** Every call, noted before it is made. */
  readonly calls: Call[] = []
  intercept: Intercept = () => undefined
  /** Called when a call has been made. */
  onDone: (call: Call) => void = () => {}
  private underWay = 0
  private gate: Promise<void> | undefined
  private onIdle = () => {}

  constructor(private readonly options: { readonly withoutSync?: boolean } = {}) {}

  count(method: string, name: string): number {
    return this.calls.filter((call) => call.method === method && call.name === name).length
  }

  /** Makes the next such call fail with a native code. */
  failNext(method: string, name: RegExp, code: string): void {
    let armed = true
    this.intercept = (call) => {
      if (!armed || call.method !== method || !name.test(call.name)) return undefined
      armed = false
      throw nativeError(code)
    }
  }

  /** Resolves when such a call has been made the next time. */
  next(method: string, name: RegExp): Promise<void> {
    return new Promise((resolve) => {
      this.onDone = (call) => {
        if (call.method === method && name.test(call.name)) resolve()
      }
    })
  }

  /** Does something between two calls, as if the process stood still. */
  async whileStill<T>(work: () => Promise<T>): Promise<T> {
    let open = () => {}
    this.gate = new Promise((resolve) => {
      open = resolve
    })
    await new Promise<void>((resolve) => {
      this.onIdle = resolve
      if (this.underWay === 0) resolve()
    })
    try {
      return await work()
    } finally {
      this.gate = undefined
      open()
    }
  }

  async open(path: string, mode: OpenMode): Promise<FsFile> {
    const file = await this.call('open', path, () => nodeFs.open(path, mode))
    return {
      write: (buffers, position) =>
        this.call('write', path, (most) =>
          file.write(most === undefined ? buffers : cut(buffers, most), position)
        ),
      read: (buffer, position) => this.call('read', path, () => file.read(buffer, position)),
      datasync: () => this.call('datasync', path, async () => this.sync(() => file.datasync())),
      truncate: (length) => this.call('truncate', path, () => file.truncate(length)),
      stat: () => file.stat(),
      close: () => file.close(),
    }
  }

  rename(from: string, to: string): Promise<void> {
    return this.call('rename', to, () => nodeFs.rename(from, to))
  }

  unlink(path: string): Promise<void> {
    return this.call('unlink', path, () => nodeFs.unlink(path))
  }

  syncDirectory(path: string): Promise<void> {
    return this.call('syncDirectory', path, () => this.sync(() => nodeFs.syncDirectory(path)))
  }

  makeDirectory = nodeFs.makeDirectory
  list = nodeFs.list
  stat = nodeFs.stat
  requireWritable = nodeFs.requireWritable
  freeSpace = nodeFs.freeSpace

  private async sync(work: () => Promise<void>): Promise<void> {
    if (this.options.withoutSync !== true) await work()
  }

  private async call<T>(
    method: string,
    path: string,
    work: (most: number | undefined) => Promise<T>
  ): Promise<T> {
    while (this.gate !== undefined) await this.gate
    this.underWay++
    try {
      const call = { method, name: basename(path) }
      this.calls.push(call)
      const result = await work(await this.intercept(call))
      this.onDone(call)
      return result
    } finally {
      if (--this.underWay === 0) this.onIdle()
    }
  }
}

export function nativeError(code: string): Error {
  return Object.assign(new Error(code), { code })
}

function cut(buffers: readonly Uint8Array[], most: number): Uint8Array[] {
  return [Buffer.concat(buffers).subarray(0, most)]
}
