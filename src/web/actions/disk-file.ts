/** Where bytes go as they come. */
export type Destination = WritableStream<Uint8Array>

interface Picker {
  showSaveFilePicker(options: {
    readonly suggestedName: string
  }): Promise<{ createWritable(): Promise<Destination> }>
}

const hasPicker = (scope: object): scope is Picker => 'showSaveFilePicker' in scope

/** Whether this browser lets a page write to a file that is chosen (Chromium does, on HTTPS or this machine). */
export const canStreamToDisk = (): boolean => hasPicker(window)

/** A file that is chosen now; undefined when none is. */
export async function diskFile(suggestedName: string): Promise<Destination | undefined> {
  if (!hasPicker(window)) return undefined
  try {
    const handle = await window.showSaveFilePicker({ suggestedName })
    return await handle.createWritable()
  } catch {
    return undefined
  }
}
