/**
 * Where an upload is: `waiting` to be tried again by itself; `held` until there is a token; `failed` for good, until
 * somebody says again.
 */
export type UploadState = 'queued' | 'sending' | 'waiting' | 'held' | 'paused' | 'failed' | 'done'

/** One file on its way, as the page shows it. */
export interface UploadItem {
  /** The same for the same file when it is chosen again, also after a reload. */
  readonly key: string
  readonly file: File
  readonly state: UploadState
  /** Bytes that went, of `file.size`. */
  readonly sent: number
  /** Why it failed. */
  readonly why?: string
  /** Of one that failed: it would fail as often as it is tried. */
  readonly isFinal?: boolean
  /** The file that it became: the id, and the address that the service gives others. */
  readonly became?: { readonly id: string; readonly link: string }
}

/** Whether it goes on without anybody doing anything. */
export const isUnderWay = ({ state }: UploadItem): boolean =>
  state === 'queued' || state === 'sending' || state === 'waiting'

/** Whether it failed and may yet succeed. */
export const canRepeat = ({ state, isFinal }: UploadItem): boolean => state === 'failed' && !isFinal

/** Whether leaving the page would interrupt it. */
export const isUnfinished = (item: UploadItem): boolean =>
  isUnderWay(item) || item.state === 'held' || item.state === 'paused'
