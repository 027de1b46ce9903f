/** Told the files, and pictures, that are pasted into the page. */
export function onPaste(take: (files: File[]) => void): void {
  addEventListener('paste', ({ clipboardData, target }) => {
    const files = [...(clipboardData?.files ?? [])]
    const isText = clipboardData?.types.includes('text/plain') && isField(target)
    if (files.length > 0 && !isText) take(files.map((file) => named(file, new Date())))
  })
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement

/** Every picture that was copied on a screen is `image.png`: the time tells them apart. */
function named(file: File, now: Date): File {
  if (file.name !== 'image.png') return file
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString()
  const time = local.slice(0, 19).replace('T', ' ').replaceAll(':', '.')
  return new File([file], `Pasted ${time}.png`, { type: file.type, lastModified: now.getTime() })
}
