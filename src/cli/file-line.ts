import type { FileInfo } from '../client/client.js'
import { bytesInWords, jsonOnScreen, onScreen } from '../terminal/words.js'

/** A file as one line: JSON, columns for people, or the same with tabs between for programs. */
export function fileLine(
  file: FileInfo,
  { json }: { readonly json?: boolean | undefined }
): string {
  if (json) return jsonOnScreen(file)
  const { file_id, file_size, created_at, file_name } = file
  const forPeople = process.stdout.isTTY
  const size = forPeople ? bytesInWords(file_size).padStart(10) : String(file_size)
  return [file_id, size, created_at, file_name].map(onScreen).join(forPeople ? '  ' : '\t')
}

/** The part of a help text that says what a line is. */
export const lineHelp = `A file is one line: id, bytes, time of creation and name, with tabs between where a program reads it.
Control characters in names are escaped.`
