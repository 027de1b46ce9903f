import type { UploadItem, UploadState } from '../../../src/web/uploads/upload-item.js'

/** An upload of so many bytes, in any state. */
export function upload(state: UploadState, { name = 'a', size = 100, sent = 0 } = {}): UploadItem {
  return { key: name, file: new File([new Uint8Array(size)], name), state, sent }
}

export const uploads = (state: UploadState, count: number): UploadItem[] =>
  Array.from({ length: count }, (_, at) => upload(state, { name: `${state} ${at}` }))
