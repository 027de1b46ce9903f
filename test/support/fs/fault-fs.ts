import { basename } from 'node:path'
import type { Fs, FsFile, OpenMode } from '../../../src/storage/fs/fs.js'
import { nodeFs } from '../../../src/storage/fs/node-fs.js'
import { nativeError } from './native-error.js'

export interface Call {
  /** `write`, `datasync`, `rename`, … as in `Fs` and `FsFile`. */
  readonly method: string
  /** The file's name without its directory. */
  readonly name: string
  readonly path: string
  /** What a write brings. */
  readonly bytes?: number
}

/** Looks at a call before it is made: may wait, throw in its place, or say how many bytes a write may take. */
export type Intercept = (call: Call) => Promise<number | undefined> | number | undefined

interface FaultFsOptions {
  readonly inner?: Fs
  readonly withoutSync?: boolean
}

/** Calls that only look; they can fail like all others, but there are too many of them to be noted. */
const looking = new Set(['list', 'stat', 'close', 'makeDirectory', 'requireWritable', 'freeSpace'])

/** A file system, the real one where none is given, with somebody in between who counts, holds up and breaks. */
export class FaultFs implements Fs {
  /** The calls that open, read, change and sync, each noted before it is made. */
  readonly calls: Call[] = []
  intercept: Intercept = () => undefined
  /** Called when a call has been made. */
  onDone: (call: Call) => void = () => {}
  private readonly inner: Fs
  private readonly handles = new Map<FsFile, string>()
  private underWay = 0
  private gate: Promise<void> | undefined
  private onIdle = () => {}

  constructor(private readonly options: FaultFsOptions = {}) {
    this.inner = options.inner ?? nodeFs
  }

  count(method: string, name: string): number {
    return this.calls.filter((call) => call.method === method && call.name === name).length
  }

  /** Paths of the files that were opened and not closed yet. */
  get openFiles(): string[] {
    return [...this.handles.values()]
  }

  /** What the end of a process does. */
  async closeAll(): Promise<void> {
    const files = [...this.handles.keys()]
    this.handles.clear()
    await Promise.all(files.map((file) => file.close()))
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
    const file = await this.call('open', path, () => this.inner.open(path, mode))
    this.handles.set(file, path)
    return {
      write: (buffers, position) => this.write(file, path, { buffers, position }),
      read: (buffer, position) => this.call('read', path, () => file.read(buffer, position)),
      datasync: () => this.call('datasync', path, async () => this.sync(() => file.datasync())),
      truncate: (length) => this.call('truncate', path, () => file.truncate(length)),
      stat: () => this.call('stat', path, () => file.stat()),
      close: async () => {
        // The handle is gone, also where closing it fails.
        if (this.handles.delete(file)) await file.close()
        await this.call('close', path, async () => {})
      },
    }
  }

  rename(from: string, to: string): Promise<void> {
    return this.call('rename', to, () => this.inner.rename(from, to))
  }

  unlink(path: string): Promise<void> {
    return this.call('unlink', path, () => this.inner.unlink(path))
  }

  makeDirectory(path: string): Promise<void> {
    return this.call('makeDirectory', path, () => this.inner.makeDirectory(path))
  }

  list(path: string): Promise<string[]> {
    return this.call('list', path, () => this.inner.list(path))
  }

  stat(path: string): ReturnType<Fs['stat']> {
    return this.call('stat', path, () => this.inner.stat(path))
  }

  syncDirectory(path: string): Promise<void> {
    return this.call('syncDirectory', path, () => this.sync(() => this.inner.syncDirectory(path)))
  }

  requireWritable(path: string): Promise<void> {
    return this.call('requireWritable', path, () => this.inner.requireWritable(path))
  }

  freeSpace(path: string): Promise<number> {
    return this.call('freeSpace', path, () => this.inner.freeSpace(path))
  }

  private write(
    file: FsFile,
    path: string,
    { buffers, position }: { buffers: readonly Uint8Array[]; position: number | undefined }
  ): Promise<number> {
    const bytes = buffers.reduce((sum, { length }) => sum + length, 0)
    const work = async (most: number | undefined) =>
      most === 0 ? 0 : file.write(most === undefined ? buffers : cut(buffers, most), position)
    return this.call('write', path, work, { bytes })
  }

  private async sync(work: () => Promise<void>): Promise<void> {
    if (this.options.withoutSync !== true) await work()
  }

  private async call<T>(
    method: string,
    path: string,
    work: (most: number | undefined) => Promise<T>,
    more: Partial<Call> = {}
  ): Promise<T> {
    while (this.gate !== undefined) await this.gate
    this.underWay++
    try {
      const call = { method, name: basename(path), path, ...more }
      if (!looking.has(method)) this.calls.push(call)
      const result = await work(await this.intercept(call))
      this.onDone(call)
      return result
    } finally {
      if (--this.underWay === 0) this.onIdle()
    }
  }
}

function cut(buffers: readonly Uint8Array[], most: number): Uint8Array[] {
  return [Buffer.concat(buffers).subarray(0, most)]
}
